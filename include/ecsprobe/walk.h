/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WALK_H
#define ECSPROBE_WALK_H
/* Resolves a path name by name, by descriptors of directories: the file that was checked is the
 * file that is used, even if somebody renames it meanwhile. */
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "ecsprobe/error.h"

enum walk_how {
	/* Links and ".." lead nowhere above the root (a chroot's view). */
	WALK_CONFINED,
	/* Links count only if nobody but us and root could have created them. */
	WALK_GUARDED,
};

struct walk {
	enum walk_how how;
	int root; /* borrowed: where an absolute path and an absolute link begin */
	int dir;  /* owned: the directory that name is in */
	char name[NAME_MAX + 1];
	/* Nobody but us and root may write to dir, nor swap a directory on the way to it. */
	bool trusted;
	bool refused; /* -EACCES because of a link that somebody else may have put there */

	struct stat here; /* all that follows is walk.c's own: what dir is */
	bool anchored;
	unsigned depth;
	unsigned links;
	char rest[2 * PATH_MAX];
	size_t at; /* from here on rest is still to go */
};

/* All return 0 or a negative errno; afterwards walk_done() in either case.
 * start: where a relative path begins, borrowed. */
int walk_begin(struct walk *walk, enum walk_how how, int root, int start,
	       const char *path) ECSPROBE_MUST_CHECK;
/* Goes on to the last name of the path, which may be no name of anything yet, a link,
 * or "." where the path ends in a directory. */
int walk_on(struct walk *walk) ECSPROBE_MUST_CHECK;
bool walk_at_link(const struct walk *walk);
/* name is a link (-EINVAL: it is none any more).  rest is then the path that it
 * leads to. */
int walk_follow(struct walk *walk) ECSPROBE_MUST_CHECK;

void walk_done(struct walk *walk);

#endif
