/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/below.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>

#include "ecsprobe/walk.h"

int below_root(struct below *below, const char *directory)
{
	*below = (struct below){ .root = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC) };
	return below->root < 0 ? -errno : 0;
}

/* For kernels without openat2().  A descriptor, or a negative errno. */
static int open_by_hand(const struct below *below, const char *path, int flags)
{
	struct walk walk;
	int r = walk_begin(&walk, WALK_CONFINED, below->root, below->root, path);

	while (r == 0 && (r = walk_on(&walk)) == 0 && !(flags & O_NOFOLLOW) && walk_at_link(&walk))
		r = walk_follow(&walk);
	if (r == 0) {
		r = openat(walk.dir, walk.name, flags | O_NOFOLLOW | O_CLOEXEC);
		if (r < 0)
			r = -errno;
	}
	walk_done(&walk);
	return r;
}

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

int below_open_regular(struct below *below, const char *path)
{
	struct stat st;
	int r = below_stat(below, path, true, &st);

	if (r == 0)
		r = file_expect_regular(&st);
	return r < 0 ? r : below_open(below, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

int below_read(struct below *below, const char *path, size_t max_bytes, char **out, size_t *len)
{
	CLEANUP(cleanup_close) int fd = below_open_regular(below, path);

	return fd < 0 ? fd : fd_read_bounded(fd, max_bytes, out, len);
}

int below_list(struct below *below, const char *path, struct string_list *names)
{
	int r = directory_names(below_open(below, path, O_RDONLY | O_DIRECTORY), BELOW_MAX_NAMES,
				names);

	string_list_sort(names);
	return r;
}
