/* SPDX-License-Identifier: Apache-2.0 */
#include "findings.h"

#include <string.h>

#include "ecsprobe/explain.h"

static bool is_known(const struct report *report, enum code code, const char *subject)
{
	for (size_t i = 0; i < report->findings.count; i++)
		if (report->findings.items[i].code == code &&
		    strcmp(report->findings.items[i].subject, subject) == 0)
			return true;
	return false;
}

void finding_add(struct report *report, enum code code, enum severity severity, const char *subject,
		 char *message, const char *hint)
{
	struct findings *findings = &report->findings;
	struct finding *finding;

	if (is_known(report, code, subject)) {
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
