/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/util.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "ecsprobe/clock.h"

static void xgrow_keeps_and_zeroes(void **state)
{
	static const size_t sizes[] = { 1, 2, 7, 8, 24, 100 };
	enum { COUNT = 1500 };

	(void)state;
	for (size_t s = 0; s < ARRAY_SIZE(sizes); s++) {
		size_t size = sizes[s];
		unsigned char *items = NULL;
		size_t dirty = 0;
		size_t lost = 0;

		for (size_t n = 0; n < COUNT; n++) {
			items = xgrow(items, n, size);
			for (size_t b = 0; b < size; b++)
				dirty += items[n * size + b] != 0;
			memset(items + n * size, (int)(n % 251) + 1, size);
		}
		for (size_t n = 0; n < COUNT; n++)
			for (size_t b = 0; b < size; b++)
				lost += items[n * size + b] != n % 251 + 1;
		EXPECT(dirty == 0, "items of %zu bytes", size);
		EXPECT(lost == 0, "items of %zu bytes", size);
		free(items);
	}
	expect_all_held();
}

static void copy_text_cuts_and_says_so(void **state)
{
	char out[4] = "xxx";

	(void)state;
	assert_true(copy_text(out, sizeof out, "abc"));
	assert_string_equal(out, "abc");
	assert_false(copy_text(out, sizeof out, "abcd"));
	assert_string_equal(out, "abc");
	assert_true(copy_text(out, sizeof out, ""));
	assert_string_equal(out, "");
	assert_false(copy_text(out, 1, "a"));
	assert_string_equal(out, "");
}

static void allocations_of_nothing(void **state)
{
	char *nothing = xcalloc(0, 8);
	char *text = xasprintf("%s-%d", "a", 7);
	char *copy = xstrdup(text);

	(void)state;
	assert_non_null(nothing);
	assert_string_equal(copy, "a-7");
	free(nothing);
	free(text);
	free(copy);
}

static void string_list(void **state)
{
	struct string_list list = { 0 };
	char name[32];

	(void)state;
	assert_false(string_list_has(&list, ""));
	for (int i = 0; i < 100; i++) {
		(void)snprintf(name, sizeof name, "name-%d,rest", i);
		string_list_add(&list, name, strcspn(name, ","));
	}
	string_list_add(&list, "", 0);
	assert_int_equal(list.count, 101);
	assert_string_equal(list.items[99], "name-99");
	assert_string_equal(list.items[100], "");
	assert_true(string_list_has(&list, "name-0"));
	assert_true(string_list_has(&list, "name-57"));
	assert_false(string_list_has(&list, "name-100"));
	assert_false(string_list_has(&list, "name"));
	string_list_done(&list);
	assert_int_equal(list.count, 0);
	assert_null(list.items);
	string_list_done(&list);
}

static void file_sizes(void **state)
{
	char *dir = scratch_open();
	char *path = xasprintf("%s/file", dir);
	char *text = NULL;
	size_t len = 77;

	(void)state;
	write_text(path, "12345678");
	assert_int_equal(file_read_bounded(path, 8, &text, &len), 0);
	assert_int_equal(len, 8);
	assert_string_equal(text, "12345678");
	free(text);
	text = NULL;
	len = 77;
	assert_int_equal(file_read_bounded(path, 7, &text, &len), -EFBIG);
	assert_null(text);
	assert_int_equal(len, 77);
	write_text(path, "");
	assert_int_equal(file_read_bounded(path, 0, &text, &len), 0);
	assert_int_equal(len, 0);
	assert_string_equal(text, "");
	free(text);
	free(path);
	scratch_close(dir);
}

static void file_kinds(void **state)
{
	int watch;
	char *dir = scratch_open();
	char *fifo = xasprintf("%s/fifo", dir);
	char *missing = xasprintf("%s/missing", dir);
	char *text = NULL;
	size_t len = 0;
	uint64_t start_us = clock_now_us();

	(void)state;
	assert_int_equal(file_read_bounded(missing, 100, &text, &len), -ENOENT);
	assert_int_equal(file_read_bounded(dir, 100, &text, &len), -EISDIR);
	/* Nobody writes to it: a reader that opens it carelessly hangs. */
	assert_int_equal(mkfifo(fifo, 0600), 0);
	watch = openings_watch(fifo);
	assert_int_equal(file_read_bounded(fifo, 100, &text, &len), -EINVAL);
	/* It is not even opened: of a device that alone may do something. */
	assert_false(openings_heard(watch));
	assert_int_equal(close(watch), 0);
	assert_int_equal(file_read_bounded("/dev/zero", 100, &text, &len), -EINVAL);
	assert_null(text);
	assert_true(clock_now_us() - start_us < 10000000);
	free(fifo);
	free(missing);
	scratch_close(dir);
}

/* What comes in parts, and from no file. */
static void stream_to_its_end(void **state)
{
	int ends[2];
	char *text = NULL;
	size_t len = 0;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "some", 4), 4);
	assert_int_equal(write(ends[1], "thing", 5), 5);
	assert_int_equal(close(ends[1]), 0);
	assert_int_equal(fd_read_bounded(ends[0], 9, &text, &len), -EINVAL);
	assert_int_equal(stream_read_bounded(ends[0], 9, &text, &len), 0);
	assert_int_equal(len, 9);
	assert_string_equal(text, "something");
	free(text);
	assert_int_equal(close(ends[0]), 0);

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "something", 9), 9);
	assert_int_equal(close(ends[1]), 0);
	assert_int_equal(stream_read_bounded(ends[0], 8, &text, &len), -EFBIG);
	assert_int_equal(close(ends[0]), 0);
}

/* Its size is said to be 0. */
static void file_of_proc(void **state)
{
	char *text = NULL;
	size_t len = 0;

	(void)state;
	assert_int_equal(file_read_bounded("/proc/self/status", 1 << 16, &text, &len), 0);
	assert_int_equal(len, strlen(text));
	assert_non_null(strstr(text, "Name:"));
	free(text);
	text = NULL;
	assert_int_equal(file_read_bounded("/proc/self/status", 10, &text, &len), -EFBIG);
	assert_null(text);
}

/* Room for what is there: of a file that may be 16 MiB long and is not, no page is cleared. */
static void room_for_what_is_there(void **state)
{
	char *text = NULL;
	size_t len = 0;

	(void)state;
	assert_int_equal(file_read_bounded("/proc/self/status", 16 << 20, &text, &len), 0);
	assert_true(malloc_usable_size(text) < 2 * len + 8192);
	free(text);
	assert_int_equal(file_read_bounded("/proc/self/smaps", 16 << 20, &text, &len), 0);
	assert_true(len > 8192);
	assert_int_equal(len, strlen(text));
	assert_true(malloc_usable_size(text) < 2 * len + 8192);
	free(text);
}

static void secrets_are_wiped(void **state)
{
	char text[32] = "http://user:secret@proxy";
	char bytes[4] = { 'a', '\0', 'b', 'c' };
	static const char zeroes[32];

	(void)state;
	text_wipe(NULL);
	text_wipe(text + strlen(text));
	assert_string_equal(text, "http://user:secret@proxy");
	text_wipe(text);
	assert_memory_equal(text, zeroes, sizeof text);
	/* Bytes may hold a NUL, and what is behind them stays. */
	text_wipe_bytes(bytes, 3);
	assert_memory_equal(bytes, "\0\0\0c", sizeof bytes);
	text_wipe_bytes(bytes, 0);
	assert_int_equal(bytes[3], 'c');
}

static void ports(void **state)
{
	static const struct {
		const char *text;
		uint16_t port; /* 0: none */
	} rows[] = {
		{ "1", 1 },          { "443", 443 }, { "65535", 65535 }, { "00443", 443 },
		{ "", 0 },           { "0", 0 },     { "65536", 0 },     { "99999", 0 },
		{ "000443", 0 },     { "+443", 0 },  { "-1", 0 },        { " 443", 0 },
		{ "443 ", 0 },       { "0x1b", 0 },  { "https", 0 },     { "4.3", 0 },
		{ "4294967739", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint16_t port = 7;
		bool good = port_parse(rows[i].text, &port);

		EXPECT(good == (rows[i].port != 0), "'%s'", rows[i].text);
		EXPECT(port == (rows[i].port ? rows[i].port : 7), "'%s': %u", rows[i].text, port);
	}
	expect_all_held();
}

static void clock_formats_utc(void **state)
{
	static const struct {
		int64_t wall_s;
		const char *text;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00Z" },          { -1, "1969-12-31T23:59:59Z" },
		{ 951782399, "2000-02-28T23:59:59Z" },  { 951782400, "2000-02-29T00:00:00Z" },
		{ 2147483648, "2038-01-19T03:14:08Z" }, { 253402300799, "9999-12-31T23:59:59Z" },
	};
	char text[CLOCK_RFC3339_BYTES];
	uint64_t before_us = clock_now_us();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		clock_format_rfc3339(rows[i].wall_s, text);
		EXPECT(strcmp(text, rows[i].text) == 0, "%s for %s", text, rows[i].text);
	}
	/* A year that has no four digits, from a hostile certificate: any text, no overrun. */
	clock_format_rfc3339(INT64_MAX, text);
	clock_format_rfc3339(INT64_MIN, text);
	assert_true(strlen(text) < sizeof text);
	assert_true(clock_now_us() >= before_us);
	expect_all_held();
}

static void dates_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t us; /* -1: none */
	} rows[] = {
		{ "1970-01-01T00:00:01Z", 1000000 },
		{ "2026-01-01T12:00:00Z", INT64_C(1767268800000000) },
		{ "2026-01-01T12:00:00.123456789Z", INT64_C(1767268800123456) },
		{ "2026-01-01T14:00:00+02:00", INT64_C(1767268800000000) },
		{ "0001-01-01T00:00:00Z", 0 },
		{ "2026-02-30T12:00:00Z", -1 },
		{ "2026-00-01T12:00:00Z", -1 },
		{ "2026-01-01T24:00:00Z", -1 },
		{ "2026-01-01T12:00:00", -1 },
		{ "2026-01-01T12:00:00Zx", -1 },
		{ "2026-01-01 12:00:00Z", -1 },
		{ "2026- 1-01T12:00:00Z", -1 },
		{ "2026-1-1T12:00:00Z", -1 },
		{ " 2026-01-01T12:00:00Z", -1 },
		{ "2026-01-01T12:00:60Z", -1 },
		{ "2026-01-01T12:00:00 Z", -1 },
		{ "2026-01-01T12:00:00.5 +01:00", -1 },
		{ "2026-01-01T12:00:00+01:60", -1 },
		{ "2026-01-01T12:00:00z", -1 },
		{ "1969-12-31T23:00:00-02:30", 5400000000 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int64_t us = 0;
		bool found = clock_parse_rfc3339_us(rows[i].text, &us);

		EXPECT(found == (rows[i].us >= 0) && (!found || us == rows[i].us), "%s",
		       rows[i].text);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_read),
		cmocka_unit_test(xgrow_keeps_and_zeroes),
		cmocka_unit_test(copy_text_cuts_and_says_so),
		cmocka_unit_test(allocations_of_nothing),
		cmocka_unit_test(string_list),
		cmocka_unit_test(file_sizes),
		cmocka_unit_test(file_kinds),
		cmocka_unit_test(file_of_proc),
		cmocka_unit_test(stream_to_its_end),
		cmocka_unit_test(room_for_what_is_there),
		cmocka_unit_test(secrets_are_wiped),
		cmocka_unit_test(ports),
		cmocka_unit_test(clock_formats_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
