/* SPDX-License-Identifier: Apache-2.0 */
/* systemd tests these between the stop and the start of a restart: the unit would stay down. */
#include "units_conditions.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "ecsprobe/local_file.h"
#include "ecsprobe/sight.h"

enum { MAX_MOUNT_BYTES = 1 << 20 };

void unit_paths_done(struct unit_paths *paths)
{
	if (paths->open)
		(void)close(paths->below.root);
	free(paths->mounts);
	*paths = (struct unit_paths){ 0 };
}

/* In a container process 1 may be another, with other files. */
static bool is_systemd(void)
{
	char target[256];
	ssize_t len = readlink("/proc/1/exe", target, sizeof target - 1);
	const char *slash;

	if (len <= 0)
		return false;
	target[len] = '\0';
	slash = strrchr(target, '/');
	return slash && strncmp(slash + 1, "systemd", strlen("systemd")) == 0;
}

static bool open_paths(struct unit_paths *paths)
{
	size_t len;

	if (paths->tried)
		return paths->open;
	paths->tried = true;
	if (*paths->root) {
		paths->open = below_root(&paths->below, paths->root) == 0;
		return paths->open;
	}
	if (!is_systemd() ||
	    file_read_bounded("/proc/1/mountinfo", MAX_MOUNT_BYTES, &paths->mounts, &len) < 0)
		return false;
	paths->open = below_root(&paths->below, "/proc/1/root") == 0;
	return paths->open;
}

/* What is there comes and goes with services, the unit itself among them, or is the kernel's. */
static bool is_volatile(const char *path)
{
	static const char *const places[] = {
		"/run/",     "/var/run/", "/var/lock/", "/tmp/",
		"/var/tmp/", "/dev/",     "/proc/",     "/sys/",
	};

	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		if (strncmp(path, places[i], strlen(places[i])) == 0)
			return true;
	return false;
}

static enum sight look_at(struct unit_paths *paths, const char *path, bool follow, struct stat *st)
{
	if (*path != '/' || is_volatile(path) || !open_paths(paths) ||
	    (paths->mounts && local_mounts_hold_remote(paths->mounts, path)))
		return SIGHT_UNKNOWN;
	return file_sight(below_stat(&paths->below, path, follow, st));
}

/* --- conditions --------------------------------------------------------------------- */

static bool exists(const struct stat *st)
{
	(void)st;
	return true;
}

static bool is_directory(const struct stat *st)
{
	return S_ISDIR(st->st_mode);
}

static bool is_link(const struct stat *st)
{
	return S_ISLNK(st->st_mode);
}

static bool is_not_empty(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_size > 0;
}

static bool is_executable(const struct stat *st)
{
	return S_ISREG(st->st_mode) && (st->st_mode & (S_IXUSR | S_IXGRP | S_IXOTH));
}

/* Those that a look at one file answers, as systemd judges them. */
static const struct kind {
	const char *name;
	bool (*holds)(const struct stat *st);
	bool follow;
} kinds[] = {
	{ "PathExists", exists, true },
	{ "PathIsDirectory", is_directory, true },
	{ "PathIsSymbolicLink", is_link, false },
	{ "FileNotEmpty", is_not_empty, true },
	{ "FileIsExecutable", is_executable, true },
};

static const struct kind *kind_of(const char *type)
{
	static const char *const prefixes[] = { "Condition", "Assert" };

	for (size_t p = 0; p < ARRAY_SIZE(prefixes); p++) {
		size_t len = strlen(prefixes[p]);

		if (strncmp(type, prefixes[p], len) != 0)
			continue;
		for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
			if (strcmp(type + len, kinds[i].name) == 0)
				return &kinds[i];
	}
	return NULL;
}

struct condition {
	const char *type, *parameter;
	int trigger, negate, state; /* state: -1 failed at the last start, 1 held, 0 not known */
};

/* SEEN: it holds now; ABSENT: it does not. */
static enum sight condition_sight(struct unit_paths *paths, const struct condition *condition)
{
	const struct kind *kind = kind_of(condition->type);
	struct stat st;
	enum sight sight;

	if (!kind)
		return SIGHT_UNKNOWN;
	sight = look_at(paths, condition->parameter, kind->follow, &st);
	if (sight == SIGHT_UNKNOWN)
		return SIGHT_UNKNOWN;
	return (sight == SIGHT_SEEN && kind->holds(&st)) != !!condition->negate ? SIGHT_SEEN
										: SIGHT_ABSENT;
}

/* All must hold, but of those with "|" one is enough.  Of another kind, as ConditionHost=, the
 * last start says whether it may be that one. */
int units_read_conditions(sd_bus_message *m, struct unit_paths *paths, bool *fails)
{
	bool has_triggers = false;
	bool triggers = false;
	int r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "(sbbsi)");

	if (r < 0)
		return r;
	for (;;) {
		struct condition one = { 0 };
		enum sight sight;

		r = sd_bus_message_read(m, "(sbbsi)", &one.type, &one.trigger, &one.negate,
					&one.parameter, &one.state);
		if (r <= 0)
			break;
		sight = condition_sight(paths, &one);
		has_triggers |= one.trigger;
		if (one.trigger)
			triggers |= sight == SIGHT_SEEN ||
				    (sight == SIGHT_UNKNOWN && one.state >= 0);
		else if (sight == SIGHT_ABSENT)
			*fails = true;
	}
	*fails |= has_triggers && !triggers;
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

/* --- EnvironmentFile= ----------------------------------------------------------------- */

int units_read_environment_files(sd_bus_message *m, struct unit_paths *paths, bool *fails)
{
	const char *path;
	int optional;
	int r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "(sb)");

	if (r < 0)
		return r;
	while ((r = sd_bus_message_read(m, "(sb)", &path, &optional)) > 0) {
		struct stat st;

		/* A pattern may match something else. */
		*fails |= !optional && !strpbrk(path, "*?[\\") &&
			  look_at(paths, path, true, &st) == SIGHT_ABSENT;
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}
