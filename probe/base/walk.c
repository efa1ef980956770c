/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/vfs.h>

#include "ecsprobe/util.h"

enum { MAX_LINKS = 40, OPEN_DIRECTORY = O_PATH | O_DIRECTORY | O_CLOEXEC };

/* --- whose it is --------------------------------------------------------------- */

static bool is_ours(const struct stat *st)
{
	return st->st_uid == 0 || st->st_uid == geteuid();
}

/* The group's bits are also those of an access list.  Which members a group has, nobody
 * can know here. */
static bool is_private(const struct stat *st)
{
	return is_ours(st) && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

static bool is_on(int fd, long magic)
{
	struct statfs fs;

	return fstatfs(fd, &fs) == 0 && fs.f_type == magic;
}

/* Whether nobody else could put another directory in the place of this one.  In a
 * directory with the sticky bit (/tmp) only its owner renames a directory, but anybody
 * may have mounted a file system of his own on one of his: it shows owners as it likes. */
static bool is_fixed(const struct stat *parent, const struct stat *child, int fd)
{
	bool same_device = parent->st_dev == child->st_dev;

	if (is_private(parent))
		return same_device || !is_on(fd, FUSE_SUPER_MAGIC);
	return is_ours(parent) && (parent->st_mode & S_ISVTX) && is_ours(child) && same_device;
}

/* --- the steps ------------------------------------------------------------------ */

/* Takes dir over. */
static int stand_in(struct walk *walk, int dir, bool anchored)
{
	if (walk->dir >= 0)
		(void)close(walk->dir);
	walk->dir = dir;
	walk->anchored = anchored;
	if (walk->how == WALK_GUARDED && fstat(dir, &walk->here) < 0)
		return -errno;
	walk->trusted = anchored && is_private(&walk->here);
	return 0;
}

static int stand_at(struct walk *walk, int start)
{
	int dir = fcntl(start, F_DUPFD_CLOEXEC, 3);

	walk->depth = 0;
	return dir < 0 ? -errno : stand_in(walk, dir, true);
}

static int climb(struct walk *walk)
{
	int dir;

	if (walk->how == WALK_CONFINED && walk->depth == 0)
		return 0;
	dir = openat(walk->dir, "..", OPEN_DIRECTORY);
	if (dir < 0)
		return -errno;
	walk->depth--;
	return stand_in(walk, dir, walk->anchored);
}

static int enter(struct walk *walk)
{
	const char *name = walk->name;
	struct stat st;
	bool fixed = false;
	int dir;

	if (strcmp(name, ".") == 0)
		return 0;
	if (strcmp(name, "..") == 0)
		return climb(walk);
	dir = openat(walk->dir, name, OPEN_DIRECTORY | O_NOFOLLOW);
	if (dir < 0)
		return -errno;
	if (walk->how == WALK_GUARDED && walk->anchored)
		fixed = fstat(dir, &st) == 0 && is_fixed(&walk->here, &st, dir);
	walk->depth++;
	return stand_in(walk, dir, fixed);
}

/* A process's directory, file or namespace in /proc is no text that could be followed:
 * the way goes on where the kernel says, and whoever's process it is may choose. */
static int jump(struct walk *walk)
{
	int dir;

	if (walk->how == WALK_CONFINED || !walk->rest[walk->at])
		return -ELOOP;
	dir = openat(walk->dir, walk->name, OPEN_DIRECTORY);
	return dir < 0 ? -errno : stand_in(walk, dir, false);
}

/* Puts the link's text before what is still to go. */
int walk_follow(struct walk *walk)
{
	char target[2 * PATH_MAX];
	ssize_t len = readlinkat(walk->dir, walk->name, target, PATH_MAX);
	const char *rest = walk->rest + walk->at;
	size_t left = strlen(rest);

	if (len < 0)
		return -errno;
	if (walk->how == WALK_GUARDED && !walk->trusted) {
		walk->refused = true;
		return -EACCES;
	}
	if (++walk->links > MAX_LINKS)
		return -ELOOP;
	if (len == 0 || (size_t)len + left + 1 > sizeof target)
		return -ENAMETOOLONG;
	if (target[0] == '/' && is_on(walk->dir, PROC_SUPER_MAGIC))
		return jump(walk);
	memcpy(target + len, rest, left + 1);
	memcpy(walk->rest, target, (size_t)len + left + 1);
	walk->at = 0;
	return target[0] == '/' ? stand_at(walk, walk->root) : 0;
}

bool walk_at_link(const struct walk *walk)
{
	struct stat st;

	return fstatat(walk->dir, walk->name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
}

/* Cuts the first name off: 1, 0 where there is none any more, or a negative errno. */
static int next_name(struct walk *walk, bool *last)
{
	const char *start = walk->rest + walk->at;
	size_t len;

	start += strspn(start, "/");
	len = strcspn(start, "/");
	if (len > NAME_MAX)
		return -ENAMETOOLONG;
	memcpy(walk->name, start, len);
	walk->name[len] = '\0';
	*last = start[len] == '\0';
	walk->at = (size_t)(start + len - walk->rest);
	return len > 0;
}

/* --- for all -------------------------------------------------------------------- */

int walk_begin(struct walk *walk, enum walk_how how, int root, int start, const char *path)
{
	*walk = (struct walk){ .how = how, .root = root, .dir = -1 };
	if (!*path)
		return -ENOENT;
	if (!copy_text(walk->rest, PATH_MAX, path))
		return -ENAMETOOLONG;
	return stand_at(walk, path[0] == '/' ? root : start);
}

int walk_on(struct walk *walk)
{
	bool last;
	int r;

	while ((r = next_name(walk, &last)) > 0) {
		bool is_dots = strcmp(walk->name, ".") == 0 || strcmp(walk->name, "..") == 0;

		if (last && !is_dots)
			return 0;
		r = !is_dots && walk_at_link(walk) ? walk_follow(walk) : enter(walk);
		if (r < 0)
			return r;
	}
	(void)copy_text(walk->name, sizeof walk->name, ".");
	return r;
}

void walk_done(struct walk *walk)
{
	if (walk->dir >= 0)
		(void)close(walk->dir);
	walk->dir = -1;
}
