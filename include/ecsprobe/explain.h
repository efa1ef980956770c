/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EXPLAIN_H
#define ECSPROBE_EXPLAIN_H
/* The text of every code: the one source of --explain, --list-codes and the
 * manual's DIAGNOSTICS. */
#include "ecsprobe/code.h"
#include "ecsprobe/util.h"

struct explanation {
	const char *meaning; /* one line */
	const char *looks;   /* how it looks to the agent, dockerd or a task */
	const char *check;   /* what to look at, in the console's words */
	const char *page;    /* the AWS page to read */
};

/* NULL for CODE_NONE; every other code has one. */
const struct explanation *explain(enum code code);

/* Adds the AWS CLI commands that look up what there is to check, with placeholders such as
 * VPC_ID; none where AWS has nothing to say about the cause. */
void explain_look_ups(enum code code, struct string_list *commands);

#endif
