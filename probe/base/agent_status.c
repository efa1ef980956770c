/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/agent_status.h"

#include <string.h>

bool agent_container_is_by_hand(const struct agent_status *status)
{
	const struct container_status *container = &status->container;

	return container->sight == SIGHT_SEEN && container->restart_policy[0] &&
	       strcmp(container->restart_policy, "no") != 0;
}

enum runs_as agent_runs_as(const struct agent_status *status)
{
	static const enum runs_as without_unit[] = {
		[SIGHT_UNKNOWN] = RUNS_AS_UNKNOWN,
		[SIGHT_ABSENT] = RUNS_AS_ABSENT,
		[SIGHT_SEEN] = RUNS_AS_CONTAINER,
	};

	if (status->unit.sight == SIGHT_UNKNOWN)
		return !status->booted && agent_container_is_by_hand(status) ? RUNS_AS_CONTAINER
									     : RUNS_AS_UNKNOWN;
	if (status->unit.sight == SIGHT_ABSENT)
		return without_unit[status->container.sight];
	return status->unit.without_container ? RUNS_AS_UNIT_WITHOUT_CONTAINER : RUNS_AS_UNIT;
}

const char *runs_as_name(enum runs_as runs_as)
{
	static const char *const names[] = {
		[RUNS_AS_UNKNOWN] = "unknown",
		[RUNS_AS_ABSENT] = "absent",
		[RUNS_AS_UNIT] = "unit",
		[RUNS_AS_UNIT_WITHOUT_CONTAINER] = "unit-without-container",
		[RUNS_AS_CONTAINER] = "container",
	};

	return names[runs_as];
}

void agent_status_done(struct agent_status *status)
{
	struct string_list *environment = &status->container.environment;

	for (size_t i = 0; i < environment->count; i++)
		text_wipe(environment->items[i]);
	string_list_done(environment);
	string_list_done(&status->tasks.ids);
	string_list_done(&status->config.changed);
	string_list_done(&status->config.unmodelled);
	string_list_done(&status->config.fatal);
	string_list_done(&status->config.refused);
	string_list_done(&status->config.unproven);
	*status = (struct agent_status){ 0 };
}
