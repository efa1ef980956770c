/* SPDX-License-Identifier: Apache-2.0 */
/* When a restarted agent counts as back: registered, connected to ACS, or neither to be
 * seen; and what a wait that failed leaves to say. */
#include "verbs/ready.h"

#include <stdio.h>
#include <string.h>

#include "agent_world.h"
#include "check.h"

#define SECOND UINT64_C(1000000)
#define AROUND                                                              \
	" | ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11,10.0.2.11 " \
	"ecs-telemetry: route53=10.0.1.12"
#define SHARED                                                    \
	" | ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.10 " \
	"ecs-telemetry: route53=10.0.1.10"
#define PROXIED                                                                           \
	" | proxy=agent ecs: proxied via=10.0.0.99 route53=10.0.1.10 ecs-agent: proxied " \
	"via=10.0.0.99 route53=10.0.1.11 ecs-telemetry: proxied via=10.0.0.99 route53=10.0.1.12"
#define NUMBERED                                                                  \
	" | ecs: route53=52.94.1.10 ecs-agent: route53=!dns-nxdomain +numbered: " \
	"route53=52.94.1.11 ecs-telemetry: route53=!dns-nxdomain +numbered: "     \
	"route53=52.94.1.12 ecr.layers: route53=52.94.1.13 +elsewhere: "          \
	"route53=52.94.1.11,52.94.1.14"
#define ACS_PEER "socket=10.0.1.11,7"

static const char *const sights[] = {
	[ACS_CONNECTED] = "connected", [ACS_HELD] = "held", [ACS_DIALLED] = "dialled",
	[ACS_HIDDEN] = "hidden",       [ACS_AWAY] = "away", [ACS_FAILED] = "failed",
};

/* Log and connections together. */
static void how_it_is_seen(void **state)
{
	static const struct {
		const char *world;
		enum acs_sight sight;
		uint64_t socket;
		bool unseen; /* ... and what comes next, too */
	} rows[] = {
		{ "talks acs=connected" AROUND, ACS_CONNECTED, 0, false },
		{ "acs=connected" AROUND, ACS_CONNECTED, 0, false },
		{ "talks acs=connected" PROXIED, ACS_CONNECTED, 0, false },
		{ "talks acs=failed " ACS_PEER AROUND, ACS_FAILED, 0, false },
		{ "acs=failed " ACS_PEER AROUND, ACS_FAILED, 7, false },
		{ "acs=failed" AROUND, ACS_FAILED, 0, false },
		{ "acs=failed" PROXIED, ACS_FAILED, 0, true },
		{ "talks acs=failed" PROXIED, ACS_FAILED, 0, false },
		{ "talks acs=dialling" AROUND, ACS_AWAY, 0, false },
		{ "talks acs=dialling" PROXIED, ACS_AWAY, 0, false },
		{ "talks acs=dialling " ACS_PEER AROUND, ACS_DIALLED, 7, false },
		/* The log is quiet. */
		{ "acs=none " ACS_PEER AROUND, ACS_HELD, 7, false },
		{ "acs=none socket=10.0.2.11,9 " ACS_PEER AROUND, ACS_HELD, 7, false },
		{ "acs=none socket=10.0.1.12,3 socket=10.0.1.10,4" AROUND, ACS_AWAY, 0, false },
		{ "acs=none socket=10.0.1.12,3 " ACS_PEER AROUND, ACS_HELD, 7, false },
		{ "acs=none " AROUND, ACS_AWAY, 0, false },
		{ "acs=none " PROXIED, ACS_HIDDEN, 0, false },
		{ "acs=none peers=unknown" AROUND, ACS_HIDDEN, 0, false },
		/* What is at one address can be any of them. */
		{ "acs=none socket=10.0.1.10,4 socket=10.0.1.10,5" SHARED, ACS_HIDDEN, 0, false },
		{ "acs=none talks socket=10.0.1.10,4" SHARED, ACS_AWAY, 0, false },
		{ "acs=none " SHARED, ACS_AWAY, 0, false },
		/* An address that no name leads to, as that of ecs-a-8. */
		{ "acs=none socket=52.94.9.9,4" AROUND, ACS_HIDDEN, 0, false },
		{ "acs=none talks socket=52.94.9.9,4" AROUND, ACS_AWAY, 0, false },
		/* Where a Region has no such endpoints: of two numbered hosts, one is ACS. */
		{ "acs=none socket=52.94.1.11,7" NUMBERED, ACS_HELD, 7, false },
		{ "talks acs=dialling socket=52.94.1.11,7" NUMBERED, ACS_DIALLED, 7, false },
		{ "acs=none socket=52.94.1.12,7" NUMBERED, ACS_AWAY, 0, false },
		/* A name that was asked for comparison alone. */
		{ "acs=none socket=52.94.1.14,7" NUMBERED, ACS_HIDDEN, 0, false },
		/* It writes, and nothing of ACS. */
		{ "acs=none talks" AROUND, ACS_AWAY, 0, false },
		{ "acs=none talks" PROXIED, ACS_AWAY, 0, false },
		{ "acs=none talks " ACS_PEER AROUND, ACS_HELD, 7, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = agent_world_new(rows[i].world);
		struct acs_state acs;

		agent_world_decide(w);
		acs = remedy_acs(&w->world->report);
		EXPECT(acs.sight == rows[i].sight, "'%s': %s", rows[i].world, sights[acs.sight]);
		EXPECT(acs.socket == rows[i].socket, "'%s': %d", rows[i].world, (int)acs.socket);
		EXPECT((acs.why != NULL) == (acs.sight == ACS_HIDDEN || rows[i].unseen), "'%s'",
		       rows[i].world);
		agent_world_free(w);
	}
	expect_all_held();
}

/* What time proves. */
static void how_long_it_takes(void **state)
{
	static const struct {
		struct acs_state acs;
		uint64_t proven_s; /* 0: never */
		enum action_result result, at_the_end;
	} rows[] = {
		{ { ACS_CONNECTED, 0, NULL }, 1, RESULT_RESTARTED, RESULT_NOT_READY },
		{ { ACS_HELD, 7, NULL }, 10, RESULT_RESTARTED, RESULT_UNPROVEN },
		{ { ACS_DIALLED, 7, NULL }, 35, RESULT_RESTARTED, RESULT_NOT_READY },
		{ { ACS_HIDDEN, 0, "why" }, 10, RESULT_UNPROVEN, RESULT_UNPROVEN },
		{ { ACS_AWAY, 0, NULL }, 0, RESULT_NOT_TRIED, RESULT_NOT_READY },
		{ { ACS_FAILED, 0, NULL }, 0, RESULT_NOT_TRIED, RESULT_NOT_READY },
		{ { ACS_FAILED, 7, NULL }, 10, RESULT_RESTARTED, RESULT_NOT_READY },
		{ { ACS_FAILED, 0, "why" }, 0, RESULT_NOT_TRIED, RESULT_UNPROVEN },
	};
	static const struct path_evidence path;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ready_hold hold = { 0 };
		uint64_t start_us = 5 * SECOND;
		uint64_t first_s = 0;

		assert_int_equal(ready_at_the_end(&hold, false, start_us), RESULT_NOT_READY);
		for (uint64_t s = 0; s < 90 && !first_s; s++) {
			enum action_result r =
				ready_hold(&hold, &rows[i].acs, &path, start_us + s * SECOND);

			if (r != RESULT_NOT_TRIED) {
				first_s = s;
				EXPECT(r == rows[i].result, "row %zu: %s", i,
				       action_result_name(r));
			}
		}
		EXPECT(first_s == rows[i].proven_s, "row %zu: %d s", i, (int)first_s);
		EXPECT(ready_at_the_end(&hold, false, start_us + 90 * SECOND) == rows[i].at_the_end,
		       "row %zu", i);
	}
	expect_all_held();
}

/* It registers, ends and is started again: up when the time ends is not back. */
static void up_for_a_moment_is_not_back(void **state)
{
	static const struct {
		bool has_ended;
		uint64_t held_us;
		enum action_result result;
	} rows[] = {
		{ false, 0, RESULT_NOT_READY },
		{ false, 2 * SECOND, RESULT_UNPROVEN },
		{ true, 2 * SECOND, RESULT_NOT_READY },
		{ true, 10 * SECOND, RESULT_UNPROVEN },
	};
	const struct acs_state hidden = { ACS_HIDDEN, 0, "why" };
	static const struct path_evidence path;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ready_hold hold = { 0 };

		(void)ready_hold(&hold, &hidden, &path, SECOND);
		EXPECT(ready_at_the_end(&hold, rows[i].has_ended, SECOND + rows[i].held_us) ==
			       rows[i].result,
		       "row %zu", i);
	}
	expect_all_held();
}

/* Another connection, or another word, begins anew. */
static void only_the_same_counts(void **state)
{
	const struct acs_state one = { ACS_HELD, 7, NULL };
	const struct acs_state other = { ACS_HELD, 8, NULL };
	const struct acs_state failed = { ACS_FAILED, 8, NULL };
	struct path_evidence path = { 0 };
	struct ready_hold hold = { 0 };

	(void)state;
	assert_int_equal(ready_hold(&hold, &one, &path, SECOND), RESULT_NOT_TRIED);
	assert_int_equal(ready_hold(&hold, &other, &path, 10 * SECOND), RESULT_NOT_TRIED);
	assert_int_equal(ready_hold(&hold, &other, &path, 19 * SECOND), RESULT_NOT_TRIED);
	assert_int_equal(ready_hold(&hold, &other, &path, 20 * SECOND), RESULT_RESTARTED);
	path.acs_time_us = 1;
	assert_int_equal(ready_at_the_end(&hold, false, 90 * SECOND), RESULT_UNPROVEN);
	assert_int_equal(ready_hold(&hold, &failed, &path, 21 * SECOND), RESULT_NOT_TRIED);
	path.acs_time_us = 2;
	assert_int_equal(ready_hold(&hold, &failed, &path, 31 * SECOND), RESULT_NOT_TRIED);
	assert_int_equal(ready_hold(&hold, &failed, &path, 41 * SECOND), RESULT_RESTARTED);
}

static void what_a_look_loses(void **state)
{
	static const struct {
		enum sight before[3], now[3];
		bool less;
	} rows[] = {
		{ { SIGHT_SEEN, SIGHT_SEEN, SIGHT_SEEN },
		  { SIGHT_SEEN, SIGHT_SEEN, SIGHT_SEEN },
		  false },
		{ { SIGHT_SEEN, SIGHT_SEEN, SIGHT_SEEN },
		  { SIGHT_SEEN, SIGHT_ABSENT, SIGHT_ABSENT },
		  false },
		{ { SIGHT_SEEN, SIGHT_SEEN, SIGHT_ABSENT },
		  { SIGHT_SEEN, SIGHT_UNKNOWN, SIGHT_ABSENT },
		  true },
		{ { SIGHT_SEEN, SIGHT_SEEN, SIGHT_ABSENT },
		  { SIGHT_UNKNOWN, SIGHT_SEEN, SIGHT_ABSENT },
		  true },
		{ { SIGHT_SEEN, SIGHT_SEEN, SIGHT_ABSENT },
		  { SIGHT_SEEN, SIGHT_SEEN, SIGHT_UNKNOWN },
		  true },
		{ { SIGHT_UNKNOWN, SIGHT_SEEN, SIGHT_UNKNOWN },
		  { SIGHT_UNKNOWN, SIGHT_SEEN, SIGHT_UNKNOWN },
		  false },
		{ { SIGHT_UNKNOWN, SIGHT_UNKNOWN, SIGHT_UNKNOWN },
		  { SIGHT_SEEN, SIGHT_SEEN, SIGHT_SEEN },
		  false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct agent_status before = { .unit.sight = rows[i].before[0],
						     .container.sight = rows[i].before[1],
						     .introspection.sight = rows[i].before[2] };
		const struct agent_status now = { .unit.sight = rows[i].now[0],
						  .container.sight = rows[i].now[1],
						  .introspection.sight = rows[i].now[2] };

		EXPECT(ready_sees_less(&before, &now) == rows[i].less, "row %zu", i);
	}
	expect_all_held();
}

static void what_is_left_to_say(void **state)
{
	struct agent_status now = { .unit.sight = SIGHT_SEEN, .container.sight = SIGHT_SEEN };
	const struct agent_before before = { .container_id = "old" };
	struct ready_remains remains = { 0 };
	CLEANUP(text_done) struct text text = { 0 };

	(void)state;
	(void)copy_text(now.unit.name, sizeof now.unit.name, "ecs.service");
	(void)copy_text(now.unit.active, sizeof now.unit.active, "active");
	(void)copy_text(now.unit.sub, sizeof now.unit.sub, "running");
	(void)copy_text(now.container.state, sizeof now.container.state, "exited");
	(void)copy_text(now.path.last_error, sizeof now.path.last_error, "Data mismatch");
	/* The one that was stopped for it has ended well. */
	(void)copy_text(now.container.id, sizeof now.container.id, "old");
	ready_take_remains(&remains, &before, &now);
	assert_false(remains.exited);
	(void)copy_text(now.container.id, sizeof now.container.id, "new");
	now.container.exit_code = 5;
	ready_take_remains(&remains, &before, &now);
	/* Its next container has neither ended nor said anything. */
	now.container.running = true;
	now.path.last_error[0] = '\0';
	ready_take_remains(&remains, &before, &now);
	text_append(&text, "the agent does not answer");
	ready_tell_remains(&remains, &now, &text);
	assert_string_equal(text_of(&text),
			    "the agent does not answer; ecs.service is active (running); its "
			    "container ended with exit status 5; the agent's last error: "
			    "Data mismatch");
	/* Nothing twice. */
	ready_tell_remains(&remains, &now, &text);
	assert_string_equal(strstr(text_of(&text), "Data mismatch"), "Data mismatch");
	/* Nor the line that is the reason. */
	(void)copy_text(now.path.acs_error, sizeof now.path.acs_error, "refused");
	text_done(&text);
	text_append(&text, "not connected: refused");
	ready_tell_remains(&remains, &now, &text);
	assert_string_equal(text_of(&text),
			    "not connected: refused; ecs.service is active (running); its "
			    "container ended with exit status 5");
	/* A container that was never started has not ended. */
	remains = (struct ready_remains){ 0 };
	now.container.running = false;
	(void)copy_text(now.container.state, sizeof now.container.state, "created");
	ready_take_remains(&remains, &before, &now);
	assert_false(remains.exited);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(how_it_is_seen),
		cmocka_unit_test(how_long_it_takes),
		cmocka_unit_test(up_for_a_moment_is_not_back),
		cmocka_unit_test(only_the_same_counts),
		cmocka_unit_test(what_a_look_loses),
		cmocka_unit_test(what_is_left_to_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
