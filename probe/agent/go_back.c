/* SPDX-License-Identifier: Apache-2.0 */
/* How to change the files back to the settings of the running agent. */
#include <string.h>

#include "config_inputs.h"
#include "ecsprobe/agent.h"
#include "ecsprobe/agent_files.h"
#include "ecsprobe/agent_setting.h"

static char *words_of(const char *key, const char *was, const char *place)
{
	if (!was)
		return place ? xasprintf("%s: %s was not set: remove the line", place, key) : NULL;
	if (!agent_setting_can_be_shown(key, strlen(key), was))
		return xasprintf("%s: %s had another value (hidden)",
				 place ? place : agent_file_paths[AGENT_FILE_CONFIG], key);
	return place ? xasprintf("%s: %s was \"%s\"", place, key, was)
		     : xasprintf("%s: %s was \"%s\", and is not set any more",
				 agent_file_paths[AGENT_FILE_CONFIG], key, was);
}

static void add_key(struct string_list *lines, const struct agent_status *status,
		    const struct agent_files *files, const char *key)
{
	char value[CONFIG_VALUE_BYTES];
	const char *path = NULL;
	unsigned line = 0;
	bool set = agent_files_look_up(files, key, value, sizeof value, &path, &line) == SIGHT_SEEN;
	CLEANUP(cleanup_free) char *place = set ? xasprintf("%s:%u", path, line) : NULL;
	CLEANUP(cleanup_free)
	char *words = words_of(key, environment_value(&status->container.environment, key), place);

	text_wipe_bytes(value, sizeof value);
	if (words)
		string_list_add(lines, words, strlen(words));
}

void agent_go_back(const struct agent_status *status, const struct agent_files *files,
		   struct string_list *lines)
{
	const struct config_evidence *config = &status->config;

	for (size_t i = 0; config->sight == SIGHT_SEEN && i < config->changed.count; i++) {
		const char *key = config->changed.items[i];
		CLEANUP(cleanup_free) char *place = NULL;

		if (agent_setting_can_be_named(key, strlen(key))) {
			add_key(lines, status, files, key);
			continue;
		}
		/* The name of this line already contains the place. */
		place = xasprintf("%s: new or changed value", key);
		string_list_add(lines, place, strlen(place));
	}
	if (config->json_newer) {
		CLEANUP(cleanup_free)
		char *words =
			xasprintf("%s: restore what it contained before the agent's last start",
				  agent_file_paths[AGENT_FILE_JSON]);

		string_list_add(lines, words, strlen(words));
	}
}
