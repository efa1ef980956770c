/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_SAMPLE_AGENT_H
#define ECSPROBE_TESTS_SAMPLE_AGENT_H
/* Agents and actions for the renderers, the same in every run.  Every agent's
 * container has secrets in its environment, which nobody may ever print. */
#include "world.h"

struct sample_agent {
	struct world *world;
	struct agent_status agent;
	struct action action; /* of a sample without one: not asked */
};

extern const char *const sample_agent_names[]; /* NULL-terminated */
extern const char sample_canary[];             /* a part of each secret */

/* By one of the names; with a report of two endpoints that work. */
struct sample_agent *sample_agent_new(const char *name);
void sample_agent_free(struct sample_agent *sample);

#endif
