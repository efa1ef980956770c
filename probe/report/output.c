/* SPDX-License-Identifier: Apache-2.0 */
/* Files that root writes where others may write too: nothing that somebody else has put
 * there decides what is written to, or what rights the new file has.  SECURITY.md says
 * which directories are safe. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/render.h"
#include "ecsprobe/util.h"
#include "ecsprobe/walk.h"

static const char foreign_link[] =
	"it is behind a symbolic link that is in a directory to which others may write";
static const char foreign_pipe[] =
	"it is somebody else's pipe or device, in a directory to which others may write";

static int fail(const char *path, const char *why, int err, struct error *e)
{
	char shown[256];

	escape_text(shown, sizeof shown, path);
	return error_set(e, ERROR_OUTPUT, err, "cannot write %s: %s", shown,
			 why ? why : strerror(err));
}

int output_write_fd(int fd, const char *bytes, size_t len, struct error *e)
{
	int r = fd_write_all(fd, bytes, len);

	return r < 0 ? fail(fd == STDOUT_FILENO ? "standard output" : "the output", NULL, -r, e)
		     : 0;
}

/* --- where it goes ------------------------------------------------------------- */

struct place {
	struct walk walk; /* not begun where there is a descriptor */
	int descriptor;   /* -1: a name in walk.dir */
	bool there;
	struct stat st; /* of what is there */
};

/* What these name is open already.  To open it once more would ask for a right that sudo
 * or a socket does not give, and would truncate a file.  -1: it is none of them. */
static int descriptor_of(const char *path)
{
	static const char *const directories[] = { "/dev/fd/", "/proc/self/fd/" };
	enum { MOST_DIGITS = 6 };

	if (strcmp(path, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	if (strcmp(path, "/dev/stderr") == 0)
		return STDERR_FILENO;
	for (size_t i = 0; i < ARRAY_SIZE(directories); i++) {
		size_t len = strlen(directories[i]);
		size_t digits;

		if (strncmp(path, directories[i], len) != 0)
			continue;
		digits = strspn(path + len, "0123456789");
		if (digits && digits <= MOST_DIGITS && !path[len + digits])
			return atoi(path + len);
	}
	return -1;
}

static int look(struct place *place)
{
	place->there =
		fstatat(place->walk.dir, place->walk.name, &place->st, AT_SYMLINK_NOFOLLOW) == 0;
	return place->there || errno == ENOENT ? 0 : -errno;
}

static int follow_links(struct place *place)
{
	struct walk *walk = &place->walk;
	int r;

	while ((r = walk_on(walk)) == 0 && (r = look(place)) == 0) {
		if (!place->there || !S_ISLNK(place->st.st_mode))
			return 0;
		r = walk_follow(walk);
		if (r < 0)
			return r;
		place->descriptor = descriptor_of(walk->rest);
		if (place->descriptor >= 0)
			return 0;
	}
	return r;
}

/* Where the links end, also when nothing is there yet, so that they themselves stay.
 * place_done() in either case. */
static int find(struct place *place, const char *path)
{
	CLEANUP(cleanup_close) int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	CLEANUP(cleanup_close) int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int r;

	*place = (struct place){ .walk.dir = -1, .descriptor = descriptor_of(path) };
	if (place->descriptor >= 0)
		return 0;
	if (root < 0 || here < 0)
		return -errno;
	r = walk_begin(&place->walk, WALK_GUARDED, root, here, path);
	return r < 0 ? r : follow_links(place);
}

static void place_done(struct place *place)
{
	walk_done(&place->walk);
}

bool output_replaces(const char *path)
{
	struct place place;
	bool replaces = find(&place, path) < 0 ||
			(place.descriptor < 0 && (!place.there || S_ISREG(place.st.st_mode)));

	place_done(&place);
	return replaces;
}

/* --- writing --------------------------------------------------------------------- */

/* Only one that was there when we were started: our own are closed on exec. */
static int write_descriptor(int fd, const char *bytes, size_t len)
{
	int flags = fcntl(fd, F_GETFD);

	if (flags < 0)
		return -errno;
	return flags & FD_CLOEXEC ? -EBADF : fd_write_all(fd, bytes, len);
}

static bool may_write_into(const struct walk *walk, const struct stat *st)
{
	return walk->trusted || st->st_uid == geteuid();
}

static int write_in_place(const struct place *place, const char *bytes, size_t len,
			  const char **why)
{
	/* Not to wait for a reader that a pipe does not have. */
	const int flags = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW;
	CLEANUP(cleanup_close) int fd = -1;
	struct stat st;

	*why = foreign_pipe;
	if (!may_write_into(&place->walk, &place->st))
		return -EACCES;
	fd = openat(place->walk.dir, place->walk.name, flags);
	/* Somebody may have put another one there meanwhile. */
	if (fd >= 0 && fstat(fd, &st) == 0 && !may_write_into(&place->walk, &st))
		return -EACCES;
	*why = NULL;
	if (fd < 0)
		return -errno;
	return S_ISREG(st.st_mode) ? -EAGAIN : fd_write_all(fd, bytes, len);
}

/* Only a file of our own passes its mode on, and of that only who may read and write it.
 * One with a second name may have been linked there by somebody who wants its mode.
 * False: the mode is that of a new file. */
static bool keeps_mode(const struct place *place, mode_t *mode)
{
	if (!place->there || !S_ISREG(place->st.st_mode) || place->st.st_uid != geteuid())
		return false;
	*mode = place->st.st_mode & 0777;
	if (place->st.st_nlink > 1)
		*mode &= ~(mode_t)(S_IWGRP | S_IWOTH);
	return true;
}

/* A new file's mode is the kernel's to decide, which knows the umask. */
static int fill(int fd, const struct place *place, const char *bytes, size_t len)
{
	mode_t mode;
	int r;

	if (keeps_mode(place, &mode) && fchmod(fd, mode) < 0)
		return -errno;
	r = fd_write_all(fd, bytes, len);
	return r == 0 && fsync(fd) < 0 ? -errno : r;
}

static int replace(const struct place *place, const char *bytes, size_t len)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	const int dir = place->walk.dir;
	CLEANUP(cleanup_close) int fd = -1;
	uint64_t random;
	char temporary[40];
	mode_t mode;
	int r;

	if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
		return -errno;
	(void)snprintf(temporary, sizeof temporary, ".ecsprobe-%016" PRIx64, random);
	fd = openat(dir, temporary, flags, keeps_mode(place, &mode) ? 0600 : 0644);
	if (fd < 0)
		return -errno;
	r = fill(fd, place, bytes, len);
	if (r == 0 && renameat(dir, temporary, dir, place->walk.name) < 0)
		r = -errno;
	if (r < 0)
		(void)unlinkat(dir, temporary, 0);
	return r;
}

static int write_place(const struct place *place, const char *bytes, size_t len, const char **why)
{
	if (place->descriptor >= 0)
		return write_descriptor(place->descriptor, bytes, len);
	if (!place->there || S_ISREG(place->st.st_mode))
		return replace(place, bytes, len);
	if (S_ISDIR(place->st.st_mode))
		return -EISDIR;
	return write_in_place(place, bytes, len, why);
}

int output_write_file(const char *path, const char *bytes, size_t len, struct error *e)
{
	const char *why = NULL;
	struct place place;
	int r = find(&place, path);

	if (r == 0)
		r = write_place(&place, bytes, len, &why);
	else if (place.walk.refused)
		why = foreign_link;
	place_done(&place);
	return r < 0 ? fail(path, why, -r, e) : 0;
}
