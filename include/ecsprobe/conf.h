/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CONF_H
#define ECSPROBE_CONF_H
/* Files of "key = value" lines: a whole-line comment begins with '#', blanks
 * around key and value do not count, nothing is quoted or continued. */
#include <stdbool.h>
#include <stddef.h>

enum { CONF_MAX_BYTES = 64 * 1024, CONF_LINE_BYTES = 1024 };

struct conf_reader {
	const char *next;            /* borrowed: the text that is left */
	unsigned line;               /* of key and value; from 1 */
	char bytes[CONF_LINE_BYTES]; /* the line, cut up */
	const char *key, *value;     /* into bytes */
	const char *expected;        /* what the line should have been, after CONF_WRONG */
};

enum conf_step { CONF_END, CONF_SETTING, CONF_WRONG };

/* text is NUL-terminated and outlives the reader. */
void conf_open(struct conf_reader *reader, const char *text);

/* After CONF_WRONG bytes hold the line, as far as it fits, and reading may go on. */
enum conf_step conf_next(struct conf_reader *reader);

#endif
