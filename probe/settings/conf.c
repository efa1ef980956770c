/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/conf.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/util.h"

enum { SHOWN_BYTES = 80 };

static const char blanks[] = " \t";

void conf_open(struct conf_reader *reader, const char *file, const char *example, const char *text,
	       size_t len)
{
	static const char byte_order_mark[] = "\xef\xbb\xbf";
	const size_t mark_len = sizeof byte_order_mark - 1;
	bool marked = len >= mark_len && memcmp(text, byte_order_mark, mark_len) == 0;

	*reader = (struct conf_reader){
		.file = file,
		.example = example,
		.next = text + (marked ? mark_len : 0),
		.end = text + len,
	};
}

int conf_refuse(const struct conf_reader *reader, struct error *e, const char *fmt, ...)
{
	char what[ERROR_TEXT_BYTES / 2];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(what, sizeof what, fmt, args);
	va_end(args);
	return error_set(e, ERROR_CONFIG, EINVAL, "%s:%u: %s", reader->file, reader->line, what);
}

int conf_unexpected(const struct conf_reader *reader, struct error *e, const char *found,
		    const char *expected)
{
	char shown[SHOWN_BYTES];

	escape_setting(shown, sizeof shown, found);
	return conf_refuse(reader, e, "found '%s', expected %s", shown, expected);
}

int conf_unknown(const struct conf_reader *reader, struct error *e, const char *what,
		 const char *expected)
{
	return conf_refuse(reader, e, "found %s of %zu bytes, expected %s", what,
			   strlen(reader->key), expected);
}

/* From a '#' on that begins the line or a word. */
static void cut_comment(char *line)
{
	for (char *p = line; *p; p++) {
		if (*p == '#' && (p == line || strchr(blanks, p[-1]))) {
			*p = '\0';
			return;
		}
	}
}

/* One line, without its end. */
static int take_line(struct conf_reader *reader, const char *text, size_t len, struct error *e)
{
	if (len && text[len - 1] == '\r')
		len--;
	if (len > CONF_LINE_BYTES)
		return conf_refuse(reader, e, "found a line of %zu bytes, expected at most %d", len,
				   CONF_LINE_BYTES);
	if (memchr(text, '\0', len))
		return conf_refuse(reader, e, "found a NUL byte, expected text");
	memcpy(reader->bytes, text, len);
	reader->bytes[len] = '\0';
	cut_comment(reader->bytes);
	return 0;
}

int conf_next(struct conf_reader *reader, struct error *e)
{
	while (reader->next < reader->end) {
		size_t left = (size_t)(reader->end - reader->next);
		const char *newline = memchr(reader->next, '\n', left);
		size_t len = newline ? (size_t)(newline - reader->next) : left;
		char *equals;
		int r;

		reader->line++;
		r = take_line(reader, reader->next, len, e);
		reader->next += len + (newline != NULL);
		if (r < 0)
			return r;
		reader->key = text_trim(reader->bytes, blanks);
		if (!*reader->key)
			continue;
		equals = strchr(reader->key, '=');
		if (!equals || equals == reader->key)
			return conf_unknown(reader, e, "a line", reader->example);
		*equals = '\0';
		reader->value = text_trim(equals + 1, blanks);
		reader->key = text_trim(reader->key, blanks);
		return 1;
	}
	return 0;
}
