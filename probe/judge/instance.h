/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_INSTANCE_H
#define ECSPROBE_INSTANCE_H
/* Findings that concern the instance or a resolver, not one endpoint.
 * Private to the judge. */
#include "ecsprobe/judge.h"

void judge_instance(struct report *report, const struct judge_policy *policy);

/* Takes the message; the same code about the same subject is told once. */
void finding_add(struct report *report, enum code code, enum severity severity, const char *subject,
		 char *message, const char *hint);

/* Makes it worse, never better. */
void endpoint_mark(struct endpoint_verdict *endpoint, enum status status, enum code code);

/* Where what a finding says is written, for those that rest on a file. */
void findings_prove(struct report *report);

#endif
