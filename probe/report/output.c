/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/render.h"
#include "ecsprobe/util.h"

static int fail(const char *path, int err, struct error *e)
{
	char shown[256];

	escape_text(shown, sizeof shown, path);
	return error_set(e, ERROR_OUTPUT, err, "cannot write %s: %s", shown, strerror(err));
}

int output_write_fd(int fd, const char *bytes, size_t len, struct error *e)
{
	int r = fd_write_all(fd, bytes, len);

	return r < 0 ? fail(fd == STDOUT_FILENO ? "standard output" : "the output", -r, e) : 0;
}

static int write_in_place(const char *path, const char *bytes, size_t len)
{
	/* Not to wait for a reader that a pipe does not have. */
	CLEANUP(cleanup_close) int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	return fd < 0 ? -errno : fd_write_all(fd, bytes, len);
}

/* What open(2) would have given the file; only this process has a umask. */
static mode_t default_mode(void)
{
	mode_t mask = umask(0);

	(void)umask(mask);
	return 0666 & ~mask;
}

static int fill_and_rename(int fd, const char *temporary, const char *path, mode_t mode,
			   const char *bytes, size_t len)
{
	int r = fd_write_all(fd, bytes, len);

	if (r < 0)
		return r;
	if (fchmod(fd, mode) < 0 || fsync(fd) < 0 || rename(temporary, path) < 0)
		return -errno;
	return 0;
}

static int replace(const char *path, mode_t mode, const char *bytes, size_t len)
{
	CLEANUP(cleanup_free) char *temporary = xasprintf("%s.XXXXXX", path);
	CLEANUP(cleanup_close) int fd = mkostemp(temporary, O_CLOEXEC);
	int r;

	if (fd < 0)
		return -errno;
	r = fill_and_rename(fd, temporary, path, mode, bytes, len);
	if (r < 0)
		(void)unlink(temporary);
	return r;
}

/* As the kernel's protected_symlinks has it for open(2), which reading a link by
 * hand goes around: in a directory that everybody may write to a link counts only
 * if it is ours or the directory's owner's.  /tmp is where root is told to write. */
static bool may_follow(const char *link)
{
	const char *slash = strrchr(link, '/');
	CLEANUP(cleanup_free)
	char *directory = slash ? xasprintf("%.*s", (int)(slash - link) + 1, link) : xstrdup(".");
	struct stat parent;
	struct stat own;

	if (stat(directory, &parent) < 0 || lstat(link, &own) < 0)
		return false;
	return !(parent.st_mode & S_ISVTX) || !(parent.st_mode & S_IWOTH) ||
	       own.st_uid == geteuid() || own.st_uid == parent.st_uid;
}

enum { MAX_LINKS = 16 };

/* Where a chain of symbolic links ends, also when nothing is there yet, so that
 * the links themselves stay.  Owned by the caller; NULL with errno. */
static char *follow_links(const char *path)
{
	char *target = xstrdup(path);

	for (int i = 0; i < MAX_LINKS; i++) {
		char link[PATH_MAX];
		ssize_t len = readlink(target, link, sizeof link - 1);
		const char *slash = strrchr(target, '/');
		char *next;

		if (len < 0)
			return target;
		if (!may_follow(target)) {
			free(target);
			errno = EACCES;
			return NULL;
		}
		link[len] = '\0';
		next = link[0] == '/' || !slash
			       ? xstrdup(link)
			       : xasprintf("%.*s/%s", (int)(slash - target), target, link);
		free(target);
		target = next;
	}
	free(target);
	errno = ELOOP;
	return NULL;
}

int output_write_file(const char *path, const char *bytes, size_t len, struct error *e)
{
	CLEANUP(cleanup_free) char *target = follow_links(path);
	struct stat st;
	int r;

	if (!target)
		return fail(path, errno, e);
	if (stat(target, &st) < 0)
		r = errno == ENOENT ? replace(target, default_mode(), bytes, len) : -errno;
	else if (!S_ISREG(st.st_mode))
		r = write_in_place(target, bytes, len);
	else
		r = replace(target, st.st_mode & 07777, bytes, len);
	return r < 0 ? fail(path, -r, e) : 0;
}
