/* SPDX-License-Identifier: Apache-2.0 */
#include "summary.h"

#include <string.h>

const char *summary_path(const struct report *report, enum address_class class)
{
	switch (class) {
	case CLASS_NONE:
		return "no address";
	case CLASS_VPC:
		return "private";
	case CLASS_PRIVATE:
		return report->facts->network.vpc_cidr_count ? "other net" : "private";
	case CLASS_PROXIED:
		return "proxy";
	case CLASS_BLACKHOLE:
	case CLASS_LINK_LOCAL:
	case CLASS_PUBLIC:
	case CLASS_MIXED:
		break;
	}
	return address_class_name(class);
}

/* "3 private, 1 public as expected (S3)", of those that work. */
enum way { WAY_PRIVATE, WAY_EXPECTED, WAY_PUBLIC, WAY_MIXED, WAY_PROXY, WAYS };

static enum way way_of(const struct endpoint_verdict *e)
{
	if (class_is_private(e->class))
		return WAY_PRIVATE;
	if (e->class == CLASS_PROXIED)
		return WAY_PROXY;
	if (e->class != CLASS_PUBLIC)
		return WAY_MIXED;
	return e->target->expect == EXPECT_PUBLIC || e->target->expect == EXPECT_ANY ? WAY_EXPECTED
										     : WAY_PUBLIC;
}

static const char *shown_name(const struct target *target)
{
	return strcmp(target->service, SERVICE_ECR_LAYERS) == 0 ? "S3" : target->service;
}

static void add_ways(struct text *sentence, const struct report *report)
{
	static const char *const words[WAYS] = { "private", "public as expected", "public",
						 "private and public", "through a proxy" };
	enum { MOST_NAMED = 4 };

	for (int way = 0; way < WAYS; way++) {
		CLEANUP(text_done) struct text names = { 0 };
		size_t count = 0;

		for (size_t i = 0; i < report->endpoint_count; i++) {
			const struct endpoint_verdict *e = &report->endpoints[i];

			if (e->working_count == 0 || (int)way_of(e) != way)
				continue;
			if (count++ < MOST_NAMED)
				text_join(&names, ", ", "%s", shown_name(e->target));
		}
		if (count)
			text_join(sentence, ", ", "%zu %s", count, words[way]);
		if (count > MOST_NAMED)
			text_join(&names, ", ", "and %zu more", count - MOST_NAMED);
		if (count && (way == WAY_EXPECTED || way == WAY_PUBLIC))
			text_join(sentence, " ", "(%s)", text_of(&names));
	}
}

static bool is_unchecked(const struct endpoint_verdict *endpoint)
{
	return endpoint->status == STATUS_SKIP && !endpoint_is_needless(endpoint);
}

void summary_add(struct text *sentence, const struct report *report)
{
	size_t working = 0;
	size_t addresses = 0;
	size_t working_addresses = 0;
	size_t unchecked = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		working += e->working_count > 0;
		addresses += e->judged_count;
		working_addresses += e->working_count;
		unchecked += is_unchecked(e);
	}
	if (!report->endpoint_count) {
		text_join(sentence, " ", "nothing was checked");
		return;
	}
	text_join(sentence, " ", "%zu of %zu endpoints work (%zu of %zu addresses)", working,
		  report->endpoint_count, working_addresses, addresses);
	add_ways(sentence, report);
	if (unchecked)
		text_join(sentence, ", ", "%zu not checked", unchecked);
	text_join(sentence, ", ", "%.0f ms", (double)report->duration_us / 1000.0);
}

void summary_add_unchecked(struct text *sentence, const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (is_unchecked(e))
			text_join(sentence, ", ", "%s (%s)", e->target->service,
				  code_name(e->code));
	}
	for (size_t i = 0; i < report->unseen.count; i++)
		text_join(sentence, i ? ", " : "; ", "%s%s",
			  i ? "" : "of the agent: ", report->unseen.items[i]);
	/* Beside any other verdict summary_add_unseen() says so. */
	if (report->verdict == VERDICT_UNKNOWN && report->unseen.count &&
	    !report->agent->privileged)
		text_join(sentence, "; ", "run with sudo");
}

/* Where no systemd is to be seen, as in a container, neither unit nor port would be. */
static bool is_out_of_sight(const struct agent_status *agent)
{
	return !agent->booted && agent_runs_as(agent) == RUNS_AS_ABSENT;
}

enum agent_sight summary_agent_sight(const struct report *report)
{
	const struct agent_status *agent = report->agent;

	if (!agent || !agent->looked)
		return AGENT_NOBODY_LOOKED;
	if (is_out_of_sight(agent))
		return AGENT_UNSEEN;
	if (agent_runs_as(agent) != RUNS_AS_UNKNOWN)
		return report->unseen.count ? AGENT_PARTLY_SEEN : AGENT_SEEN;
	return agent->introspection.sight == SIGHT_SEEN || agent->container.sight == SIGHT_SEEN
		       ? AGENT_PARTLY_SEEN
		       : AGENT_UNSEEN;
}

const char *agent_sight_name(enum agent_sight sight)
{
	static const char *const names[] = {
		[AGENT_UNSEEN] = "none",
		[AGENT_PARTLY_SEEN] = "partial",
		[AGENT_SEEN] = "full",
	};

	return names[sight];
}

/* What it was, without why: that is in the note. */
static void add_unseen_parts(struct text *sentence, const struct string_list *unseen)
{
	for (size_t i = 0; i < unseen->count; i++) {
		const char *part = unseen->items[i];
		const char *why = strstr(part, " (");

		text_join(sentence, i ? ", " : ": ", "%.*s",
			  (int)(why ? (size_t)(why - part) : strlen(part)), part);
	}
}

void summary_add_unseen(struct text *sentence, const char *separator, const struct report *report)
{
	enum agent_sight sight = summary_agent_sight(report);

	if (report->verdict == VERDICT_UNKNOWN || sight == AGENT_NOBODY_LOOKED ||
	    sight == AGENT_SEEN)
		return;
	text_join(sentence, separator, "agent not %sseen",
		  sight == AGENT_PARTLY_SEEN ? "fully " : "");
	if (is_out_of_sight(report->agent))
		text_join(sentence, ": ", "neither systemd nor Docker here");
	else if (!report->agent->privileged)
		text_join(sentence, ": ", "run with sudo");
	else
		add_unseen_parts(sentence, &report->unseen);
}

const struct finding *finding_ranked(const struct findings *findings, size_t rank)
{
	for (int severity = SEVERITY_FAIL; severity >= SEVERITY_NOTE; severity--)
		for (size_t i = 0; i < findings->count; i++)
			if (findings->items[i].severity == (enum severity)severity && rank-- == 0)
				return &findings->items[i];
	return NULL;
}

bool finding_is_akin(const struct finding *a, const struct finding *b)
{
	return a->code == b->code && a->severity == b->severity && a->hint == b->hint;
}

bool finding_is_first(const struct findings *findings, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (finding_is_akin(&findings->items[i], &findings->items[index]))
			return false;
	return true;
}

bool finding_hints_first(const struct findings *findings, const struct finding *kind)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].hint == kind->hint &&
		    findings->items[i].severity > kind->severity)
			return false;
	return true;
}

bool finding_leads(const struct findings *findings, const struct finding *f)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *other = finding_ranked(findings, i);

		if (other->code == f->code)
			return other == f;
	}
	return false;
}

bool finding_stands_for(const struct report *report, const struct finding *f,
			const struct endpoint_verdict *e)
{
	if (e->code == CODE_NONE || f->code != e->code ||
	    findings_find(&report->findings, e->code, e->target->service))
		return false;
	for (const struct finding *first = report->findings.items; first < f; first++)
		if (first->code == e->code)
			return false;
	return true;
}

void finding_add_endpoints(struct text *list, const struct report *report, const struct finding *f)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (finding_stands_for(report, f, e))
			text_join(list, ", ", "%s%s", e->target->service,
				  e->target->required ? "" : " (optional)");
	}
}

const char *resolver_role(const struct resolver *resolver)
{
	if (resolver->configured)
		return "";
	return resolver->route53 ? " (asked for comparison)" : " (asked by the agent)";
}
