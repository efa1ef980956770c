/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_FINDINGS_H
#define ECSPROBE_FINDINGS_H
/* What all rules write into.  Private to the judge. */
#include "ecsprobe/judge.h"

/* Takes the message; the same code about the same subject is told once.  hint, static: what to
 * check, or to do; NULL: what --explain says of the code. */
void finding_add(struct report *report, enum code code, enum severity severity, const char *subject,
		 char *message, const char *hint);

/* Which of two is worse: skip stands above warn, since nobody can vouch for a check that was
 * cut short. */
int status_rank(enum status status);
/* Makes it worse, never better. */
void endpoint_mark(struct endpoint_verdict *endpoint, enum status status, enum code code);

#endif
