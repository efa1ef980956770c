/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "words.h"

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
static size_t expand_word(struct text *text, const char *brace, const struct view *view)
{
	size_t len = strcspn(brace + 1, "}");

	return brace[len + 1] && word_write(text, brace + 1, len, view) ? len + 2 : 0;
}

char *text_expand(const char *template, const struct view *view)
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
		word = expand_word(&text, template, view);
		if (!word)
			text_append_bytes(&text, template, 1);
		template += word ? word : 1;
	}
	return text.bytes;
}
