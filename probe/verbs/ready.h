/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_READY_H
#define ECSPROBE_READY_H
/* Is the agent back?  Private to the verbs. */
#include "ecsprobe/action.h"

/* What must be different afterwards, and what must not. */
struct agent_before {
	int64_t asked_s; /* CLOCK_REALTIME */
	char invocation[sizeof((struct unit_status *)0)->invocation];
	uint64_t main_start_us;
	char container_id[CONTAINER_ID_BYTES];
	int64_t container_started_us;
	char arn[ARN_BYTES];
	enum sight tasks_sight;
	struct string_list tasks; /* owned */
};

void ready_remember(struct agent_before *before, const struct agent_status *status);
void ready_forget(struct agent_before *before);

/* Whether it is back; else why not, in words.  path: whether it was seen to take
 * the private path (remedy_private_path()), or SEEN where that is no matter. */
bool ready_is(const struct agent_before *before, const struct agent_status *now,
	      enum action_kind kind, enum sight path, char *why, size_t size);

/* How many of the task containers of before do not run any more. */
size_t ready_count_gone(const struct agent_before *before, const struct agent_status *now);

#endif
