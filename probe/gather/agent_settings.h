/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_SETTINGS_H
#define ECSPROBE_AGENT_SETTINGS_H
/* The names that the agent's own configuration makes it use.  Private to the gather room. */
#include "ecsprobe/error.h"
#include "ecsprobe/facts.h"

struct unit_files;

/* unit: the one that is the agent itself, whose environment then counts in place of the files that
 * ecs-init reads; else NULL.  -EINVAL with ERROR_CONFIG for a value that is not a Region; the rest
 * is filled even then. */
int agent_settings_gather(struct host_facts *host, const struct unit_files *unit,
			  struct error *e) ECSPROBE_MUST_CHECK;

#endif
