/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/conf.h"

#include <string.h>

static const char blanks[] = " \t\r";

void conf_open(struct conf_reader *reader, const char *text)
{
	*reader = (struct conf_reader){ .next = text };
}

static char *trim(char *text)
{
	size_t len;

	text += strspn(text, blanks);
	len = strlen(text);
	while (len > 0 && strchr(blanks, text[len - 1]))
		text[--len] = '\0';
	return text;
}

static enum conf_step wrong(struct conf_reader *reader, const char *expected)
{
	reader->expected = expected;
	return CONF_WRONG;
}

static enum conf_step cut_up(struct conf_reader *reader, char *line)
{
	char *equals = strchr(line, '=');

	if (!equals || equals == line)
		return wrong(reader, "key = value");
	*equals = '\0';
	reader->key = trim(line);
	reader->value = trim(equals + 1);
	if (!*reader->value)
		return wrong(reader, "a value after '='");
	return CONF_SETTING;
}

enum conf_step conf_next(struct conf_reader *reader)
{
	while (*reader->next) {
		size_t len = strcspn(reader->next, "\n");
		size_t kept = len < CONF_LINE_BYTES ? len : CONF_LINE_BYTES - 1;
		char *line;

		memcpy(reader->bytes, reader->next, kept);
		reader->bytes[kept] = '\0';
		reader->next += len + (reader->next[len] == '\n');
		reader->line++;
		line = trim(reader->bytes);
		if (!*line || *line == '#')
			continue;
		if (kept < len)
			return wrong(reader, "a line of less than 1024 bytes");
		return cut_up(reader, line);
	}
	return CONF_END;
}
