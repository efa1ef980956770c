/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PROCESS_H
#define ECSPROBE_PROCESS_H
/* Sets up this process, independent of how it was started. */
#include <stddef.h>

/* Call this first.  A closed pipe or a file that exceeds its limit must count as a failed output,
 * not end the process.  A closed standard descriptor stays unusable, so that no file or socket gets
 * its number and receives the output.  A crash leaves no core, which would contain the passwords of
 * proxies and registries. */
void process_begin(void);

/* From now on free() overwrites memory, whichever library calls it.  Call it before the first
 * secret that a library may copy. */
void process_wipe_freed(void);

/* For a library that can be given its own. */
void free_wiped(void *block);
void *realloc_wiped(void *block, size_t size);

#endif
