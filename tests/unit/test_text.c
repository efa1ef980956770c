/* SPDX-License-Identifier: Apache-2.0 */
/* A text that grows by parts. */
#include <string.h>

#include "check.h"
#include "ecsprobe/text.h"

static void parts_are_joined(void **state)
{
	struct text text = { 0 };

	(void)state;
	assert_string_equal(text_of(&text), "");
	text_join(&text, ", ", "%s", "a");
	text_join(&text, ", ", "%d", 7);
	text_append(&text, " and %s", "more");
	assert_string_equal(text_of(&text), "a, 7 and more");
	assert_int_equal(text.len, strlen(text.bytes));
	text_done(&text);
	assert_string_equal(text_of(&text), "");
	/* A first part without a byte is a part. */
	text_join(&text, ", ", "%s", "");
	text_join(&text, ", ", "b");
	assert_string_equal(text_of(&text), ", b");
	text_done(&text);
}

/* Whatever the length, and byte by byte as at once. */
static void nothing_is_cut(void **state)
{
	char long_one[1000];
	struct text text = { 0 };
	struct text bytes = { 0 };

	(void)state;
	memset(long_one, 'x', sizeof long_one - 1);
	long_one[sizeof long_one - 1] = '\0';
	for (size_t i = 0; i < 10; i++)
		text_append(&text, "%s", long_one);
	for (size_t i = 0; i < text.len; i++)
		text_append_bytes(&bytes, long_one, 1);
	assert_int_equal(text.len, 9990);
	assert_string_equal(text_of(&text), text_of(&bytes));
	text_done(&text);
	text_done(&bytes);
}

static void bytes_may_hold_anything(void **state)
{
	struct text text = { 0 };

	(void)state;
	text_append_bytes(&text, "a\0b", 3);
	text_append_bytes(&text, "", 0);
	text_append(&text, "c");
	assert_int_equal(text.len, 4);
	assert_memory_equal(text.bytes, "a\0bc", 5);
	text_done(&text);
}

static void taken_texts_are_the_callers(void **state)
{
	struct text text = { 0 };
	char *taken = text_take(&text);

	(void)state;
	assert_string_equal(taken, "");
	free(taken);
	text_append(&text, "kept");
	taken = text_take(&text);
	assert_string_equal(taken, "kept");
	assert_null(text.bytes);
	text_append(&text, "another");
	assert_string_equal(taken, "kept");
	free(taken);
	text_done(&text);
}

static void lists(void **state)
{
	struct string_list list = { 0 };
	struct text text = { 0 };

	(void)state;
	string_list_add(&list, "a", 1);
	string_list_add(&list, "b", 1);
	text_join_list(&text, &list);
	assert_string_equal(text_of(&text), "a, b");
	text_join_list(&text, &list);
	assert_string_equal(text_of(&text), "a, b a, b");
	string_list_done(&list);
	text_done(&text);
}

/* Larger than any buffer of stdio, behind what is there already. */
static void what_is_printed_is_appended(void **state)
{
	enum { LINES = 20000 };
	struct text text = { 0 };
	size_t lines = 0;
	FILE *out;

	(void)state;
	text_append(&text, "first\n");
	out = text_stream(&text);
	assert_non_null(out);
	for (int i = 0; i < LINES; i++)
		(void)fprintf(out, "line %d\n", i);
	assert_int_equal(fclose(out), 0);
	assert_memory_equal(text_of(&text), "first\nline 0\n", 13);
	assert_string_equal(text_of(&text) + text.len - 11, "line 19999\n");
	assert_int_equal(strlen(text_of(&text)), text.len);
	for (const char *at = text_of(&text); (at = strchr(at, '\n')); at++)
		lines++;
	assert_int_equal(lines, LINES + 1);
	text_done(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_joined),
		cmocka_unit_test(nothing_is_cut),
		cmocka_unit_test(bytes_may_hold_anything),
		cmocka_unit_test(taken_texts_are_the_callers),
		cmocka_unit_test(lists),
		cmocka_unit_test(what_is_printed_is_appended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
