/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/escape.h"

enum { CANARY = 0x5a };

/* What one byte must become. */
static size_t escape_one(unsigned char c, char out[static 5])
{
	if (c < 0x20 || c > 0x7e || c == '\\')
		return (size_t)snprintf(out, 5, "\\x%02x", c);
	out[0] = (char)c;
	out[1] = '\0';
	return 1;
}

static void every_byte_value(void **state)
{
	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		unsigned char byte = (unsigned char)c;
		char expected[5];
		char out[8];

		(void)escape_one(byte, expected);
		escape_bytes(out, sizeof out, &byte, 1);
		EXPECT(strcmp(out, expected) == 0, "byte %u gives %s", c, out);
	}
	expect_all_held();
}

/* The answer written another way: the longest run of whole escapes that still
 * leaves room for "...". */
static void reference(char *out, size_t size, const unsigned char *bytes, size_t len)
{
	size_t cut = 0;
	size_t used = 0;
	char one[5];

	for (size_t i = 0; i < len; i++)
		used += escape_one(bytes[i], one);
	if (used < size)
		cut = len;
	else
		for (used = 0; cut < len; cut++) {
			used += escape_one(bytes[cut], one);
			if (used + 3 > size - 1)
				break;
		}
	out[0] = '\0';
	for (size_t i = 0; i < cut; i++) {
		(void)escape_one(bytes[i], one);
		strcat(out, one);
	}
	if (cut < len)
		strcat(out, "...");
}

static void truncation_never_splits_an_escape(void **state)
{
	uint32_t random = 1;

	(void)state;
	for (size_t size = 8; size <= 40; size++) {
		for (unsigned round = 0; round < 200; round++) {
			unsigned char bytes[48];
			size_t len = next_random(&random) % sizeof bytes;
			char expected[256];
			char out[64];

			for (size_t i = 0; i < len; i++)
				bytes[i] = next_random(&random) % 2
						   ? (unsigned char)next_random(&random)
						   : 'a';
			memset(out, CANARY, sizeof out);
			escape_bytes(out, size, bytes, len);
			reference(expected, size, bytes, len);
			EXPECT(strcmp(out, expected) == 0, "size %zu: %s for %s", size, out,
			       expected);
			EXPECT(is_printable(out) && strlen(out) < size, "size %zu: %s", size, out);
			for (size_t i = size; i < sizeof out; i++)
				EXPECT(out[i] == CANARY, "size %zu, byte %zu", size, i);
		}
	}
	expect_all_held();
}

static void tiny_buffers(void **state)
{
	static const struct {
		const char *text;
		const char *expected; /* in eight bytes */
	} rows[] = {
		{ "", "" },
		{ "1234567", "1234567" },
		{ "12345678", "1234..." },
		{ "abc\n", "abc\\x0a" },
		{ "abcd\n", "abcd..." },
		{ "\n\n", "\\x0a..." },
		{ "a\n\n", "a..." },
		{ "\\", "\\x5c" },
		{ "\xc3\xa9", "\\xc3..." },
		{ "...", "..." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char out[8];

		escape_text(out, sizeof out, rows[i].text);
		EXPECT(strcmp(out, rows[i].expected) == 0, "row %zu gives %s", i, out);
	}
	expect_all_held();
}

static void nul_bytes_and_no_text(void **state)
{
	char out[32];

	(void)state;
	escape_bytes(out, sizeof out, "a\0b", 3);
	assert_string_equal(out, "a\\x00b");
	escape_bytes(out, sizeof out, NULL, 0);
	assert_string_equal(out, "");
	escape_text(out, sizeof out, NULL);
	assert_string_equal(out, "");
}

static void logins_are_hidden(void **state)
{
	static const struct {
		const char *text, *shown; /* in 32 bytes */
	} rows[] = {
		{ NULL, "" },
		{ "", "" },
		{ "logs", "logs" },
		{ "@", "@" },
		{ "someone@example", "someone@example" },
		{ "http://proxy:3128", "http://proxy:3128" },
		{ "http://me:pw@proxy", "http://*****@proxy" },
		{ "http://me@proxy", "http://**@proxy" },
		{ "a http://me:p w@q@proxy", "a http://********@proxy" },
		{ "proxy me:pw@proxy", "proxy *****@proxy" },
		{ "me:pw@", "*****@" },
		{ "me@a http://b", "me@a http://b" },
		{ "me@a http://me:pw", "me@a http://*****" },
		{ "http://me:pw@proxy:3128", "http://*****@proxy:3128" },
		/* As HTTP_PROXY is written by mistake. */
		{ "http://me:pw", "http://*****" },
		{ "http://me:pw/x?y", "http://*********" },
		{ "a=http://b:1,http://me:pw c", "a=http://b:1,http://***** c" },
		{ "http://me:pw:3128", "http://**********" },
		{ "http://[fd00::1]:80/x", "http://[fd00::1]:80/x" },
		{ "http://proxy:/", "http://proxy:/" },
		{ "http://10.0.0.1:99999", "http://10.0.0.1:99999" },
		{ "https://10.0.0.1/latest:x", "https://10.0.0.1/latest:x" },
		/* Its '@' is behind what is shown. */
		{ "http://me:0123456789abcdefghijklmno@p", "http://*********************..." },
		{ "\x1bme:pw@p", "******@p" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char out[32];

		escape_setting(out, sizeof out, rows[i].text);
		EXPECT(strcmp(out, rows[i].shown) == 0, "row %zu gives %s", i, out);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_value),
		cmocka_unit_test(truncation_never_splits_an_escape),
		cmocka_unit_test(tiny_buffers),
		cmocka_unit_test(nul_bytes_and_no_text),
		cmocka_unit_test(logins_are_hidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
