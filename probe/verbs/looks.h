/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_LOOKS_H
#define ECSPROBE_LOOKS_H
/* What runs here: a look at the agent and then, for --profile auto, one at the
 * workload.  Both together have a deadline of their own, well before the run's.
 * Private to the verbs. */
#include <stdint.h>

#include "ecsprobe/error.h"

struct agent_look;
struct agent_status;
struct survey;
struct workload;
struct workload_look;

struct looks_config {
	const struct survey *survey;     /* started; borrowed, like the next two */
	struct agent_status *status;     /* filled by the first look */
	struct workload *workload;       /* filled by the second; NULL: there is none */
	uint64_t start_us;               /* of the run, CLOCK_MONOTONIC */
	uint64_t timeout_us;             /* of the run */
	void (*introspected)(void *arg); /* called once, before over; see agent_look_config */
	void (*over)(void *arg);         /* called once, from the loop */
	void *arg;
};

struct looks {
	struct looks_config config;
	struct agent_look *agent;
	struct workload_look *second;
};

/* looks must stay where it is until looks_stop(), which is harmless at any time
 * and due before survey_close(). */
int looks_start(struct looks *looks, const struct looks_config *config,
		struct error *e) ECSPROBE_MUST_CHECK;
void looks_stop(struct looks *looks);

#endif
