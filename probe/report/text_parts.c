/* SPDX-License-Identifier: Apache-2.0 */
#include "text_parts.h"

#include <string.h>

#include "ecsprobe/wrap.h"

enum { LABEL_COLUMN = 9, MAX_SERVICE_COLUMN = 24 };

static const char *const paints[] = {
	[PAINT_PLAIN] = "0",  [PAINT_GOOD] = "32", [PAINT_WARN] = "33",
	[PAINT_BAD] = "1;31", [PAINT_FAINT] = "2", [PAINT_STRONG] = "1",
};

void paint_start(FILE *out, const struct render_style *style, enum paint paint)
{
	if (style->color && paint != PAINT_PLAIN)
		(void)fprintf(out, "\033[%sm", paints[paint]);
}

void paint_stop(FILE *out, const struct render_style *style, enum paint paint)
{
	if (style->color && paint != PAINT_PLAIN)
		(void)fputs("\033[0m", out);
}

void paint_put(FILE *out, const struct render_style *style, enum paint paint, const char *text)
{
	paint_start(out, style, paint);
	(void)fputs(text, out);
	paint_stop(out, style, paint);
}

static const struct {
	const char *word;
	enum paint paint;
} marks[] = {
	[STATUS_PASS] = { "ok", PAINT_GOOD },
	[STATUS_WARN] = { "WARN", PAINT_WARN },
	[STATUS_FAIL] = { "FAIL", PAINT_BAD },
	[STATUS_SKIP] = { "skip", PAINT_WARN },
};

void mark_put(FILE *out, const struct render_style *style, enum status status)
{
	paint_put(out, style, marks[status].paint, marks[status].word);
	(void)fprintf(out, "%*s", MARK_COLUMN - (int)strlen(marks[status].word), "");
}

void endpoint_mark_put(FILE *out, const struct render_style *style,
		       const struct endpoint_verdict *endpoint)
{
	char word[MARK_COLUMN + 1];

	(void)snprintf(word, sizeof word, "%s*", marks[endpoint->status].word);
	if (endpoint->target->required) {
		mark_put(out, style, endpoint->status);
		return;
	}
	if (endpoint->status == STATUS_FAIL)
		(void)copy_text(word, sizeof word, "fail*");
	paint_put(out, style, endpoint_paint(endpoint), word);
	(void)fprintf(out, "%*s", MARK_COLUMN - (int)strlen(word), "");
}

enum paint endpoint_paint(const struct endpoint_verdict *endpoint)
{
	if (endpoint->status == STATUS_FAIL && !endpoint->target->required)
		return PAINT_WARN;
	return marks[endpoint->status].paint;
}

int service_column(const struct plan *plan)
{
	size_t longest = strlen("secretsmanager");

	for (size_t i = 0; i < plan->count; i++)
		if (plan->targets[i]->purpose == PURPOSE_CHECK &&
		    strlen(plan->targets[i]->service) > longest)
			longest = strlen(plan->targets[i]->service);
	return longest < MAX_SERVICE_COLUMN ? (int)longest : MAX_SERVICE_COLUMN;
}

void labelled_first(const struct paper *paper, const char *label, enum paint paint,
		    const char *word, const char *text)
{
	paint_put(paper->out, paper->style, PAINT_STRONG, label);
	(void)fprintf(paper->out, "%*s", LABEL_COLUMN - (int)strlen(label), "");
	paint_put(paper->out, paper->style, paint, word);
	wrap_continue(paper->out, LABEL_COLUMN + strlen(word), *word, LABEL_COLUMN,
		      paper->style->width, text);
}

void labelled_more(const struct paper *paper, const char *name, const char *text)
{
	char first[64];

	if (!*text)
		return;
	(void)snprintf(first, sizeof first, "%*s%s: ", LABEL_COLUMN, "", name);
	wrap_print(paper->out, first, LABEL_COLUMN + 2, paper->style->width, text);
}

enum { FIELD_INDENT = 12 };

void field_put(FILE *out, const struct render_style *style, const char *name, const char *text)
{
	char first[FIELD_INDENT + 1];

	(void)snprintf(first, sizeof first, "  %-*s", FIELD_INDENT - 2, name);
	wrap_print(out, first, FIELD_INDENT, style->width, text);
}
