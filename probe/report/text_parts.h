/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TEXT_PARTS_H
#define ECSPROBE_TEXT_PARTS_H
/* What the parts of the text report share.  Private to the report room. */
#include <stdio.h>

#include "agent_text.h"

void paint_start(FILE *out, const struct render_style *style, enum paint paint);
void paint_stop(FILE *out, const struct render_style *style, enum paint paint);
void paint_put(FILE *out, const struct render_style *style, enum paint paint, const char *text);

/* A status as a word, in its column. */
enum { MARK_COLUMN = 6 };
void mark_put(FILE *out, const struct render_style *style, enum status status);
/* The same for an endpoint: "fail*" where it is optional, so that nobody takes it for a
 * failure that counts. */
void endpoint_mark_put(FILE *out, const struct render_style *style,
		       const struct endpoint_verdict *endpoint);
enum paint endpoint_paint(const struct endpoint_verdict *endpoint);

/* Behind an address that the client does not use. */
#define EVIDENCE_MARK " ~"

/* "  NAME    TEXT", wrapped, of what would be checked. */
void field_put(FILE *out, const struct render_style *style, const char *name, const char *text);

/* How wide the services' names are; a long --host sticks out of its own row only. */
int service_column(const struct plan *plan);

/* The agent and what was done about it: a label, and beside it paragraphs that
 * keep clear of its column.  The first is "LABEL    WORD: TEXT" with WORD
 * painted, or "LABEL    TEXT" for an empty word. */
void labelled_first(const struct paper *paper, const char *label, enum paint paint,
		    const char *word, const char *text);
/* The others are "NAME: TEXT", and nothing for an empty text. */
void labelled_more(const struct paper *paper, const char *name, const char *text);

void text_findings(FILE *out, const struct report *report, const struct render_style *style);
void text_more(FILE *out, const struct report *report);
void text_waterfall(FILE *out, const struct report *report, const struct render_style *style);

#endif
