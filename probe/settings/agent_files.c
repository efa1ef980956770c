/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/agent_files.h"

#include "ecsprobe/ecs_config.h"
#include "ecsprobe/util.h"

const char *const agent_file_paths[AGENT_FILE_COUNT] = {
	[AGENT_FILE_GENERATED] = "/var/lib/ecs/ecs.config",
	[AGENT_FILE_CONFIG] = "/etc/ecs/ecs.config",
	[AGENT_FILE_JSON] = "/etc/ecs/ecs.config.json",
};

void agent_files_done(struct agent_files *files)
{
	for (size_t i = 0; i < AGENT_FILE_COUNT; i++) {
		if (files->files[i].bytes)
			text_wipe_bytes(files->files[i].bytes, files->files[i].len);
		free(files->files[i].bytes);
	}
	*files = (struct agent_files){ 0 };
}

enum sight agent_files_look_up(const struct agent_files *files, const char *key, char *value,
			       size_t size, const char **path, unsigned *line)
{
	enum sight sight = SIGHT_ABSENT;
	unsigned found;

	value[0] = '\0';
	for (size_t i = 0; i < AGENT_ENVIRONMENT_FILES; i++) {
		const struct agent_file *file = &files->files[i];

		if (file->sight == SIGHT_UNKNOWN) {
			sight = SIGHT_UNKNOWN;
			value[0] = '\0';
		} else if (file->bytes &&
			   ecs_config_lookup(file->bytes, file->len, key, value, size, &found)) {
			sight = SIGHT_SEEN;
			if (path)
				*path = agent_file_paths[i];
			if (line)
				*line = found;
		}
	}
	return sight;
}
