/* SPDX-License-Identifier: Apache-2.0 */
/* The common form of JUnit 4 and Jenkins: packaging/schema/junit.xsd has it. */
#include <string.h>

#include "checks.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/escape.h"
#include "renderers.h"

static void put_attribute(FILE *out, const char *name, const char *text)
{
	(void)fprintf(out, " %s=\"", name);
	escape_markup(out, text);
	(void)fputc('"', out);
}

static void put_seconds(FILE *out, uint64_t us)
{
	(void)fprintf(out, " time=\"%.6f\"", (double)us / 1e6);
}

static void put_findings(FILE *out, const struct report *report, const struct check *check)
{
	const struct finding *f;

	for (size_t at = 0; (f = check_next_finding(report, check, &at));) {
		(void)fprintf(out, "%s %s: ", severity_name(f->severity), code_name(f->code));
		escape_markup(out, f->message);
		(void)fputs("\n-> ", out);
		escape_markup(out, f->hint);
		(void)fputc('\n', out);
		for (size_t i = 0; i < f->commands.count; i++) {
			(void)fputs("   ", out);
			escape_markup(out, f->commands.items[i]);
			(void)fputc('\n', out);
		}
	}
}

static void put_said(FILE *out, const struct report *report, const struct check *check)
{
	size_t at = 0;

	if (!check_next_finding(report, check, &at))
		return;
	(void)fputs("<system-out>", out);
	put_findings(out, report, check);
	(void)fputs("</system-out>", out);
}

static void put_result(FILE *out, const struct report *report, const struct check *check)
{
	static const char *const elements[] = {
		[CHECK_FAIL] = "failure",
		[CHECK_ERROR] = "error",
	};

	if (check->result == CHECK_SKIP) {
		(void)fputs("<skipped", out);
		put_attribute(out, "message", check_message(report, check));
		(void)fputs("/>", out);
		put_said(out, report, check);
		return;
	}
	(void)fprintf(out, "<%s", elements[check->result]);
	put_attribute(out, "message", check_message(report, check));
	put_attribute(out, "type", check->code);
	(void)fputc('>', out);
	put_findings(out, report, check);
	(void)fprintf(out, "</%s>", elements[check->result]);
}

static void put_case(FILE *out, const struct report *report, const struct check *check)
{
	(void)fprintf(out, "    <testcase classname=\"ecsprobe.%s\"", check->group);
	put_attribute(out, "name", check->name);
	put_seconds(out, check->us);
	(void)fputc('>', out);
	if (check->result == CHECK_PASS)
		put_said(out, report, check);
	else
		put_result(out, report, check);
	(void)fputs("</testcase>\n", out);
}

static size_t count_of(const struct checks *checks, enum check_result result)
{
	size_t count = 0;

	for (size_t i = 0; i < checks->count; i++)
		count += checks->items[i].result == result;
	return count;
}

static void put_counts(FILE *out, const struct checks *checks)
{
	(void)fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", checks->count,
		      count_of(checks, CHECK_FAIL), count_of(checks, CHECK_ERROR));
}

/* The type of the format has no zone; all that we print is UTC. */
static void put_suite(FILE *out, const struct report *report, const struct checks *checks)
{
	const char *instance = report->facts->identity.instance_id;
	char time[CLOCK_RFC3339_BYTES];

	clock_format_rfc3339(report->time_s, time);
	time[strcspn(time, "Z")] = '\0';
	(void)fputs("  <testsuite name=\"ecsprobe\"", out);
	put_counts(out, checks);
	(void)fprintf(out, " skipped=\"%zu\"", count_of(checks, CHECK_SKIP));
	put_seconds(out, report->duration_us);
	put_attribute(out, "timestamp", time);
	put_attribute(out, "hostname", *instance ? instance : "localhost");
	(void)fputs(">\n    <properties>\n", out);
	(void)fputs("      <property name=\"version\"", out);
	put_attribute(out, "value", report->version);
	(void)fprintf(out,
		      "/>\n      <property name=\"verdict\" value=\"%s\"/>\n    </properties>\n",
		      verdict_name(report->verdict));
}

int report_junit(FILE *out, const struct report *report, const struct render_style *style)
{
	CLEANUP(checks_done) struct checks checks = checks_make(report);

	(void)style;
	(void)fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ecsprobe\"",
		    out);
	put_counts(out, &checks);
	put_seconds(out, report->duration_us);
	(void)fputs(">\n", out);
	put_suite(out, report, &checks);
	for (size_t i = 0; i < checks.count; i++)
		put_case(out, report, &checks.items[i]);
	(void)fputs("  </testsuite>\n</testsuites>\n", out);
	return 0;
}
