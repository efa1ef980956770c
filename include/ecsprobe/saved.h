/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SAVED_H
#define ECSPROBE_SAVED_H
/* A report from its JSON (ecsprobe.report/1), whoever wrote it: for --read.  The bytes are
 * taken for hostile: bounded, and refused with the member that is wrong. */
#include "ecsprobe/error.h"
#include "ecsprobe/report.h"

enum { SAVED_MAX_BYTES = 8 * 1024 * 1024 };

struct saved_report; /* opaque */

/* file: for messages.  calls: the table of --api's.  0 or negative with ERROR_CONFIG. */
int saved_report_read(struct saved_report **out, const char *file, const char *text,
		      const struct api_call *calls, size_t call_count,
		      struct error *e) ECSPROBE_MUST_CHECK;

/* Borrowed.  What the JSON does not hold is as if nobody had looked: the follow-up's
 * questions, and what the verdict was made of.  Its exit status is that of verdict and
 * restart: why else a run failed (its settings, its outputs) is not in its report. */
const struct report *saved_report_of(const struct saved_report *saved);

/* Borrowed: members that this version does not know, and so not what they say. */
const struct string_list *saved_report_ignored(const struct saved_report *saved);

void saved_report_free(struct saved_report *saved);

#endif
