/* SPDX-License-Identifier: Apache-2.0 */
#include "template.h"

#include <string.h>

/* The length of "{word}", 0 when there is no such word. */
static size_t expand_word(struct text *text, const char *brace, word_fn write, const void *arg)
{
	size_t len = strcspn(brace + 1, "}");

	return brace[len + 1] && write(text, brace + 1, len, arg) ? len + 2 : 0;
}

char *text_expand_words(const char *template, word_fn write, const void *arg)
{
	struct text text = { 0 };

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
	return text_take(&text);
}

static bool write_word(struct text *text, const char *word, size_t len, const void *arg)
{
	return word_write(text, word, len, arg);
}

char *text_expand(const char *template, const struct view *view)
{
	return text_expand_words(template, write_word, view);
}
