/* SPDX-License-Identifier: Apache-2.0 */
#include "findings.h"

#include <string.h>

#include "ecsprobe/explain.h"

void finding_add(struct report *report, enum code code, enum severity severity, const char *subject,
		 char *message, const char *hint)
{
	struct findings *findings = &report->findings;
	struct finding *finding;

	if (findings_find(findings, code, subject)) {
		free(message);
		return;
	}
	findings->items = xgrow(findings->items, findings->count, sizeof *findings->items);
	finding = &findings->items[findings->count++];
	finding->code = code;
	finding->severity = severity;
	(void)copy_text(finding->subject, sizeof finding->subject, subject);
	finding->message = message;
	finding->hint = hint ? hint : explain(code)->check;
}

int status_rank(enum status status)
{
	static const int ranks[] = {
		[STATUS_PASS] = 0,
		[STATUS_WARN] = 1,
		[STATUS_SKIP] = 2,
		[STATUS_FAIL] = 3,
	};

	return ranks[status];
}

void endpoint_mark(struct endpoint_verdict *endpoint, enum status status, enum code code)
{
	if (status_rank(status) <= status_rank(endpoint->status))
		return;
	endpoint->status = status;
	endpoint->code = code;
}
