/* SPDX-License-Identifier: Apache-2.0 */
#include "looks.h"

#include <stddef.h>

#include "ecsprobe/agent.h"
#include "survey.h"

/* Of the run's timeout.  An agent that hangs must leave the second look some time. */
enum { TENTHS_FOR_LOOKS = 3, TENTHS_FOR_SECOND = 1 };

static uint64_t deadline_us(const struct looks_config *config, unsigned tenths)
{
	return config->start_us + config->timeout_us / 10 * tenths;
}

static void on_introspected(void *arg)
{
	struct looks *looks = arg;

	if (looks->config.introspected)
		looks->config.introspected(looks->config.arg);
}

static void on_agent_over(void *arg)
{
	struct looks *looks = arg;
	const struct looks_config *config = &looks->config;
	const struct workload_look_config second = {
		.deadline_us = deadline_us(config, TENTHS_FOR_LOOKS),
		.status = config->status,
		.workload = config->workload,
		.done = config->over,
		.arg = config->arg,
	};
	struct error e = { 0 };

	if (config->workload) {
		if (workload_look_start(&looks->second, config->survey->loop, config->survey->http,
					&second, &e) == 0)
			return;
		workload_miss(config->workload, e.text);
	}
	config->over(config->arg);
}

int looks_start(struct looks *looks, const struct looks_config *config, struct error *e)
{
	const struct agent_look_config first = {
		.deadline_us = deadline_us(config, config->workload
							   ? TENTHS_FOR_LOOKS - TENTHS_FOR_SECOND
							   : TENTHS_FOR_LOOKS),
		.files = &config->survey->facts.host.agent_files,
		.status = config->status,
		.introspected = on_introspected,
		.done = on_agent_over,
		.arg = looks,
	};

	*looks = (struct looks){ .config = *config };
	return agent_look_start(&looks->agent, config->survey->loop, config->survey->http, &first,
				e);
}

void looks_stop(struct looks *looks)
{
	workload_look_stop(looks->second);
	looks->second = NULL;
	agent_look_stop(looks->agent);
	looks->agent = NULL;
}
