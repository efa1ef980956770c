/* SPDX-License-Identifier: Apache-2.0 */
/* A test that passes and leaks: scripts/check expects valgrind and the address
 * sanitizer to fail it, so that their silence about the real tests means
 * something. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ecsprobe/util.h"

static void test_leak(void **state)
{
	struct string_list list = { 0 };

	(void)state;
	string_list_add(&list, "never freed", 11);
	assert_int_equal(list.count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_leak) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
