/* SPDX-License-Identifier: Apache-2.0 */
#include "ready.h"

#include <stdio.h>
#include <string.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/text.h"

enum { SECOND_US = 1000000 };

/* An agent that registers and ends at once is not back. */
static const uint64_t confirm_us = SECOND_US;
/* What stays so long is no mere dial: ACS closes what it does not want at once. */
static const uint64_t stays_us = UINT64_C(10) * SECOND_US;
/* Within a wait of 90 s: the pause between two attempts grows to half of the time so far
 * (session.go). */
static const uint64_t retried_us = UINT64_C(60) * SECOND_US;
/* The agent itself gives a handshake up after 30 s (wsclient/client.go). */
static const uint64_t handshake_us = UINT64_C(35) * SECOND_US;

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
	if (unit_state(unit) != UNIT_STATE_ACTIVE) {
		(void)snprintf(why, size, "%s is %s (%s)", unit->name, unit->active, unit->sub);
		return false;
	}
	if (strcmp(unit->invocation, before->invocation) != 0 ||
	    unit->main_start_monotonic_us > before->main_start_us)
		return true;
	(void)snprintf(why, size, "%s has not been restarted yet", unit->name);
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
		(void)snprintf(why, size, "the container ecs-agent has not been restarted yet");
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
		(void)snprintf(why, size, "ECS sent the agent to %s again",
			       seen->log_sight == SIGHT_SEEN ? seen->log_host : "a public host");
	else if (path == SIGHT_UNKNOWN)
		(void)snprintf(why, size, "the agent has not tried to connect to its endpoint yet");
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

/* --- the connection to ACS --------------------------------------------------------- */

static bool is_the_same(const struct ready_hold *hold, const struct acs_state *acs, int64_t word_us)
{
	return hold->since_us && hold->acs.sight == acs->sight && hold->acs.socket == acs->socket &&
	       hold->word_us == word_us;
}

/* How long it must be seen so; 0: no time proves it. */
static uint64_t time_to_prove(const struct acs_state *acs)
{
	switch (acs->sight) {
	case ACS_CONNECTED:
		return confirm_us;
	case ACS_DIALLED:
		return handshake_us;
	case ACS_HELD:
	case ACS_HIDDEN:
		return stays_us;
	case ACS_FAILED:
		return acs->socket ? stays_us : 0;
	case ACS_AWAY:
		break;
	}
	return 0;
}

enum action_result ready_hold(struct ready_hold *hold, const struct acs_state *acs,
			      const struct path_evidence *path, uint64_t now_us)
{
	uint64_t needed_us = time_to_prove(acs);

	if (!is_the_same(hold, acs, path->acs_time_us))
		*hold = (struct ready_hold){ *acs, path->acs_time_us, now_us };
	if (!needed_us || now_us - hold->since_us < needed_us)
		return RESULT_NOT_TRIED;
	return acs->sight == ACS_HIDDEN ? RESULT_UNPROVEN : RESULT_RESTARTED;
}

/* One that has ended before may be up for the moment only. */
enum action_result ready_at_the_end(const struct ready_hold *hold, bool has_ended, uint64_t now_us)
{
	if (!hold->since_us)
		return RESULT_NOT_READY;
	if (hold->acs.sight == ACS_HELD || hold->acs.sight == ACS_HIDDEN)
		return now_us - hold->since_us >= (has_ended ? stays_us : confirm_us)
			       ? RESULT_UNPROVEN
			       : RESULT_NOT_READY;
	/* It has not failed again, where it would have tried again. */
	return hold->acs.sight == ACS_FAILED && hold->acs.why &&
			       now_us - hold->since_us >= retried_us
		       ? RESULT_UNPROVEN
		       : RESULT_NOT_READY;
}

void ready_tell_acs(const struct ready_hold *hold, const struct path_evidence *path, char *words,
		    size_t size)
{
	static const char *const rows[] = {
		[ACS_CONNECTED] = "the agent is back; checking that it stays up",
		[ACS_HELD] =
			"the agent is registered and has a connection to ACS open; checking that it stays up",
		[ACS_DIALLED] =
			"the agent is registered and is connecting to ACS, which has not answered yet",
		[ACS_HIDDEN] =
			"the agent is registered; it is not known whether it is connected to ACS",
		[ACS_AWAY] = "the agent is registered but has not connected to ACS",
		[ACS_FAILED] = "the agent is registered but could not connect to ACS",
	};
	const char *more = path->acs_error[0] ? path->acs_error : hold->acs.why;

	(void)snprintf(words, size, "%s%s%s", rows[hold->acs.sight], more ? ": " : "",
		       more ? more : "");
}

/* --- where it ends ----------------------------------------------------------------- */

bool ready_sees_less(const struct agent_status *before, const struct agent_status *now)
{
	const struct {
		enum sight before, now;
	} parts[] = {
		{ before->unit.sight, now->unit.sight },
		{ before->container.sight, now->container.sight },
		{ before->introspection.sight, now->introspection.sight },
	};

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (parts[i].before != SIGHT_UNKNOWN && parts[i].now == SIGHT_UNKNOWN)
			return true;
	return false;
}

void ready_take_remains(struct ready_remains *remains, const struct agent_before *before,
			const struct agent_status *now)
{
	const struct container_status *container = &now->container;

	if (container->sight == SIGHT_SEEN && !container->running &&
	    strcmp(container->state, "created") != 0 && is_another_start(before, container)) {
		remains->exited = true;
		remains->exit_code = container->exit_code;
	}
	if (now->path.last_error[0])
		(void)copy_text(remains->last_error, sizeof remains->last_error,
				now->path.last_error);
}

void ready_tell_remains(const struct ready_remains *remains, const struct agent_status *now,
			struct text *text)
{
	const struct unit_status *unit = &now->unit;

	if (unit->sight == SIGHT_SEEN) {
		CLEANUP(cleanup_free)
		char *words = xasprintf("%s is %s (%s)", unit->name, unit->active, unit->sub);

		if (!strstr(text_of(text), words))
			text_join(text, "; ", "%s", words);
	}
	if (remains->exited && !strstr(text_of(text), "exit status"))
		text_join(text, "; ", "its container ended with exit status %d",
			  remains->exit_code);
	/* What it says of ACS is the reason, whatever came after it. */
	if (now->path.acs_error[0] && strstr(text_of(text), now->path.acs_error))
		return;
	if (remains->last_error[0] && !strstr(text_of(text), remains->last_error))
		text_join(text, "; ", "the agent's last error: %s", remains->last_error);
}
