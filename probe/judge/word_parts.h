/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WORD_PARTS_H
#define ECSPROBE_WORD_PARTS_H
/* What the words of messages are made of.  Private to the files of words. */
#include "words.h"

/* A list that stays readable: the first few, and how many more. */
struct listing {
	struct text *text;
	size_t shown, hidden;
};

/* Whether there is room for one more; writes what stands before it. */
bool list_next(struct listing *list, size_t max);
void list_end(const struct listing *list);
enum { SHOWN_ADDRESSES = 4 };

typedef bool (*select_fn)(const struct view *view, const struct address_verdict *a);
typedef const char *(*label_fn)(const struct address_verdict *a);

/* "10.0.1.10 (LABEL), ... and 2 more"; label may be NULL. */
void list_addresses(struct text *text, const struct view *view, select_fn select, label_fn label);
const char *label_class(const struct address_verdict *a);
const char *label_code(const struct address_verdict *a);

void append_ips(struct text *text, const struct ip *ips, size_t count);
/* Whose nameserver it is, and its address. */
void append_resolver(struct text *text, const struct view *view, const struct resolver *resolver);

/* The words about other names and other servers than the judged ones; false: it is none
 * of them. */
bool word_write_names(struct text *text, const char *word, size_t len, const struct view *view);

#endif
