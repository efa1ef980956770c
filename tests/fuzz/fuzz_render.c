/* SPDX-License-Identifier: Apache-2.0 */
/* A report made of the bytes, in every format.  With an odd first byte its texts
 * are as they come, which JSON may refuse and the other formats must survive;
 * else they are escaped, as in every real report. */
#include <systemd/sd-json.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/render.h"
#include "fuzz.h"

enum { MAX_TARGETS = 4, MAX_FINDINGS = 4, ATTEMPTS = 2, MAX_CALLS = 3 };

struct input {
	const uint8_t *data;
	size_t size;
	bool raw;
};

struct stage {
	struct facts facts;
	struct plan plan;
	struct outcomes outcomes;
	struct target targets[MAX_TARGETS];
	struct target *target_items[MAX_TARGETS];
	struct target_outcome target_outcomes[MAX_TARGETS];
	struct target_outcome *outcome_items[MAX_TARGETS];
	struct attempt_outcome attempts[MAX_TARGETS][ATTEMPTS];
	struct address_verdict addresses[MAX_TARGETS][ATTEMPTS];
	struct endpoint_verdict endpoints[MAX_TARGETS];
	struct finding findings[MAX_FINDINGS];
	struct agent_status agent;
	struct action action;
	struct api_outcome calls[MAX_CALLS];
	struct api_facts api;
	struct report report;
};

static unsigned take(struct input *in, unsigned below)
{
	if (!in->size)
		return 0;
	in->size--;
	return *in->data++ % below;
}

/* A length, and so many bytes. */
static void take_text(struct input *in, char *out, size_t size)
{
	size_t len = take(in, 64);
	char text[64 + 1];

	if (len > in->size)
		len = in->size;
	for (size_t i = 0; i < len; i++)
		text[i] = (char)in->data[i];
	text[len] = '\0';
	in->data += len;
	in->size -= len;
	if (in->raw)
		(void)copy_text(out, size, text);
	else
		escape_bytes(out, size, text, len);
}

static void make_attempt(struct input *in, struct attempt_outcome *a, struct address_verdict *v)
{
	a->ip.family = take(in, 2) ? IP_V6 : IP_V4;
	a->from = take(in, 256);
	a->code = (enum code)take(in, CODE_COUNT);
	a->connected = take(in, 2);
	a->handshaken = take(in, 2);
	a->connect_us = take(in, 256) * 10007U;
	a->tls_us = take(in, 256) * 100003U;
	a->tls.handshake_spoke = take(in, 2);
	a->tls.certificate_seen = take(in, 2);
	a->tls.not_after_s = (int64_t)take(in, 256) * 20000000 - 100000000;
	take_text(in, a->tls.subject, sizeof a->tls.subject);
	take_text(in, a->detail, sizeof a->detail);
	v->outcome = a;
	v->status = (enum status)take(in, STATUS_SKIP + 1);
	v->class = (enum address_class)take(in, CLASS_PROXIED + 1);
	v->judged = take(in, 2);
}

static const struct vantage *make_vantage(struct input *in, struct vantage *vantage)
{
	struct resolver_settings *resolver = &vantage->resolver;

	vantage->seen = take(in, 2);
	vantage->as_host = take(in, 2);
	resolver->nameserver_count = take(in, MAX_NAMESERVERS + 1);
	for (size_t i = 0; i < resolver->nameserver_count; i++)
		resolver->nameservers[i].family = take(in, 2) ? IP_V6 : IP_V4;
	take_text(in, vantage->why, sizeof vantage->why);
	take_text(in, vantage->origin.place, sizeof vantage->origin.place);
	return vantage;
}

static void make_endpoint(struct input *in, struct stage *s, size_t i)
{
	struct target *t = &s->targets[i];
	struct endpoint_verdict *e = &s->endpoints[i];

	take_text(in, t->service, sizeof t->service);
	take_text(in, t->host, sizeof t->host);
	t->port = (uint16_t)(take(in, 256) * 257U);
	t->required = take(in, 2);
	t->row = take(in, 2) ? catalog_find("ecs") : NULL;
	e->target = t;
	e->vantage = make_vantage(in, &s->plan.vantages[t->dialled_by][MOMENT_RUNNING]);
	e->outcome = &s->target_outcomes[i];
	s->target_outcomes[i].answers[0].asked = true;
	s->target_outcomes[i].answers[0].us = take(in, 256) * 1009U;
	e->answer = take(in, 2) ? &s->target_outcomes[i].answers[0] : NULL;
	e->status = (enum status)take(in, STATUS_SKIP + 1);
	e->code = e->status == STATUS_PASS ? CODE_NONE : (enum code)take(in, CODE_COUNT);
	e->class = (enum address_class)take(in, CLASS_PROXIED + 1);
	e->addresses = s->addresses[i];
	e->address_count = take(in, ATTEMPTS + 1);
	for (size_t a = 0; a < ATTEMPTS; a++)
		make_attempt(in, &s->attempts[i][a], &s->addresses[i][a]);
}

static void make_finding(struct input *in, struct finding *f)
{
	char message[512];

	f->code = (enum code)(1 + take(in, CODE_COUNT - 1));
	f->severity = (enum severity)take(in, SEVERITY_FAIL + 1);
	take_text(in, f->subject, sizeof f->subject);
	take_text(in, message, sizeof message);
	f->message = xstrdup(message);
	f->hint = "Check it.";
}

static void make_agent(struct input *in, struct stage *s)
{
	s->agent.looked = take(in, 2);
	s->agent.unit.sight = (enum sight)take(in, SIGHT_SEEN + 1);
	s->agent.container.sight = (enum sight)take(in, SIGHT_SEEN + 1);
	s->agent.container.running = take(in, 2);
	s->agent.introspection.sight = (enum sight)take(in, SIGHT_SEEN + 1);
	take_text(in, s->agent.introspection.cluster, sizeof s->agent.introspection.cluster);
	s->action.asked = take(in, 2);
	s->action.kind = (enum action_kind)take(in, ACTION_DEFER + 1);
	s->action.reason = (enum action_reason)take(in, REASON_COUNT);
	s->action.result = (enum action_result)take(in, RESULT_COUNT);
	take_text(in, s->action.detail, sizeof s->action.detail);
}

static void make_call(struct input *in, struct api_outcome *call)
{
	static const struct api_call row = { .id = "ecs:Call", .service = "ecs" };
	struct api_answer *answer = &call->answer;

	call->call = &row;
	call->planned = take(in, 2);
	call->proxied = take(in, 2);
	call->address.family = take(in, 2) ? IP_V6 : IP_V4;
	call->result = answer->result = (enum api_result)take(in, API_RESULT_COUNT);
	call->status = (int)take(in, 256) * 3;
	answer->policy = (enum api_policy)take(in, API_POLICY_COUNT);
	take_text(in, call->host, sizeof call->host);
	take_text(in, call->why, sizeof call->why);
	take_text(in, answer->type, sizeof answer->type);
	take_text(in, answer->message, sizeof answer->message);
	take_text(in, answer->request_id, sizeof answer->request_id);
	take_text(in, answer->principal, sizeof answer->principal);
}

static void make_api(struct input *in, struct stage *s)
{
	s->api.asked = take(in, 2);
	s->api.source = (enum api_source)take(in, API_SOURCE_COUNT);
	take_text(in, s->api.role, sizeof s->api.role);
	take_text(in, s->api.lack, sizeof s->api.lack);
	s->api.calls = s->calls;
	s->api.count = take(in, MAX_CALLS + 1);
	for (size_t i = 0; i < MAX_CALLS; i++)
		make_call(in, &s->calls[i]);
	for (size_t i = 0; i < API_NAMED_COUNT; i++) {
		s->api.named[i].form = (enum api_host_form)take(in, API_HOST_FORMS);
		take_text(in, s->api.named[i].host, sizeof s->api.named[i].host);
	}
	s->report.api = &s->api;
}

static void make_report(struct input *in, struct stage *s)
{
	struct report *r = &s->report;

	take_text(in, s->facts.identity.instance_id, sizeof s->facts.identity.instance_id);
	take_text(in, s->facts.identity.region, sizeof s->facts.identity.region);
	(void)copy_text(s->plan.resolvers[0].name, sizeof s->plan.resolvers[0].name, "route53");
	s->plan.resolver_count = 1;
	for (size_t i = 0; i < MAX_TARGETS; i++) {
		s->target_items[i] = &s->targets[i];
		s->outcome_items[i] = &s->target_outcomes[i];
		s->target_outcomes[i].target = &s->targets[i];
	}
	s->plan.targets = s->target_items;
	s->plan.count = take(in, MAX_TARGETS + 1);
	s->outcomes = (struct outcomes){ .items = s->outcome_items, .count = s->plan.count };
	*r = (struct report){ .version = "1.2.3", .time_s = 1795291200, .facts = &s->facts };
	r->duration_us = take(in, 256) * 1000003U;
	r->verdict = (enum verdict)take(in, VERDICT_UNKNOWN + 1);
	if (s->plan.count) {
		r->plan = &s->plan;
		r->outcomes = &s->outcomes;
	}
	r->endpoints = s->endpoints;
	r->endpoint_count = s->plan.count;
	r->findings = (struct findings){ s->findings, take(in, MAX_FINDINGS + 1) };
	if (take(in, 2))
		r->agent = &s->agent;
	if (take(in, 2))
		r->action = &s->action;
	for (size_t i = 0; i < s->plan.count; i++)
		make_endpoint(in, s, i);
	for (size_t i = 0; i < r->findings.count; i++)
		make_finding(in, &s->findings[i]);
	make_agent(in, s);
	make_api(in, s);
}

static size_t count_lines(const char *text, const char *start)
{
	size_t count = 0;

	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		count += strncmp(line, start, strlen(start)) == 0;
	return count;
}

static void check_bytes(const char *text)
{
	for (; *text; text++)
		PROMISE(*text == '\n' || (*text >= ' ' && *text <= '~'));
}

/* Whatever the texts are, they can end no line and begin no element. */
static void check_lines(const char *format, const char *text)
{
	static const char *const plain[] = { "tap", "nagios", "prometheus", "junit" };
	size_t planned;

	for (size_t i = 0; i < ARRAY_SIZE(plain); i++)
		if (strcmp(format, plain[i]) == 0)
			check_bytes(text);
	if (strcmp(format, "tap") == 0) {
		PROMISE(sscanf(text, "TAP version 14\n1..%zu", &planned) == 1);
		PROMISE(planned == count_lines(text, "ok ") + count_lines(text, "not ok "));
	} else if (strcmp(format, "nagios") == 0) {
		PROMISE(count_lines(text, "ECSPROBE ") == 1);
		PROMISE(strchr(text, '|') == strrchr(text, '|'));
		PROMISE(strchr(text, '|') < strchr(text, '\n'));
	} else if (strcmp(format, "prometheus") == 0) {
		PROMISE(count_lines(text, "#") + count_lines(text, "ecsprobe_") ==
			count_lines(text, ""));
	} else if (strcmp(format, "junit") == 0) {
		size_t open = 0;

		for (const char *c = text; *c; c++) {
			open += *c == '<';
			PROMISE(*c != '>' || open > 0 || c[-1] == '-');
			open -= *c == '>' && open > 0;
		}
		PROMISE(open == 0);
	}
}

/* Every line by itself, or all of it. */
static void check_json(const char *format, const char *text)
{
	bool lines = strcmp(format, "json") != 0;

	while (*text) {
		size_t len = lines ? strcspn(text, "\n") : strlen(text);
		char *one = fuzz_text((const uint8_t *)text, len);
		sd_json_variant *v = NULL;

		PROMISE(sd_json_parse(one, 0, &v, NULL, NULL) >= 0);
		sd_json_variant_unref(v);
		free(one);
		text += len + (text[len] == '\n');
	}
}

static void render(const struct renderer *renderer, const struct report *report, bool raw)
{
	bool json = strncmp(renderer->format, "json", 4) == 0 ||
		    strcmp(renderer->format, "emf") == 0;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	int r;

	PROMISE(out);
	r = renderer->report(out, report, &(struct render_style){ .width = 80, .verbose = 2 });
	PROMISE(fclose(out) == 0);
	PROMISE(r == 0 || (json && raw));
	if (r == 0 && json)
		check_json(renderer->format, text);
	else if (r == 0)
		check_lines(renderer->format, text);
	PROMISE(r < 0 || strlen(text) == len);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { .data = data, .size = size };
	struct stage *stage = xcalloc(1, sizeof *stage);
	size_t count;
	const struct renderer *table = renderer_table(&count);

	in.raw = take(&in, 2);
	make_report(&in, stage);
	for (size_t i = 0; i < count; i++)
		render(&table[i], &stage->report, in.raw);
	for (size_t i = 0; i < MAX_FINDINGS; i++)
		free(stage->findings[i].message);
	free(stage);
	return 0;
}
