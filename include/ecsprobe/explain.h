/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EXPLAIN_H
#define ECSPROBE_EXPLAIN_H
/* The text of every code: the one source of --explain, --list-codes, the manual's DIAGNOSTICS,
 * and of the hint of each finding whose rule has none of its own. */
#include "ecsprobe/code.h"

struct explanation {
	const char *meaning; /* one line */
	const char *looks;   /* how it looks to the agent, dockerd or a task */
	const char *check;   /* what to look at, or to do, in whole sentences */
	const char *page;    /* the AWS page to read */
};

/* NULL for CODE_NONE; every other code has one. */
const struct explanation *explain(enum code code);

#endif
