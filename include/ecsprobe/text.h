/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TEXT_H
#define ECSPROBE_TEXT_H
/* A text that grows.  The only way to put one together from parts: it cuts nothing. */
#include <stddef.h>
#include <stdio.h>

#include "ecsprobe/error.h"

struct string_list;

struct text {
	char *bytes; /* owned, NUL-terminated; NULL: nothing yet */
	size_t len, room;
};

void text_append_bytes(struct text *text, const char *bytes, size_t len);
void text_append(struct text *text, const char *fmt, ...) ECSPROBE_PRINTF(2, 3);
/* With the separator before it, unless it is the first part. */
void text_join(struct text *text, const char *separator, const char *fmt, ...)
	ECSPROBE_PRINTF(3, 4);
/* " a, b, c", or "a, b, c" where that is all. */
void text_join_list(struct text *text, const struct string_list *list);

/* What is printed there is appended: no character is lost for want of memory, as it is, without
 * a word, in a stream of open_memstream().  NULL: there is none for the stream itself. */
FILE *text_stream(struct text *text);

const char *text_of(const struct text *text); /* "" where there is nothing */
/* Owned by the caller, never NULL; the text is empty again. */
char *text_take(struct text *text);
void text_done(struct text *text); /* wipes it */

#endif
