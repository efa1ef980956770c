/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ERROR_H
#define ECSPROBE_ERROR_H
/* The failure of the tool itself, as a value.  A failed probe is data, never
 * an error.  A function that takes a struct error fills it exactly when it
 * returns a negative errno; nobody below the verbs prints it. */
#include <stdarg.h>

enum error_class {
	ERROR_NONE,
	ERROR_USAGE,      /* the command line asks for something impossible */
	ERROR_CONFIG,     /* a configuration file does */
	ERROR_PERMISSION, /* the system says no */
	ERROR_OUTPUT,     /* a report could not be written */
	ERROR_UNDECIDED,  /* nothing could be judged (no Region, empty plan) */
	ERROR_INTERNAL,   /* the system failed, or ecsprobe did */
};

enum { ERROR_TEXT_BYTES = 512 };

struct error {
	enum error_class class;
	char text[ERROR_TEXT_BYTES]; /* one line, no newline, escaped where peers speak */
};

#define ECSPROBE_PRINTF(fmt_index, first) __attribute__((format(printf, fmt_index, first)))
#define ECSPROBE_MUST_CHECK __attribute__((warn_unused_result))

/* Fills *e (which may be NULL) and returns -err, so that "return error_set(...)"
 * reads well.  err: a positive errno value. */
int error_set(struct error *e, enum error_class class, int err, const char *fmt, ...)
	ECSPROBE_PRINTF(4, 5);

#endif
