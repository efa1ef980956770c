/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_FILES_H
#define ECSPROBE_AGENT_FILES_H
/* The files that the next start of the agent reads, as they are.  Gather reads
 * them once; every room that asks what they say takes them from here. */
#include <stddef.h>

#include "ecsprobe/sight.h"

/* ecs-init merges the first two, of rising precedence (LoadEnvVars() in
 * ecs-init/docker/docker.go of aws/amazon-ecs-agent); the agent reads the third. */
enum agent_file_id {
	AGENT_FILE_GENERATED, /* /var/lib/ecs/ecs.config */
	AGENT_FILE_CONFIG,    /* /etc/ecs/ecs.config */
	AGENT_FILE_JSON,      /* /etc/ecs/ecs.config.json */
	AGENT_FILE_COUNT,
};
enum { AGENT_ENVIRONMENT_FILES = AGENT_FILE_JSON }; /* how many stand before it */

extern const char *const agent_file_paths[AGENT_FILE_COUNT];

struct agent_file {
	enum sight sight;
	char why[WHY_BYTES]; /* of UNKNOWN */
	char *bytes;         /* owned, with a NUL behind; NULL: not SEEN; may hold secrets */
	size_t len;
};

struct agent_files {
	struct agent_file files[AGENT_FILE_COUNT];
};

/* Wipes them. */
void agent_files_done(struct agent_files *files);

/* The last value that the environment files give to the key: "" where they do not.
 * UNKNOWN where a file that could overrule it cannot be read.  place and line, where
 * they are not NULL, are those of the value.  The caller wipes it. */
enum sight agent_files_look_up(const struct agent_files *files, const char *key, char *value,
			       size_t size, const char **path, unsigned *line);

#endif
