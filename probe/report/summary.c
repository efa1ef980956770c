/* SPDX-License-Identifier: Apache-2.0 */
#include "summary.h"

void summary_add(struct sentence *sentence, const struct report *report)
{
	size_t working = 0;
	size_t private = 0;
	size_t addresses = 0;
	size_t working_addresses = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		working += e->working_count > 0;
		private += e->working_count > 0 && class_is_private(e->class);
		addresses += e->judged_count;
		working_addresses += e->working_count;
	}
	if (report->endpoint_count)
		sentence_add(
			sentence, " ",
			"%zu of %zu endpoints work (%zu of %zu addresses), %zu privately, %.0f ms",
			working, report->endpoint_count, working_addresses, addresses, private,
			(double)report->duration_us / 1000.0);
	else
		sentence_add(sentence, " ", "nothing was checked");
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
