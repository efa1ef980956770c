/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_LOCAL_FILE_H
#define ECSPROBE_LOCAL_FILE_H
/* Files of this machine, read without waiting for a server: a path on a network
 * file system, or on one that is mounted on first use, is refused, because a
 * touch of it may block for as long as a server does.  The kernel's mount table
 * says which those are.  The root file system itself is never refused: without
 * it nothing would run.
 *
 * root is put before every path; "" for this machine. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/error.h"
#include "ecsprobe/sight.h"

/* The kernel's mount table, for a caller that reads many files; owned by the caller.
 * NULL, where it cannot be read, refuses nothing.  That of this machine is read once... */
char *local_mounts_read(const char *root);
/* ... in each look: whoever begins one calls this. */
void local_mounts_renew(void);
bool local_mounts_hold_remote(const char *mounts, const char *path);

bool local_file_is_remote(const char *root, const char *path);

/* file_read_bounded() of root and path together; -EREMOTE instead of a read that
 * may block. */
int local_file_read(const char *root, const char *path, size_t max_bytes, char **text,
		    size_t *len) ECSPROBE_MUST_CHECK;

/* Whether the result of a look at a file, 0 or a negative errno, is an answer: -ENOENT and the like
 * are. */
bool file_is_missing(int r);
/* SEEN; ABSENT; UNKNOWN where it could not be looked at. */
enum sight file_sight(int r);
/* For setting_facts.exists; arg is the root, a string. */
enum sight local_file_exists(void *arg, const char *path);

#endif
