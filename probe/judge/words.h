/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WORDS_H
#define ECSPROBE_WORDS_H
/* The {words} of messages, and the text they are written into.  Private to the
 * judge. */
#include "view.h"

struct text {
	char *bytes; /* owned, NUL-terminated; NULL when empty */
	size_t len;
};

void text_append_bytes(struct text *text, const char *bytes, size_t len);
void text_append(struct text *text, const char *fmt, ...) ECSPROBE_PRINTF(2, 3);

/* False when there is no such word. */
bool word_write(struct text *text, const char *word, size_t len, const struct view *view);

#endif
