/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_UNIT_FILES_H
#define ECSPROBE_UNIT_FILES_H
/* A service as its files say that systemd would start it: the unit, its drop-ins,
 * its environment files and what the manager gives to every service.
 * systemd.service(5), systemd.exec(5), systemd-system.conf(5).  Private to the
 * gather room. */
#include "config_files.h"

/* One variable, and where it is set.  The value may be a secret. */
struct assignment {
	char *key, *value; /* owned */
	char *path;        /* owned */
	unsigned line;
};

/* One word of a command line, and the file that it comes from: the unit's, or that
 * of the variable it stands for. */
struct argument {
	char *text;       /* owned; may hold a secret */
	const char *path; /* borrowed from the unit_files */
	unsigned line;
};

struct unit_files {
	bool is_there; /* the unit itself, not only a drop-in */
	/* As the process gets them: of one key the last counts. */
	struct assignment *environment; /* owned */
	size_t environment_count;
	/* The words of the last ExecStart=, the program first and without its prefixes,
	 * with variables replaced.  None where there is no such line. */
	struct argument *arguments; /* owned */
	size_t argument_count;
	char *exec_path; /* owned: the file of that line; NULL: there is none */
};

void unit_files_read(struct unit_files *unit, const struct file_source *files, const char *name);
/* The same of one text, for tests. */
void unit_files_read_text(struct unit_files *unit, const struct file_source *files, char *text,
			  const char *path);
/* Wipes what may be a secret. */
void unit_files_done(struct unit_files *unit);

#endif
