/* SPDX-License-Identifier: Apache-2.0 */
#include "sentence.h"

#include <stdio.h>

static char *ECSPROBE_PRINTF(1, 0) format(const char *fmt, va_list arguments)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, arguments) < 0)
		return xstrdup("");
	return text;
}

void sentence_add(struct sentence *sentence, const char *separator, const char *fmt, ...)
{
	va_list arguments;
	char *part, *old = sentence->text;

	va_start(arguments, fmt);
	part = format(fmt, arguments);
	va_end(arguments);
	if (!old) {
		sentence->text = part;
		return;
	}
	sentence->text = xasprintf("%s%s%s", old, separator, part);
	free(part);
	free(old);
}

void sentence_add_list(struct sentence *sentence, const struct string_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		sentence_add(sentence, i ? ", " : " ", "%s", list->items[i]);
}

const char *sentence_text(const struct sentence *sentence)
{
	return sentence->text ? sentence->text : "";
}

void sentence_done(struct sentence *sentence)
{
	free(sentence->text);
	sentence->text = NULL;
}
