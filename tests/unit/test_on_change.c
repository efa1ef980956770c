/* SPDX-License-Identifier: Apache-2.0 */
/* When a console is told something, and what is remembered of that. */
#include "verbs/on_change.h"

#include <stdio.h>

#include "check.h"
#include "world.h"

static const char this_boot[] = "0123abcd-0123-0123-0123-0123456789ab";
static const char other_boot[] = "ffffabcd-0123-0123-0123-0123456789ab";

enum { MINUTE_S = 60 };

static struct moment minutes_in(const char *boot, uint64_t minutes)
{
	struct moment at = { .boottime_us = minutes * MINUTE_S * 1000000 };

	(void)copy_text(at.boot_id, sizeof at.boot_id, boot);
	return at;
}

static uint64_t what_of(const char *text)
{
	struct world *w = world_new(text);
	uint64_t what;

	world_judge(w);
	what = on_change_what(&w->report);
	world_free(w);
	return what;
}

static void only_what_fails_counts(void **state)
{
	static const char fails[] = "ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout ecs-agent: "
				    "route53=10.0.1.20";
	static const struct {
		const char *world;
		bool well, same;
	} rows[] = {
		{ fails, false, true },
		/* Another address, and a warning beside it: the same cause. */
		{ "ecs: route53=10.0.1.11 10.0.1.11=tcp-timeout ecs-agent: route53=10.0.1.20 "
		  "logs: optional route53=10.0.1.30 10.0.1.30=tcp-timeout",
		  false, true },
		{ "ecs: route53=10.0.1.10 10.0.1.10=tcp-refused ecs-agent: route53=10.0.1.20",
		  false, false },
		{ "ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.20 10.0.1.20=tcp-timeout",
		  false, false },
		{ "ecs: route53=!not-finished", false, false },
		{ "ecs: route53=10.0.1.10", true, false },
		{ "ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tcp-timeout", true, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		EXPECT((what_of(rows[i].world) == 0) == rows[i].well, "row %zu", i);
		EXPECT((what_of(rows[i].world) == what_of(fails)) == rows[i].same, "row %zu", i);
	}
	expect_all_held();
}

static void it_is_said_once(void **state)
{
	static const struct {
		bool known;
		uint64_t then, last, minutes, now;
		bool due;
	} rows[] = {
		{ false, 0, 0, 2, 0, false }, /* a boot that is well says nothing */
		{ false, 0, 0, 2, 7, true },
		{ true, 2, 7, 7, 7, false },
		{ true, 2, 7, 2000, 7, false },
		{ true, 2, 7, 7, 8, false }, /* something else, and too soon */
		{ true, 2, 7, 16, 8, false },
		{ true, 2, 7, 17, 8, true },
		{ true, 2, 7, 16, 0, false },
		{ true, 2, 7, 17, 0, true }, /* it is over */
		{ true, 17, 0, 30, 0, false },
		{ true, 17, 0, 31, 7, false },
		{ true, 17, 0, 32, 7, true },
		/* A clock that cannot be. */
		{ true, 17, 7, 3, 8, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct said last = { rows[i].known, minutes_in(this_boot, rows[i].then),
					   rows[i].last };
		const struct said now = { true, minutes_in(this_boot, rows[i].minutes),
					  rows[i].now };

		EXPECT(on_change_is_due(&last, &now) == rows[i].due, "row %zu", i);
	}
	expect_all_held();
}

static void it_is_remembered(void **state)
{
	const char *const boots[] = { this_boot, "" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(boots); i++) {
		const struct said said = { true, minutes_in(boots[i], 5), UINT64_MAX - i };
		const struct moment here = minutes_in(boots[i], 9);
		const struct moment elsewhere = minutes_in(other_boot, 9);
		char text[SAID_BYTES];
		struct said back;

		on_change_format(&said, text);
		back = on_change_parse(text, &here);
		EXPECT(back.known && back.what == said.what &&
			       back.at.boottime_us == said.at.boottime_us,
		       "boot %zu: %s", i, text);
		EXPECT(!on_change_parse(text, &elsewhere).known, "boot %zu", i);
	}
	expect_all_held();
}

static void nonsense_is_not_remembered(void **state)
{
	static const char *const ends[] = {
		"",
		" ",
		" 5",
		" 5 ",
		" 5 7",
		" 5 7\n\n",
		" 5 7 \n",
		" -5 7\n",
		" 5 -7\n",
		" x 7\n",
		" 5 x\n",
		"  5 7\n",
		" 99999999999999999999999 7\n",
		"5 7\n",
	};
	const struct moment now = minutes_in(this_boot, 9);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		char text[SAID_BYTES];

		(void)snprintf(text, sizeof text, "%s%s", this_boot, ends[i]);
		EXPECT(!on_change_parse(text, &now).known, "%s", text);
	}
	EXPECT(!on_change_parse("", &now).known, "empty");
	EXPECT(!on_change_parse("\n", &now).known, "a line");
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_fails_counts),
		cmocka_unit_test(it_is_said_once),
		cmocka_unit_test(it_is_remembered),
		cmocka_unit_test(nonsense_is_not_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
