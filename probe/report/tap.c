/* SPDX-License-Identifier: Apache-2.0 */
/* The Test Anything Protocol, version 14: testanything.org. */
#include "checks.h"
#include "quote.h"
#include "renderers.h"

/* A '#' in a description would begin a directive. */
static const struct quoting description[] = { { '#', "\\#" }, { '\\', "\\\\" }, { 0 } };
static const struct quoting yaml[] = { { '"', "\\\"" }, { '\\', "\\\\" }, { 0 } };

static void put_member(FILE *out, const char *indent, const char *name, const char *text)
{
	(void)fprintf(out, "%s%s: \"", indent, name);
	put_quoted(out, yaml, text);
	(void)fputs("\"\n", out);
}

static void put_finding(FILE *out, const struct finding *f)
{
	(void)fprintf(out, "    - code: %s\n      severity: %s\n", code_name(f->code),
		      severity_name(f->severity));
	put_member(out, "      ", "message", f->message);
	put_member(out, "      ", "hint", f->hint);
	if (f->commands.count)
		(void)fputs("      commands:\n", out);
	for (size_t i = 0; i < f->commands.count; i++) {
		(void)fputs("        - \"", out);
		put_quoted(out, yaml, f->commands.items[i]);
		(void)fputs("\"\n", out);
	}
}

static void put_diagnostics(FILE *out, const struct report *report, const struct check *check)
{
	size_t at = 0;
	const struct finding *f = check_next_finding(report, check, &at);

	if (!f && !check->code)
		return;
	(void)fputs("  ---\n", out);
	if (check->code) {
		put_member(out, "  ", "code", check->code);
		put_member(out, "  ", "message", check_message(report, check));
	}
	if (f)
		(void)fputs("  findings:\n", out);
	for (; f; f = check_next_finding(report, check, &at))
		put_finding(out, f);
	(void)fputs("  ...\n", out);
}

int report_tap(FILE *out, const struct report *report, const struct render_style *style)
{
	CLEANUP(checks_done) struct checks checks = checks_make(report);

	(void)style;
	(void)fprintf(out, "TAP version 14\n1..%zu%s\n", checks.count,
		      checks.count ? "" : " # SKIP nothing was checked");
	for (size_t i = 0; i < checks.count; i++) {
		const struct check *check = &checks.items[i];
		bool bad = check->result == CHECK_FAIL || check->result == CHECK_ERROR;

		(void)fprintf(out, "%sok %zu - ", bad ? "not " : "", i + 1);
		put_quoted(out, description, check->name);
		if (check->result == CHECK_SKIP)
			(void)fprintf(out, " # SKIP %s", check->code);
		(void)fputc('\n', out);
		put_diagnostics(out, report, check);
	}
	return 0;
}
