/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ECS_CONFIG_H
#define ECSPROBE_ECS_CONFIG_H
/* ecs.config as ecs-init reads it (ecs-init/docker/docker.go of
 * aws/amazon-ecs-agent): each line trimmed, of Unicode's blanks too, and split at the first '='; no
 * quotes, no export, no comments. */
#include <stdbool.h>
#include <stddef.h>

struct ecs_config_line {
	unsigned number; /* from 1 */
	const char *key; /* borrowed from the text, key_len bytes */
	size_t key_len;
	const char *value; /* borrowed from the text, value_len bytes */
	size_t value_len;
};

/* The next line that sets something, from *cursor (at first the text itself)
 * to end; false when there is none any more. */
bool ecs_config_next(const char **cursor, const char *end, unsigned *number,
		     struct ecs_config_line *line);

/* Whether a program may read that name.  To ecs-init "export X", "X " and a comment with an equals
 * sign are names too, but no program reads them. */
bool ecs_config_name_is_read(const char *key, size_t len);

/* The value that the last line with that key gives; false when there is none. */
bool ecs_config_lookup(const char *text, size_t len, const char *key, char *value, size_t size,
		       unsigned *line);

#endif
