/* SPDX-License-Identifier: Apache-2.0 */
#include "ready.h"

#include <stdio.h>
#include <string.h>

#include "ecsprobe/clock.h"

void ready_remember(struct agent_before *before, const struct agent_status *status)
{
	*before = (struct agent_before){ .tasks_sight = status->tasks.sight,
					 .asked_s = clock_wall_s() };
	(void)copy_text(before->invocation, sizeof before->invocation, status->unit.invocation);
	before->main_start_us = status->unit.main_start_monotonic_us;
	(void)copy_text(before->container_id, sizeof before->container_id, status->container.id);
	before->container_started_us = status->container.started_us;
	(void)copy_text(before->arn, sizeof before->arn, status->introspection.arn);
	for (size_t i = 0; i < status->tasks.ids.count; i++)
		string_list_add(&before->tasks, status->tasks.ids.items[i],
				strlen(status->tasks.ids.items[i]));
}

void ready_forget(struct agent_before *before)
{
	string_list_done(&before->tasks);
}

static bool unit_is_back(const struct agent_before *before, const struct agent_status *now,
			 char *why, size_t size)
{
	const struct unit_status *unit = &now->unit;

	if (unit->sight != SIGHT_SEEN) {
		(void)snprintf(why, size, "the unit's state is not known: %s", unit->why);
		return false;
	}
	if (strcmp(unit->active, "active") != 0) {
		(void)snprintf(why, size, "%s is %s (%s)", unit->name, unit->active, unit->sub);
		return false;
	}
	if (strcmp(unit->invocation, before->invocation) != 0 ||
	    unit->main_start_monotonic_us > before->main_start_us)
		return true;
	(void)snprintf(why, size, "%s has not been started anew yet", unit->name);
	return false;
}

/* Where nobody knows which one ran before, only the clock can tell. */
static bool is_another_start(const struct agent_before *before,
			     const struct container_status *container)
{
	if (!before->container_id[0])
		return container->started_us >= before->asked_s * 1000000;
	return strcmp(container->id, before->container_id) != 0 ||
	       container->started_us > before->container_started_us;
}

static bool container_is_back(const struct agent_before *before, const struct agent_status *now,
			      char *why, size_t size)
{
	const struct container_status *container = &now->container;

	if (container->sight == SIGHT_UNKNOWN)
		(void)snprintf(why, size, "the container's state is not known: %s", container->why);
	else if (container->sight == SIGHT_ABSENT)
		(void)snprintf(why, size, "there is no container ecs-agent");
	else if (!container->running)
		(void)snprintf(why, size, "the container ecs-agent is %s (exit status %d)",
			       container->state, container->exit_code);
	else if (!is_another_start(before, container))
		(void)snprintf(why, size, "the container ecs-agent has not been started anew yet");
	else
		return true;
	return false;
}

static bool is_registered(const struct agent_before *before, const struct introspection *seen,
			  char *why, size_t size)
{
	if (seen->sight != SIGHT_SEEN)
		(void)snprintf(why, size, "the agent does not answer on port 51678%s%s",
			       seen->why[0] ? ": " : "", seen->why);
	else if (!seen->arn[0])
		(void)snprintf(why, size, "the agent is not registered yet");
	else if (before->arn[0] && strcmp(before->arn, seen->arn) != 0)
		(void)snprintf(why, size, "the agent registered as another container instance, %s",
			       seen->arn);
	else
		return true;
	return false;
}

static bool path_is_taken(const struct path_evidence *seen, enum sight path, char *why, size_t size)
{
	if (path == SIGHT_ABSENT)
		(void)snprintf(why, size, "the agent was sent to %s again",
			       seen->log_sight == SIGHT_SEEN ? seen->log_host : "a public host");
	else if (path == SIGHT_UNKNOWN)
		(void)snprintf(why, size, "the agent has not dialled its endpoint yet");
	return path == SIGHT_SEEN;
}

bool ready_is(const struct agent_before *before, const struct agent_status *now,
	      enum action_kind kind, enum sight path, char *why, size_t size)
{
	if (kind != ACTION_RESTART_CONTAINER && !unit_is_back(before, now, why, size))
		return false;
	if (!now->unit.without_container && !container_is_back(before, now, why, size))
		return false;
	return is_registered(before, &now->introspection, why, size) &&
	       path_is_taken(&now->path, path, why, size);
}

size_t ready_count_gone(const struct agent_before *before, const struct agent_status *now)
{
	size_t gone = 0;

	for (size_t i = 0; i < before->tasks.count; i++)
		gone += !string_list_has(&now->tasks.ids, before->tasks.items[i]);
	return gone;
}
