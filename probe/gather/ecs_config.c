/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "ecsprobe/gather.h"
#include "ecsprobe/util.h"

/* As ecs-init reads it (facts/ecs-agent.md 1.3): trim the line, split at the
 * first '=', no quotes, no export, no comments. */
static bool value_of_line(const char *line, size_t len, const char *key, char *value, size_t size)
{
	size_t key_len = strlen(key);

	while (len && isspace((unsigned char)*line)) {
		line++;
		len--;
	}
	while (len && isspace((unsigned char)line[len - 1]))
		len--;
	if (len <= key_len || line[key_len] != '=' || memcmp(line, key, key_len) != 0)
		return false;
	line += key_len + 1;
	len -= key_len + 1;
	if (len >= size)
		len = size - 1;
	memcpy(value, line, len);
	value[len] = '\0';
	return true;
}

bool ecs_config_lookup(const char *text, size_t len, const char *key, char *value, size_t size,
		       unsigned *line)
{
	const char *end = text + len;
	unsigned number = 0;
	bool found = false;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline ? newline : end;

		number++;
		if (value_of_line(text, (size_t)(line_end - text), key, value, size)) {
			found = true;
			*line = number;
		}
		text = line_end + (newline != NULL);
	}
	return found;
}
