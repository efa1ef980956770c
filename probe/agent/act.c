/* SPDX-License-Identifier: Apache-2.0 */
#include "docker.h"
#include "ecsprobe/agent.h"
#include "units.h"

struct agent_act {
	struct units *units;
	struct docker *docker;
};

int agent_act_start(struct agent_act **out, struct sd_event *loop, struct http *http,
		    const struct agent_act_config *config, struct error *e)
{
	struct agent_act *act = xcalloc(1, sizeof *act);
	int r;

	if (config->kind == ACTION_RESTART_CONTAINER)
		r = docker_act(&act->docker, loop, http, config, e);
	else
		r = units_act(&act->units, loop, config, e);
	if (r < 0) {
		free(act);
		return r;
	}
	*out = act;
	return 0;
}

/* For Docker it is not known when a request has been sent. */
bool agent_act_asked(const struct agent_act *act)
{
	return act && (act->docker || units_asked(act->units));
}

void agent_act_stop(struct agent_act *act)
{
	if (!act)
		return;
	units_close(act->units);
	docker_close(act->docker);
	free(act);
}
