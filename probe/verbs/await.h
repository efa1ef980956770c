/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AWAIT_H
#define ECSPROBE_AWAIT_H
/* The request that restarts the agent, and the wait until it is back.  Private
 * to the verbs. */
#include "ecsprobe/agent.h"
#include "ecsprobe/agent_files.h"
#include "ecsprobe/report.h"
#include "ready.h"

struct await {
	const struct report *report; /* borrowed; judged: says which way is private */
	struct action *action;       /* borrowed; gets result, detail, tasks, or is deferred */
	bool for_path;               /* the path was the reason: it must be seen to be another */
	struct agent_owner owner;    /* whom the request went to */
	const char *spite;           /* borrowed; what --force took away, or "" */
	struct agent_before before;
	uint64_t start_us, deadline_us;
	struct agent_status seen; /* the last look that was over; taken over by the caller */
	bool interrupted;         /* by a signal, before anything was asked for */
	bool signalled;           /* ... afterwards: the end was not waited for */
	bool act_over;            /* systemd or Docker has said how its job ended */

	struct sd_event *loop; /* all that follows is await.c's own */
	struct sd_event_source *pause, *end;
	struct http *http;
	struct agent_act *act;
	struct agent_look *look;
	struct agent_status fresh;
	struct agent_files files;
	bool over, leaving, cut; /* cut: a look has less time than others */
	struct ready_hold hold;
	struct ready_remains remains;
	uint64_t good_us, told_us; /* since when it is back; when that was told last */
	char good_id[CONTAINER_ID_BYTES];
	char good_invocation[sizeof((struct unit_status *)0)->invocation];
	int64_t good_started_us;
	char told[352]; /* these two have room in an action's detail */
	char job[256];
};

int await_open(struct await *w, struct error *e) ECSPROBE_MUST_CHECK;

/* One look of at most limit_us into seen; false when there is none. */
bool await_look(struct await *w, uint64_t limit_us);

/* Asks, and waits until the deadline at most. */
void await_restart(struct await *w);

void await_close(struct await *w); /* also of one that was never opened */

/* Takes an action back: nothing was done, and why. */
void await_defer(struct action *action, enum action_reason reason, const char *detail);

#endif
