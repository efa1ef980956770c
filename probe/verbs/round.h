/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ROUND_H
#define ECSPROBE_ROUND_H
/* One whole look at everything: facts, plan, probes, the agent.  Nothing of an
 * earlier one is used again, as files and metadata may have changed since.
 * Private to the verbs. */
#include "ecsprobe/report.h"
#include "ecsprobe/wishes.h"
#include "looks.h"
#include "survey.h"

struct api;
struct engine;
struct sd_event_source;
struct trust;

/* One after the other, but for the way back from LOOK to PROBING, where the look at the agent
 * shows more to ask.  A phase for which there is nothing to do is left out. */
enum round_phase {
	PHASE_PLANNING,  /* facts are on their way */
	PHASE_UNDECIDED, /* there is nothing to probe: only the look at the agent is awaited */
	PHASE_PROBING,
	PHASE_LOOK,      /* all is probed: the look at the agent is awaited */
	PHASE_ROLE,      /* the instance role's credentials are awaited, to ask AWS */
	PHASE_API,       /* AWS is asked */
	PHASE_FOLLOW_UP, /* what was seen asks for more */
	PHASE_LATE,      /* all probing is over: facts may still come */
};

/* What has not come yet.  The plan needs the first three. */
enum {
	AWAITS_IDENTITY = 1 << 0,
	AWAITS_WORKLOAD = 1 << 1,
	AWAITS_ACCOUNT = 1 << 2,
	AWAITS_NETWORK = 1 << 3,
};

struct round {
	const struct options *options;
	uint64_t start_us, deadline_us;
	struct survey survey;
	struct trust *trust;
	struct wishes wishes;
	struct plan plan;
	struct timing timing;
	struct engine *engine;
	unsigned followups; /* rounds of them so far */
	struct looks looks;
	struct agent_status status;
	struct action action;
	struct api *api; /* while AWS is asked */
	struct api_facts api_facts;
	struct image_facts image; /* --bake */
	bool image_seen;
	struct sd_event_source *late, *role_late, *silence;
	enum round_phase phase;
	bool begun_early; /* and what the metadata service decides is still open */
	unsigned awaited; /* AWAITS_... */
	bool interrupted;
	bool refused;       /* the command line asks for something that does not exist */
	bool misset;        /* ... or the settings or a profile file do */
	struct error error; /* why there are no outcomes, if there are none */
};

/* Returns when it is over, at the latest after --timeout.  SIGINT and SIGTERM,
 * which the caller holds back, end it early.  What went wrong is in the round. */
void round_run(struct round *round, const struct options *options);

/* After an action: the agent's own copy of /etc/hosts may be another one now. */
void round_see_again(struct round *round);

/* Judges it; may be called again once more is known, as after an action.  The
 * report borrows from the round. */
void round_report(struct round *round, struct report *report);

void round_done(struct round *round);

#endif
