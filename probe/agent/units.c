/* SPDX-License-Identifier: Apache-2.0 */
#include "units.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "units_bus.h"

/* Of the agent's two names the first that is there counts; a mask of its name
 * hides no unit that is loaded. */
enum { ECS, AMAZON_ECS, DOCKER, CLOUD_FINAL, QUESTIONS };

static const char *const names[QUESTIONS] = {
	[ECS] = "ecs.service",
	[AMAZON_ECS] = "amazon-ecs.service",
	[DOCKER] = "docker.service",
	[CLOUD_FINAL] = "cloud-final.service",
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
};

/* systemd's words for whether it has the unit; any other, such as bad-setting,
 * may hide one that runs. */
static void settle_sight(struct unit_status *unit)
{
	static const struct {
		const char *load;
		enum sight sight;
	} rows[] = {
		{ "loaded", SIGHT_SEEN },
		{ "masked", SIGHT_SEEN },
		{ "not-found", SIGHT_ABSENT },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].load, unit->load) == 0) {
			unit->sight = rows[i].sight;
			return;
		}
	}
	(void)snprintf(unit->why, sizeof unit->why, "systemd cannot load it: %s", unit->load);
}

static int on_properties(sd_bus_message *reply, void *arg, sd_bus_error *ignored)
{
	struct question *question = arg;
	struct look *look = question->look;
	struct unit_status *unit = &question->unit;
	const sd_bus_error *error = sd_bus_message_get_error(reply);

	(void)ignored;
	/* It holds the unit's Environment= too. */
	(void)sd_bus_message_sensitive(reply);
	question->answered = true;
	if (error)
		units_tell_error(unit->why, sizeof unit->why, error);
	else if (units_read_properties(reply, unit))
		settle_sight(unit);
	else
		(void)copy_text(unit->why, sizeof unit->why, "systemd's answer makes no sense");
	if (--look->left == 0)
		units_settle(&look->base);
	return 0;
}

/* Asking for the properties of a unit that is not in memory loads it, and needs
 * no rights; without an interface it gives those of all. */
static int ask(struct question *question)
{
	char *path = NULL;
	int r = sd_bus_path_encode(SYSTEMD_PATH "/unit", question->unit.name, &path);

	if (r >= 0)
		r = sd_bus_call_method_async(question->look->base.bus, NULL, SYSTEMD_NAME, path,
					     "org.freedesktop.DBus.Properties", "GetAll",
					     on_properties, question, "s", "");
	free(path);
	return r;
}

static bool is_load(const struct unit_status *unit, const char *load)
{
	return unit->sight == SIGHT_SEEN && strcmp(unit->load, load) == 0;
}

static void look_over(struct units *units)
{
	struct look *look = (struct look *)units;
	struct question *questions = look->questions;
	struct agent_status *status = look->status;

	for (size_t i = 0; i < QUESTIONS; i++)
		if (!questions[i].answered)
			memcpy(questions[i].unit.why, units->why, sizeof units->why);
	/* Where the first cannot be known the second is no answer. */
	status->unit = questions[ECS].unit;
	if ((questions[ECS].unit.sight == SIGHT_ABSENT &&
	     questions[AMAZON_ECS].unit.sight != SIGHT_ABSENT) ||
	    (is_load(&questions[ECS].unit, "masked") &&
	     is_load(&questions[AMAZON_ECS].unit, "loaded")))
		status->unit = questions[AMAZON_ECS].unit;
	status->docker = questions[DOCKER].unit;
	status->cloud_final = questions[CLOUD_FINAL].unit;
	look->done(look->arg);
}

/* Another init, or a systemd beyond the walls of our own container, may keep
 * the agent all the same. */
static void all_unknown(struct look *look)
{
	(void)copy_text(look->base.why, sizeof look->base.why, "systemd is not visible here");
	units_settle(&look->base);
}

static void ask_all(struct look *look)
{
	for (size_t i = 0; i < QUESTIONS; i++) {
		struct question *question = &look->questions[i];
		int r = ask(question);

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

int units_look(struct units **out, struct sd_event *loop, struct agent_status *status,
	       uint64_t deadline_us, void (*done)(void *arg), void *arg, struct error *e)
{
	struct look *look = xcalloc(1, sizeof *look);
	int r = units_init(&look->base, loop, deadline_us, look_over, e);

	if (r < 0) {
		free(look);
		return r;
	}
	look->status = status;
	look->done = done;
	look->arg = arg;
	for (size_t i = 0; i < QUESTIONS; i++) {
		look->questions[i].look = look;
		(void)copy_text(look->questions[i].unit.name, UNIT_NAME_BYTES, names[i]);
	}
	status->booted = units_booted();
	if (!status->booted)
		all_unknown(look);
	else if (units_connect(&look->base))
		ask_all(look);
	*out = &look->base;
	return 0;
}
