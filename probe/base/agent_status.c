/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/agent_status.h"

void agent_status_done(struct agent_status *status)
{
	struct string_list *environment = &status->container.environment;

	for (size_t i = 0; i < environment->count; i++)
		text_wipe(environment->items[i]);
	string_list_done(environment);
	string_list_done(&status->tasks.ids);
	string_list_done(&status->config.changed);
	string_list_done(&status->config.unmodelled);
	*status = (struct agent_status){ 0 };
}
