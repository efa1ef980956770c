/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/report.h"

static void free_endpoints(struct endpoint_verdict **endpoints, size_t *count)
{
	for (size_t i = 0; i < *count; i++)
		free((*endpoints)[i].addresses);
	free(*endpoints);
	*endpoints = NULL;
	*count = 0;
}

void report_forget_verdicts(struct report *report)
{
	free_endpoints(&report->endpoints, &report->endpoint_count);
	free_endpoints(&report->next_endpoints, &report->next_endpoint_count);
	findings_done(&report->findings);
	string_list_done(&report->unseen);
	report->acs_connected = SIGHT_UNKNOWN;
}

enum verdict report_conclude(const struct report *report)
{
	size_t working = 0;
	bool unfinished = false;
	bool failed = false;
	bool warned = false;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *endpoint = &report->endpoints[i];

		if (endpoint_is_needless(endpoint))
			continue;
		warned |= endpoint->status != STATUS_PASS;
		if (!endpoint->target->required)
			continue;
		failed |= endpoint->status == STATUS_FAIL;
		unfinished |= endpoint->status == STATUS_SKIP;
		working += endpoint->working_count > 0;
	}
	for (size_t i = 0; i < report->findings.count; i++) {
		failed |= report->findings.items[i].severity == SEVERITY_FAIL;
		warned |= report->findings.items[i].severity == SEVERITY_WARN;
	}
	if (failed && report->endpoint_count)
		return VERDICT_UNHEALTHY;
	if (unfinished || !working || report->broken)
		return VERDICT_UNKNOWN;
	return warned ? VERDICT_DEGRADED : VERDICT_HEALTHY;
}
