/* SPDX-License-Identifier: Apache-2.0 */
/* The files of an image, for readers that work on both an image and a host. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "image.h"

enum { MOST_NOTES_BYTES = 1024 };

void image_add_note(struct text *notes, const char *note)
{
	static const char more[] = ", and more";

	if (notes->len < MOST_NOTES_BYTES)
		text_join(notes, ", ", "%s", note);
	else if (strcmp(notes->bytes + notes->len - (sizeof more - 1), more) != 0)
		text_append(notes, "%s", more);
}

void image_note_unread(struct image_facts *image, const char *path, const char *why)
{
	CLEANUP(cleanup_free) char *note = NULL;
	char shown[IMAGE_PATH_BYTES];

	escape_text(shown, sizeof shown, path);
	note = xasprintf("%s (%s)", shown, why);
	image_add_note(&image->unreadable, note);
}

void image_note_unreadable(struct image_facts *image, const char *path, int r)
{
	if (r < 0 && r != -ENOENT && r != -ENOTDIR)
		image_note_unread(image, path, strerror(-r));
}

/* A directory of that name says nothing. */
static int read_of_image(void *arg, const char *path, char **bytes, size_t *len)
{
	const struct image_reader *reader = arg;
	int r;

	if (*path != '/' || strncmp(path, "/run/", 5) == 0)
		return -ENOENT;
	r = below_read(reader->below, path, IMAGE_FILE_BYTES, bytes, len);
	if (r != -EISDIR)
		image_note_unreadable(reader->image, path, r);
	return r;
}

static void note_of_image(void *arg, const char *path, const char *why)
{
	const struct image_reader *reader = arg;

	image_note_unread(reader->image, path, why);
}

static void list_of_image(void *arg, const char *directory, struct string_list *names)
{
	const struct image_reader *reader = arg;

	if (*directory != '/' || strncmp(directory, "/run/", 5) == 0)
		return;
	image_note_unreadable(reader->image, directory,
			      below_list(reader->below, directory, names));
	if (names->count >= BELOW_MAX_NAMES)
		image_note_unread(reader->image, directory, "it contains too many files");
}

int image_read_link(struct image_facts *image, struct below *below, const char *path,
		    char target[static IMAGE_PATH_BYTES])
{
	CLEANUP(cleanup_close) int fd = below_open(below, path, O_PATH | O_NOFOLLOW);
	ssize_t len;

	target[0] = '\0';
	if (fd < 0) {
		image_note_unreadable(image, path, fd);
		return fd;
	}
	len = readlinkat(fd, "", target, IMAGE_PATH_BYTES - 1);
	target[len > 0 ? len : 0] = '\0';
	return 0;
}

bool image_is_masked(struct image_facts *image, struct below *below, const char *path)
{
	char target[IMAGE_PATH_BYTES];

	return image_read_link(image, below, path, target) == 0 && strcmp(target, "/dev/null") == 0;
}

static bool is_masked_in_image(void *arg, const char *path)
{
	const struct image_reader *reader = arg;

	return *path == '/' && image_is_masked(reader->image, reader->below, path);
}

struct file_source image_files(struct image_reader *reader)
{
	return (struct file_source){ reader, read_of_image, list_of_image, is_masked_in_image,
				     note_of_image };
}
