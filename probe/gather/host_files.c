/* SPDX-License-Identifier: Apache-2.0 */
#include "host_files.h"

#include <errno.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/local_file.h"
#include "ecsprobe/text.h"

enum { MAX_FILE_BYTES = 32 << 20, MAX_LISTED = 4096 };

void note_unreadable(struct host_facts *host, const char *path, const char *why)
{
	struct unreadable_file *unreadable = &host->unreadable[host->unreadable_count];

	if (host->unreadable_count >= ARRAY_SIZE(host->unreadable))
		return;
	/* A unit may name any path. */
	escape_text(unreadable->path, sizeof unreadable->path, path);
	for (size_t i = 0; i < host->unreadable_count; i++)
		if (strcmp(host->unreadable[i].path, unreadable->path) == 0)
			return;
	(void)copy_text(unreadable->why, sizeof unreadable->why, why);
	host->unreadable_count++;
}

static void note_of_host(void *arg, const char *path, const char *why)
{
	const struct host_reader *reader = arg;

	if (reader->host)
		note_unreadable(reader->host, path, why);
}

static const char on_network[] = "it is on a network file system";

static bool is_remote(const struct host_reader *reader, const char *path)
{
	return local_mounts_hold_remote(reader->mounts, path);
}

static void note_age(struct host_reader *reader, const char *path, int64_t slack_us)
{
	struct stat st;
	int64_t us;

	if (stat(path, &st) < 0)
		return;
	us = (int64_t)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000 - slack_us;
	if (us > reader->changed_us)
		reader->changed_us = us;
}

/* A file that is gone has left its directory changed; but its reader may have put a
 * file of its own there when it started, as dockerd does. */
static void note_age_without(struct host_reader *reader, const char *path)
{
	static const int64_t own_files_us = INT64_C(30) * 1000000;
	CLEANUP(cleanup_free) char *copy = xstrdup(path);

	note_age(reader, dirname(copy), own_files_us);
}

/* A file, or a directory: its names, each with a NUL behind it. */
struct seen_path {
	char *path; /* owned */
	bool is_directory;
	char *bytes; /* owned; NULL: it is not there */
	size_t len;
};

static const struct seen_path *find_seen(const struct host_reader *reader, const char *path,
					 bool is_directory)
{
	for (size_t i = 0; i < reader->seen_count; i++)
		if (reader->seen[i].is_directory == is_directory &&
		    strcmp(reader->seen[i].path, path) == 0)
			return &reader->seen[i];
	return NULL;
}

static char *copy_bytes(const char *bytes, size_t len)
{
	char *copy = xcalloc(1, len + 1);

	memcpy(copy, bytes, len);
	return copy;
}

/* What is large is read by nobody a second time. */
static void keep_seen(struct host_reader *reader, const char *path, bool is_directory,
		      const char *bytes, size_t len)
{
	enum { MOST_KEPT_BYTES = 1 << 16 };

	if (len > MOST_KEPT_BYTES)
		return;
	reader->seen = xgrow(reader->seen, reader->seen_count, sizeof *reader->seen);
	reader->seen[reader->seen_count++] =
		(struct seen_path){ xstrdup(path), is_directory,
				    bytes ? copy_bytes(bytes, len) : NULL, len };
}

static int read_once(struct host_reader *reader, const char *path, const char *full, char **bytes,
		     size_t *len)
{
	const struct seen_path *seen = find_seen(reader, path, false);
	int r;

	if (seen && !seen->bytes)
		return -ENOENT;
	if (seen) {
		*bytes = copy_bytes(seen->bytes, seen->len);
		*len = seen->len;
		return 0;
	}
	r = file_read_bounded(full, MAX_FILE_BYTES, bytes, len);
	if (r == 0)
		keep_seen(reader, path, false, *bytes, *len);
	return r;
}

static int read_of_host(void *arg, const char *path, char **bytes, size_t *len)
{
	struct host_reader *reader = arg;
	CLEANUP(cleanup_free) char *full = xasprintf("%s%s", reader->root, path);
	int r = is_remote(reader, path) ? -EREMOTE : read_once(reader, path, full, bytes, len);

	if (r < 0 && !file_is_missing(r))
		note_of_host(arg, path, r == -EREMOTE ? on_network : strerror(-r));
	if (r == 0)
		note_age(reader, full, 0);
	else if (strcmp(path, reader->watched) == 0)
		note_age_without(reader, full);
	return r;
}

static void keep_names(struct host_reader *reader, const char *directory,
		       const struct string_list *names)
{
	CLEANUP(text_done) struct text bytes = { 0 };

	for (size_t i = 0; i < names->count; i++)
		text_append_bytes(&bytes, names->items[i], strlen(names->items[i]) + 1);
	keep_seen(reader, directory, true, text_of(&bytes), bytes.len);
}

static int list_once(struct host_reader *reader, const char *directory, const char *full,
		     struct string_list *names)
{
	const struct seen_path *seen = find_seen(reader, directory, true);
	int r;

	if (!seen) {
		r = directory_names_at(full, MAX_LISTED + 1, names);
		if (r == 0)
			keep_names(reader, directory, names);
		else if (r == -ENOENT)
			keep_seen(reader, directory, true, NULL, 0);
		return r;
	}
	if (!seen->bytes)
		return -ENOENT;
	for (size_t at = 0, len; at < seen->len; at += len + 1) {
		len = strlen(seen->bytes + at);
		string_list_add(names, seen->bytes + at, len);
	}
	return 0;
}

static void list_of_host(void *arg, const char *directory, struct string_list *names)
{
	struct host_reader *reader = arg;
	CLEANUP(cleanup_free) char *path = xasprintf("%s%s", reader->root, directory);
	int r;

	if (is_remote(reader, directory)) {
		note_of_host(arg, directory, on_network);
		return;
	}
	note_age(reader, path, 0);
	r = list_once(reader, directory, path, names);
	if (r < 0 && !file_is_missing(r))
		note_of_host(arg, directory, strerror(-r));
	if (names->count > MAX_LISTED)
		note_of_host(arg, directory, "it contains too many files");
}

static bool is_masked_on_host(void *arg, const char *path)
{
	const struct host_reader *reader = arg;
	CLEANUP(cleanup_free) char *full = xasprintf("%s%s", reader->root, path);
	struct stat st;

	return !is_remote(reader, path) && stat(full, &st) == 0 && S_ISCHR(st.st_mode);
}

void host_reader_open(struct host_reader *reader, const char *root, struct host_facts *host)
{
	local_mounts_renew();
	*reader = (struct host_reader){
		.root = root,
		.host = host,
		.mounts = local_mounts_read(root),
		.watched = "",
	};
}

void host_reader_close(struct host_reader *reader)
{
	for (size_t i = 0; i < reader->seen_count; i++) {
		struct seen_path *seen = &reader->seen[i];

		if (seen->bytes)
			text_wipe_bytes(seen->bytes, seen->len);
		free(seen->bytes);
		free(seen->path);
	}
	free(reader->seen);
	free(reader->mounts);
}

struct file_source host_files(struct host_reader *reader)
{
	return (struct file_source){ reader, read_of_host, list_of_host, is_masked_on_host,
				     note_of_host };
}
