/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TEMPLATE_H
#define ECSPROBE_TEMPLATE_H
/* Messages from templates: "{host}" and the like are replaced by what the view
 * says.  Private to the judge. */
#include "words.h"

/* Writes what a word stands for; false when there is no such word. */
typedef bool (*word_fn)(struct text *text, const char *word, size_t len, const void *arg);

/* Owned by the caller, as below. */
char *text_expand_words(const char *template, word_fn write, const void *arg);

/* Owned by the caller.  A word that does not exist stays as it is, which a
 * test looks for. */
char *text_expand(const char *template, const struct view *view);

#endif
