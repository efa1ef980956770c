/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_UTIL_H
#define ECSPROBE_UTIL_H
/* Memory, growing arrays and bounded files.  Running out of memory ends the
 * process with one line and EXIT_INTERNAL: nothing here has a side effect
 * that would need undoing. */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "ecsprobe/error.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

void *xcalloc(size_t count, size_t size);
char *xstrdup(const char *text);
char *xasprintf(const char *fmt, ...) ECSPROBE_PRINTF(1, 2);

/* Makes room for one more item behind the first count ones; the array is
 * owned by the caller and freed with free().  Returns the array, which may
 * have moved; the new item is zeroed. */
void *xgrow(void *items, size_t count, size_t item_size);

/* Doubles *room, to at most `most` bytes; a NUL fits behind it.  What stood in *bytes (owned,
 * or NULL) is copied and its old place wiped; the rest is not cleared. */
void bytes_grow(char **bytes, size_t *room, size_t most);

/* strlcpy without the surprise: false when the text did not fit (the copy is
 * then cut, and still terminated). */
bool copy_text(char *out, size_t size, const char *text);

/* Overwrites text that may be a secret, in a way the compiler keeps.  NULL is
 * fine. */
void text_wipe(char *text);
void text_wipe_bytes(char *bytes, size_t len);
/* Without what stands around it of these characters: cut off behind, and the result
 * begins where the rest does. */
char *text_trim(char *text, const char *around);

/* A list of owned strings. */
struct string_list {
	char **items;
	size_t count;
};

void string_list_add(struct string_list *list, const char *text, size_t len);
bool string_list_has(const struct string_list *list, const char *text);
void string_list_add_once(struct string_list *list, const char *text);
/* By the bytes of its strings. */
void string_list_sort(struct string_list *list);
void string_list_done(struct string_list *list);

struct stat;
/* 0, -EISDIR, -ELOOP or -EINVAL for what else there is. */
int file_expect_regular(const struct stat *st) ECSPROBE_MUST_CHECK;

/* A descriptor to read a regular file from, or a negative errno.  Nothing else is even
 * opened: that alone does something to a device (a watchdog begins to count).
 * dir, path: as of openat(2); flags: O_NOFOLLOW or 0. */
int file_open_regular(int dir, const char *path, int flags) ECSPROBE_MUST_CHECK;

/* The whole file, NUL-terminated, owned by the caller.  Returns 0, -EFBIG
 * when it is longer than max_bytes, or another negative errno; *out and *len
 * are written on success only. */
int file_read_bounded(const char *path, size_t max_bytes, char **out,
		      size_t *len) ECSPROBE_MUST_CHECK;

/* The same of a descriptor from its position on, which stays open. */
int fd_read_bounded(int fd, size_t max_bytes, char **out, size_t *len) ECSPROBE_MUST_CHECK;

/* The same of a pipe, a terminal or whatever else the user chose to read. */
int stream_read_bounded(int fd, size_t max_bytes, char **out, size_t *len) ECSPROBE_MUST_CHECK;

/* The names in a directory but "." and "..", unsorted; no more than max of them.  fd is taken
 * over, also where it is a negative errno.  0 or a negative errno: a directory that cannot
 * be read to its end is not one that holds less. */
int directory_names(int fd, size_t max, struct string_list *names) ECSPROBE_MUST_CHECK;
int directory_names_at(const char *path, size_t max, struct string_list *names) ECSPROBE_MUST_CHECK;

/* All of it, whatever the system takes at a time.  0 or a negative errno. */
int fd_write_all(int fd, const char *bytes, size_t len) ECSPROBE_MUST_CHECK;

/* For locals: CLEANUP(cleanup_free) char *s = NULL; declared in the
 * innermost block and assigned once. */
#define CLEANUP(function) __attribute__((cleanup(function)))

static inline void cleanup_free(void *pointer)
{
	free(*(void **)pointer);
}

static inline void cleanup_close(const int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
}

#endif
