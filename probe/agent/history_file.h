/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_HISTORY_FILE_H
#define ECSPROBE_HISTORY_FILE_H
/* The bytes of the history's file.  Private to the agent room. */
#include "ecsprobe/history.h"

enum { HISTORY_FILE_BYTES = 64 * 1024 };

/* text: NUL-terminated, hostile.  False where any of it is not as we write
 * it (fields of later versions may be there); the history is then empty and
 * lost.  Of too many restarts the newest are kept. */
bool history_file_parse(struct history *history, const char *text, size_t len);

/* *text: owned by the caller, a line.  0 or a negative errno. */
int history_file_format(const struct history *history, char **text) ECSPROBE_MUST_CHECK;

/* The kernel's way to write a UUID. */
bool history_is_boot_id(const char *text);

#endif
