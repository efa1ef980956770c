/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_GATHER_IMAGE_H
#define ECSPROBE_GATHER_IMAGE_H
/* The parts of gather_image().  Private to the gatherer. */
#include "config_files.h"
#include "ecsprobe/below.h"
#include "ecsprobe/image.h"

enum { IMAGE_FILE_BYTES = 256 * 1024 };

/* Adds to a list of what is not known; where that is long, "and more" ends it. */
void image_add_note(struct text *notes, const char *note);
/* Notes what could not be read; a missing file does not count as that. */
void image_note_unreadable(struct image_facts *image, const char *path, int r);
/* The same in words of our own. */
void image_note_unread(struct image_facts *image, const char *path, const char *why);

/* Where a link leads, "" where it is none; 0 or a negative errno, which is noted. */
int image_read_link(struct image_facts *image, struct below *below, const char *path,
		    char target[static IMAGE_PATH_BYTES]) ECSPROBE_MUST_CHECK;
/* /dev/null is there in place of a file. */
bool image_is_masked(struct image_facts *image, struct below *below, const char *path);

/* Files that are not part of an image, such as all of /run, do not exist. */
struct image_reader {
	struct image_facts *image;
	struct below *below;
};
struct file_source image_files(struct image_reader *reader);

/* Names of units that some target wants, and of those that cannot be started. */
void image_look_at_units(struct image_facts *image, struct below *below);

/* Nameservers that are named permanently, wherever that can be said. */
void image_look_at_resolvers(struct image_facts *image, struct below *below,
			     const struct file_source *files);
/* Keeps an address once for a file, at the first line that names it. */
void image_add_pin(struct image_facts *image, const struct ip *ip, const struct origin *origin,
		   bool immutable);

/* Clusters and proxies, and Docker's settings. */
void image_look_at_settings(struct image_facts *image, const struct file_source *files);

#endif
