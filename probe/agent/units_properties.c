/* SPDX-License-Identifier: Apache-2.0 */
/* Words and types of org.freedesktop.systemd1(5). */
#include <ctype.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "container_command.h"
#include "units_bus.h"
#include "units_conditions.h"

bool units_is_word(const char *text)
{
	if (!*text)
		return false;
	for (; *text; text++)
		if (!islower((unsigned char)*text) && !isdigit((unsigned char)*text) &&
		    *text != '-')
			return false;
	return true;
}

static int read_word(sd_bus_message *m, void *field)
{
	const char *text;
	int r = sd_bus_message_read_basic(m, SD_BUS_TYPE_STRING, &text);

	if (r >= 0 && (!units_is_word(text) || !copy_text(field, UNIT_WORD_BYTES, text)))
		*(char *)field = '\0';
	return r;
}

static int read_invocation(sd_bus_message *m, void *field)
{
	enum { ID_BYTES = 16 };
	char *hex = field;
	const void *id;
	size_t size;
	int r = sd_bus_message_read_array(m, SD_BUS_TYPE_BYTE, &id, &size);

	*hex = '\0';
	for (size_t i = 0; r >= 0 && size == ID_BYTES && i < size; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", ((const unsigned char *)id)[i]);
	return r;
}

static int read_int(sd_bus_message *m, void *field)
{
	return sd_bus_message_read_basic(m, SD_BUS_TYPE_INT32, field);
}

static int read_uint(sd_bus_message *m, void *field)
{
	return sd_bus_message_read_basic(m, SD_BUS_TYPE_UINT32, field);
}

static int read_monotonic(sd_bus_message *m, void *field)
{
	uint64_t *us = field;
	int r = sd_bus_message_read_basic(m, SD_BUS_TYPE_UINT64, us);

	if (r >= 0 && *us > INT64_MAX)
		*us = 0;
	return r;
}

static int read_realtime(sd_bus_message *m, void *field)
{
	uint64_t us = 0;
	int r = read_monotonic(m, &us);

	*(int64_t *)field = (int64_t)us;
	return r;
}

static int read_job(sd_bus_message *m, void *field)
{
	uint32_t id = 0;
	int r = sd_bus_message_read(m, "(uo)", &id, NULL);

	*(bool *)field = id != 0;
	return r;
}

static int read_after(sd_bus_message *m, void *field)
{
	const char *name;
	bool *found = field;
	int r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "s");

	*found = false;
	if (r < 0)
		return r;
	while ((r = sd_bus_message_read_basic(m, SD_BUS_TYPE_STRING, &name)) > 0)
		*found |= strcmp(name, "cloud-final.service") == 0;
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

/* The agent itself, or ecs-init, which runs it in a container; anything else is
 * of the user's own making. */
static void take_program(struct unit_status *unit, const char *program)
{
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;

	unit->without_container |= agent_is_its_program(program);
	unit->by_ecs_init |= strstr(name, "ecs-init") != NULL;
}

/* One command: its program, what it does with the container, and whether systemd
 * goes on where it fails. */
struct exec {
	const char *program;
	bool wraps_ecs_init;
	unsigned does;
	bool optional;
};

static int read_words(sd_bus_message *m, struct exec *exec)
{
	CLEANUP(cleanup_free) const char **words = xcalloc(MAX_COMMAND_WORDS, sizeof *words);
	struct command_reading reading;
	size_t count = 0;
	const char *word;
	int r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "s");

	if (r < 0)
		return r;
	while ((r = sd_bus_message_read_basic(m, SD_BUS_TYPE_STRING, &word)) > 0) {
		exec->wraps_ecs_init |= strstr(word, "/amazon-ecs-init") != NULL;
		if (count < MAX_COMMAND_WORDS)
			words[count++] = word;
	}
	exec->wraps_ecs_init &= command_is_wrapper(exec->program);
	command_read(&reading, words, count);
	exec->does = reading.does;
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_command(sd_bus_message *m, struct exec *exec)
{
	int optional = 0;
	int r = sd_bus_message_read_basic(m, SD_BUS_TYPE_STRING, &exec->program);

	if (r >= 0)
		r = read_words(m, exec);
	if (r >= 0)
		r = sd_bus_message_read_basic(m, SD_BUS_TYPE_BOOLEAN, &optional);
	exec->optional = optional;
	return r < 0 ? r : sd_bus_message_skip(m, "ttttuii");
}

static int read_commands(sd_bus_message *m, struct unit_status *unit,
			 void (*take)(struct unit_status *unit, const struct exec *exec))
{
	int r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "(sasbttttuii)");

	if (r < 0)
		return r;
	while ((r = sd_bus_message_enter_container(m, SD_BUS_TYPE_STRUCT, "sasbttttuii")) > 0) {
		struct exec exec = { 0 };

		r = read_command(m, &exec);
		if (r >= 0) {
			take(unit, &exec);
			r = sd_bus_message_exit_container(m);
		}
		if (r < 0)
			return r;
	}
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static void take_start(struct unit_status *unit, const struct exec *exec)
{
	take_program(unit, exec->program);
	unit->by_ecs_init |= exec->wraps_ecs_init;
	unit->does |= exec->does;
}

/* A download that may fail stands in nobody's way. */
static void take_beside(struct unit_status *unit, const struct exec *exec)
{
	unsigned does = exec->does & ~(unsigned)COMMAND_UNREAD;

	unit->does_beside |= exec->optional ? does & ~(unsigned)COMMAND_PULLS : does;
}

/* What must succeed in front of the start may be what makes the container. */
static void take_before(struct unit_status *unit, const struct exec *exec)
{
	take_beside(unit, exec);
	if (!exec->optional && !command_is_harmless(exec->program))
		unit->does_beside |= exec->does & COMMAND_UNREAD;
}

static void take_stop(struct unit_status *unit, const struct exec *exec)
{
	unit->has_stop = true;
	take_beside(unit, exec);
}

static int read_exec(sd_bus_message *m, void *field)
{
	struct unit_status *unit = field;

	unit->without_container = unit->by_ecs_init = false;
	unit->does = 0;
	return read_commands(m, unit, take_start);
}

static int read_beside(sd_bus_message *m, void *field)
{
	return read_commands(m, field, take_beside);
}

static int read_before(sd_bus_message *m, void *field)
{
	return read_commands(m, field, take_before);
}

static int read_stop(sd_bus_message *m, void *field)
{
	return read_commands(m, field, take_stop);
}

static int read_flag(sd_bus_message *m, void *field)
{
	int flag = 0;
	int r = sd_bus_message_read_basic(m, SD_BUS_TYPE_BOOLEAN, &flag);

	*(bool *)field = flag;
	return r;
}

/* What readers are given the start of, with an offset of 0. */
struct reading {
	struct unit_status unit; /* first */
	struct unit_paths paths;
};

static int read_conditions(sd_bus_message *m, void *field)
{
	struct reading *reading = field;

	return units_read_conditions(m, &reading->paths, &reading->unit.condition_fails);
}

static int read_environment_files(sd_bus_message *m, void *field)
{
	struct reading *reading = field;

	return units_read_environment_files(m, &reading->paths, &reading->unit.environment_missing);
}

bool units_read_commands(sd_bus_message *reply, unsigned *does)
{
	struct unit_status unit = { 0 };

	if (!sd_bus_message_has_signature(reply, "v") ||
	    sd_bus_message_enter_container(reply, SD_BUS_TYPE_VARIANT, "a(sasbttttuii)") < 0 ||
	    read_exec(reply, &unit) < 0)
		return false;
	*does = unit.does;
	return true;
}

#define FIELD(member) offsetof(struct unit_status, member)

static const struct property {
	const char *name, *type;
	int (*read)(sd_bus_message *m, void *field);
	size_t offset;
} properties[] = {
	{ "LoadState", "s", read_word, FIELD(load) },
	{ "ActiveState", "s", read_word, FIELD(active) },
	{ "SubState", "s", read_word, FIELD(sub) },
	{ "Result", "s", read_word, FIELD(result) },
	{ "UnitFileState", "s", read_word, FIELD(file_state) },
	{ "InvocationID", "ay", read_invocation, FIELD(invocation) },
	{ "ExecMainCode", "i", read_int, FIELD(main_code) },
	{ "ExecMainStatus", "i", read_int, FIELD(main_status) },
	{ "MainPID", "u", read_uint, FIELD(main_pid) },
	{ "NRestarts", "u", read_uint, FIELD(restarts) },
	{ "ExecMainStartTimestamp", "t", read_realtime, FIELD(main_start_us) },
	{ "ExecMainStartTimestampMonotonic", "t", read_monotonic, FIELD(main_start_monotonic_us) },
	{ "ActiveExitTimestampMonotonic", "t", read_monotonic, FIELD(active_exit_monotonic_us) },
	{ "Job", "(uo)", read_job, FIELD(job_queued) },
	{ "After", "as", read_after, FIELD(after_cloud_final) },
	{ "ExecStart", "a(sasbttttuii)", read_exec, 0 },
	{ "ExecStartPre", "a(sasbttttuii)", read_before, 0 },
	{ "ExecStop", "a(sasbttttuii)", read_stop, 0 },
	{ "ExecStopPost", "a(sasbttttuii)", read_beside, 0 },
	{ "KillMode", "s", read_word, FIELD(kill_mode) },
	{ "RemainAfterExit", "b", read_flag, FIELD(remains) },
	{ "RefuseManualStart", "b", read_flag, FIELD(refuses_start) },
	{ "RefuseManualStop", "b", read_flag, FIELD(refuses_stop) },
	{ "Conditions", "a(sbbsi)", read_conditions, 0 },
	{ "Asserts", "a(sbbsi)", read_conditions, 0 },
	{ "EnvironmentFiles", "a(sb)", read_environment_files, 0 },
};

static const struct property *property_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(properties); i++)
		if (strcmp(properties[i].name, name) == 0)
			return &properties[i];
	return NULL;
}

/* A known name with another type is passed over, as are unknown names. */
static int read_value(sd_bus_message *m, const char *name, struct reading *reading)
{
	const struct property *property = property_of(name);
	const char *contents = NULL;
	char type = 0;
	int r = sd_bus_message_peek_type(m, &type, &contents);

	if (r < 0)
		return r;
	if (type != SD_BUS_TYPE_VARIANT)
		return -EBADMSG;
	if (!property || strcmp(property->type, contents) != 0)
		return sd_bus_message_skip(m, "v");
	r = sd_bus_message_enter_container(m, SD_BUS_TYPE_VARIANT, contents);
	if (r >= 0)
		r = property->read(m, (char *)reading + property->offset);
	return r < 0 ? r : sd_bus_message_exit_container(m);
}

static int read_all(sd_bus_message *m, struct reading *reading)
{
	const char *name;
	int r = sd_bus_message_enter_container(m, SD_BUS_TYPE_ARRAY, "{sv}");

	if (r < 0)
		return r;
	while ((r = sd_bus_message_enter_container(m, SD_BUS_TYPE_DICT_ENTRY, "sv")) > 0) {
		r = sd_bus_message_read_basic(m, SD_BUS_TYPE_STRING, &name);
		if (r >= 0)
			r = read_value(m, name, reading);
		if (r >= 0)
			r = sd_bus_message_exit_container(m);
		if (r < 0)
			return r;
	}
	return r;
}

bool units_read_properties(sd_bus_message *reply, const char *root, struct unit_status *unit)
{
	struct reading reading = { .paths.root = root };
	struct unit_status *found = &reading.unit;
	bool valid = sd_bus_message_has_signature(reply, "a{sv}") &&
		     read_all(reply, &reading) >= 0 && found->load[0] && found->active[0];

	unit_paths_done(&reading.paths);
	if (!valid)
		return false;
	found->sight = unit->sight;
	memcpy(found->name, unit->name, sizeof found->name);
	memcpy(found->why, unit->why, sizeof found->why);
	*unit = *found;
	return true;
}

/* systemd's words for whether it has the unit; any other, such as bad-setting,
 * may hide one that runs. */
static void settle_sight(struct unit_status *unit)
{
	static const enum sight sights[] = {
		[UNIT_LOAD_OTHER] = SIGHT_UNKNOWN,
		[UNIT_LOAD_LOADED] = SIGHT_SEEN,
		[UNIT_LOAD_MASKED] = SIGHT_SEEN,
		[UNIT_LOAD_NOT_FOUND] = SIGHT_ABSENT,
	};

	unit->sight = sights[unit_load(unit)];
	if (unit->sight == SIGHT_UNKNOWN)
		(void)snprintf(unit->why, sizeof unit->why, "systemd cannot load it: %s",
			       unit->load);
}

void units_take_properties(const struct units *units, sd_bus_message *reply,
			   struct unit_status *unit)
{
	const sd_bus_error *error = sd_bus_message_get_error(reply);

	/* It holds the unit's Environment= too. */
	(void)sd_bus_message_sensitive(reply);
	if (error)
		units_tell_error(unit->why, sizeof unit->why, error);
	else if (units_read_properties(reply, units->places->unit_files_root, unit))
		settle_sight(unit);
	else
		(void)copy_text(unit->why, sizeof unit->why, "systemd's answer is invalid");
}

/* Without an interface it gives the properties of all. */
int units_ask_properties(struct units *units, const char *name, sd_bus_message_handler_t answer,
			 void *arg)
{
	char *path = NULL;
	int r = sd_bus_path_encode(SYSTEMD_PATH "/unit", name, &path);

	if (r >= 0)
		r = sd_bus_call_method_async(units->bus, NULL, SYSTEMD_NAME, path,
					     "org.freedesktop.DBus.Properties", "GetAll", answer,
					     arg, "s", "");
	free(path);
	return r;
}
