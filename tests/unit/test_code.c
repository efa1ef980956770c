/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/code.h"
#include "ecsprobe/exit_code.h"
#include "ecsprobe/util.h"

static bool is_kebab_case(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len &&
	       name[0] != '-' && name[len - 1] != '-' && !strstr(name, "--");
}

static void names_are_unique_kebab_case_and_round_trip(void **state)
{
	(void)state;
	for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
		const char *name = code_name((enum code)i);
		enum code back = CODE_NONE;

		assert_non_null(name);
		EXPECT(is_kebab_case(name), "%s", name);
		EXPECT(code_parse(name, &back) && (int)back == i, "%s", name);
		for (int j = CODE_NONE + 1; j < i; j++)
			EXPECT(strcmp(name, code_name((enum code)j)) != 0, "%s", name);
	}
	expect_all_held();
}

/* Users match on these: none may be renamed or go. */
static void documented_words_exist(void **state)
{
	static const char *const words[] = {
		"dns-nxdomain",      "dns-nodata",      "dns-servfail",         "dns-refused",
		"dns-timeout",       "dns-unreachable", "dns-bad-answer",       "resolver-mismatch",
		"hosts-override",    "public-address",  "mixed-addresses",      "blackhole-address",
		"partial-addresses", "tcp-timeout",     "outside-allowed-cidr", "tcp-refused",
		"tcp-reset",         "tcp-unreachable", "tls-timeout",          "tls-reset",
		"tls-closed",        "tls-alert",       "tls-not-tls",          "tls-version",
		"tls-untrusted",     "tls-wrong-host",  "tls-expired",          "tls-not-yet-valid",
		"no-family-route",   "not-finished",    "interrupted",          "imds-unreachable",
		"imds-disabled",     "region-unknown",  "region-differs",       "clock-skew",
	};

	enum code any = CODE_NONE;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		enum code code = CODE_NONE;

		EXPECT(code_parse(words[i], &code) && code != CODE_NONE, "%s", words[i]);
	}
	/* In any letter case. */
	EXPECT(code_parse("DNS-TimeOut", &any) && any == CODE_DNS_TIMEOUT, "%d", (int)any);
	expect_all_held();
}

static void other_words_are_none(void **state)
{
	static const char *const words[] = {
		"", "none", "dns", "dns-timeouts", "dns_timeout", " dns-timeout"
	};
	enum code code = CODE_TLS_ALERT;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		EXPECT(!code_parse(words[i], &code), "'%s'", words[i]);
	assert_int_equal(code, CODE_TLS_ALERT);
	assert_null(code_name(CODE_NONE));
	assert_null(code_name(CODE_COUNT));
	expect_all_held();
}

static void exit_codes_are_the_documented_ones(void **state)
{
	static const int documented[] = { 0, 1, 2, 10, 64, 69, 70, 74, 75, 77, 78 };
	static const int taken[] = { 3, 5, 42, 194 };
	size_t count;
	const struct exit_code_row *rows = exit_code_table(&count);

	(void)state;
	assert_int_equal(count, ARRAY_SIZE(documented));
	for (size_t i = 0; i < count; i++) {
		EXPECT((int)rows[i].code == documented[i], "row %zu", i);
		EXPECT(rows[i].meaning && *rows[i].meaning, "row %zu", i);
		for (size_t t = 0; t < ARRAY_SIZE(taken); t++)
			EXPECT((int)rows[i].code != taken[t], "row %zu", i);
	}
	expect_all_held();
}

/* 70 > 64 = 78 > 77 > 74 > 10 > 1 > 69 > 75 > 2 > 0 */
static void exit_codes_outrank_each_other(void **state)
{
	static const struct {
		enum exit_code code;
		int place;
	} order[] = {
		{ EXIT_INTERNAL, 9 },        { EXIT_USAGE, 8 },     { EXIT_BAD_CONFIG, 8 },
		{ EXIT_NOT_PERMITTED, 7 },   { EXIT_OUTPUT, 6 },    { EXIT_AGENT_NOT_READY, 5 },
		{ EXIT_UNHEALTHY, 4 },       { EXIT_UNDECIDED, 3 }, { EXIT_DEFERRED, 2 },
		{ EXIT_STRICT_WARNINGS, 1 }, { EXIT_HEALTHY, 0 },
	};

	(void)state;
	for (size_t a = 0; a < ARRAY_SIZE(order); a++) {
		for (size_t b = 0; b < ARRAY_SIZE(order); b++) {
			enum exit_code worse = exit_code_worse(order[a].code, order[b].code);

			if (order[a].place == order[b].place)
				EXPECT(worse == order[a].code || worse == order[b].code,
				       "%d and %d", (int)order[a].code, (int)order[b].code);
			else
				EXPECT(worse == order[order[a].place > order[b].place ? a : b].code,
				       "%d and %d", (int)order[a].code, (int)order[b].code);
		}
	}
	expect_all_held();
}

/* Of the process, for Nagios; what the verdict adds is the renderer's test. */
static void exit_codes_have_a_status_for_nagios(void **state)
{
	static const struct {
		enum exit_code code;
		enum nagios_status status;
	} rows[] = {
		{ EXIT_HEALTHY, NAGIOS_OK },
		{ EXIT_STRICT_WARNINGS, NAGIOS_WARNING },
		{ EXIT_DEFERRED, NAGIOS_WARNING },
		{ EXIT_UNHEALTHY, NAGIOS_CRITICAL },
		{ EXIT_AGENT_NOT_READY, NAGIOS_CRITICAL },
		{ EXIT_USAGE, NAGIOS_UNKNOWN },
		{ EXIT_UNDECIDED, NAGIOS_UNKNOWN },
		{ EXIT_INTERNAL, NAGIOS_UNKNOWN },
		{ EXIT_OUTPUT, NAGIOS_UNKNOWN },
		{ EXIT_NOT_PERMITTED, NAGIOS_UNKNOWN },
		{ EXIT_BAD_CONFIG, NAGIOS_UNKNOWN },
	};
	size_t count;

	(void)state;
	(void)exit_code_table(&count);
	assert_int_equal(count, ARRAY_SIZE(rows));
	for (size_t i = 0; i < count; i++)
		EXPECT(exit_code_nagios(rows[i].code) == rows[i].status, "row %zu", i);
	assert_int_equal(NAGIOS_OK, EXIT_HEALTHY);
	assert_int_equal(NAGIOS_UNKNOWN, EXIT_NAGIOS_UNKNOWN);
	assert_string_equal(nagios_status_name(NAGIOS_CRITICAL), "CRITICAL");
	expect_all_held();
}

static void errors_have_exit_codes(void **state)
{
	(void)state;
	assert_int_equal(exit_code_of_error(ERROR_NONE), 0);
	assert_int_equal(exit_code_of_error(ERROR_USAGE), 64);
	assert_int_equal(exit_code_of_error(ERROR_CONFIG), 78);
	assert_int_equal(exit_code_of_error(ERROR_PERMISSION), 77);
	assert_int_equal(exit_code_of_error(ERROR_OUTPUT), 74);
	assert_int_equal(exit_code_of_error(ERROR_UNDECIDED), 69);
	assert_int_equal(exit_code_of_error(ERROR_INTERNAL), 70);
}

static void error_set_fills_and_returns(void **state)
{
	struct error e = { 0 };
	char longer[2 * ERROR_TEXT_BYTES];

	(void)state;
	assert_int_equal(error_set(&e, ERROR_CONFIG, EINVAL, "found '%s'", "x"), -EINVAL);
	assert_int_equal(e.class, ERROR_CONFIG);
	assert_string_equal(e.text, "found 'x'");
	assert_int_equal(error_set(NULL, ERROR_CONFIG, ENOENT, "nobody hears it"), -ENOENT);
	memset(longer, 'a', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	(void)error_set(&e, ERROR_INTERNAL, EIO, "%s", longer);
	assert_int_equal(strlen(e.text), ERROR_TEXT_BYTES - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_unique_kebab_case_and_round_trip),
		cmocka_unit_test(documented_words_exist),
		cmocka_unit_test(other_words_are_none),
		cmocka_unit_test(exit_codes_are_the_documented_ones),
		cmocka_unit_test(exit_codes_outrank_each_other),
		cmocka_unit_test(exit_codes_have_a_status_for_nagios),
		cmocka_unit_test(errors_have_exit_codes),
		cmocka_unit_test(error_set_fills_and_returns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
