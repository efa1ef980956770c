/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_QUOTE_H
#define ECSPROBE_QUOTE_H
/* A text inside of a format that gives some characters a meaning.  Private to
 * the report room. */
#include <stdio.h>

struct quoting {
	char character; /* '\0' ends the list */
	const char *written;
};

/* What escape_text() would not have let through becomes '?': such a byte is a
 * mistake of ours, which no reader of the format may have to pay for. */
void put_quoted(FILE *out, const struct quoting *quoting, const char *text);

#endif
