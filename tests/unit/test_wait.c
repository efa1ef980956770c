/* SPDX-License-Identifier: Apache-2.0 */
#include "verbs/wait.h"

#include <stdio.h>

#include "check.h"

enum { SECOND_US = 1000000 };

/* The longest a pause may be, and a quarter less is the shortest. */
static void test_grows_to_a_limit(void **state)
{
	static const uint64_t longest_s[] = { 1, 2, 4, 8, 15, 15, 15 };

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(longest_s); i++) {
		for (unsigned k = 0; k < 500; k++) {
			char key[32];
			uint64_t us;

			(void)snprintf(key, sizeof key, "i-%08x", k);
			us = wait_pause_us(key, i + 1);
			assert_in_range(us, longest_s[i] * SECOND_US * 3 / 4,
					longest_s[i] * SECOND_US);
		}
	}
	assert_in_range(wait_pause_us("i-1", 4000000000U), 15 * SECOND_US * 3 / 4, 15 * SECOND_US);
}

/* A round costs at most 64 queries at once, and 200 a second are earned again. */
static void test_never_faster_than_the_pace(void **state)
{
	(void)state;
	for (unsigned rounds = 0; rounds < 64; rounds++)
		assert_true(wait_pause_us("i-0123456789abcdef0", rounds) >= 64 * SECOND_US / 200);
}

static void test_spreads_a_fleet(void **state)
{
	enum { INSTANCES = 1000, BINS = 5 };
	unsigned bins[BINS] = { 0 };

	(void)state;
	for (unsigned k = 0; k < INSTANCES; k++) {
		char key[32];
		uint64_t us;

		(void)snprintf(key, sizeof key, "i-%08x", k);
		us = wait_pause_us(key, 1);
		bins[(us - SECOND_US * 3 / 4 - 1) / (SECOND_US / 4 / BINS)]++;
		assert_int_equal(us, wait_pause_us(key, 1));
	}
	for (unsigned i = 0; i < BINS; i++)
		assert_in_range(bins[i], INSTANCES / BINS / 2, INSTANCES / BINS * 2);
}

/* Whoever met in one round does not meet in all of them. */
static void test_differs_from_round_to_round(void **state)
{
	(void)state;
	assert_int_not_equal(wait_pause_us("i-1", 5), wait_pause_us("i-1", 6));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows_to_a_limit),
		cmocka_unit_test(test_never_faster_than_the_pace),
		cmocka_unit_test(test_spreads_a_fleet),
		cmocka_unit_test(test_differs_from_round_to_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
