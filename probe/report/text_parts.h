/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TEXT_PARTS_H
#define ECSPROBE_TEXT_PARTS_H
/* What the parts of the text report share.  Private to the report room. */
#include <stdio.h>

#include "ecsprobe/render.h"

enum paint { PAINT_PLAIN, PAINT_GOOD, PAINT_WARN, PAINT_BAD, PAINT_FAINT, PAINT_STRONG };

void paint_start(FILE *out, const struct render_style *style, enum paint paint);
void paint_stop(FILE *out, const struct render_style *style, enum paint paint);
void paint_put(FILE *out, const struct render_style *style, enum paint paint, const char *text);

/* The agent and what was done about it: a label, and beside it paragraphs that
 * keep clear of its column.  The first is "LABEL    WORD: TEXT" with WORD
 * painted, or "LABEL    TEXT" for an empty word. */
void labelled_first(FILE *out, const struct render_style *style, const char *label,
		    enum paint paint, const char *word, const char *text);
/* The others are "NAME: TEXT", and nothing for an empty text. */
void labelled_more(FILE *out, const struct render_style *style, const char *name, const char *text);

void text_agent(FILE *out, const struct report *report, const struct render_style *style);
void text_action(FILE *out, const struct report *report, const struct render_style *style);

#endif
