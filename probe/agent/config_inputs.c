/* SPDX-License-Identifier: Apache-2.0 */
#include "config_inputs.h"

#include <string.h>

#include "ecsprobe/agent_setting.h"
#include "ecsprobe/util.h"

static enum sight look_up_environment(const struct string_list *environment, const char *key,
				      char *value, size_t size)
{
	const char *found = environment_value(environment, key);

	if (found)
		(void)copy_text(value, size, found);
	return found ? SIGHT_SEEN : SIGHT_ABSENT;
}

enum sight config_look_up(const struct config_inputs *inputs, const char *key, char *value,
			  size_t size)
{
	value[0] = '\0';
	if (inputs->environment)
		return look_up_environment(inputs->environment, key, value, size);
	return agent_files_look_up(inputs->files, key, value, size, NULL, NULL);
}

const char *config_trim(char *value)
{
	const char *text = value;
	size_t len = strlen(value);

	go_trim(&text, &len);
	value[(size_t)(text - value) + len] = '\0';
	return text;
}

bool config_is_true(const struct config_inputs *inputs, const char *key)
{
	char value[CONFIG_VALUE_BYTES];
	bool found;

	(void)config_look_up(inputs, key, value, sizeof value);
	found = go_bool(config_trim(value)) == 1;
	text_wipe_bytes(value, sizeof value);
	return found;
}
