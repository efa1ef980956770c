/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of the text report, the worst first. */
#include <string.h>

#include "ecsprobe/wrap.h"
#include "summary.h"
#include "text_parts.h"

enum { TEXT_INDENT = 2 };

/* Where it is written, and how. */
static void put_proof(FILE *out, const struct render_style *style, const struct finding *f)
{
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct evidence *evidence = &f->evidence[i];
		char first[ORIGIN_TEXT_BYTES + 16];
		char origin[ORIGIN_TEXT_BYTES];

		origin_format(&evidence->origin, origin);
		(void)snprintf(first, sizeof first, "%*sin %s: ", 2 * TEXT_INDENT, "", origin);
		if (evidence->text[0])
			wrap_print(out, first, 3 * TEXT_INDENT, style->width, evidence->text);
	}
}

/* A cause such as a dead nameserver is reported once, for all endpoints that it breaks. */
static void put_endpoints(FILE *out, const struct render_style *style, const struct report *report,
			  const struct finding *f)
{
	CLEANUP(text_done) struct text list = { 0 };

	finding_add_endpoints(&list, report, f);
	if (list.len)
		wrap_print(out, "    affects: ", 3 * TEXT_INDENT, style->width, list.bytes);
}

/* Whole lines, so that they can be copied.  Those of one code are the same ones. */
static void put_commands(FILE *out, const struct report *report, const struct finding *kind)
{
	if (!finding_leads(&report->findings, kind))
		return;
	if (kind->commands.count)
		(void)fputs("     Look it up in AWS, from your own computer:\n", out);
	for (size_t i = 0; i < kind->commands.count; i++)
		(void)fprintf(out, "     %s\n", kind->commands.items[i]);
}

/* One heading and one hint for everything that has the same cause. */
static void put_kind(FILE *out, const struct render_style *style, const struct report *report,
		     size_t index)
{
	const struct findings *findings = &report->findings;
	static const struct {
		const char *word;
		enum paint paint;
	} words[] = {
		[SEVERITY_NOTE] = { "note", PAINT_FAINT },
		[SEVERITY_WARN] = { "WARN", PAINT_WARN },
		[SEVERITY_FAIL] = { "FAIL", PAINT_BAD },
	};
	const struct finding *kind = &findings->items[index];

	(void)fputc('\n', out);
	paint_put(out, style, words[kind->severity].paint, words[kind->severity].word);
	(void)fputs("  ", out);
	paint_put(out, style, PAINT_STRONG, code_name(kind->code));
	(void)fputc('\n', out);
	for (size_t i = index; i < findings->count; i++) {
		const struct finding *f = &findings->items[i];
		char first[SERVICE_BYTES + 8];

		if (!finding_is_akin(f, kind))
			continue;
		(void)snprintf(first, sizeof first, "  %s: ", f->subject);
		wrap_print(out, first, 2 * TEXT_INDENT, style->width, f->message);
		put_endpoints(out, style, report, f);
		put_proof(out, style, f);
	}
	if (finding_hints_first(findings, kind))
		wrap_print(out, "  -> ", TEXT_INDENT + 3, style->width, kind->hint);
	put_commands(out, report, kind);
}

void text_findings(FILE *out, const struct report *report, const struct render_style *style)
{
	const struct findings *findings = &report->findings;
	size_t notes = 0;

	for (int severity = SEVERITY_FAIL; severity >= SEVERITY_NOTE; severity--) {
		for (size_t i = 0; i < findings->count; i++) {
			if (findings->items[i].severity != (enum severity)severity)
				continue;
			notes += severity == SEVERITY_NOTE;
			if ((severity > SEVERITY_NOTE || style->verbose) &&
			    finding_is_first(findings, i))
				put_kind(out, style, report, i);
		}
	}
	if (notes && !style->verbose)
		(void)fprintf(out, "\n%zu note%s: add -v to see %s\n", notes, notes == 1 ? "" : "s",
			      notes == 1 ? "it" : "them");
}

/* The last line: where a reader finds out more. */
void text_more(FILE *out, const struct report *report)
{
	const struct finding *worst = finding_ranked(&report->findings, 0);

	if (worst && worst->severity > SEVERITY_NOTE)
		(void)fprintf(out, "\nMore: ecsprobe --explain %s\n", code_name(worst->code));
}
