/* SPDX-License-Identifier: Apache-2.0 */
/* Who made the agent's container, and so where its environment comes from. */
#include <string.h>

#include "ecsprobe/agent_status.h"

bool agent_has_container(const struct agent_status *status)
{
	return status->container.sight == SIGHT_SEEN &&
	       !(status->unit.sight == SIGHT_SEEN && status->unit.without_container);
}

/* If no unit is visible, its container is recognized by settings that ecs-init never asks of
 * Docker. */
bool agent_is_made_by_ecs_init(const struct agent_status *status)
{
	if (status->unit.sight == SIGHT_UNKNOWN)
		return !agent_container_is_by_hand(status);
	return status->unit.sight == SIGHT_SEEN && status->unit.by_ecs_init;
}

bool agent_keeps_environment(const struct agent_status *status)
{
	return status->unit.sight != SIGHT_SEEN || status->config.sight != SIGHT_SEEN;
}

const char *environment_value(const struct string_list *environment, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < environment->count; i++) {
		const char *item = environment->items[i];

		if (strncmp(item, key, len) == 0 && item[len] == '=')
			return item + len + 1;
	}
	return NULL;
}
