/* SPDX-License-Identifier: Apache-2.0 */
#include "summary.h"

#include <string.h>

void summary_add(struct text *sentence, const struct report *report)
{
	size_t working = 0;
	size_t private = 0;
	size_t addresses = 0;
	size_t working_addresses = 0;
	size_t unfinished = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		working += e->working_count > 0;
		private += e->working_count > 0 && class_is_private(e->class);
		addresses += e->judged_count;
		working_addresses += e->working_count;
		unfinished += e->code == CODE_NOT_FINISHED;
	}
	if (report->endpoint_count)
		text_join(
			sentence, " ",
			"%zu of %zu endpoints work (%zu of %zu addresses), %zu privately, %.0f ms",
			working, report->endpoint_count, working_addresses, addresses, private,
			(double)report->duration_us / 1000.0);
	else
		text_join(sentence, " ", "nothing was checked");
	if (unfinished)
		text_join(sentence, ", ", "%zu not finished", unfinished);
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

const char *resolver_role(const struct resolver *resolver)
{
	if (resolver->configured)
		return "";
	return resolver->route53 ? " (asked beside)" : " (asked by the agent)";
}
