/* SPDX-License-Identifier: Apache-2.0 */
/* A line with perfdata, then what there is to say: the guidelines of the
 * monitoring plugins. */
#include <inttypes.h>

#include "metrics.h"
#include "quote.h"
#include "renderers.h"
#include "summary.h"

/* The bar begins the perfdata, wherever it stands. */
static const struct quoting plain[] = { { '|', "/" }, { 0 } };

enum {
	/* The rest is in the report; Nagios itself keeps 8 KB. */
	MAX_NAMED = 4,
	MAX_TOLD = 16,
	SECOND_US = 1000000,
};

enum nagios_status nagios_status(const struct report *report, enum exit_code code)
{
	static const enum nagios_status of_verdict[] = {
		[VERDICT_HEALTHY] = NAGIOS_OK,
		[VERDICT_DEGRADED] = NAGIOS_WARNING,
		[VERDICT_UNHEALTHY] = NAGIOS_CRITICAL,
		[VERDICT_UNKNOWN] = NAGIOS_UNKNOWN,
	};
	enum nagios_status status = exit_code_nagios(code);

	return status > of_verdict[report->verdict] ? status : of_verdict[report->verdict];
}

static size_t count_of(const struct report *report, enum status status)
{
	size_t count = 0;

	for (size_t i = 0; i < report->endpoint_count; i++)
		count += report->endpoints[i].status == status;
	return count;
}

static void put_failing(FILE *out, const struct report *report, size_t failing)
{
	size_t named = 0;

	(void)fprintf(out, "%zu of %zu endpoints fail", failing, report->endpoint_count);
	for (size_t i = 0; i < report->endpoint_count && named < MAX_NAMED; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (e->status != STATUS_FAIL)
			continue;
		(void)fputs(named++ ? ", " : ": ", out);
		put_quoted(out, plain, e->target->service);
		if (e->code != CODE_NONE)
			(void)fprintf(out, " (%s)", code_name(e->code));
	}
	if (named < failing)
		(void)fprintf(out, " and %zu more", failing - named);
}

static const struct finding *worst_finding(const struct report *report)
{
	const struct finding *worst = NULL;

	for (size_t i = 0; i < report->findings.count; i++)
		if (!worst || report->findings.items[i].severity > worst->severity)
			worst = &report->findings.items[i];
	return worst && worst->severity != SEVERITY_NOTE ? worst : NULL;
}

/* Where the line says more than the endpoints do. */
static void put_action(FILE *out, const struct action *action)
{
	if (action && action_exit_code(action) != EXIT_HEALTHY)
		(void)fprintf(out, ", restart %s: %s",
			      action->kind == ACTION_DEFER ? "deferred"
							   : action_result_name(action->result),
			      action_reason_name(action->reason));
}

static void put_summary(FILE *out, const struct report *report)
{
	size_t failing = metric_endpoints(report) ? count_of(report, STATUS_FAIL) : 0;
	const struct finding *worst = worst_finding(report);

	if (failing) {
		put_failing(out, report, failing);
		return;
	}
	if (report->image) {
		(void)fputs("the image below ", out);
		put_quoted(out, plain, report->image->root);
		(void)fputs(worst ? " is not as it should be" : " is as it should be", out);
	} else if (report->endpoint_count)
		(void)fprintf(out, "%zu of %zu endpoints work",
			      count_of(report, STATUS_PASS) + count_of(report, STATUS_WARN),
			      report->endpoint_count);
	else
		(void)fputs("nothing was checked", out);
	if (worst) {
		(void)fprintf(out, ", %s ", code_name(worst->code));
		put_quoted(out, plain, worst->subject);
	}
}

static void put_unseen(FILE *out, const struct report *report)
{
	CLEANUP(text_done) struct text text = { 0 };

	summary_add_unseen(&text, "", report);
	if (!text.len)
		return;
	(void)fputs(", ", out);
	put_quoted(out, plain, text.bytes);
}

/* 'label'=value[UOM];[warn];[crit];[min];[max] */
static void put_perfdata(FILE *out, const struct report *report)
{
	size_t count;
	const struct metric *rows = metric_table(&count);
	int64_t value;

	(void)fputs(" |", out);
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].nagios || !metric_of_run(&rows[i], report, &value))
			continue;
		if (rows[i].unit == METRIC_DURATION)
			(void)fprintf(out, " %s=%" PRId64 ".%06" PRId64 "s;;;0", rows[i].nagios,
				      value / SECOND_US, value % SECOND_US);
		else
			(void)fprintf(out, " %s=%" PRId64 ";;;0;%zu", rows[i].nagios, value,
				      metric_endpoints(report));
	}
	(void)fputc('\n', out);
}

static void put_findings(FILE *out, const struct report *report)
{
	size_t told = 0, left = 0;

	for (size_t i = 0; i < report->findings.count; i++) {
		const struct finding *f = finding_ranked(&report->findings, i);

		if (f->severity == SEVERITY_NOTE)
			continue;
		if (told == MAX_TOLD) {
			left++;
			continue;
		}
		told++;
		(void)fprintf(out, "%s %s ", severity_name(f->severity), code_name(f->code));
		put_quoted(out, plain, f->subject);
		(void)fputs(": ", out);
		put_quoted(out, plain, f->message);
		(void)fputc('\n', out);
	}
	if (left)
		(void)fprintf(out, "and %zu more\n", left);
}

int report_nagios(FILE *out, const struct report *report, const struct render_style *style)
{
	enum exit_code code = report->action ? action_exit_code(report->action) : EXIT_HEALTHY;

	(void)style;
	(void)fprintf(out, "ECSPROBE %s - ", nagios_status_name(nagios_status(report, code)));
	put_summary(out, report);
	put_action(out, report->action);
	put_unseen(out, report);
	put_perfdata(out, report);
	put_findings(out, report);
	return 0;
}

void nagios_refusal(FILE *out, const char *text)
{
	(void)fprintf(out, "ECSPROBE %s - ", nagios_status_name(NAGIOS_UNKNOWN));
	put_quoted(out, plain, text);
	(void)fputc('\n', out);
}
