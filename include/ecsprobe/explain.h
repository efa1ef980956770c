/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EXPLAIN_H
#define ECSPROBE_EXPLAIN_H
/* The text of every code: the one source of --explain, --list-codes, the manual's DIAGNOSTICS,
 * and of the hint of each finding whose rule has none of its own. */
#include "ecsprobe/agent_status.h"
#include "ecsprobe/code.h"
#include "ecsprobe/util.h"

struct explanation {
	const char *meaning; /* one line */
	const char *looks;   /* how it looks to the agent, dockerd or a task */
	const char *check;   /* what to look at, or to do, in whole sentences */
	const char *page;    /* the AWS page to read */
};

/* NULL for CODE_NONE; every other code has one. */
const struct explanation *explain(enum code code);

/* How well it fits a message: the words are in its looks, or one of the messages quoted there is
 * a part of them, in any letter case.  GOOD: its looks begin with that message; BEST: and are nothing
 * but messages, or are about lookups, as the message is. */
enum explanation_fit { FIT_NONE, FIT_POSSIBLE, FIT_GOOD, FIT_BEST };
enum explanation_fit explanation_fit(const struct explanation *explanation, const char *message);

/* The addresses of the pages that it names, one after the other from *at on, which is 0 at
 * first; false: no more, as of what is about ecsprobe itself. */
enum { PAGE_ADDRESS_BYTES = 128 };
bool explanation_address(const struct explanation *explanation, size_t *at,
			 char out[static PAGE_ADDRESS_BYTES]);

/* What the agent means by an error in its log, and what to do; both NULL where nothing is
 * known, and the hint also where a code says more. */
struct log_cause_text {
	const char *words, *hint;
};
struct log_cause_text explain_log_cause(enum log_cause cause);
/* Adds the AWS CLI commands that look up what there is to check, with placeholders such as
 * VPC_ID; none where AWS has nothing to say about the cause. */
void explain_look_ups(enum code code, struct string_list *commands);

#endif
