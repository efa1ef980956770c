/* SPDX-License-Identifier: Apache-2.0 */
/* Looks at units over a bus of our own. */
#include <stdio.h>
#include <string.h>

#include "agent/owner.h"
#include "bus_peer.h"
#include "check.h"
#include "ecsprobe/clock.h"
#include "tree.h"

static void look(struct unit_lab *lab, uint64_t budget_us)
{
	struct error e;

	assert_int_equal(units_look(&lab->units, lab->loop, &lab->places, &lab->status, NULL,
				    clock_now_us() + budget_us, unit_lab_done, lab, &e),
			 0);
	unit_lab_run(lab);
}

struct said {
	const char *load, *active, *program, *after;
	uint32_t job;
};

static void add_words(sd_bus_message *m, const struct said *said)
{
	assert_true(sd_bus_message_append(m, "{sv}{sv}{sv}{sv}{sv}", "LoadState", "s", said->load,
					  "ActiveState", "s", said->active, "SubState", "s",
					  "dead-before-auto-restart", "Result", "s", "exit-code",
					  "UnitFileState", "s", "enabled") >= 0);
}

static void add_numbers(sd_bus_message *m)
{
	assert_true(sd_bus_message_append(m, "{sv}{sv}{sv}{sv}{sv}{sv}{sv}", "ExecMainCode", "i", 1,
					  "ExecMainStatus", "i", -5, "MainPID", "u", 4711U,
					  "NRestarts", "u", 3U, "ExecMainStartTimestamp", "t",
					  UINT64_C(1790000000000000),
					  "ExecMainStartTimestampMonotonic", "t", UINT64_C(12345),
					  "ActiveExitTimestampMonotonic", "t", UINT64_MAX) >= 0);
}

static void add_containers(sd_bus_message *m, const struct said *said)
{
	assert_true(sd_bus_message_append(
			    m, "{sv}{sv}{sv}{sv}", "InvocationID", "ay", 16, 0, 1, 2, 3, 4, 5, 6, 7,
			    8, 9, 10, 11, 12, 13, 14, 0xff, "Job", "(uo)", said->job,
			    said->job ? "/org/freedesktop/systemd1/job/77" : "/", "After", "as", 2,
			    "basic.target", said->after, "ExecStart", "a(sasbttttuii)", 1,
			    said->program, 2, said->program, "start", 0, UINT64_C(1), UINT64_C(2),
			    UINT64_C(3), UINT64_C(4), 5U, 6, 7) >= 0);
	/* Others, known to nobody. */
	assert_true(sd_bus_message_append(m, "{sv}{sv}", "Environment", "as", 1, "A=B",
					  "BlockIOWeight", "t", UINT64_C(9)) >= 0);
}

static void say(sd_bus_message *call, const struct said *said)
{
	sd_bus_message *reply = NULL;

	assert_true(sd_bus_message_new_method_return(call, &reply) >= 0);
	assert_true(sd_bus_message_open_container(reply, 'a', "{sv}") >= 0);
	add_words(reply, said);
	add_numbers(reply);
	add_containers(reply, said);
	assert_true(sd_bus_message_close_container(reply) >= 0);
	assert_true(sd_bus_send(sd_bus_message_get_bus(call), reply, NULL) >= 0);
	(void)sd_bus_message_unref(reply);
}

static const struct said missing = { "not-found", "inactive", "", "", 0 };

static void say_amazon_linux(struct bus_peer *peer, sd_bus_message *call, const char *member,
			     const char *on)
{
	static const struct said ecs = { "loaded", "active", "/usr/libexec/amazon-ecs-init",
					 "cloud-final.service", 0 };
	static const struct said docker = { "loaded", "activating", "/usr/bin/dockerd", "x", 1 };

	(void)peer;
	assert_string_equal(member, "GetAll");
	if (strcmp(on, "ecs.service") == 0)
		say(call, &ecs);
	else
		say(call, strcmp(on, "docker.service") == 0 ? &docker : &missing);
}

static void a_unit_is_read_in_full(void **state)
{
	struct unit_lab lab = { 0 };
	const struct unit_status *unit = &lab.status.unit;

	(void)state;
	unit_lab_open(&lab, say_amazon_linux);
	look(&lab, UNIT_LIMIT_US);
	assert_true(lab.status.booted);
	assert_int_equal(unit->sight, SIGHT_SEEN);
	assert_string_equal(unit->name, "ecs.service");
	assert_string_equal(unit->why, "");
	assert_string_equal(unit->load, "loaded");
	assert_string_equal(unit->active, "active");
	assert_string_equal(unit->sub, "dead-before-auto-restart");
	assert_string_equal(unit->result, "exit-code");
	assert_string_equal(unit->file_state, "enabled");
	assert_string_equal(unit->invocation, "000102030405060708090a0b0c0d0eff");
	assert_int_equal(unit->main_code, 1);
	assert_int_equal(unit->main_status, -5);
	assert_int_equal(unit->main_pid, 4711);
	assert_int_equal(unit->restarts, 3);
	assert_int_equal(unit->main_start_us, 1790000000000000);
	assert_int_equal(unit->main_start_monotonic_us, 12345);
	assert_int_equal(unit->active_exit_monotonic_us, 0);
	assert_false(unit->job_queued);
	assert_true(unit->after_cloud_final);
	assert_false(unit->without_container);
	assert_int_equal(lab.status.docker.sight, SIGHT_SEEN);
	assert_string_equal(lab.status.docker.active, "activating");
	assert_true(lab.status.docker.job_queued);
	assert_false(lab.status.docker.after_cloud_final);
	assert_int_equal(lab.status.cloud_final.sight, SIGHT_ABSENT);
	assert_string_equal(lab.status.cloud_final.name, "cloud-final.service");
	unit_lab_close(&lab);
}

/* Which of the two names is meant. */
static struct said ecs_said, amazon_said;

static void say_both(struct bus_peer *peer, sd_bus_message *call, const char *member,
		     const char *on)
{
	(void)peer;
	(void)member;
	if (strcmp(on, "ecs.service") == 0)
		say(call, &ecs_said);
	else
		say(call, strcmp(on, "amazon-ecs.service") == 0 ? &amazon_said : &missing);
}

static void the_first_name_that_is_there_counts(void **state)
{
	static const struct {
		const char *ecs, *amazon, *name;
		enum sight sight;
	} rows[] = {
		{ "loaded", "loaded", "ecs.service", SIGHT_SEEN },
		{ "masked", "loaded", "amazon-ecs.service", SIGHT_SEEN },
		{ "masked", "masked", "ecs.service", SIGHT_SEEN },
		{ "masked", "not-found", "ecs.service", SIGHT_SEEN },
		{ "masked", "bad-setting", "ecs.service", SIGHT_SEEN },
		{ "not-found", "loaded", "amazon-ecs.service", SIGHT_SEEN },
		{ "not-found", "masked", "amazon-ecs.service", SIGHT_SEEN },
		{ "not-found", "not-found", "ecs.service", SIGHT_ABSENT },
		{ "bad-setting", "loaded", "ecs.service", SIGHT_UNKNOWN },
		{ "not-found", "error", "amazon-ecs.service", SIGHT_UNKNOWN },
		{ "", "loaded", "ecs.service", SIGHT_UNKNOWN },
		{ "Loaded", "loaded", "ecs.service", SIGHT_UNKNOWN },
		{ "not-found\n", "not-found", "ecs.service", SIGHT_UNKNOWN },
		{ "loaded-loaded-loaded-loaded-loaded", "loaded", "ecs.service", SIGHT_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct unit_lab lab = { 0 };
		const struct unit_status *unit = &lab.status.unit;

		ecs_said = amazon_said = (struct said){ "", "active", "/bin/a", "b", 0 };
		ecs_said.load = rows[i].ecs;
		amazon_said.load = rows[i].amazon;
		unit_lab_open(&lab, say_both);
		look(&lab, UNIT_LIMIT_US);
		EXPECT(unit->sight == rows[i].sight, "row %zu: %d", i, unit->sight);
		EXPECT(strcmp(unit->name, rows[i].name) == 0, "row %zu: %s", i, unit->name);
		EXPECT((unit->sight == SIGHT_UNKNOWN) == (unit->why[0] != '\0'), "row %zu: %s", i,
		       unit->why);
		unit_lab_close(&lab);
	}
	expect_all_held();
}

static void the_agent_itself_is_told_from_ecs_init(void **state)
{
	static const struct {
		const char *program;
		bool itself, ecs_init;
	} rows[] = {
		{ "/usr/bin/amazon-ecs-agent", true, false },
		{ "/opt/agent", true, false },
		{ "agent", true, false },
		{ "/usr/libexec/amazon-ecs-init", false, true },
		{ "/usr/sbin/ecs-init", false, true },
		{ "/opt/ecs-init/run", false, false },
		{ "/usr/bin/docker", false, false },
		{ "/usr/bin/amazon-ecs-agent/", false, false },
		{ "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct unit_lab lab = { 0 };

		ecs_said = (struct said){ "loaded", "active", rows[i].program, "", 0 };
		amazon_said = missing;
		unit_lab_open(&lab, say_both);
		look(&lab, UNIT_LIMIT_US);
		EXPECT(lab.status.unit.without_container == rows[i].itself, "%s", rows[i].program);
		EXPECT(lab.status.unit.by_ecs_init == rows[i].ecs_init, "%s", rows[i].program);
		unit_lab_close(&lab);
	}
	expect_all_held();
}

/* What a unit of somebody's own does at its start, before and after. */
static void add_commands(sd_bus_message *m, const char *name, const char *words, int optional)
{
	assert_true(sd_bus_message_append(m, "{sv}", name, "a(sasbttttuii)", 1, "/bin/sh", 3,
					  "/bin/sh", "-c", words, optional, UINT64_C(1),
					  UINT64_C(2), UINT64_C(3), UINT64_C(4), 5U, 6, 7) >= 0);
}

static int pull_is_optional;

static void say_own_unit(struct bus_peer *peer, sd_bus_message *call, const char *member,
			 const char *on)
{
	sd_bus_message *reply = NULL;

	(void)peer;
	(void)member;
	if (strcmp(on, "ecs.service") != 0) {
		say(call, &missing);
		return;
	}
	assert_true(sd_bus_message_new_method_return(call, &reply) >= 0);
	assert_true(sd_bus_message_open_container(reply, 'a', "{sv}") >= 0);
	assert_true(sd_bus_message_append(reply, "{sv}{sv}{sv}{sv}{sv}{sv}", "LoadState", "s",
					  "loaded", "ActiveState", "s", "active", "KillMode", "s",
					  "none", "RemainAfterExit", "b", 1, "RefuseManualStart",
					  "b", 0, "RefuseManualStop", "b", 1) >= 0);
	add_commands(reply, "ExecStartPre", "docker pull amazon/amazon-ecs-agent",
		     pull_is_optional);
	add_commands(reply, "ExecStart", "docker run -d --name ecs-agent amazon/x", 0);
	add_commands(reply, "ExecStop", "docker stop ecs-agent; /opt/script", 0);
	add_commands(reply, "ExecStopPost", "docker rm ecs-agent", 1);
	assert_true(sd_bus_message_close_container(reply) >= 0);
	assert_true(sd_bus_send(sd_bus_message_get_bus(call), reply, NULL) >= 0);
	(void)sd_bus_message_unref(reply);
}

static void what_a_unit_does_is_read(void **state)
{
	(void)state;
	for (pull_is_optional = 0; pull_is_optional < 2; pull_is_optional++) {
		struct unit_lab lab = { 0 };
		const struct unit_status *unit = &lab.status.unit;

		unit_lab_open(&lab, say_own_unit);
		look(&lab, UNIT_LIMIT_US);
		assert_int_equal(unit->sight, SIGHT_SEEN);
		assert_int_equal(unit->does, COMMAND_RUNS | COMMAND_DETACHES);
		assert_int_equal(unit->does_beside,
				 COMMAND_REMOVES | (pull_is_optional ? 0 : COMMAND_PULLS));
		assert_string_equal(unit->kill_mode, "none");
		assert_true(unit->remains && unit->refuses_stop && unit->has_stop);
		assert_false(unit->refuses_start);
		unit_lab_close(&lab);
	}
}

static struct {
	const char *program, *words;
	int optional;
} in_front;

static void say_in_front(struct bus_peer *peer, sd_bus_message *call, const char *member,
			 const char *on)
{
	(void)peer;
	(void)member;
	if (strcmp(on, "ecs.service") == 0)
		assert_true(sd_bus_reply_method_return(call, "a{sv}", 3, "LoadState", "s", "loaded",
						       "ActiveState", "s", "active", "ExecStartPre",
						       "a(sasbttttuii)", 1, in_front.program, 3,
						       in_front.program, "-c", in_front.words,
						       in_front.optional, UINT64_C(1), UINT64_C(2),
						       UINT64_C(3), UINT64_C(4), 5U, 6, 7) >= 0);
	else
		say(call, &missing);
}

/* A unit that goes on without it does not depend on it. */
static void what_runs_in_front_is_followed(void **state)
{
	static const struct {
		const char *program, *words;
		int optional;
		unsigned expected;
	} rows[] = {
		{ "/opt/prepare", "x", 0, COMMAND_UNREAD },
		{ "/opt/prepare", "x", 1, 0 },
		{ "/bin/bash", "$(cat /opt/what)", 0, COMMAND_UNREAD },
		{ "/bin/bash", "docker rm ecs-agent", 0, COMMAND_REMOVES },
		{ "/usr/bin/python3", "x", 0, COMMAND_UNREAD },
		{ "/usr/bin/env", "x", 0, COMMAND_UNREAD },
		{ "/bin/mkdir", "/var/log/ecs", 0, 0 },
		{ "/usr/sbin/iptables", "x", 0, 0 },
		{ "sleep", "5", 0, 0 },
		{ "/opt/mkdirs", "x", 0, COMMAND_UNREAD },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct unit_lab lab = { 0 };

		in_front.program = rows[i].program;
		in_front.words = rows[i].words;
		in_front.optional = rows[i].optional;
		unit_lab_open(&lab, say_in_front);
		look(&lab, UNIT_LIMIT_US);
		EXPECT(lab.status.unit.does_beside == rows[i].expected, "row %zu: %x", i,
		       lab.status.unit.does_beside);
		unit_lab_close(&lab);
	}
	expect_all_held();
}

/* Answers to GetAll that no systemd gives. */
static size_t nonsense;

static void say_nonsense(struct bus_peer *peer, sd_bus_message *call, const char *member,
			 const char *on)
{
	(void)peer;
	(void)member;
	(void)on;
	switch (nonsense) {
	case 0:
		assert_true(sd_bus_reply_method_return(call, NULL) >= 0);
		break;
	case 1:
		assert_true(sd_bus_reply_method_return(call, "s", "loaded") >= 0);
		break;
	case 2:
		assert_true(sd_bus_reply_method_return(call, "a{sv}", 0) >= 0);
		break;
	case 3:
		assert_true(sd_bus_reply_method_return(call, "a{ss}", 2, "LoadState", "loaded",
						       "ActiveState", "active") >= 0);
		break;
	case 4:
		assert_true(sd_bus_reply_method_return(call, "a{sv}", 2, "LoadState", "u", 7U,
						       "ActiveState", "as", 1, "active") >= 0);
		break;
	default:
		assert_true(sd_bus_reply_method_return(call, "a{sv}", 1, "LoadState", "s",
						       "loaded") >= 0);
	}
}

static void nonsense_is_unknown(void **state)
{
	(void)state;
	for (nonsense = 0; nonsense < 6; nonsense++) {
		struct unit_lab lab = { 0 };

		unit_lab_open(&lab, say_nonsense);
		look(&lab, UNIT_LIMIT_US);
		EXPECT(lab.status.unit.sight == SIGHT_UNKNOWN, "%zu", nonsense);
		EXPECT(strcmp(lab.status.unit.why, "systemd's answer is invalid") == 0, "%zu: %s",
		       nonsense, lab.status.unit.why);
		EXPECT(!lab.status.unit.load[0], "%zu", nonsense);
		unit_lab_close(&lab);
	}
	expect_all_held();
}

static void say_wrong_types(struct bus_peer *peer, sd_bus_message *call, const char *member,
			    const char *on)
{
	(void)peer;
	(void)member;
	(void)on;
	assert_true(sd_bus_reply_method_return(
			    call, "a{sv}", 10, "LoadState", "s", "loaded", "ActiveState", "s",
			    "active", "MainPID", "i", -1, "ExecMainStatus", "u", 5U, "InvocationID",
			    "ay", 3, 1, 2, 3, "Job", "u", 9U, "After", "s", "cloud-final.service",
			    "ExecStart", "as", 1, "/usr/bin/agent", "SubState", "s", "\033[31m",
			    "Result", "s",
			    "a word that is longer than anything systemd says") >= 0);
}

static void wrong_types_are_passed_over(void **state)
{
	struct unit_lab lab = { 0 };
	const struct unit_status *unit = &lab.status.unit;

	(void)state;
	unit_lab_open(&lab, say_wrong_types);
	look(&lab, UNIT_LIMIT_US);
	assert_int_equal(unit->sight, SIGHT_SEEN);
	assert_int_equal(unit->main_pid, 0);
	assert_int_equal(unit->main_status, 0);
	assert_string_equal(unit->invocation, "");
	assert_false(unit->job_queued || unit->after_cloud_final || unit->without_container);
	assert_string_equal(unit->sub, "");
	assert_string_equal(unit->result, "");
	unit_lab_close(&lab);
}

static void what_goes_wrong_is_unknown_and_says_why(void **state)
{
	static const struct {
		struct bus_peer peer;
		const char *address;
		const char *why;
		uint64_t budget_us;
	} rows[] = {
		{ .peer.never_speaks = true,
		  .why = "the system bus did not answer in time",
		  .budget_us = UNIT_SHORT_US },
		{ .peer.silent_on = "Hello",
		  .why = "the system bus did not answer in time",
		  .budget_us = UNIT_SHORT_US },
		{ .peer.silent_on = "GetAll",
		  .why = "systemd did not answer in time",
		  .budget_us = UNIT_SHORT_US },
		{ .address = "unix:path=/proc/none;unix:path=/proc/nothing",
		  .why = "cannot reach the system bus: No such file or directory",
		  .budget_us = UNIT_LIMIT_US },
		{ .peer.closes_on = "Hello",
		  .why = "systemd: Connection terminated",
		  .budget_us = UNIT_LIMIT_US },
		{ .peer.closes_on = "GetAll",
		  .why = "systemd: Connection terminated",
		  .budget_us = UNIT_LIMIT_US },
		{ .peer = { .refuses_on = "GetAll",
			    .error_name = "org.freedesktop.DBus.Error.AccessDenied" },
		  .why = "systemd: No \\x1b[1m.",
		  .budget_us = UNIT_LIMIT_US },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct unit_lab lab = { .peer = rows[i].peer };
		uint64_t began_us = clock_now_us();
		const struct unit_status *units[] = { &lab.status.unit, &lab.status.docker,
						      &lab.status.cloud_final };

		unit_lab_open(&lab, say_amazon_linux);
		if (rows[i].address)
			lab.places.bus_address = rows[i].address;
		look(&lab, rows[i].budget_us);
		for (size_t u = 0; u < ARRAY_SIZE(units); u++) {
			EXPECT(units[u]->sight == SIGHT_UNKNOWN, "row %zu", i);
			EXPECT(strcmp(units[u]->why, rows[i].why) == 0, "row %zu: %s", i,
			       units[u]->why);
		}
		unit_lab_close(&lab);
		EXPECT(clock_now_us() - began_us < UNIT_LIMIT_US, "row %zu", i);
	}
	expect_all_held();
}

/* upstart, or a container of our own: a unit may be there for all we know. */
static void without_systemd_all_is_unknown(void **state)
{
	struct unit_lab lab = { 0 };

	(void)state;
	unit_lab_open(&lab, say_amazon_linux);
	lab.places.booted = "/proc/none";
	look(&lab, UNIT_LIMIT_US);
	assert_false(lab.status.booted);
	assert_int_equal(lab.status.unit.sight, SIGHT_UNKNOWN);
	assert_string_equal(lab.status.unit.why, "systemd is not visible here");
	assert_int_equal(lab.status.docker.sight, SIGHT_UNKNOWN);
	assert_int_equal(lab.status.cloud_final.sight, SIGHT_UNKNOWN);
	assert_string_equal(lab.peer.calls, "");
	unit_lab_close(&lab);
}

/* Closed under way, at every step: nobody is called, nothing leaks. */
static void closing_early_is_silent(void **state)
{
	(void)state;
	for (int steps = 0; steps < 12; steps++) {
		struct unit_lab lab = { 0 };
		struct error e;

		unit_lab_open(&lab, say_amazon_linux);
		lab.peer.silent_on = "GetAll";
		assert_int_equal(units_look(&lab.units, lab.loop, &lab.places, &lab.status, NULL,
					    clock_now_us() + UNIT_LIMIT_US, unit_lab_done, &lab,
					    &e),
				 0);
		for (int i = 0; i < steps; i++)
			assert_true(sd_event_run(lab.loop, 0) >= 0);
		units_close(lab.units);
		lab.units = NULL;
		for (int i = 0; i < 3; i++)
			assert_true(sd_event_run(lab.loop, 0) >= 0);
		assert_int_equal(lab.ends, 0);
		unit_lab_close(&lab);
	}
}

/* --- the units that start it --------------------------------------------------------------- */

struct listed {
	const char *name, *load;
	const char *program, *words; /* its ExecStart; NULL: systemd does not say */
};

static struct listed listed[160];
static size_t listed_count, shown_count;

static void say_list(sd_bus_message *call)
{
	sd_bus_message *reply = NULL;

	assert_true(sd_bus_message_new_method_return(call, &reply) >= 0);
	assert_true(sd_bus_message_open_container(reply, 'a', "(ssssssouso)") >= 0);
	for (size_t i = 0; i < listed_count; i++)
		assert_true(sd_bus_message_append(reply, "(ssssssouso)", listed[i].name, "about",
						  listed[i].load, "active", "running", "", "/x", 0U,
						  "", "/") >= 0);
	assert_true(sd_bus_message_close_container(reply) >= 0);
	assert_true(sd_bus_send(sd_bus_message_get_bus(call), reply, NULL) >= 0);
	(void)sd_bus_message_unref(reply);
}

static void say_commands(sd_bus_message *call, const struct listed *unit)
{
	if (!unit->program)
		assert_true(sd_bus_reply_method_return(call, "v", "s", "nonsense") >= 0);
	else
		assert_true(sd_bus_reply_method_return(call, "v", "a(sasbttttuii)", 1,
						       unit->program, 3, unit->program, "-c",
						       unit->words, 0, UINT64_C(1), UINT64_C(2),
						       UINT64_C(3), UINT64_C(4), 5U, 6, 7) >= 0);
}

static void say_services(struct bus_peer *peer, sd_bus_message *call, const char *member,
			 const char *on)
{
	static const struct said own = { "loaded", "active", "/bin/sh", "", 0 };

	(void)peer;
	if (strcmp(member, "ListUnits") == 0) {
		say_list(call);
		return;
	}
	for (size_t i = 0; i < listed_count; i++) {
		if (strcmp(listed[i].name, on) != 0)
			continue;
		if (strcmp(member, "Get") == 0)
			say_commands(call, &listed[i]);
		else
			say(call, &own);
		shown_count++;
		return;
	}
	say(call, &missing);
}

static void list(const char *name, const char *load, const char *program, const char *words)
{
	listed[listed_count++] = (struct listed){ name, load, program, words };
}

static void scan(struct unit_lab *lab, struct owner_facts *owners)
{
	struct error e;

	assert_int_equal(units_look(&lab->units, lab->loop, &lab->places, &lab->status, owners,
				    clock_now_us() + UNIT_LIMIT_US, unit_lab_done, lab, &e),
			 0);
	unit_lab_run(lab);
}

static void the_units_that_start_it_are_found(void **state)
{
	static char names[150][16];
	struct owner_facts *owners = xcalloc(1, sizeof *owners);
	struct unit_lab lab = { 0 };

	(void)state;
	listed_count = shown_count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		(void)snprintf(names[i], sizeof names[i], "n%zu.service", i);
		list(names[i], "loaded", "/bin/sh", "sleep 1");
	}
	list("my.service", "loaded", "/bin/sh", "docker start -a ecs-agent");
	list("my.socket", "loaded", NULL, NULL);
	list("old.service", "not-found", NULL, NULL);
	list("client.service", "loaded", "/opt/start", "x");
	owners->clients[0] = (struct owner_client){ .place = PLACE_UNIT, .unit = "client.service" };
	owners->clients[1] = (struct owner_client){ .place = PLACE_SCOPE, .unit = "a.scope" };
	owners->client_count = 2;
	unit_lab_open(&lab, say_services);
	scan(&lab, owners);
	assert_int_equal(owners->units_sight, SIGHT_SEEN);
	assert_int_equal(owners->unit_count, 2);
	assert_string_equal(owners->units[0].name, "client.service");
	assert_int_equal(owners->units[0].sight, SIGHT_SEEN);
	assert_string_equal(owners->units[1].name, "my.service");
	assert_string_equal(owners->units[1].active, "active");
	assert_int_equal(lab.status.unit.sight, SIGHT_ABSENT);
	/* Each service once, and the two units themselves. */
	assert_int_equal(shown_count, ARRAY_SIZE(names) + 2 + 2);
	unit_lab_close(&lab);
	free(owners);
}

static const char *own_program, *own_words;

static void say_wrapped(struct bus_peer *peer, sd_bus_message *call, const char *member,
			const char *on)
{
	(void)peer;
	(void)member;
	if (strcmp(on, "ecs.service") == 0)
		assert_true(sd_bus_reply_method_return(
				    call, "a{sv}", 3, "LoadState", "s", "loaded", "ActiveState",
				    "s", "active", "ExecStart", "a(sasbttttuii)", 1, own_program, 3,
				    own_program, "-c", own_words, 0, UINT64_C(1), UINT64_C(2),
				    UINT64_C(3), UINT64_C(4), 5U, 6, 7) >= 0);
	else
		say(call, &missing);
}

/* Only those whose file names the container are loaded for it. */
static void a_unit_that_is_not_loaded_is_found(void **state)
{
	static const char *const names[] = { "put-away.service", "other.service", "my.service",
					     "a@.service", "ecs-agent.socket" };
	struct owner_facts *owners = xcalloc(1, sizeof *owners);
	struct unit_lab lab = { 0 };
	char *root = tree_open();

	(void)state;
	listed_count = shown_count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *path = xasprintf("%s/systemd/system/%s", i % 2 ? "/lib" : "/etc", names[i]);

		tree_write(root, path, i == 1 ? "[Service]" : "ExecStart=x ecs-agent");
		free(path);
	}
	tree_link(root, "/etc/systemd/system/gone.service", "/nonexistent");
	lab.places.unit_files_root = root;
	list("my.service", "loaded", "/bin/sh", "docker start -a ecs-agent");
	unit_lab_open(&lab, say_services);
	scan(&lab, owners);
	assert_int_equal(owners->units_sight, SIGHT_SEEN);
	assert_int_equal(owners->unit_count, 2);
	assert_string_equal(owners->units[0].name, "my.service");
	assert_string_equal(owners->units[1].name, "put-away.service");
	assert_null(strstr(lab.peer.calls, "GetAll:other"));
	unit_lab_close(&lab);
	tree_close(root);
	free(owners);
}

/* What was passed over may start it: nobody is sure of the rest. */
static void what_was_not_looked_at_is_unknown(void **state)
{
	enum { TOO_LONG = 70000, CASES = 5 };
	static const char *const whys[CASES] = { NULL, "/big.service", "/etc/systemd/system",
						 "too many units", NULL };
	char *text = xcalloc(TOO_LONG + 1, 1);

	(void)state;
	memset(text, '#', TOO_LONG);
	for (size_t i = 0; i < CASES; i++) {
		struct owner_facts *owners = xcalloc(1, sizeof *owners);
		struct unit_lab lab = { 0 };
		char *root = tree_open();
		char path[64];

		listed_count = shown_count = 0;
		if (i == 0)
			tree_link(root, "/etc/systemd/system/masked.service", "/dev/null");
		if (i == 1 || i == 4)
			tree_write(root, "/lib/systemd/system/big.service", text);
		if (i == 2)
			tree_write(root, "/etc/systemd/system", "");
		for (int n = 0; i == 3 && n <= MAX_CANDIDATES; n++) {
			(void)snprintf(path, sizeof path, "/lib/systemd/system/n%d.service", n);
			tree_write(root, path, "ExecStart=x ecs-agent");
		}
		/* One that is loaded is asked about. */
		if (i == 4)
			list("big.service", "loaded", "/bin/sh", "sleep 1");
		lab.places.unit_files_root = root;
		unit_lab_open(&lab, say_services);
		scan(&lab, owners);
		EXPECT(owners->units_sight == (whys[i] ? SIGHT_UNKNOWN : SIGHT_SEEN), "%zu: %s", i,
		       owners->units_why);
		EXPECT(!whys[i] || strstr(owners->units_why, whys[i]), "%zu: %s", i,
		       owners->units_why);
		unit_lab_close(&lab);
		tree_close(root);
		free(owners);
	}
	free(text);
	expect_all_held();
}

static void what_was_not_shown_is_unknown(void **state)
{
	static const char *const refusals[] = { NULL, "ListUnits", "Get" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++) {
		struct owner_facts *owners = xcalloc(1, sizeof *owners);
		struct unit_lab lab = { 0 };

		listed_count = 0;
		list("my.service", "loaded", refusals[i] ? "/bin/sh" : NULL,
		     "docker start -a ecs-agent");
		lab.peer.refuses_on = refusals[i];
		lab.peer.error_name = "org.freedesktop.DBus.Error.AccessDenied";
		unit_lab_open(&lab, say_services);
		scan(&lab, owners);
		EXPECT(owners->units_sight == SIGHT_UNKNOWN && owners->units_why[0], "%zu: %s", i,
		       owners->units_why);
		unit_lab_close(&lab);
		free(owners);
	}
	expect_all_held();
}

static void ecs_init_behind_a_shell_is_ecs_init(void **state)
{
	static const struct {
		const char *program, *words;
		bool ecs_init;
	} rows[] = {
		{ "/bin/sh", "exec /usr/libexec/amazon-ecs-init start", true },
		{ "/usr/bin/env", "/usr/libexec/amazon-ecs-init", true },
		{ "/opt/watch", "/usr/libexec/amazon-ecs-init", false },
		{ "/bin/sh", "exec /opt/init", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct unit_lab lab = { 0 };

		own_program = rows[i].program;
		own_words = rows[i].words;
		unit_lab_open(&lab, say_wrapped);
		scan(&lab, NULL);
		EXPECT(lab.status.unit.by_ecs_init == rows[i].ecs_init, "row %zu", i);
		unit_lab_close(&lab);
	}
	expect_all_held();
}

static void ecs_init_at_work_needs_no_search(void **state)
{
	struct owner_facts *owners = xcalloc(1, sizeof *owners);
	struct unit_lab lab = { 0 };

	(void)state;
	unit_lab_open(&lab, say_amazon_linux);
	scan(&lab, owners);
	assert_null(strstr(lab.peer.calls, "ListUnits"));
	assert_string_equal(lab.status.unit.name, "ecs.service");
	unit_lab_close(&lab);
	free(owners);
}

static void a_known_owner_is_asked_for(void **state)
{
	struct unit_lab lab = { 0 };

	(void)state;
	listed_count = 0;
	list("my.service", "loaded", "/bin/sh", "x");
	lab.status.owner.kind = OWNER_UNIT;
	assert_true(copy_text(lab.status.owner.unit, sizeof lab.status.owner.unit, "my.service"));
	unit_lab_open(&lab, say_services);
	scan(&lab, NULL);
	assert_string_equal(lab.status.unit.name, "my.service");
	assert_int_equal(lab.status.unit.sight, SIGHT_SEEN);
	assert_null(strstr(lab.peer.calls, "ListUnits"));
	unit_lab_close(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_unit_is_read_in_full),
		cmocka_unit_test(the_first_name_that_is_there_counts),
		cmocka_unit_test(the_agent_itself_is_told_from_ecs_init),
		cmocka_unit_test(what_a_unit_does_is_read),
		cmocka_unit_test(what_runs_in_front_is_followed),
		cmocka_unit_test(nonsense_is_unknown),
		cmocka_unit_test(wrong_types_are_passed_over),
		cmocka_unit_test(what_goes_wrong_is_unknown_and_says_why),
		cmocka_unit_test(without_systemd_all_is_unknown),
		cmocka_unit_test(closing_early_is_silent),
		cmocka_unit_test(the_units_that_start_it_are_found),
		cmocka_unit_test(a_unit_that_is_not_loaded_is_found),
		cmocka_unit_test(what_was_not_looked_at_is_unknown),
		cmocka_unit_test(what_was_not_shown_is_unknown),
		cmocka_unit_test(ecs_init_at_work_needs_no_search),
		cmocka_unit_test(ecs_init_behind_a_shell_is_ecs_init),
		cmocka_unit_test(a_known_owner_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
