/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_append_bytes(struct text *text, const char *bytes, size_t len)
{
	char *longer = xcalloc(text->len + len + 1, 1);

	if (text->len)
		memcpy(longer, text->bytes, text->len);
	memcpy(longer + text->len, bytes, len);
	free(text->bytes);
	text->bytes = longer;
	text->len += len;
}

void text_append(struct text *text, const char *fmt, ...)
{
	char piece[PEER_TEXT_BYTES + 64];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(piece, sizeof piece, fmt, args);
	va_end(args);
	if (n > 0)
		text_append_bytes(text, piece,
				  (size_t)n < sizeof piece ? (size_t)n : sizeof piece - 1);
}

/* The length of "{word}", 0 when there is no such word. */
static size_t expand_word(struct text *text, const char *brace, word_fn write, const void *arg)
{
	size_t len = strcspn(brace + 1, "}");

	return brace[len + 1] && write(text, brace + 1, len, arg) ? len + 2 : 0;
}

char *text_expand_words(const char *template, word_fn write, const void *arg)
{
	struct text text = { 0 };

	text_append_bytes(&text, "", 0);
	while (*template) {
		size_t plain = strcspn(template, "{");
		size_t word;

		text_append_bytes(&text, template, plain);
		template += plain;
		if (!*template)
			break;
		word = expand_word(&text, template, write, arg);
		if (!word)
			text_append_bytes(&text, template, 1);
		template += word ? word : 1;
	}
	return text.bytes;
}

static bool write_word(struct text *text, const char *word, size_t len, const void *arg)
{
	return word_write(text, word, len, arg);
}

char *text_expand(const char *template, const struct view *view)
{
	return text_expand_words(template, write_word, view);
}
