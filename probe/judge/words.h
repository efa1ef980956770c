/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WORDS_H
#define ECSPROBE_WORDS_H
/* The {words} of messages, and the text they are written into.  Private to the
 * judge. */
#include "ecsprobe/text.h"
#include "view.h"

/* False when there is no such word. */
bool word_write(struct text *text, const char *word, size_t len, const struct view *view);

#endif
