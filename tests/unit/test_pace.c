/* SPDX-License-Identifier: Apache-2.0 */
/* A burst of 64 queries, then 200 a second. */
#include "engine/pace.h"

#include "check.h"

enum { BURST = 64, COST_US = 5000 };

static unsigned take_all(struct pace *pace, uint64_t now_us)
{
	unsigned taken = 0;

	while (taken < 1000 && pace_take(pace, now_us) == 0)
		taken++;
	return taken;
}

static void burst_then_rate(void **state)
{
	struct pace pace;
	uint64_t now_us = 1000000;
	unsigned taken;

	(void)state;
	pace_init(&pace, now_us);
	assert_int_equal(take_all(&pace, now_us), BURST);
	/* Being told to wait takes nothing. */
	assert_int_equal(pace_take(&pace, now_us), COST_US);
	assert_int_equal(pace_take(&pace, now_us), COST_US);
	assert_int_equal(pace_take(&pace, now_us + COST_US - 1), 1);
	assert_int_equal(pace_take(&pace, now_us + COST_US), 0);
	assert_true(pace_take(&pace, now_us + COST_US) > 0);
	taken = 1;
	for (uint64_t us = now_us + COST_US; us <= now_us + 1000000; us += 100)
		taken += take_all(&pace, us);
	assert_int_equal(taken, 200);
}

static void waiting_as_told_is_enough(void **state)
{
	struct pace pace;
	uint64_t now_us = 0;

	(void)state;
	pace_init(&pace, now_us);
	for (int i = 0; i < 500; i++) {
		uint64_t wait_us = pace_take(&pace, now_us);

		if (!wait_us)
			continue;
		now_us += wait_us;
		assert_int_equal(pace_take(&pace, now_us), 0);
	}
	assert_int_equal(now_us, (500 - BURST) * COST_US);
}

static void rest_earns_one_burst_and_no_more(void **state)
{
	static const uint64_t rests_us[] = { BURST * COST_US, BURST * COST_US + 1, 3600000000ULL,
					     UINT64_MAX - 10 };

	(void)state;
	for (size_t i = 0; i < sizeof rests_us / sizeof rests_us[0]; i++) {
		struct pace pace;

		pace_init(&pace, 0);
		assert_int_equal(take_all(&pace, 0), BURST);
		EXPECT(take_all(&pace, rests_us[i]) == BURST, "rest %zu", i);
		/* Also when it had not spent everything. */
		pace_init(&pace, 0);
		assert_int_equal(pace_take(&pace, 0), 0);
		EXPECT(take_all(&pace, rests_us[i]) == BURST, "rest %zu", i);
	}
	expect_all_held();
}

static void a_clock_that_goes_back_gives_nothing(void **state)
{
	struct pace pace;

	(void)state;
	pace_init(&pace, 1000000);
	assert_int_equal(take_all(&pace, 1000000), BURST);
	assert_int_equal(pace_take(&pace, 0), COST_US);
	assert_int_equal(pace_take(&pace, 999999), COST_US);
	/* The way back to where it was is not paid for twice. */
	assert_int_equal(pace_take(&pace, 1000000), COST_US);
	assert_int_equal(pace_take(&pace, 1000000 + COST_US), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(burst_then_rate),
		cmocka_unit_test(waiting_as_told_is_enough),
		cmocka_unit_test(rest_earns_one_burst_and_no_more),
		cmocka_unit_test(a_clock_that_goes_back_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
