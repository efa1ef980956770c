/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_DECIDING_H
#define ECSPROBE_DECIDING_H
/* Files that decide what names mean or what a dialler does: one that is there
 * and cannot be read is itself worth telling.  Private to the gather room. */
#include <stddef.h>

#include "ecsprobe/facts.h"

/* The text, NUL-terminated, owned by the caller; NULL when there is no such
 * file, or when it could not be read, which is then noted. */
char *read_deciding_file(struct host_facts *host, const char *path, size_t *len);

/* Notes what is wrong with a file that was read. */
void note_unreadable(struct host_facts *host, const char *path, const char *why);

#endif
