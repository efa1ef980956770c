/* SPDX-License-Identifier: Apache-2.0 */
/* A burst of 128 queries, then 400 a second, and fewer while answers are missing. */
#include "engine/pace.h"

#include "check.h"

enum { BURST = 128, COST_US = 2500, SECOND_US = 1000000 };

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
	assert_int_equal(taken, 400);
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

/* How many in a second from here on, after the burst. */
static unsigned in_a_second(struct pace *pace, uint64_t *now_us)
{
	unsigned taken = 0;

	for (unsigned i = 0; i < 1000; i++) {
		*now_us += SECOND_US / 1000;
		taken += take_all(pace, *now_us);
	}
	return taken;
}

static void losses_slow_it_down_and_answers_speed_it_up(void **state)
{
	static const unsigned after_losses[] = { 400, 200, 100, 50, 50, 50 };
	struct pace pace;
	uint64_t now_us = 0;

	(void)state;
	pace_init(&pace, now_us);
	(void)take_all(&pace, now_us);
	for (size_t i = 0; i < ARRAY_SIZE(after_losses); i++) {
		unsigned taken = in_a_second(&pace, &now_us);

		EXPECT(taken == after_losses[i], "%zu losses: %u", i, taken);
		pace_lost(&pace);
	}
	for (unsigned i = 0; i < 100; i++)
		pace_answered(&pace);
	assert_int_equal(in_a_second(&pace, &now_us), 150);
	for (unsigned i = 0; i < 1000; i++)
		pace_answered(&pace);
	assert_int_equal(in_a_second(&pace, &now_us), 400);
	expect_all_held();
}

/* What is left of the burst is not spent on a resolver that drops. */
static void a_loss_ends_the_burst(void **state)
{
	struct pace pace;

	(void)state;
	pace_init(&pace, 0);
	pace_lost(&pace);
	assert_int_equal(take_all(&pace, 0), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(burst_then_rate),
		cmocka_unit_test(waiting_as_told_is_enough),
		cmocka_unit_test(rest_earns_one_burst_and_no_more),
		cmocka_unit_test(losses_slow_it_down_and_answers_speed_it_up),
		cmocka_unit_test(a_loss_ends_the_burst),
		cmocka_unit_test(a_clock_that_goes_back_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
