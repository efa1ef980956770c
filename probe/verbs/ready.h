/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_READY_H
#define ECSPROBE_READY_H
/* Is the agent back?  Private to the verbs. */
#include "ecsprobe/action.h"
#include "ecsprobe/remedy.h"
#include "ecsprobe/text.h"

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

/* How its connection to ACS has been seen, and since when so: the same connection, or the
 * same lack of one. */
struct ready_hold {
	struct acs_state acs;
	int64_t word_us;   /* of the log's word about it */
	uint64_t since_us; /* CLOCK_MONOTONIC; 0: nothing was seen yet */
};

/* Takes a look over.  The result that is proven by now: RESTARTED or UNPROVEN, else
 * NOT_TRIED, and it goes on. */
enum action_result ready_hold(struct ready_hold *hold, const struct acs_state *acs,
			      const struct path_evidence *path, uint64_t now_us);
/* The same where no more time is left: UNPROVEN or NOT_READY.  has_ended: a container
 * since the restart was seen to end. */
enum action_result ready_at_the_end(const struct ready_hold *hold, bool has_ended, uint64_t now_us);

/* What is seen of the connection, for who waits. */
void ready_tell_acs(const struct ready_hold *hold, const struct path_evidence *path, char *words,
		    size_t size);

/* Whether now lacks a sight of unit, container or agent that before had. */
bool ready_sees_less(const struct agent_status *before, const struct agent_status *now);

/* Appends what a failed wait leaves to say: the unit's state, the container's end, the
 * last error of the agent's log; what text already says is left out. */
struct ready_remains {
	bool exited; /* a container since then was seen to have ended */
	int exit_code;
	char last_error[AGENT_LINE_BYTES];
};
void ready_take_remains(struct ready_remains *remains, const struct agent_before *before,
			const struct agent_status *now);
void ready_tell_remains(const struct ready_remains *remains, const struct agent_status *now,
			struct text *text);

/* How many of the task containers of before do not run any more. */
size_t ready_count_gone(const struct agent_before *before, const struct agent_status *now);

#endif
