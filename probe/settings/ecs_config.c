/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/ecs_config.h"

#include <string.h>

#include "ecsprobe/agent_setting.h"

static bool split(const char *text, size_t len, struct ecs_config_line *line)
{
	const char *equals;

	go_trim(&text, &len);
	equals = memchr(text, '=', len);
	if (!equals)
		return false;
	line->key = text;
	line->key_len = (size_t)(equals - text);
	line->value = equals + 1;
	line->value_len = len - line->key_len - 1;
	return true;
}

bool ecs_config_next(const char **cursor, const char *end, unsigned *number,
		     struct ecs_config_line *line)
{
	while (*cursor < end) {
		const char *text = *cursor;
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline ? newline : end;

		*cursor = line_end + (newline != NULL);
		line->number = ++*number;
		if (split(text, (size_t)(line_end - text), line))
			return true;
	}
	return false;
}

bool ecs_config_name_is_read(const char *key, size_t len)
{
	if (len && key[0] == '#')
		return false;
	for (size_t i = 0; i < len; i++) {
		const char *rest = key + i;
		size_t left = len - i;

		go_trim(&rest, &left);
		if (rest != key + i || left != len - i)
			return false;
	}
	return true;
}

bool ecs_config_lookup(const char *text, size_t len, const char *key, char *value, size_t size,
		       unsigned *line)
{
	struct ecs_config_line found;
	const char *cursor = text;
	unsigned number = 0;
	bool any = false;

	while (ecs_config_next(&cursor, text + len, &number, &found)) {
		size_t kept = found.value_len < size ? found.value_len : size - 1;

		if (found.key_len != strlen(key) || memcmp(found.key, key, found.key_len) != 0)
			continue;
		memcpy(value, found.value, kept);
		value[kept] = '\0';
		*line = found.number;
		any = true;
	}
	return any;
}
