/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_UNITS_H
#define ECSPROBE_AGENT_UNITS_H
/* The units that the agent's packages bring, as their files say.  Private to the
 * gather room. */
#include "unit_files.h"

enum { AGENT_UNITS = 2 };

struct agent_units {
	struct unit_files files[AGENT_UNITS];
	/* The one whose ExecStart= is the agent itself, as on Bottlerocket: what it sets is
	 * the agent's.  NULL: they start ecs-init, or something else. */
	const struct unit_files *agent;
};

void agent_units_read(struct agent_units *units, const struct file_source *files);
void agent_units_done(struct agent_units *units);

#endif
