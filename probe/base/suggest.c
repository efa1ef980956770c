/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/suggest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "ecsprobe/text.h"
#include "ecsprobe/util.h"

enum {
	MOST_BYTES = 40, /* a longer word is no typing error of one of ours */
	MOST_SHOWN = 5,
	NEAR_PART = 3, /* one error in so many letters */
	FAR = MOST_BYTES + 1,
};

static const char separators[] = " ,";

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static bool same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Letters left out, added, taken for another or exchanged with the next one. */
static size_t errors_between(const char *a, const char *b)
{
	size_t rows[3][MOST_BYTES + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];
	size_t width = strlen(b);

	if (strlen(a) > MOST_BYTES || width > MOST_BYTES)
		return FAR;
	for (size_t j = 0; j <= width; j++)
		last[j] = before[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t *oldest = before;

		now[0] = i;
		for (size_t j = 1; j <= width; j++) {
			now[j] = least(last[j - 1] + !same(a[i - 1], b[j - 1]),
				       least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
				now[j] = least(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = oldest;
	}
	return last[width];
}

/* 0 is nearest. */
static size_t rank_of(const char *text, const char *word)
{
	size_t len = strlen(text);
	size_t errors;

	if (strncasecmp(word, text, len) == 0)
		return 0;
	for (const char *part = word; (part = strpbrk(part, "-."));)
		if (strncasecmp(++part, text, len) == 0)
			return 1;
	errors = errors_between(text, word);
	return errors <= (len + NEAR_PART - 1) / NEAR_PART && errors < strlen(word) ? 1 + errors
										    : FAR;
}

/* The first of them, and how many there are. */
struct near {
	size_t rank, count;
};

static struct near nearest(const char *text, const struct string_list *words)
{
	struct near near = { .rank = FAR };

	for (size_t i = 0; i < words->count; i++) {
		size_t rank = rank_of(text, words->items[i]);

		if (rank < near.rank)
			near = (struct near){ .rank = rank };
		near.count += rank == near.rank && rank < FAR;
	}
	return near;
}

static void split(const char *words, struct string_list *list)
{
	while (*words) {
		size_t len = strcspn(words, separators);

		if (len)
			string_list_add(list, words, len);
		words += len + (words[len] != '\0');
	}
}

char *suggest(const char *text, const char *mark, const char *words)
{
	CLEANUP(string_list_done) struct string_list list = { 0 };
	struct near near;
	struct text found = { 0 };
	size_t shown = 0;

	split(words, &list);
	near = nearest(*text ? text : "\n", &list);
	for (size_t i = 0; i < list.count && near.count && shown < MOST_SHOWN; i++) {
		bool last = shown + 1 == near.count;

		if (rank_of(text, list.items[i]) == near.rank)
			text_append(&found, "%s%s%s",
				    shown++ == 0 ? "; did you mean "
				    : last       ? " or "
						 : ", ",
				    mark, list.items[i]);
	}
	if (shown)
		text_append(&found, near.count > shown ? ", ...?" : "?");
	return text_take(&found);
}
