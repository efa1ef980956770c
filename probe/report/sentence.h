/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SENTENCE_H
#define ECSPROBE_SENTENCE_H
/* A text put together from the parts that are known.  Private to the report
 * room. */
#include "ecsprobe/util.h"

struct sentence {
	char *text; /* owned; NULL: nothing yet */
};

/* The separator goes between two parts only. */
void sentence_add(struct sentence *sentence, const char *separator, const char *fmt, ...)
	ECSPROBE_PRINTF(3, 4);
void sentence_add_list(struct sentence *sentence, const struct string_list *list);
const char *sentence_text(const struct sentence *sentence); /* "" when there is none */
void sentence_done(struct sentence *sentence);

#endif
