/* SPDX-License-Identifier: Apache-2.0 */
/* The text format for node_exporter's textfile collector: no time stamps, which
 * it refuses, and no address in a label, which would make a new series of every
 * endpoint that is replaced. */
#include <inttypes.h>
#include <string.h>

#include "metrics.h"
#include "quote.h"
#include "renderers.h"

static const struct quoting quotes[] = { { '"', "\\\"" }, { '\\', "\\\\" }, { 0 } };

enum { SECOND_US = 1000000 };

static void put_family(FILE *out, const char *family, const char *help)
{
	(void)fprintf(out, "# HELP ecsprobe_%s %s\n# TYPE ecsprobe_%s gauge\n", family, help,
		      family);
}

static void put_label(FILE *out, char before, const char *name, const char *value)
{
	(void)fprintf(out, "%c%s=\"", before, name);
	put_quoted(out, quotes, value);
	(void)fputc('"', out);
}

static void put_value(FILE *out, enum metric_unit unit, int64_t value)
{
	if (unit == METRIC_DURATION)
		(void)fprintf(out, " %" PRId64 ".%06" PRId64 "\n", value / SECOND_US,
			      value % SECOND_US);
	else
		(void)fprintf(out, " %" PRId64 "\n", value);
}

static void put_series(FILE *out, const struct report *report, const struct metric *m,
		       const struct endpoint_verdict *e)
{
	int64_t value;

	if (!m->get(report, e, m->which, &value))
		return;
	(void)fprintf(out, "ecsprobe_%s", m->family);
	if (e) {
		put_label(out, '{', "service", e->target->service);
		put_label(out, ',', "host", e->target->host);
	}
	if (m->label)
		put_label(out, e ? ',' : '{', m->label, m->value);
	if (e || m->label)
		(void)fputc('}', out);
	put_value(out, m->unit, value);
}

/* All that is measured of one endpoint, or of the run, in the order of the
 * format: a family at a time. */
static void put_table(FILE *out, const struct report *report)
{
	size_t count, end;
	const struct metric *rows = metric_table(&count);

	for (size_t start = 0; start < count; start = end) {
		put_family(out, rows[start].family, rows[start].help);
		for (end = start; end < count && strcmp(rows[end].family, rows[start].family) == 0;)
			end++;
		if (rows[start].fold == FOLD_NONE)
			for (size_t i = start; i < end; i++)
				put_series(out, report, &rows[i], NULL);
		else
			for (size_t e = 0; e < metric_endpoints(report); e++)
				for (size_t i = start; i < end; i++)
					put_series(out, report, &rows[i], &report->endpoints[e]);
	}
}

/* How many there are alike, from this one on; 0: it was counted before. */
static size_t count_alike(const struct findings *findings, size_t at)
{
	const struct finding *f = &findings->items[at];
	size_t count = 0;

	for (size_t i = 0; i < findings->count; i++) {
		if (findings->items[i].code != f->code ||
		    findings->items[i].severity != f->severity)
			continue;
		if (i < at)
			return 0;
		count++;
	}
	return count;
}

static void put_findings(FILE *out, const struct findings *findings)
{
	put_family(out, "findings", "Findings of the run, by code and severity.");
	for (size_t i = 0; i < findings->count; i++) {
		size_t alike = count_alike(findings, i);

		if (!alike)
			continue;
		(void)fputs("ecsprobe_findings", out);
		put_label(out, '{', "code", code_name(findings->items[i].code));
		put_label(out, ',', "severity", severity_name(findings->items[i].severity));
		(void)fprintf(out, "} %zu\n", alike);
	}
}

/* A code is of a closed list, so there are never more series of an endpoint than codes. */
static void put_causes(FILE *out, const struct report *report)
{
	put_family(out, "endpoint_cause_info",
		   "Why an endpoint fails, warns or could not be checked, by code; always 1.");
	for (size_t i = 0; i < metric_endpoints(report); i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (e->code == CODE_NONE)
			continue;
		(void)fputs("ecsprobe_endpoint_cause_info", out);
		put_label(out, '{', "service", e->target->service);
		put_label(out, ',', "host", e->target->host);
		put_label(out, ',', "code", code_name(e->code));
		(void)fputs("} 1\n", out);
	}
}

static void put_action(FILE *out, const struct action *action)
{
	put_family(out, "agent_action_info", "What ecsprobe did about the ECS agent, always 1.");
	if (!action || !action->asked)
		return;
	(void)fputs("ecsprobe_agent_action_info", out);
	put_label(out, '{', "kind", action_kind_name(action->kind));
	put_label(out, ',', "reason", action_reason_name(action->reason));
	put_label(out, ',', "result", action_result_name(action->result));
	(void)fputs("} 1\n", out);
}

int report_prometheus(FILE *out, const struct report *report, const struct render_style *style)
{
	(void)style;
	put_family(out, "build_info", "The version of ecsprobe, always 1.");
	(void)fputs("ecsprobe_build_info", out);
	put_label(out, '{', "version", report->version);
	(void)fputs("} 1\n", out);
	put_table(out, report);
	put_causes(out, report);
	put_findings(out, &report->findings);
	put_action(out, report->action);
	return 0;
}
