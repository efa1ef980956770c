/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

static void add_resolver(struct world *w, const char *name, const char *ip, bool route53,
			 bool configured)
{
	struct resolver *r = &w->plan.resolvers[w->plan.resolver_count++];

	*r = (struct resolver){ .address = { ip_of(ip), 53 },
				.route53 = route53,
				.configured = configured };
	(void)copy_text(r->name, sizeof r->name, name);
}

static void set_nameservers(struct world *w, const char *word)
{
	bool beside = strcmp(word, "system") == 0 || strcmp(word, "two") == 0;

	w->plan.resolver_count = 0;
	if (strcmp(word, "r53") != 0)
		add_resolver(w, "system", "10.0.0.53", false, true);
	if (strcmp(word, "two") == 0)
		add_resolver(w, "system-2", "10.0.0.54", false, true);
	add_resolver(w, "route53", beside ? "169.254.169.253" : "10.0.0.2", true, !beside);
}

static enum expect expect_of(const char *word)
{
	for (int i = EXPECT_AUTO; i <= EXPECT_ANY; i++)
		if (strcmp(expect_name((enum expect)i), word) == 0)
			return (enum expect)i;
	fail_msg("the test says '%s', which is no path", word);
	return EXPECT_AUTO;
}

static enum code code_of(const char *word)
{
	enum code code = CODE_NONE;

	if (!code_parse(word, &code))
		fail_msg("the test says '%s', which is no code", word);
	return code;
}

static void set_world(struct world *w, enum expect *expect, const char *key, const char *value)
{
	if (strcmp(key, "ns") == 0)
		set_nameservers(w, value);
	else if (strcmp(key, "expect") == 0)
		*expect = expect_of(value);
	else if (strcmp(key, "allow") == 0)
		w->allowed[w->allow.count++] = cidr_of(value);
	else if (strcmp(key, "vpc") == 0 && strcmp(value, "none") == 0)
		w->facts.network.vpc_cidr_count = 0;
	else if (strcmp(key, "vpc") == 0)
		w->facts.network.vpc_cidrs[w->facts.network.vpc_cidr_count++] = cidr_of(value);
	else
		fail_msg("the test says '%s=%s' of the world", key, value);
}

static void add_target(struct world *w, const char *service, enum expect expect)
{
	static const struct target defaults = {
		.port = 443, .required = true, .source = "a guide", .why = "it is needed"
	};
	struct target *t;
	size_t count = w->plan.count;

	w->plan.targets = xgrow(w->plan.targets, count, sizeof *w->plan.targets);
	w->outcomes.targets = xgrow(w->outcomes.targets, count, sizeof *w->outcomes.targets);
	w->plan.count = w->outcomes.count = count + 1;
	t = &w->plan.targets[count];
	*t = defaults;
	t->row = catalog_find(service);
	t->expect = expect;
	(void)copy_text(t->service, sizeof t->service, service);
	(void)snprintf(t->host, sizeof t->host, "%.100s.us-east-1.amazonaws.com", service);
	(void)snprintf(t->endpoint_service, sizeof t->endpoint_service,
		       "com.amazonaws.us-east-1.%.64s", service);
}

static void set_flag(struct target *t, const char *word)
{
	if (strcmp(word, "optional") == 0)
		t->required = false;
	else if (strcmp(word, "inferred") == 0)
		t->inferred = true;
	else
		t->expect = expect_of(word);
}

struct attempt_outcome *world_attempt(struct world *world, size_t target, const char *ip)
{
	struct target_outcome *t = &world->outcomes.targets[target];
	struct ip wanted = ip_of(ip);
	struct attempt_outcome *a;

	for (size_t i = 0; i < t->attempt_count; i++)
		if (ip_equal(&t->attempts[i]->ip, &wanted))
			return t->attempts[i];
	a = xcalloc(1, sizeof *a);
	a->ip = wanted;
	t->attempts = xgrow(t->attempts, t->attempt_count, sizeof *t->attempts);
	t->attempts[t->attempt_count++] = a;
	return a;
}

void answer_set_half(struct answer *answer, enum code code)
{
	answer->other_family_code = code;
}

enum code answer_half(const struct answer *answer)
{
	return answer->other_family_code;
}

static void add_answer(struct world *w, size_t target, unsigned from, struct answer *answer,
		       char *value)
{
	char *rest = value;
	char *piece;

	answer->asked = true;
	answer->us = 800;
	answer->ttl_s = 60;
	while ((piece = strsep(&rest, ","))) {
		if (strcmp(piece, "excess") == 0) {
			answer->address_excess = 7;
		} else if (piece[0] == '!') {
			if (answer->address_count)
				answer_set_half(answer, code_of(piece + 1));
			else
				answer->code = code_of(piece + 1);
		} else {
			answer->addresses = xgrow(answer->addresses, answer->address_count,
						  sizeof *answer->addresses);
			answer->addresses[answer->address_count++] = ip_of(piece);
			world_attempt(w, target, piece)->from |= 1U << from;
		}
	}
}

static void set_answer(struct world *w, size_t target, const char *key, char *value)
{
	struct target_outcome *t = &w->outcomes.targets[target];

	if (strcmp(key, "hosts") == 0) {
		add_answer(w, target, FROM_HOSTS, &t->hosts, value);
		return;
	}
	for (unsigned r = 0; r < w->plan.resolver_count; r++) {
		if (strcmp(w->plan.resolvers[r].name, key) == 0) {
			add_answer(w, target, r, &t->answers[r], value);
			return;
		}
	}
	fail_msg("the test says '%s', which nobody is asked for", key);
}

static void set_target(struct world *w, const char *key, char *value)
{
	size_t target = w->plan.count - 1;
	struct ip ip;

	if (ip_parse(key, &ip))
		world_attempt(w, target, key)->code = code_of(value);
	else
		set_answer(w, target, key, value);
}

/* What an engine would have seen on the way to each code. */
static void fill_attempt(struct attempt_outcome *a)
{
	const char *name = code_name(a->code);

	a->dialled = a->code != CODE_NO_FAMILY_ROUTE && a->code != CODE_BLACKHOLE_ADDRESS;
	a->connected = a->code == CODE_NONE || strncmp(name, "tls-", 4) == 0;
	a->handshaken = a->code == CODE_NONE;
	a->connect_us = a->connected ? 1500 : 0;
	a->tls_us = a->handshaken ? 9000 : 0;
	a->tls.handshake_spoke = a->tls.certificate_seen = a->handshaken;
	if (a->handshaken) {
		(void)copy_text(a->tls.version, sizeof a->tls.version, "TLSv1.3");
		(void)copy_text(a->tls.group, sizeof a->tls.group, "X25519MLKEM768");
	}
}

static void read_word(struct world *w, enum expect *expect, char *word)
{
	char *value = strchr(word, '=');
	size_t len = strlen(word);

	if (value)
		*value++ = '\0';
	if (!value && word[len - 1] == ':') {
		word[len - 1] = '\0';
		add_target(w, word, *expect);
	} else if (w->plan.count == 0 && value) {
		set_world(w, expect, word, value);
	} else if (value) {
		set_target(w, word, value);
	} else {
		set_flag(&w->plan.targets[w->plan.count - 1], word);
	}
}

static void fill_facts(struct facts *facts)
{
	(void)copy_text(facts->identity.region, REGION_BYTES, "us-east-1");
	(void)copy_text(facts->identity.regions[REGION_FROM_IMDS], REGION_BYTES, "us-east-1");
	facts->identity.region_source = REGION_FROM_IMDS;
	facts->imds.asked = true;
	(void)copy_text(facts->imds.endpoint, sizeof facts->imds.endpoint,
			"http://169.254.169.254");
	facts->host.usable_v4 = true;
}

struct world *world_new(const char *text)
{
	struct world *w = xcalloc(1, sizeof *w);
	enum expect expect = EXPECT_AUTO;
	char *copy = xstrdup(text);
	char *rest = copy;
	char *word;

	fill_facts(&w->facts);
	set_nameservers(w, "r53");
	if (!strstr(text, "vpc="))
		w->facts.network.vpc_cidrs[w->facts.network.vpc_cidr_count++] =
			cidr_of("10.0.0.0/16");
	(void)copy_text(w->outcomes.trust.source, sizeof w->outcomes.trust.source, "host");
	(void)copy_text(w->outcomes.trust.path, sizeof w->outcomes.trust.path, "/etc/ssl/certs");
	while ((word = strsep(&rest, " ")))
		if (*word)
			read_word(w, &expect, word);
	free(copy);
	for (size_t t = 0; t < w->outcomes.count; t++)
		for (size_t i = 0; i < w->outcomes.targets[t].attempt_count; i++)
			fill_attempt(w->outcomes.targets[t].attempts[i]);
	w->allow.items = w->allowed;
	w->policy = (struct judge_policy){ &w->allow, 3000000, 3000000, 3000000 };
	w->report = (struct report){
		.version = "1.2.3",
		.time_s = 1795291200,
		.duration_us = 41200,
		.facts = &w->facts,
		.plan = &w->plan,
		.outcomes = &w->outcomes,
	};
	return w;
}

void world_judge(struct world *world)
{
	judge(&world->report, &world->policy);
}

static void answer_done(struct answer *answer)
{
	string_list_done(&answer->cnames);
	free(answer->addresses);
}

void world_free(struct world *w)
{
	judge_done(&w->report);
	for (size_t t = 0; t < w->outcomes.count; t++) {
		struct target_outcome *target = &w->outcomes.targets[t];

		answer_done(&target->hosts);
		for (size_t r = 0; r < MAX_RESOLVERS; r++)
			answer_done(&target->answers[r]);
		for (size_t i = 0; i < target->attempt_count; i++) {
			string_list_done(&target->attempts[i]->tls.sans);
			free(target->attempts[i]);
		}
		free(target->attempts);
	}
	free(w->outcomes.targets);
	plan_done(&w->plan);
	free(w);
}

char *world_endpoints(const struct world *world)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < world->report.endpoint_count; i++) {
		const struct endpoint_verdict *e = &world->report.endpoints[i];
		char *longer = xasprintf("%s%s%s %s %s %s", text, i ? "; " : "", e->target->service,
					 status_name(e->status), e->code ? code_name(e->code) : "-",
					 address_class_name(e->class));

		free(text);
		text = longer;
	}
	return text;
}

char *world_findings(const struct world *world)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < world->report.findings.count; i++) {
		const struct finding *f = &world->report.findings.items[i];
		char *longer = xasprintf("%s%s%s:%s:%s", text, i ? " " : "",
					 severity_name(f->severity), code_name(f->code),
					 f->subject);

		free(text);
		text = longer;
	}
	return text;
}
