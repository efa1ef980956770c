/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_HTML_PARTS_H
#define ECSPROBE_HTML_PARTS_H
/* What the parts of the page share.  Private to the report room. */
#include <stdio.h>

#include "ecsprobe/error.h"
#include "ecsprobe/render.h"

extern const char html_style[];   /* the style sheet */
extern const char html_symbols[]; /* the drawings that html_icon() refers to */

/* Text in an element or a quoted attribute.  Whatever comes, no byte of it is
 * markup, a control character or anything but ASCII. */
void html_textf(FILE *out, const char *fmt, ...) ECSPROBE_PRINTF(2, 3);

/* <tag>text</tag>; tag may be followed by attributes.  Nothing for no text. */
void html_element(FILE *out, const char *tag, const char *text);
/* <dt>name</dt><dd>text</dd>, the same. */
void html_term(FILE *out, const char *name, const char *text);

/* How something is: a shape, a word and a colour. */
enum html_tone { HTML_OK, HTML_WARN, HTML_FAIL, HTML_SKIP, HTML_NOTE, HTML_TONES };
const char *html_tone_class(enum html_tone tone);
void html_icon(FILE *out, enum html_tone tone);
void html_badge(FILE *out, enum html_tone tone, const char *word);
void html_status(FILE *out, enum status status);
/* A failure of an optional endpoint does not look like one that counts. */
void html_endpoint_status(FILE *out, const struct endpoint_verdict *endpoint);

/* "10.0.1.10", or the words for what has none. */
void html_ip(const struct address_verdict *address, char out[static IP_TEXT_BYTES]);

void html_waterfall(FILE *out, const struct report *report);
void html_evidence(FILE *out, const struct report *report, unsigned verbose);
void html_findings(FILE *out, const struct report *report);
void html_agent(FILE *out, const struct report *report, const struct render_style *style);
void html_api(FILE *out, const struct report *report, const struct render_style *style);
void html_legend(FILE *out);

#endif
