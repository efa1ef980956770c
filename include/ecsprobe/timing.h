/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TIMING_H
#define ECSPROBE_TIMING_H
/* --timing: how long each phase of the last round took, by the wall's clock.  A phase that did
 * not happen has no time, which is not a time of 0. */
#include <stdbool.h>
#include <stdint.h>

#include "ecsprobe/outcome.h"

enum timing_phase {
	TIMING_FACTS, /* from the start until there is a plan */
	TIMING_PROBING,
	/* Within it, all at once: they do not add up to it. */
	TIMING_SLOWEST_DNS,
	TIMING_SLOWEST_CONNECT,
	TIMING_SLOWEST_TLS,
	TIMING_AGENT, /* all is probed: only the look at the agent is awaited */
	TIMING_API,
	TIMING_FOLLOW_UP,
	TIMING_LATE_FACTS,
	TIMING_JUDGING,
	TIMING_RESTART,
	TIMING_RENDERING, /* and writing; a report cannot know it of itself */
	TIMING_COUNT
};

struct timing {
	uint64_t us[TIMING_COUNT];
	bool happened[TIMING_COUNT];
	enum timing_phase running; /* TIMING_COUNT: none */
	uint64_t since_us;
};

struct timing_row {
	const char *name;  /* in JSON, before "_us" */
	const char *label; /* for people */
	bool within;       /* the phase above */
};
extern const struct timing_row timing_rows[TIMING_COUNT];

/* now_us: clock_now_us().  The running phase ends, another begins, or goes on. */
void timing_begin(struct timing *timing, enum timing_phase phase, uint64_t now_us);
void timing_end(struct timing *timing, uint64_t now_us);

/* The slowest of each kind of what was asked and dialled. */
void timing_take_outcomes(struct timing *timing, const struct outcomes *outcomes);

#endif
