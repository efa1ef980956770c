/* SPDX-License-Identifier: Apache-2.0 */
#include "units.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "units_bus.h"
#include "units_scan.h"

/* Of the agent's two names the first that exists counts; a mask of its name hides no unit that is
 * loaded. */
enum { ECS, AMAZON_ECS, DOCKER, CLOUD_FINAL, OWN, QUESTIONS };

static const char *const names[QUESTIONS] = {
	[ECS] = "ecs.service",
	[AMAZON_ECS] = "amazon-ecs.service",
	[DOCKER] = "docker.service",
	[CLOUD_FINAL] = "cloud-final.service",
	[OWN] = NULL,
};

struct question {
	struct look *look;
	struct unit_status unit;
	bool answered;
};

struct look {
	struct units base; /* first: units_close() frees by it */
	struct agent_status *status;
	void (*done)(void *arg);
	void *arg;
	struct question questions[QUESTIONS];
	size_t left;
	const char *own; /* the unit that is known to be the agent's; "": none is */
	struct owner_facts *owners;
	struct units_scan scan;
};

static bool is_the_agents(const char *name)
{
	return strcmp(name, names[ECS]) == 0 || strcmp(name, names[AMAZON_ECS]) == 0;
}

static bool is_load(const struct unit_status *unit, enum unit_load load)
{
	return unit->sight == SIGHT_SEEN && unit_load(unit) == load;
}

/* Of the two names the one that counts; if the first is unknown, the second is no answer. */
static const struct unit_status *named_unit(const struct look *look)
{
	const struct unit_status *ecs = &look->questions[ECS].unit;
	const struct unit_status *amazon = &look->questions[AMAZON_ECS].unit;
	bool second = (ecs->sight == SIGHT_ABSENT && amazon->sight != SIGHT_ABSENT) ||
		      (is_load(ecs, UNIT_LOAD_MASKED) && is_load(amazon, UNIT_LOAD_LOADED));

	return second ? amazon : ecs;
}

/* ecs-init, or the agent itself, is at work under it. */
static bool is_at_work(const struct unit_status *unit)
{
	return is_load(unit, UNIT_LOAD_LOADED) && (unit->by_ecs_init || unit->without_container) &&
	       !unit_is_down(unit);
}

static void on_scanned(void *arg)
{
	struct look *look = arg;

	units_settle(&look->base);
}

/* All that is asked by name is answered. */
static void go_on(struct look *look)
{
	if (!look->owners || look->own[0] || is_at_work(named_unit(look))) {
		units_settle(&look->base);
		return;
	}
	look->scan = (struct units_scan){
		.units = &look->base,
		.facts = look->owners,
		.is_asked = is_the_agents,
		.done = on_scanned,
		.arg = look,
	};
	units_scan_start(&look->scan);
}

static int on_properties(sd_bus_message *reply, void *arg, sd_bus_error *ignored)
{
	struct question *question = arg;
	struct look *look = question->look;

	(void)ignored;
	question->answered = true;
	units_take_properties(&look->base, reply, &question->unit);
	if (--look->left == 0)
		go_on(look);
	return 0;
}

static void look_over(struct units *units)
{
	struct look *look = (struct look *)units;
	struct question *questions = look->questions;
	struct agent_status *status = look->status;

	for (size_t i = 0; i < QUESTIONS; i++)
		if (!questions[i].answered)
			memcpy(questions[i].unit.why, units->why, sizeof units->why);
	status->unit = look->own[0] ? questions[OWN].unit : *named_unit(look);
	if (look->owners && look->owners->units_sight == SIGHT_UNKNOWN &&
	    !look->owners->units_why[0])
		memcpy(look->owners->units_why, units->why, sizeof units->why);
	status->docker = questions[DOCKER].unit;
	status->cloud_final = questions[CLOUD_FINAL].unit;
	look->done(look->arg);
}

/* Another init, or a systemd outside of our own container, may still keep the agent. */
static void all_unknown(struct look *look)
{
	(void)copy_text(look->base.why, sizeof look->base.why, "systemd is not visible here");
	units_settle(&look->base);
}

static void ask_all(struct look *look)
{
	for (size_t i = 0; i < QUESTIONS; i++) {
		struct question *question = &look->questions[i];
		int r;

		if (!question->unit.name[0])
			continue;
		r = units_ask_properties(&look->base, question->unit.name, on_properties, question);
		if (r >= 0) {
			look->left++;
			continue;
		}
		question->answered = true;
		(void)snprintf(question->unit.why, sizeof question->unit.why,
			       "cannot ask systemd: %s", strerror(-r));
	}
	if (look->left == 0)
		units_settle(&look->base);
}

int units_look(struct units **out, struct sd_event *loop, const struct agent_places *places,
	       struct agent_status *status, struct owner_facts *owners, uint64_t deadline_us,
	       void (*done)(void *arg), void *arg, struct error *e)
{
	struct look *look = xcalloc(1, sizeof *look);
	int r = units_init(&look->base, loop, places, deadline_us, look_over, e);

	if (r < 0) {
		free(look);
		return r;
	}
	look->status = status;
	look->owners = owners;
	look->own = "";
	if (status->owner.kind == OWNER_UNIT)
		look->own = status->owner.unit;
	look->done = done;
	look->arg = arg;
	for (size_t i = 0; i < QUESTIONS; i++) {
		look->questions[i].look = look;
		(void)copy_text(look->questions[i].unit.name, UNIT_NAME_BYTES,
				names[i] ? names[i] : look->own);
	}
	status->booted = units_booted(&look->base);
	if (!status->booted)
		all_unknown(look);
	else if (units_connect(&look->base))
		ask_all(look);
	*out = &look->base;
	return 0;
}
