/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RENDER_H
#define ECSPROBE_RENDER_H
/* The report in each format: one table, one file a format.  Adding an output
 * is adding a row. */
#include <stdbool.h>
#include <stdio.h>

#include "ecsprobe/error.h"
#include "ecsprobe/report.h"

struct render_style {
	bool color;
	unsigned width; /* columns */
	unsigned verbose;
	bool waterfall; /* the text report draws its times */
	bool utf8;      /* ... with what more than ASCII has */
};

struct renderer {
	const char *format;
	const char *help;
	/* 0 or negative errno.  plan is NULL where the format has no form for a
	 * plan that was not carried out. */
	int (*report)(FILE *out, const struct report *report, const struct render_style *style);
	int (*plan)(FILE *out, const struct plan *plan, const struct identity *identity,
		    const struct render_style *style);
};

const struct renderer *renderer_table(size_t *count);
/* Whether a call of the plan needs an action of IAM: else its JSON would be no policy that IAM
 * takes, and is not asked for. */
bool plan_needs_permission(const struct plan *plan);
/* NULL when there is no such format. */
const struct renderer *renderer_find(const char *format);

/* The status for Nagios: the worse of the report and of the rest of the run. */
enum nagios_status nagios_status(const struct report *report, enum exit_code code);
/* Its line where there is no report. */
void nagios_refusal(FILE *out, const char *text);

/* Replaces the file atomically: a reader sees the old text or the new one.  A file of ours keeps
 * its mode (0777 of it), any other is new: 0644 without the umask.  A file that is not regular (a
 * pipe, a device) is written to, and so is the descriptor that /dev/stdout, /dev/stderr, /dev/fd/N
 * or /proc/self/fd/N names.  If others may write to a directory on the path, no link is followed,
 * and only our own pipe or device is written to. */
int output_write_file(const char *path, const char *bytes, size_t len,
		      struct error *e) ECSPROBE_MUST_CHECK;
/* Whether it would be replaced, so that no reader can hold up the writer, or cannot be written at
 * all. */
bool output_replaces(const char *path);
int output_write_fd(int fd, const char *bytes, size_t len, struct error *e) ECSPROBE_MUST_CHECK;

#endif
