/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the agent's next start would find what the running agent has saved. */
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/local_file.h"
#include "evidence.h"

static const char ecs_init_data[] = "/var/lib/ecs/data";

static bool look_at(struct stat *st, const char *root, const char *path)
{
	CLEANUP(cleanup_free) char *full = xasprintf("%s%s", root, path);

	return !local_file_is_remote(root, path) && stat(full, st) == 0;
}

/* By a link, or mounted twice, too. */
static bool is_same(const char *root, const char *a, const char *b)
{
	struct stat of_a, of_b;

	return strcmp(a, b) == 0 || (look_at(&of_a, root, a) && look_at(&of_b, root, b) &&
				     of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino);
}

/* A directory at which ecs-init mounts one of the host: getHostConfig() in
 * ecs-init/docker/docker.go of aws/amazon-ecs-agent. */
static bool is_mounted_so(const char *root, const char *data, const char *place)
{
	static const struct {
		const char *at, *from;
	} rows[] = {
		{ "/data", ecs_init_data },         { "/log", "/var/log/ecs" },
		{ "/var/lib/ecs", "/var/lib/ecs" }, { "/var/cache/ecs", "/var/cache/ecs" },
		{ "/etc/ecs", "/etc/ecs" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t len = strlen(rows[i].at);
		CLEANUP(cleanup_free) char *there = NULL;

		if (strncmp(data, rows[i].at, len) != 0 || (data[len] && data[len] != '/'))
			continue;
		there = xasprintf("%s%s", rows[i].from, data + len);
		return is_same(root, place, there);
	}
	return false;
}

/* ecs-init removes any container of that name, and runs one that has its own directory at /data,
 * unless the files name another ECS_DATADIR. */
static enum sight find_place(const struct agent_status *status, const char *root)
{
	const struct container_status *container = &status->container;
	const char *data = environment_value(&container->environment, "ECS_DATADIR");
	const char *place = container->data_place;

	if (status->unit.sight != SIGHT_SEEN || !status->unit.by_ecs_init ||
	    container->data_outside != SIGHT_SEEN)
		return SIGHT_UNKNOWN;
	return *place && (is_same(root, place, ecs_init_data) ||
			  is_mounted_so(root, data ? data : "/data", place))
		       ? SIGHT_SEEN
		       : SIGHT_ABSENT;
}

void state_gather(struct agent_status *status, const char *root)
{
	if (!agent_has_container(status))
		return;
	status->state.at_ecs_init = find_place(status, root);
}
