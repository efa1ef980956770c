/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the agent's next start would find what the running agent has saved. */
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/agent_setting.h"
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

/* parseCheckpoint() of agent/config/parse.go.  A directory that the JSON file names is not looked
 * for. */
static bool saves_state(const struct container_status *container)
{
	const char *data = environment_value(&container->environment, "ECS_DATADIR");
	const char *checkpoint = environment_value(&container->environment, "ECS_CHECKPOINT");

	return data && *data && !(checkpoint && go_bool(checkpoint) == 0);
}

/* Of a directory that is hidden from ecsprobe's own unit, such as one in /tmp, nothing is known. */
static enum sight find_directory(const char *root, const char *place)
{
	struct stat st;

	if (local_file_is_remote(root, place))
		return SIGHT_UNKNOWN;
	if (look_at(&st, root, place))
		return S_ISDIR(st.st_mode) ? SIGHT_SEEN : SIGHT_UNKNOWN;
	return strcmp(place, ecs_init_data) == 0 && look_at(&st, root, "/var/lib/ecs")
		       ? local_file_exists((void *)root, place)
		       : SIGHT_UNKNOWN;
}

/* agent/data/client.go and, before 1.44, agent/statemanager/state_manager.go.  The agent opens it
 * before it registers.  A newer agent reads the older file where it has no other. */
static enum sight find_file(const char *root, const char *place)
{
	static const char *const names[] = { "agent.db", "ecs_agent_data.json" };
	enum sight sight = find_directory(root, place);

	if (sight != SIGHT_SEEN)
		return sight;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		CLEANUP(cleanup_free) char *path = xasprintf("%s/%s", place, names[i]);

		sight = local_file_exists((void *)root, path);
		if (sight != SIGHT_ABSENT)
			return sight;
	}
	return SIGHT_ABSENT;
}

void state_gather(struct agent_status *status, const char *root)
{
	if (!agent_has_container(status))
		return;
	status->state.at_ecs_init = find_place(status, root);
	status->state.file = *status->container.data_place && saves_state(&status->container)
				     ? find_file(root, status->container.data_place)
				     : SIGHT_UNKNOWN;
}
