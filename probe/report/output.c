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

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

static int fail(const char *path, int err, struct error *e)
{
	char shown[256];

	escape_text(shown, sizeof shown, path);
	return error_set(e, ERROR_OUTPUT, err, "cannot write %s: %s", shown, strerror(err));
}

int output_write_fd(int fd, const char *bytes, size_t len, struct error *e)
{
	int r = write_all(fd, bytes, len);

	return r < 0 ? fail(fd == STDOUT_FILENO ? "standard output" : "the output", -r, e) : 0;
}

static int write_in_place(const char *path, const char *bytes, size_t len)
{
	CLEANUP(cleanup_close) int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	return fd < 0 ? -errno : write_all(fd, bytes, len);
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
	int r = write_all(fd, bytes, len);

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

int output_write_file(const char *path, const char *bytes, size_t len, struct error *e)
{
	CLEANUP(cleanup_free) char *target = NULL;
	struct stat st;
	int r;

	if (stat(path, &st) < 0) {
		r = errno == ENOENT ? replace(path, default_mode(), bytes, len) : -errno;
	} else if (!S_ISREG(st.st_mode)) {
		r = write_in_place(path, bytes, len);
	} else {
		/* Through a symbolic link, so that the link itself stays. */
		target = realpath(path, NULL);
		r = target ? replace(target, st.st_mode & 07777, bytes, len) : -errno;
	}
	return r < 0 ? fail(path, -r, e) : 0;
}
