/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/util.h"

enum { FIRST_ROOM = 64 };

/* What it held may be a secret, so it is not left behind where the text moves. */
static char *make_room(struct text *text, size_t len)
{
	size_t room = text->room ? text->room : FIRST_ROOM;
	char *bytes;

	while (room - text->len <= len)
		room *= 2;
	if (room == text->room)
		return text->bytes + text->len;
	bytes = xcalloc(room, 1);
	if (text->bytes)
		memcpy(bytes, text->bytes, text->len);
	text_wipe_bytes(text->bytes, text->len);
	free(text->bytes);
	text->bytes = bytes;
	text->room = room;
	return text->bytes + text->len;
}

void text_append_bytes(struct text *text, const char *bytes, size_t len)
{
	char *end = make_room(text, len);

	memcpy(end, bytes, len);
	end[len] = '\0';
	text->len += len;
}

static void ECSPROBE_PRINTF(2, 0) append(struct text *text, const char *fmt, va_list arguments)
{
	va_list again;
	int len;

	va_copy(again, arguments);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0)
		return;
	(void)vsnprintf(make_room(text, (size_t)len), (size_t)len + 1, fmt, arguments);
	text->len += (size_t)len;
}

void text_append(struct text *text, const char *fmt, ...)
{
	va_list arguments;

	va_start(arguments, fmt);
	append(text, fmt, arguments);
	va_end(arguments);
}

void text_join(struct text *text, const char *separator, const char *fmt, ...)
{
	va_list arguments;

	if (text->bytes)
		text_append_bytes(text, separator, strlen(separator));
	va_start(arguments, fmt);
	append(text, fmt, arguments);
	va_end(arguments);
}

void text_join_list(struct text *text, const struct string_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		text_join(text, i ? ", " : " ", "%s", list->items[i]);
}

static ssize_t append_printed(void *text, const char *bytes, size_t len)
{
	text_append_bytes(text, bytes, len);
	return (ssize_t)len;
}

FILE *text_stream(struct text *text)
{
	return fopencookie(text, "w", (cookie_io_functions_t){ .write = append_printed });
}

const char *text_of(const struct text *text)
{
	return text->bytes ? text->bytes : "";
}

char *text_take(struct text *text)
{
	char *bytes = text->bytes ? text->bytes : xstrdup("");

	*text = (struct text){ 0 };
	return bytes;
}

void text_done(struct text *text)
{
	text_wipe_bytes(text->bytes, text->len);
	free(text->bytes);
	*text = (struct text){ 0 };
}
