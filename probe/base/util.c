/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/util.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/exit_code.h"
#include "ecsprobe/process.h"

/* Most files of /proc are shorter. */
enum { FIRST_READ_BYTES = 4096 };

static _Noreturn void out_of_memory(void)
{
	static const char line[] = "ecsprobe: out of memory\n";

	(void)!write(STDERR_FILENO, line, sizeof line - 1);
	_exit(EXIT_INTERNAL);
}

void *xcalloc(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		out_of_memory();
	return memory;
}

char *xstrdup(const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		out_of_memory();
	return copy;
}

char *xasprintf(const char *fmt, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		out_of_memory();
	va_end(args);
	return text;
}

void *xgrow(void *items, size_t count, size_t item_size)
{
	/* Room is doubled whenever the count reaches a power of two, so no
	 * capacity has to be kept beside every array. */
	if ((count & (count - 1)) == 0) {
		size_t room = count ? count * 2 : 1;

		if (room > SIZE_MAX / item_size)
			out_of_memory();
		items = realloc(items, room * item_size);
		if (!items)
			out_of_memory();
	}
	memset((char *)items + count * item_size, 0, item_size);
	return items;
}

void bytes_grow(char **bytes, size_t *room, size_t most)
{
	size_t wanted = *room > most / 2 ? most : *room * 2;
	char *grown = realloc_wiped(*bytes, wanted + 1);

	if (!grown)
		out_of_memory();
	*bytes = grown;
	*room = wanted;
}

bool copy_text(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);
	bool fits = len < size;

	if (!fits)
		len = size - 1;
	memcpy(out, text, len);
	out[len] = '\0';
	return fits;
}

void text_wipe_bytes(char *bytes, size_t len)
{
	if (bytes)
		explicit_bzero(bytes, len);
}

char *text_trim(char *text, const char *around)
{
	size_t len;

	text += strspn(text, around);
	len = strlen(text);
	while (len && strchr(around, text[len - 1]))
		text[--len] = '\0';
	return text;
}

void text_wipe(char *text)
{
	if (text)
		text_wipe_bytes(text, strlen(text));
}

void string_list_add(struct string_list *list, const char *text, size_t len)
{
	char *copy = xcalloc(len + 1, 1);

	memcpy(copy, text, len);
	list->items = xgrow(list->items, list->count, sizeof *list->items);
	list->items[list->count++] = copy;
}

bool string_list_has(const struct string_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

void string_list_add_once(struct string_list *list, const char *text)
{
	if (!string_list_has(list, text))
		string_list_add(list, text, strlen(text));
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void string_list_sort(struct string_list *list)
{
	if (list->count > 1)
		qsort(list->items, list->count, sizeof *list->items, by_text);
}

void string_list_done(struct string_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct string_list){ 0 };
}

/* Reads until end of file or until the buffer is full. */
static ssize_t read_all(int fd, char *buffer, size_t size)
{
	size_t used = 0;

	while (used < size) {
		ssize_t n = read(fd, buffer + used, size - used);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		used += (size_t)n;
	}
	return (ssize_t)used;
}

int file_expect_regular(const struct stat *st)
{
	if (S_ISREG(st->st_mode))
		return 0;
	if (S_ISDIR(st->st_mode))
		return -EISDIR;
	return S_ISLNK(st->st_mode) ? -ELOOP : -EINVAL;
}

int file_open_regular(int dir, const char *path, int flags)
{
	const int follow = flags & O_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0;
	struct stat st;
	int fd;
	int r = fstatat(dir, path, &st, follow) < 0 ? -errno : file_expect_regular(&st);

	if (r < 0)
		return r;
	/* Whoever swaps it now has no device to put there; a pipe is not waited for. */
	fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
	return fd < 0 ? -errno : fd;
}

/* room: to begin with; what does not fit is read into more. */
static int read_to_end(int fd, size_t room, size_t max_bytes, char **out, size_t *len)
{
	CLEANUP(cleanup_free) char *buffer = xcalloc(room + 1, 1);
	size_t used = 0;

	for (;;) {
		ssize_t n = read_all(fd, buffer + used, room - used);

		if (n < 0)
			return (int)n;
		used += (size_t)n;
		if (used > max_bytes)
			return -EFBIG;
		if (used < room)
			break;
		bytes_grow(&buffer, &room, max_bytes + 1);
	}
	buffer[used] = '\0';
	*out = buffer;
	*len = used;
	buffer = NULL;
	return 0;
}

int fd_read_bounded(int fd, size_t max_bytes, char **out, size_t *len)
{
	struct stat st;
	int r;

	if (fstat(fd, &st) < 0)
		return -errno;
	r = file_expect_regular(&st);
	if (r < 0)
		return r;
	/* /proc files say 0 bytes, so the size is only a hint to refuse early. */
	if ((uint64_t)st.st_size > max_bytes)
		return -EFBIG;
	/* One byte more than the file has, so that its end is seen. */
	return read_to_end(fd, st.st_size ? (size_t)st.st_size + 1 : FIRST_READ_BYTES, max_bytes,
			   out, len);
}

int stream_read_bounded(int fd, size_t max_bytes, char **out, size_t *len)
{
	return read_to_end(fd, FIRST_READ_BYTES, max_bytes, out, len);
}

int file_read_bounded(const char *path, size_t max_bytes, char **out, size_t *len)
{
	CLEANUP(cleanup_close) int fd = file_open_regular(AT_FDCWD, path, 0);

	return fd < 0 ? fd : fd_read_bounded(fd, max_bytes, out, len);
}

int directory_names(int fd, size_t max, struct string_list *names)
{
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	int r = fd < 0 ? fd : dir ? 0 : -errno;

	*names = (struct string_list){ 0 };
	if (!dir) {
		if (fd >= 0)
			(void)close(fd);
		return r;
	}
	while (names->count < max) {
		errno = 0;
		entry = readdir(dir);
		if (!entry)
			break;
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			string_list_add(names, entry->d_name, strlen(entry->d_name));
	}
	if (names->count < max && errno) {
		r = -errno;
		string_list_done(names);
	}
	(void)closedir(dir);
	return r;
}

int directory_names_at(const char *path, size_t max, struct string_list *names)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return directory_names(fd < 0 ? -errno : fd, max, names);
}

int fd_write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		/* Somebody else's flag on a shared descriptor: wait for the reader. */
		if (n < 0 && errno == EAGAIN) {
			struct pollfd waiting = { .fd = fd, .events = POLLOUT };

			if (poll(&waiting, 1, -1) < 0 && errno != EINTR)
				return -errno;
			continue;
		}
		if (n < 0)
			return -errno;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}
