/* SPDX-License-Identifier: Apache-2.0 */
/* The file that remembers restarts.  It is always complete: a save fills another file, makes that
 * durable and renames it over the old one. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/agent.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/util.h"
#include "history_file.h"

const char history_directory[] = "/var/lib/ecsprobe";

static const char lock_name[] = "lock";
static const char file_name[] = "restarts.json";
/* One name is enough, as only the holder of the lock writes. */
static const char new_name[] = "restarts.json.new";

enum { SHOWN_BYTES = 256, OPEN_SAFELY = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY };

struct history_store {
	int directory;
	int lock;
	char shown[SHOWN_BYTES]; /* the directory, escaped */
};

static int fail(int err, const char *shown, const char *what, struct error *e)
{
	bool denied = err == EACCES || err == EPERM || err == EROFS;

	return error_set(e, denied ? ERROR_PERMISSION : ERROR_INTERNAL, err, "cannot %s %s: %s",
			 what, shown, strerror(err));
}

/* Anybody else with write permission there could make us restart endlessly, or never. */
static int check_directory(int fd, const char *shown, struct error *e)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return fail(errno, shown, "inspect", e);
	if (st.st_uid != geteuid())
		return error_set(e, ERROR_CONFIG, EPERM,
				 "%s belongs to user %ju, expected the user who runs ecsprobe",
				 shown, (uintmax_t)st.st_uid);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return error_set(e, ERROR_CONFIG, EPERM,
				 "%s has mode %04o, expected write permission for its owner alone",
				 shown, st.st_mode & 07777U);
	return 0;
}

static int open_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/* A new directory, too, must outlive a loss of power. */
static void sync_parent(int directory)
{
	CLEANUP(cleanup_close)
	int parent = openat(directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (parent >= 0)
		(void)fsync(parent);
}

/* The descriptor, or a negative errno with e filled. */
static int have_directory(const char *path, const char *shown, struct error *e)
{
	bool made = mkdir(path, 0700) == 0;
	int fd;
	int r;

	if (!made && errno != EEXIST)
		return fail(errno, shown, "make", e);
	fd = open_directory(path);
	if (fd == -ENOTDIR || fd == -ELOOP)
		return error_set(e, ERROR_CONFIG, ENOTDIR, "%s is not a directory", shown);
	if (fd < 0)
		return fail(-fd, shown, "open", e);
	r = check_directory(fd, shown, e);
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	if (made)
		sync_parent(fd);
	return fd;
}

/* The lock belongs to the open file, so it ends with the process in any case. */
static int take_lock(int directory, const char *shown, struct error *e)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = openat(directory, lock_name, O_RDWR | O_CREAT | OPEN_SAFELY, 0600);
	struct stat st;
	int err;

	if (fd < 0)
		return fail(errno, shown, "open the lock in", e);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return error_set(e, ERROR_CONFIG, EINVAL, "%s/%s is not a regular file", shown,
				 lock_name);
	}
	if (fcntl(fd, F_OFD_SETLK, &whole) == 0)
		return fd;
	err = errno;
	(void)close(fd);
	if (err == EAGAIN || err == EACCES)
		return error_set(e, ERROR_UNDECIDED, EBUSY,
				 "another ecsprobe is running: it holds %s/%s", shown, lock_name);
	return fail(err, shown, "take the lock in", e);
}

/* The file there is not one of ours; the disk and the system work. */
static bool is_files_fault(int r)
{
	return r == -ELOOP || r == -EISDIR || r == -EINVAL || r == -ENXIO || r == -EFBIG;
}

/* 0, or the negative errno of a failure that is not the file's: then nothing is known. */
static int read_history(int directory, struct history *history)
{
	CLEANUP(cleanup_close)
	int fd = openat(directory, file_name, O_RDONLY | OPEN_SAFELY);
	int r = fd < 0 ? -errno : 0;
	CLEANUP(cleanup_free) char *text = NULL;
	size_t len;

	*history = (struct history){ .lost = r != -ENOENT };
	if (r == 0)
		r = fd_read_bounded(fd, HISTORY_FILE_BYTES, &text, &len);
	if (r == 0)
		(void)history_file_parse(history, text, len);
	return r == -ENOENT || is_files_fault(r) ? 0 : r;
}

/* The remains of a run that was killed while it saved. */
static int remove_leftover(int directory, const char *shown, struct error *e)
{
	if (unlinkat(directory, new_name, 0) == 0 || errno == ENOENT)
		return 0;
	return fail(errno, shown, "clean up", e);
}

int history_open(struct history_store **out, const char *directory, struct history *history,
		 struct error *e)
{
	char shown[SHOWN_BYTES];
	struct history_store *store;
	int fd;
	int lock;
	int r;

	*history = (struct history){ 0 };
	escape_text(shown, sizeof shown, directory);
	fd = have_directory(directory, shown, e);
	if (fd < 0)
		return fd;
	lock = take_lock(fd, shown, e);
	r = lock < 0 ? lock : remove_leftover(fd, shown, e);
	if (r == 0) {
		r = read_history(fd, history);
		if (r < 0)
			r = fail(-r, shown, "read the history in", e);
	}
	if (r < 0) {
		*history = (struct history){ 0 };
		if (lock >= 0)
			(void)close(lock);
		(void)close(fd);
		return r;
	}
	store = xcalloc(1, sizeof *store);
	*store = (struct history_store){ .directory = fd, .lock = lock };
	(void)copy_text(store->shown, sizeof store->shown, shown);
	*out = store;
	return 0;
}

void history_peek(const char *directory, struct history *history)
{
	CLEANUP(cleanup_close) int fd = open_directory(directory);

	*history = (struct history){ .lost = fd < 0 && fd != -ENOENT };
	if (fd >= 0)
		(void)read_history(fd, history);
}

static int write_new(int directory, const char *text)
{
	CLEANUP(cleanup_close)
	int fd = openat(directory, new_name, O_WRONLY | O_CREAT | O_EXCL | OPEN_SAFELY, 0600);
	int r;

	if (fd < 0)
		return -errno;
	r = fd_write_all(fd, text, strlen(text));
	return r == 0 && fsync(fd) < 0 ? -errno : r;
}

static int replace(int directory, const char *text)
{
	int r = write_new(directory, text);

	/* A directory in its place is removed, if it is empty. */
	if (r == 0)
		(void)unlinkat(directory, file_name, AT_REMOVEDIR);
	if (r == 0 && renameat(directory, new_name, directory, file_name) < 0)
		r = -errno;
	if (r < 0) {
		(void)unlinkat(directory, new_name, 0);
		return r;
	}
	return fsync(directory) < 0 ? -errno : 0;
}

int history_save(struct history_store *store, const struct history *history, struct error *e)
{
	CLEANUP(cleanup_free) char *text = NULL;
	struct history again;
	int r = history_file_format(history, &text);

	if (r < 0)
		return error_set(e, ERROR_INTERNAL, -r, "cannot format the history: %s",
				 strerror(-r));
	/* Text that cannot be read again would be lost, and with it the count. */
	if (!history_file_parse(&again, text, strlen(text)))
		return error_set(e, ERROR_INTERNAL, EINVAL,
				 "the history contains a value that its file cannot");
	r = replace(store->directory, text);
	return r < 0 ? fail(-r, store->shown, "save the history in", e) : 0;
}

void history_close(struct history_store *store)
{
	if (!store)
		return;
	(void)close(store->lock);
	(void)close(store->directory);
	free(store);
}
