/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PROCESS_H
#define ECSPROBE_PROCESS_H
/* What this process is, whoever started it and however. */
#include <stddef.h>

/* First of all.  A reader that goes away and a file that grows too long are outputs that
 * could not be written, not the end; a standard descriptor that is closed stays unusable,
 * so that no file or socket of ours comes in its place and gets what is printed; no crash
 * leaves a core, which would hold the passwords of proxies and registries. */
void process_begin(void);

/* From now on free() overwrites what it is given, whichever library gives it: before the
 * first secret that libraries make copies of. */
void process_wipe_freed(void);

/* For a library that can be given its own. */
void free_wiped(void *block);
void *realloc_wiped(void *block, size_t size);

#endif
