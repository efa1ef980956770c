/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CONF_H
#define ECSPROBE_CONF_H
/* Files of "key = value" lines.  Spaces around key and value do not count, a '#' at the start of a
 * line or a word begins a comment, and there is no quoting or continuation.  Windows line ends and
 * a byte order mark are accepted.  The parser never guesses: a program that obeys half a file does
 * less than the user asked for. */
#include <stddef.h>

#include "ecsprobe/error.h"

enum { CONF_MAX_BYTES = 64 * 1024, CONF_LINE_BYTES = 1024 };

struct conf_reader {
	const char *file;                /* borrowed: for messages */
	const char *example;             /* borrowed: an example of a correct line, for messages */
	const char *next, *end;          /* borrowed: what is left of the text */
	unsigned line;                   /* of key and value; from 1 */
	char bytes[CONF_LINE_BYTES + 1]; /* the line, cut up */
	char *key, *value;               /* into bytes; the value may be "" */
};

/* text of len bytes and the names outlive the reader. */
void conf_open(struct conf_reader *reader, const char *file, const char *example, const char *text,
	       size_t len);

/* 1 for a line, 0 at the end, or -EINVAL: file, line, what was found and what
 * was expected; the next call is about the line after it. */
int conf_next(struct conf_reader *reader, struct error *e) ECSPROBE_MUST_CHECK;

/* For a caller that finds another fault in the line: "FILE:LINE: " and the text, always -EINVAL. */
int conf_refuse(const struct conf_reader *reader, struct error *e, const char *fmt, ...)
	ECSPROBE_PRINTF(3, 4);
/* "found '...', expected ..." of the same. */
int conf_unexpected(const struct conf_reader *reader, struct error *e, const char *found,
		    const char *expected);
/* "found WHAT of N bytes, expected ...": for an unknown key, which may be a part of a secret that
 * was pasted there. */
int conf_unknown(const struct conf_reader *reader, struct error *e, const char *what,
		 const char *expected);

#endif
