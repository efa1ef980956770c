/* SPDX-License-Identifier: Apache-2.0 */
/* Requests to systemd over a bus of our own. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bus_peer.h"
#include "check.h"
#include "ecsprobe/clock.h"

#define JOB "/org/freedesktop/systemd1/job/77"
#define OTHER_JOB "/org/freedesktop/systemd1/job/78"
#define SYSTEMD_ERROR "org.freedesktop.systemd1."
#define BUS_ERROR "org.freedesktop.DBus.Error."

struct act_lab {
	struct unit_lab lab; /* first: the peer's callbacks find the rest by it */
	enum act_end end;
	char detail[256];
};

static void on_act(void *arg, enum act_end end, const char *detail)
{
	struct act_lab *lab = arg;

	lab->end = end;
	(void)snprintf(lab->detail, sizeof lab->detail, "%s", detail);
	unit_lab_done(&lab->lab);
}

static int start(struct act_lab *lab, enum action_kind kind, const char *unit, uint64_t budget_us)
{
	struct agent_act_config config = {
		.kind = kind,
		.unit = unit,
		.places = &lab->lab.places,
		.deadline_us = clock_now_us() + budget_us,
		.done = on_act,
		.arg = lab,
	};
	struct error e;

	return units_act(&lab->lab.units, lab->lab.loop, &config, &e);
}

static void act(struct act_lab *lab, enum action_kind kind, uint64_t budget_us)
{
	assert_int_equal(start(lab, kind, "ecs.service", budget_us), 0);
	unit_lab_run(&lab->lab);
}

/* What systemd says of jobs, and in which order. */
static const char *job_result;
static const char *steps; /* r: the reply, j: its JobRemoved, o: another's, c: closes */

static void play(struct bus_peer *peer, sd_bus_message *call, const char *member, const char *on)
{
	(void)member;
	for (const char *step = steps; *step; step++) {
		if (*step == 'r')
			bus_peer_reply_job(call, JOB);
		else if (*step == 'j')
			bus_peer_job_removed(peer, JOB, on, job_result);
		else if (*step == 'o')
			bus_peer_job_removed(peer, OTHER_JOB, on, "failed");
		else if (*step == 'n')
			assert_true(sd_bus_reply_method_return(call, "s", JOB) >= 0);
		else
			bus_peer_hang_up(peer);
	}
}

static void the_end_of_the_job_is_the_end(void **state)
{
	static const struct {
		const char *steps, *result;
		enum act_end end;
		const char *detail;
		uint64_t budget_us;
	} rows[] = {
		{ "rj", "done", ACT_ACCEPTED, "systemd's job for ecs.service ended: done", 0 },
		{ "jr", "done", ACT_ACCEPTED, "systemd's job for ecs.service ended: done", 0 },
		{ "rojo", "done", ACT_ACCEPTED, "systemd's job for ecs.service ended: done", 0 },
		{ "ojor", "done", ACT_ACCEPTED, "systemd's job for ecs.service ended: done", 0 },
		{ "jooooooooooooooor", "done", ACT_ACCEPTED,
		  "systemd's job for ecs.service ended: done", 0 },
		{ "rj", "failed", ACT_FAILED, "systemd's job for ecs.service ended: failed", 0 },
		{ "jr", "failed", ACT_FAILED, "systemd's job for ecs.service ended: failed", 0 },
		{ "rj", "dependency", ACT_FAILED, "systemd's job for ecs.service ended: dependency",
		  0 },
		{ "rj", "timeout", ACT_FAILED, "systemd's job for ecs.service ended: timeout", 0 },
		{ "rj", "canceled", ACT_FAILED, "systemd's job for ecs.service ended: canceled",
		  0 },
		{ "rj", "skipped", ACT_FAILED, "systemd's job for ecs.service ended: skipped", 0 },
		{ "r", "", ACT_PENDING, "systemd's job for ecs.service has not ended yet",
		  UNIT_SHORT_US },
		{ "ro", "", ACT_PENDING, "systemd's job for ecs.service has not ended yet",
		  UNIT_SHORT_US },
		{ "rj", "\033[31m", ACT_PENDING, "systemd's job for ecs.service has not ended yet",
		  UNIT_SHORT_US },
		{ "", "", ACT_PENDING, "systemd did not answer in time", UNIT_SHORT_US },
		{ "n", "", ACT_PENDING, "systemd's answer is invalid", 0 },
		{ "c", "", ACT_PENDING, "systemd: Connection terminated", 0 },
		{ "rc", "", ACT_PENDING, "the connection to the system bus was lost", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct act_lab lab = { 0 };

		steps = rows[i].steps;
		job_result = rows[i].result;
		unit_lab_open(&lab.lab, play);
		act(&lab, ACTION_RESTART_UNIT,
		    rows[i].budget_us ? rows[i].budget_us : UNIT_LIMIT_US);
		EXPECT(lab.end == rows[i].end, "row %zu: %d", i, (int)lab.end);
		EXPECT(strcmp(lab.detail, rows[i].detail) == 0, "row %zu: %s", i, lab.detail);
		unit_lab_close(&lab.lab);
	}
	expect_all_held();
}

static void it_watches_before_it_asks(void **state)
{
	static const struct {
		enum action_kind kind;
		const char *calls;
	} rows[] = {
		{ ACTION_RESTART_UNIT,
		  "Hello AddMatch Subscribe RefUnit ResetFailedUnit RestartUnit:ecs.service:fail " },
		{ ACTION_START_UNIT,
		  "Hello AddMatch Subscribe RefUnit ResetFailedUnit StartUnit:ecs.service:fail " },
	};

	(void)state;
	steps = "rj";
	job_result = "done";
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct act_lab lab = { 0 };

		unit_lab_open(&lab.lab, play);
		act(&lab, rows[i].kind, UNIT_LIMIT_US);
		EXPECT(strcmp(lab.lab.peer.calls, rows[i].calls) == 0, "%s", lab.lab.peer.calls);
		EXPECT(!lab.lab.peer.saw_interactive, "row %zu", i);
		unit_lab_close(&lab.lab);
	}
	expect_all_held();
}

static void refusals(void **state)
{
	static const struct {
		const char *member, *name;
		enum act_end end;
	} rows[] = {
		{ "RestartUnit", BUS_ERROR "AccessDenied", ACT_FORBIDDEN },
		{ "RestartUnit", BUS_ERROR "InteractiveAuthorizationRequired", ACT_FORBIDDEN },
		{ "RestartUnit", "System.Error.EPERM", ACT_FORBIDDEN },
		{ "RestartUnit", "System.Error.EACCES", ACT_FORBIDDEN },
		{ "RestartUnit", SYSTEMD_ERROR "TransactionIsDestructive", ACT_BUSY },
		{ "RestartUnit", SYSTEMD_ERROR "TransactionJobsConflicting", ACT_BUSY },
		{ "RestartUnit", SYSTEMD_ERROR "NoSuchUnit", ACT_REFUSED },
		{ "RestartUnit", SYSTEMD_ERROR "UnitMasked", ACT_REFUSED },
		{ "RestartUnit", SYSTEMD_ERROR "ShuttingDown", ACT_REFUSED },
		{ "RestartUnit", BUS_ERROR "ServiceUnknown", ACT_REFUSED },
		{ "RestartUnit", "org.example.Whatever", ACT_REFUSED },
		{ "RestartUnit", BUS_ERROR "NoReply", ACT_PENDING },
		{ "Subscribe", BUS_ERROR "AccessDenied", ACT_FORBIDDEN },
		{ "Subscribe", BUS_ERROR "NoReply", ACT_REFUSED },
		{ "AddMatch", BUS_ERROR "LimitsExceeded", ACT_REFUSED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct act_lab lab = { .lab.peer = { .refuses_on = rows[i].member,
						     .error_name = rows[i].name } };
		bool asked;

		unit_lab_open(&lab.lab, play);
		act(&lab, ACTION_RESTART_UNIT, UNIT_LIMIT_US);
		EXPECT(lab.end == rows[i].end, "%s: %d", rows[i].name, (int)lab.end);
		EXPECT(strcmp(lab.detail, "systemd: No \\x1b[1m.") == 0, "%s: %s", rows[i].name,
		       lab.detail);
		asked = strstr(lab.lab.peer.calls, "RestartUnit") != NULL;
		EXPECT(asked == (strcmp(rows[i].member, "RestartUnit") == 0), "%s: %s",
		       rows[i].name, lab.lab.peer.calls);
		unit_lab_close(&lab.lab);
	}
	expect_all_held();
}

/* Forgiving the unit its failures is a courtesy: systemd may decline. */
static void nobody_needs_the_reset(void **state)
{
	static const struct {
		const char *member, *name;
	} rows[] = {
		{ "ResetFailedUnit", SYSTEMD_ERROR "NoSuchUnit" },
		/* Of systemd 219: the reset is worth more. */
		{ "RefUnit", BUS_ERROR "UnknownMethod" },
	};

	(void)state;
	steps = "rj";
	job_result = "done";
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct act_lab lab = { .lab.peer = { .refuses_on = rows[i].member,
						     .error_name = rows[i].name } };

		unit_lab_open(&lab.lab, play);
		act(&lab, ACTION_START_UNIT, UNIT_LIMIT_US);
		EXPECT(lab.end == ACT_ACCEPTED, "%s: %d", rows[i].member, (int)lab.end);
		EXPECT(strstr(lab.lab.peer.calls, "ResetFailedUnit"), "%s", lab.lab.peer.calls);
		unit_lab_close(&lab.lab);
	}
	expect_all_held();
}

/* Whatever stops it before it asked: nothing was begun. */
static void not_begun(void **state)
{
	static const struct {
		struct bus_peer peer;
		const char *address, *booted, *detail;
		uint64_t budget_us;
	} rows[] = {
		{ .peer.never_speaks = true,
		  .detail = "the system bus did not answer in time",
		  .budget_us = UNIT_SHORT_US },
		{ .peer.silent_on = "Hello",
		  .detail = "the system bus did not answer in time",
		  .budget_us = UNIT_SHORT_US },
		{ .peer.silent_on = "Subscribe",
		  .detail = "systemd did not answer in time",
		  .budget_us = UNIT_SHORT_US },
		{ .peer.closes_on = "Subscribe",
		  .detail = "systemd: Connection terminated",
		  .budget_us = UNIT_LIMIT_US },
		{ .peer.closes_on = "Hello",
		  .detail = "systemd: Connection terminated",
		  .budget_us = UNIT_LIMIT_US },
		{ .address = "unix:path=/proc/none",
		  .detail = "cannot reach the system bus: No such file or directory",
		  .budget_us = UNIT_LIMIT_US },
		{ .booted = "/proc/none",
		  .detail = "this machine does not run systemd",
		  .budget_us = UNIT_LIMIT_US },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct act_lab lab = { .lab.peer = rows[i].peer };

		unit_lab_open(&lab.lab, play);
		if (rows[i].address)
			lab.lab.places.bus_address = rows[i].address;
		if (rows[i].booted)
			lab.lab.places.booted = rows[i].booted;
		act(&lab, ACTION_RESTART_UNIT, rows[i].budget_us);
		EXPECT(lab.end == ACT_REFUSED, "row %zu: %d", i, (int)lab.end);
		EXPECT(strcmp(lab.detail, rows[i].detail) == 0, "row %zu: %s", i, lab.detail);
		EXPECT(!strstr(lab.lab.peer.calls, "Unit:"), "row %zu: %s", i, lab.lab.peer.calls);
		unit_lab_close(&lab.lab);
	}
	expect_all_held();
}

static void only_units_are_acted_on(void **state)
{
	static const char long_name[] = "a-unit-with-a-name-that-does-not-fit-into-the-room-that-"
					"there-is-for-it.service";
	struct act_lab lab = { 0 };

	(void)state;
	unit_lab_open(&lab.lab, play);
	assert_int_equal(start(&lab, ACTION_NONE, "ecs.service", 0), -EINVAL);
	assert_int_equal(start(&lab, ACTION_RESTART_CONTAINER, "ecs.service", 0), -EINVAL);
	assert_int_equal(start(&lab, ACTION_DEFER, "ecs.service", 0), -EINVAL);
	assert_int_equal(start(&lab, ACTION_RESTART_UNIT, long_name, 0), -EINVAL);
	assert_int_equal(start(&lab, ACTION_RESTART_UNIT, "", 0), -EINVAL);
	assert_int_equal(start(&lab, ACTION_RESTART_UNIT, NULL, 0), -EINVAL);
	unit_lab_close(&lab.lab);
}

/* Closed under way, at every step: nobody is called, nothing leaks. */
static void closing_early_is_silent(void **state)
{
	(void)state;
	steps = "ro";
	for (int count = 0; count < 16; count++) {
		struct act_lab lab = { 0 };

		unit_lab_open(&lab.lab, play);
		assert_int_equal(start(&lab, ACTION_RESTART_UNIT, "ecs.service", UNIT_LIMIT_US), 0);
		for (int i = 0; i < count; i++)
			assert_true(sd_event_run(lab.lab.loop, 0) >= 0);
		units_close(lab.lab.units);
		lab.lab.units = NULL;
		for (int i = 0; i < 3; i++)
			assert_true(sd_event_run(lab.lab.loop, 0) >= 0);
		assert_int_equal(lab.lab.ends, 0);
		unit_lab_close(&lab.lab);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_end_of_the_job_is_the_end),
		cmocka_unit_test(it_watches_before_it_asks),
		cmocka_unit_test(refusals),
		cmocka_unit_test(nobody_needs_the_reset),
		cmocka_unit_test(not_begun),
		cmocka_unit_test(only_units_are_acted_on),
		cmocka_unit_test(closing_early_is_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
