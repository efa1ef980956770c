/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_FINDINGS_H
#define ECSPROBE_FINDINGS_H
/* What all rules write into.  Private to the judge. */
#include "ecsprobe/judge.h"

/* Takes the message; the same code about the same subject is reported once.  hint, static: what to
 * check, or to do; NULL: the text of --explain for the code. */
void finding_add(struct report *report, enum code code, enum severity severity, const char *subject,
		 char *message, const char *hint);

/* The worse of two: skip ranks above warn, since the result of an unfinished check is not known. */
int status_rank(enum status status);
/* Makes it worse, never better. */
void endpoint_mark(struct endpoint_verdict *endpoint, enum status status, enum code code);

#endif
