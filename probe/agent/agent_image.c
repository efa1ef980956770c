/* SPDX-License-Identifier: Apache-2.0 */
/* What ecs-init finds in its cache: ecs-init/cache/cache.go of aws/amazon-ecs-agent. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "ecsprobe/local_file.h"
#include "evidence.h"
#include "sources.h"

enum { MAX_STATE_BYTES = 4 << 10, MAX_CACHE_FILES = 1024, AGENT_WANTS_UPDATE = 42 };

static const char cache[] = "/var/cache/ecs";

/* What cannot be read is not missing. */
static void note(struct image_evidence *image, const char *path, int r)
{
	if (r < 0 && !file_is_missing(r) && !image->why[0])
		source_why(image->why, path, r);
}

/* A number, as ecs-init reads it; what follows it is ignored. */
static int read_state(struct image_evidence *image, const char *root)
{
	static const char path[] = "/var/cache/ecs/state";
	char *text;
	size_t len;
	size_t digits;
	long state;
	int r = local_file_read(root, path, MAX_STATE_BYTES, &text, &len);

	note(image, path, r);
	if (r < 0)
		return -1;
	digits = strspn(text, "0123456789");
	state = digits > 0 && digits <= 3 ? strtol(text, NULL, 10) : -1;
	free(text);
	return state <= UINT8_MAX ? (int)state : -1;
}

static bool is_filled(struct image_evidence *image, const char *root, const char *path)
{
	CLEANUP(cleanup_free) char *full = xasprintf("%s%s", root, path);
	struct stat st;
	int r = stat(full, &st) < 0 ? -errno : 0;

	note(image, path, r);
	return r == 0 && S_ISREG(st.st_mode) && st.st_size > 0;
}

/* agent/acs/updater/updater.go: the agent loads NAME.ecs-update.tar, within 15 minutes, and then
 * names it in desired-image.  Neither file is ever removed. */
static bool is_of_an_update(const char *name)
{
	static const char suffix[] = ".ecs-update.tar";
	size_t len = strlen(name);

	return strcmp(name, "desired-image") == 0 ||
	       (len >= sizeof suffix && strcmp(name + len - (sizeof suffix - 1), suffix) == 0);
}

/* By this agent, and recently: an update order that never came must not make us wait forever. */
static bool is_recent(const struct stat *st, int64_t started_us)
{
	static const int64_t limit_us = INT64_C(30) * 60 * 1000000;
	int64_t changed_us = (int64_t)st->st_mtim.tv_sec * 1000000 + st->st_mtim.tv_nsec / 1000;
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) < 0)
		return true;
	return changed_us > started_us && changed_us > (int64_t)now.tv_sec * 1000000 - limit_us;
}

static bool update_is_staged(struct image_evidence *image, const char *root, int64_t started_us)
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s%s", root, cache);
	CLEANUP(cleanup_close) int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int list = dir < 0 ? -errno : fcntl(dir, F_DUPFD_CLOEXEC, 0);
	struct string_list names;
	bool found = false;

	note(image, cache, directory_names(list, MAX_CACHE_FILES, &names));
	for (size_t i = 0; !found && i < names.count; i++) {
		struct stat st;

		found = dir >= 0 && is_of_an_update(names.items[i]) &&
			fstatat(dir, names.items[i], &st, AT_SYMLINK_NOFOLLOW) == 0 &&
			is_recent(&st, started_us);
	}
	string_list_done(&names);
	return found;
}

/* The agent has exited to make room for a new one, which ecs-init loads. */
static bool update_is_loading(const struct agent_status *status)
{
	return status->container.sight == SIGHT_SEEN && !status->container.running &&
	       status->container.exit_code == AGENT_WANTS_UPDATE &&
	       status->unit.sight == SIGHT_SEEN && unit_state(&status->unit) == UNIT_STATE_ACTIVE;
}

void image_gather(struct agent_status *status, const char *root)
{
	struct image_evidence *image = &status->image;
	int64_t started_us = agent_started_us(status);

	image->cache_state = IMAGE_CACHE_UNKNOWN;
	if (local_file_is_remote(root, cache)) {
		note(image, cache, -EREMOTE);
		return;
	}
	image->cache_state = read_state(image, root);
	image->cached = is_filled(image, root, "/var/cache/ecs/ecs-agent.tar");
	image->update_pending = update_is_loading(status) ||
				(started_us > 0 && update_is_staged(image, root, started_us));
	/* What a start would find is then not known. */
	if (image->why[0])
		image->cached = false;
}
