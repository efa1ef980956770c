/* SPDX-License-Identifier: Apache-2.0 */
#include "text_parts.h"

#include <string.h>

#include "ecsprobe/wrap.h"

enum { LABEL_COLUMN = 9 };

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

void labelled_first(FILE *out, const struct render_style *style, const char *label,
		    enum paint paint, const char *word, const char *text)
{
	paint_put(out, style, PAINT_STRONG, label);
	(void)fprintf(out, "%*s", LABEL_COLUMN - (int)strlen(label), "");
	paint_put(out, style, paint, word);
	wrap_continue(out, LABEL_COLUMN + strlen(word), *word, LABEL_COLUMN, style->width, text);
}

void labelled_more(FILE *out, const struct render_style *style, const char *name, const char *text)
{
	char first[64];

	if (!*text)
		return;
	(void)snprintf(first, sizeof first, "%*s%s: ", LABEL_COLUMN, "", name);
	wrap_print(out, first, LABEL_COLUMN + 2, style->width, text);
}
