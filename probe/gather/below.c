/* SPDX-License-Identifier: Apache-2.0 */
#include "below.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

enum { MAX_LINKS = 40 };

int below_root(struct below *below, const char *directory)
{
	*below = (struct below){ .root = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
	return below->root < 0 ? -errno : 0;
}

/* --- for kernels without openat2() ------------------------------------------- */

struct walk {
	const struct below *below;
	int dir; /* owned */
	unsigned depth;
	unsigned links;
	char rest[2 * PATH_MAX];
	size_t at; /* from here on rest is still to go */
};

static int restart_at_root(struct walk *walk)
{
	int dir = fcntl(walk->below->root, F_DUPFD_CLOEXEC, 3);

	if (dir < 0)
		return -errno;
	if (walk->dir >= 0)
		(void)close(walk->dir);
	walk->dir = dir;
	walk->depth = 0;
	return 0;
}

/* Cuts the first name off; false when there is none any more. */
static bool next_name(struct walk *walk, char name[static NAME_MAX + 1], bool *last)
{
	const char *start = walk->rest + walk->at;
	const char *end;
	size_t len;

	start += strspn(start, "/");
	len = strcspn(start, "/");
	if (len == 0 || len > NAME_MAX)
		return false;
	memcpy(name, start, len);
	name[len] = '\0';
	end = start + len;
	*last = end[strspn(end, "/")] == '\0';
	walk->at = (size_t)(end - walk->rest);
	return true;
}

static int follow_link(struct walk *walk, const char *name)
{
	char target[2 * PATH_MAX];
	ssize_t len = readlinkat(walk->dir, name, target, PATH_MAX);
	const char *rest = walk->rest + walk->at;
	size_t left = strlen(rest);

	if (len < 0)
		return -errno;
	if (++walk->links > MAX_LINKS)
		return -ELOOP;
	if (len == 0 || (size_t)len + left + 2 > sizeof target)
		return -ENAMETOOLONG;
	target[len] = '/';
	memcpy(target + len + 1, rest, left + 1);
	memcpy(walk->rest, target, (size_t)len + left + 2);
	walk->at = 0;
	return target[0] == '/' ? restart_at_root(walk) : 0;
}

static int enter(struct walk *walk, const char *name)
{
	int dir;

	if (strcmp(name, ".") == 0 || (strcmp(name, "..") == 0 && walk->depth == 0))
		return 0;
	dir = openat(walk->dir, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir < 0)
		return -errno;
	(void)close(walk->dir);
	walk->dir = dir;
	walk->depth += strcmp(name, "..") == 0 ? -1U : 1U;
	return 0;
}

static bool is_link(const struct walk *walk, const char *name)
{
	struct stat st;

	return fstatat(walk->dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
}

/* A descriptor, or a negative errno. */
static int walk_on(struct walk *walk, int flags)
{
	char name[NAME_MAX + 1];
	bool last;
	int r = restart_at_root(walk);

	while (r == 0 && next_name(walk, name, &last)) {
		if (is_link(walk, name) && !(last && (flags & O_NOFOLLOW))) {
			r = follow_link(walk, name);
		} else if (!last || strcmp(name, "..") == 0 || strcmp(name, ".") == 0) {
			r = enter(walk, name);
		} else {
			r = openat(walk->dir, name, flags | O_NOFOLLOW | O_CLOEXEC);
			return r < 0 ? -errno : r;
		}
	}
	if (r < 0)
		return r;
	if (walk->rest[walk->at + strspn(walk->rest + walk->at, "/")])
		return -ENAMETOOLONG;
	r = openat(walk->dir, ".", flags | O_CLOEXEC);
	return r < 0 ? -errno : r;
}

static int open_by_hand(const struct below *below, const char *path, int flags)
{
	struct walk walk = { .below = below, .dir = -1 };
	int fd;

	if (!copy_text(walk.rest, PATH_MAX, path))
		return -ENAMETOOLONG;
	fd = walk_on(&walk, flags);
	if (walk.dir >= 0)
		(void)close(walk.dir);
	return fd;
}

/* --- for all ------------------------------------------------------------------- */

int below_open(struct below *below, const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned)flags | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	long fd = -1;

	if (!below->by_hand) {
		fd = syscall(SYS_openat2, below->root, path, &how, sizeof how);
		/* A filter that does not know the call refuses it with EPERM. */
		below->by_hand = fd < 0 && (errno == ENOSYS || errno == EPERM);
	}
	if (below->by_hand)
		return open_by_hand(below, path, flags);
	return fd < 0 ? -errno : (int)fd;
}

int below_stat(struct below *below, const char *path, bool follow, struct stat *st)
{
	int fd = below_open(below, path, O_PATH | (follow ? 0 : O_NOFOLLOW));
	int r = 0;

	if (fd < 0)
		return fd;
	if (fstat(fd, st) < 0)
		r = -errno;
	(void)close(fd);
	return r;
}

int below_read(struct below *below, const char *path, size_t max_bytes, char **out, size_t *len)
{
	int fd = below_open(below, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	int r;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		r = -errno;
	else if (!S_ISREG(st.st_mode))
		r = S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	else
		r = fd_read_bounded(fd, max_bytes, out, len);
	(void)close(fd);
	return r;
}

int below_list(struct below *below, const char *path, struct string_list *names)
{
	int fd = below_open(below, path, O_RDONLY | O_DIRECTORY);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	*names = (struct string_list){ 0 };
	if (!dir) {
		int r = fd < 0 ? fd : -errno;

		if (fd >= 0)
			(void)close(fd);
		return r;
	}
	while (names->count < BELOW_MAX_NAMES && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			string_list_add(names, entry->d_name, strlen(entry->d_name));
	(void)closedir(dir);
	string_list_sort(names);
	return 0;
}
