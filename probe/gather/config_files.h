/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CONFIG_FILES_H
#define ECSPROBE_CONFIG_FILES_H
/* Where systemd and its like look for their settings, and how their lines are
 * read, whether on this host or in an image.  systemd.unit(5), systemd.syntax(7).
 * Private to the gather room. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/util.h"

/* The files of this host, or of an image.  Every reader below takes one. */
struct file_source {
	void *arg;
	/* The file's bytes with a NUL behind them, owned by the caller.  0 or a negative errno; the
	 * source has noted a file that exists but cannot be read. */
	int (*read)(void *arg, const char *path, char **bytes, size_t *len);
	/* None, where there is no such directory. */
	void (*list)(void *arg, const char *directory, struct string_list *names);
	/* Whether /dev/null is in place of the file. */
	bool (*is_masked)(void *arg, const char *path);
	/* Notes that the contents of the file cannot be used, and why. */
	void (*note)(void *arg, const char *path, const char *why);
};

/* The file as text, for the caller to free; NULL: it does not exist, cannot be read, or contains a
 * NUL byte, and the last two are noted. */
char *config_read_text(const struct file_source *source, const char *path, size_t *len);

/* The text may be changed; it is wiped behind the call. */
typedef void (*config_text_fn)(void *arg, const char *path, char *text, size_t len);

/* Directories go from the highest priority down to a NULL: the first that has a
 * file of some name hides those of that name below, also where it is masked.
 * False when none has. */
bool config_read_file(const struct file_source *source, const char *const *directories,
		      const char *name, config_text_fn each, void *arg);

/* Files *.conf in these subdirectories (down to a NULL) of all of them, in the
 * order of their names. */
void config_read_drop_ins(const struct file_source *source, const char *const *directories,
			  const char *const *subdirectories, config_text_fn each, void *arg);

/* What is there under a name of that pattern, fnmatch(3); sorted, each name once. */
void config_names(const struct file_source *source, const char *const *directories,
		  const char *pattern, struct string_list *names);

/* Joins lines that continue after a backslash, and removes comments. */
void config_join_lines(char *text);

/* Lines that set something: key and value are trimmed, between them stands one of
 * these characters.  The section is "" before the first one; number is the line of
 * the file at which the setting begins, from 1.  The text is cut up. */
typedef void (*config_setting_fn)(void *arg, const char *section, char *key, char *value,
				  unsigned number);
void config_each_setting(char *text, const char *between, config_setting_fn each, void *arg);

/* An environment file, systemd.exec(5); the text is cut up. */
typedef void (*config_assignment_fn)(void *arg, const char *key, const char *value,
				     unsigned number);
void config_each_assignment(char *text, config_assignment_fn each, void *arg);

#endif
