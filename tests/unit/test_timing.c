/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/timing.h"

#include "check.h"

static struct timing fresh(void)
{
	return (struct timing){ .running = TIMING_COUNT };
}

static void test_phases_add_up(void **state)
{
	struct timing timing = fresh();

	(void)state;
	timing_begin(&timing, TIMING_FACTS, 100);
	timing_begin(&timing, TIMING_PROBING, 130);
	timing_begin(&timing, TIMING_AGENT, 200);
	timing_begin(&timing, TIMING_PROBING, 210);
	timing_end(&timing, 260);
	timing_end(&timing, 1000);
	assert_int_equal(timing.us[TIMING_FACTS], 30);
	assert_int_equal(timing.us[TIMING_PROBING], 70 + 50);
	assert_int_equal(timing.us[TIMING_AGENT], 10);
}

/* It may take no time that a clock sees, and did happen all the same. */
static void test_short_is_not_absent(void **state)
{
	struct timing timing = fresh();

	(void)state;
	timing_begin(&timing, TIMING_JUDGING, 100);
	timing_end(&timing, 100);
	assert_true(timing.happened[TIMING_JUDGING]);
	assert_int_equal(timing.us[TIMING_JUDGING], 0);
	for (size_t i = 0; i < TIMING_COUNT; i++)
		assert_int_equal(timing.happened[i], i == TIMING_JUDGING);
}

static void test_slowest_of_each_kind(void **state)
{
	struct attempt_outcome quick = {
		.connected = true, .connect_us = 5, .handshaken = true, .tls_us = 70
	};
	struct attempt_outcome slow = { .connected = true,
					.connect_us = 9,
					.code = CODE_TLS_TIMEOUT };
	struct attempt_outcome *attempts[] = { &quick, &slow };
	struct target_outcome of = { .attempts = attempts, .attempt_count = 2 };
	struct target_outcome *items[] = { &of };
	const struct outcomes outcomes = { .items = items, .count = 1 };
	struct timing timing = fresh();

	(void)state;
	of.answers[0] = (struct answer){ .asked = true, .us = 40 };
	of.answers[1] = (struct answer){ .us = 900 };
	of.answers[2] = (struct answer){ .asked = true, .us = 800, .code = CODE_NOT_FINISHED };
	timing_take_outcomes(&timing, &outcomes);
	timing_take_outcomes(&timing, &outcomes);
	assert_int_equal(timing.us[TIMING_SLOWEST_DNS], 40);
	assert_int_equal(timing.us[TIMING_SLOWEST_CONNECT], 9);
	assert_int_equal(timing.us[TIMING_SLOWEST_TLS], 70);
}

static void test_nothing_is_not_zero(void **state)
{
	struct target_outcome of = { .answers[0] = { .asked = true, .code = CODE_INTERRUPTED } };
	struct target_outcome *items[] = { &of };
	const struct outcomes outcomes = { .items = items, .count = 1 };
	struct timing timing = fresh();

	(void)state;
	timing_take_outcomes(&timing, &outcomes);
	for (size_t i = 0; i < TIMING_COUNT; i++)
		assert_false(timing.happened[i]);
}

static void test_every_phase_has_its_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < TIMING_COUNT; i++) {
		assert_non_null(timing_rows[i].name);
		assert_non_null(timing_rows[i].label);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_phases_add_up),
		cmocka_unit_test(test_short_is_not_absent),
		cmocka_unit_test(test_slowest_of_each_kind),
		cmocka_unit_test(test_nothing_is_not_zero),
		cmocka_unit_test(test_every_phase_has_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
