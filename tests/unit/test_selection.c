/* SPDX-License-Identifier: Apache-2.0 */
/* What the plan carries for the judge, which cannot ask for it. */
#include "check.h"
#include "planned.h"

static void selected_profiles_are_noted(void **state)
{
	static const struct {
		const char *words[3];
		unsigned profiles;
	} rows[] = {
		{ { NULL }, 1U << PROFILE_ECS },
		{ { "--profile=mwaa" }, 1U << PROFILE_MWAA },
		{ { "--profile=mwaa,exec", "--profile=ecs" },
		  1U << PROFILE_MWAA | 1U << PROFILE_EXEC | 1U << PROFILE_ECS },
		{ { "--all-profiles" }, PROFILES_ALL },
		{ { "ECSPROBE_PROFILE=efs", "--service=ecs" }, 1U << PROFILE_EFS },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct plan plan = { 0 };
		struct error e;

		assert_int_equal(planned(&plan, &e, "us-east-1", "", rows[i].words), 0);
		EXPECT(plan.profiles == rows[i].profiles, "row %zu: %#x", i, plan.profiles);
		plan_done(&plan);
	}
	expect_all_held();
}

static void new_regions_are_noted(void **state)
{
	static const struct {
		const char *region;
		bool needs_all;
	} rows[] = {
		{ "us-east-1", false },
		{ "il-central-1", false },
		{ "ca-west-1", true },
		{ "eusc-de-east-1", true },
		{ "cn-north-1", false },
		/* Newer than the table. */
		{ "us-east-9", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *const none[] = { NULL };
		struct plan plan = { 0 };
		struct error e;

		assert_int_equal(planned(&plan, &e, rows[i].region, "", none), 0);
		EXPECT(plan.region_needs_all == rows[i].needs_all, "%s", rows[i].region);
		plan_done(&plan);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selected_profiles_are_noted),
		cmocka_unit_test(new_regions_are_noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
