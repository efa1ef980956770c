/* SPDX-License-Identifier: Apache-2.0 */
/* The history as bytes and in time. */
#include <stdio.h>
#include <string.h>

#include "agent/history_file.h"
#include "check.h"
#include "ecsprobe/util.h"

#define BOOT_A "3f0c1a52-8d5e-4b7a-9c11-0a2b3c4d5e6f"
#define BOOT_B "00000000-1111-2222-3333-444444444444"
#define PRINT "0123456789abcdef"

/* One entry, with a value of the test's in the place of one field. */
#define ENTRY(time, boottime, boot, kind, result, print, stood)                               \
	"{\"time\":" time ",\"boottime_us\":" boottime ",\"boot_id\":" boot ",\"kind\":" kind \
	",\"result\":" result ",\"fingerprint\":" print ",\"evidence_stood\":" stood "}"
#define FILE_OF(restarts) "{\"schema\":\"ecsprobe.restarts/1\",\"restarts\":" restarts "}"
#define ONE(...) FILE_OF("[" ENTRY(__VA_ARGS__) "]")
#define Q(text) "\"" text "\""
#define GOOD_ENTRY                                                                             \
	ENTRY("1764000000", "5000000", Q(BOOT_A), Q("restart-unit"), Q("restarted"), Q(PRINT), \
	      "false")

/* What the first version did not write. */
#define LATER(result, more)                                                                \
	FILE_OF("[{\"time\":1,\"boottime_us\":0,\"boot_id\":\"\",\"kind\":\"start-unit\"," \
		"\"result\":" result ",\"fingerprint\":\"\",\"evidence_stood\":true" more "}]")

static const struct text_row {
	const char *text;
	int count; /* -1: lost */
} texts[] = {
	{ FILE_OF("[]"), 0 },
	{ FILE_OF("[" GOOD_ENTRY "]"), 1 },
	{ " " FILE_OF("[ " GOOD_ENTRY " ,\n" GOOD_ENTRY " ]") "\n\n", 2 },
	/* A later version may know more. */
	{ "{\"schema\":\"ecsprobe.restarts/1\",\"more\":[{}],\"restarts\":[]}", 0 },
	{ ONE("0", "0", Q(""), Q("start-unit"), Q("not-tried"), Q(""), "true"), 1 },
	{ ONE("1", "18446744073709551615", Q(BOOT_A), Q("restart-container"), Q("not-ready"), Q(""),
	      "true"),
	  1 },
	{ ONE("253402300799", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"), 1 },
	{ LATER(Q("restarted"), ",\"unproven\":true,\"configuration\":\"\",\"blamed\":false"), 1 },
	{ LATER(Q("not-ready"), ",\"configuration\":\"" PRINT "\",\"blamed\":true"), 1 },
	{ LATER(Q("not-ready"), ",\"unproven\":true"), -1 },
	{ LATER(Q("restarted"), ",\"unproven\":1"), -1 },
	{ LATER(Q("restarted"), ",\"blamed\":\"yes\""), -1 },
	{ LATER(Q("restarted"), ",\"configuration\":\"x\""), -1 },
	{ LATER(Q("restarted"), ",\"configuration\":null"), -1 },

	{ "", -1 },
	{ "\n", -1 },
	{ "{", -1 },
	{ "{}", -1 },
	{ "[]", -1 },
	{ "null", -1 },
	{ "0", -1 },
	{ "\"ecsprobe.restarts/1\"", -1 },
	{ "\x7f"
	  "ELF\x02",
	  -1 },
	{ "\xff\xfe{}", -1 },
	{ FILE_OF("[]") FILE_OF("[]"), -1 },
	{ FILE_OF("[]") "x", -1 },
	{ FILE_OF("[" GOOD_ENTRY ",]"), -1 },
	{ FILE_OF("[" GOOD_ENTRY), -1 },
	{ FILE_OF("[" GOOD_ENTRY ",{}]"), -1 },
	{ FILE_OF("[" GOOD_ENTRY ",null]"), -1 },
	{ FILE_OF("[[]]"), -1 },
	{ FILE_OF("[1]"), -1 },
	{ FILE_OF("{}"), -1 },
	{ FILE_OF("null"), -1 },
	{ FILE_OF("\"\""), -1 },
	{ "{\"restarts\":[]}", -1 },
	{ "{\"schema\":\"ecsprobe.restarts/1\"}", -1 },
	{ "{\"schema\":\"ecsprobe.restarts/2\",\"restarts\":[]}", -1 },
	{ "{\"schema\":1,\"restarts\":[]}", -1 },
	{ "{\"schema\":null,\"restarts\":[]}", -1 },
	{ ONE("-1", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("-9223372036854775808", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"),
	  -1 },
	{ ONE("253402300800", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("9223372036854775807", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"),
	  -1 },
	{ ONE("1e400", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1.5", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("\"1\"", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("null", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "-1", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "18446744073709551616", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"),
	  -1 },
	{ ONE("1", "{}", Q(""), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "0", "null", Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "0", "7", Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "0", Q("x"), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "0", Q(BOOT_A "0"), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "0", Q("\\u001b[31m"), Q("start-unit"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "0", Q("3f0c1a52-8d5e-4b7a-9c11-0a2b3c4d5e6"), Q("start-unit"), Q("refused"),
	      Q(""), "true"),
	  -1 },
	{ ONE("1", "0", Q(""), Q("reboot"), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "0", Q(""), Q(""), Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "0", Q(""), "1", Q("refused"), Q(""), "true"), -1 },
	{ ONE("1", "0", Q(""), Q("start-unit"), Q("Restarted"), Q(""), "true"), -1 },
	{ ONE("1", "0", Q(""), Q("start-unit"), "null", Q(""), "true"), -1 },
	{ ONE("1", "0", Q(""), Q("start-unit"), Q("refused"), Q("0123456789abcde"), "true"), -1 },
	{ ONE("1", "0", Q(""), Q("start-unit"), Q("refused"), Q(PRINT "0"), "true"), -1 },
	{ ONE("1", "0", Q(""), Q("start-unit"), Q("refused"), Q("0123456789abcdeg"), "true"), -1 },
	{ ONE("1", "0", Q(""), Q("start-unit"), Q("refused"), "[]", "true"), -1 },
	{ ONE("1", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "1"), -1 },
	{ ONE("1", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "null"), -1 },
	{ ONE("1", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), Q("true")), -1 },
};

static void expect_text(const char *text, size_t len, int count, const char *what)
{
	struct history history;

	memset(&history, 0xff, sizeof history);
	EXPECT(history_file_parse(&history, text, len) == (count >= 0), "%s", what);
	EXPECT(history.lost == (count < 0), "%s", what);
	EXPECT(history.count == (count < 0 ? 0 : (size_t)count), "%s: %zu", what, history.count);
}

static void every_kind_of_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		expect_text(texts[i].text, strlen(texts[i].text), texts[i].count, texts[i].text);
	expect_all_held();
}

/* An older ecsprobe reads the word that it knows, and no more. */
static void unproven_is_restarted_to_others(void **state)
{
	struct history history = { 0 };
	struct history_entry *entry = history_add(&history);
	char *text;

	(void)state;
	*entry = (struct history_entry){ .at.time_s = 1,
					 .kind = ACTION_RESTART_UNIT,
					 .result = RESULT_UNPROVEN,
					 .configuration = PRINT,
					 .blamed = true };
	assert_int_equal(history_file_format(&history, &text), 0);
	assert_non_null(strstr(text, "\"result\":\"restarted\""));
	assert_null(strstr(text, "restart-unproven"));
	assert_true(history_file_parse(&history, text, strlen(text)));
	assert_int_equal(history.entries[0].result, RESULT_UNPROVEN);
	assert_string_equal(history.entries[0].configuration, PRINT);
	assert_true(history.entries[0].blamed);
	free(text);
}

static void who_is_blamed(void **state)
{
	static const struct {
		struct {
			enum action_kind kind;
			const char *configuration;
			bool blamed;
		} entries[3];
		int found; /* -1: none */
	} rows[] = {
		{ { { ACTION_RESTART_UNIT, PRINT, true } }, 0 },
		{ { { ACTION_RESTART_UNIT, PRINT, false } }, -1 },
		{ { { ACTION_RESTART_UNIT, "fedcba9876543210", true } }, -1 },
		{ { { ACTION_RESTART_UNIT, "", true } }, -1 },
		{ { { ACTION_DEFER, PRINT, true } }, -1 },
		/* Another one in between changes nothing; the same one does. */
		{ { { ACTION_RESTART_UNIT, PRINT, true },
		    { ACTION_START_UNIT, "fedcba9876543210", false } },
		  0 },
		{ { { ACTION_RESTART_UNIT, PRINT, true }, { ACTION_START_UNIT, PRINT, false } },
		  -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct history history = { 0 };
		const struct history_entry *found;

		for (size_t n = 0; n < 3 && rows[i].entries[n].configuration; n++) {
			struct history_entry *entry = history_add(&history);

			entry->kind = rows[i].entries[n].kind;
			entry->blamed = rows[i].entries[n].blamed;
			(void)copy_text(entry->configuration, sizeof entry->configuration,
					rows[i].entries[n].configuration);
		}
		found = history_blamed(&history, PRINT);
		EXPECT(found == (rows[i].found < 0 ? NULL : &history.entries[rows[i].found]),
		       "row %zu", i);
		EXPECT(!history_blamed(&history, ""), "row %zu", i);
	}
	assert_null(history_blamed(NULL, PRINT));
	expect_all_held();
}

static void values_arrive(void **state)
{
	static const char text[] = ONE("1764000000", "5000000", Q(BOOT_A), Q("restart-container"),
				       Q("not-ready"), Q(PRINT), "true");
	struct history history;
	const struct history_entry *entry = history.entries;

	(void)state;
	assert_true(history_file_parse(&history, text, sizeof text - 1));
	assert_int_equal(history.count, 1);
	assert_int_equal(entry->at.time_s, 1764000000);
	assert_int_equal(entry->at.boottime_us, 5000000);
	assert_string_equal(entry->at.boot_id, BOOT_A);
	assert_int_equal(entry->kind, ACTION_RESTART_CONTAINER);
	assert_int_equal(entry->result, RESULT_NOT_READY);
	assert_string_equal(entry->fingerprint, PRINT);
	assert_true(entry->evidence_stood);
}

static void too_many_or_too_large(void **state)
{
	char *text = xcalloc(HISTORY_FILE_BYTES + 2, 1);
	size_t used = (size_t)snprintf(text, HISTORY_FILE_BYTES,
				       "{\"schema\":\"ecsprobe.restarts/1\",\"restarts\":[");
	struct history history;

	(void)state;
	for (int i = 0; i < 100; i++)
		used += (size_t)snprintf(
			text + used, HISTORY_FILE_BYTES - used,
			"%s" ENTRY("%d", "0", Q(""), Q("start-unit"), Q("refused"), Q(""), "false"),
			i ? "," : "", i);
	used += (size_t)snprintf(text + used, HISTORY_FILE_BYTES - used, "]}");
	assert_true(history_file_parse(&history, text, used));
	assert_int_equal(history.count, HISTORY_ENTRIES);
	assert_int_equal(history.entries[0].at.time_s, 100 - HISTORY_ENTRIES);
	assert_int_equal(history.entries[HISTORY_ENTRIES - 1].at.time_s, 99);
	memset(text + used, ' ', HISTORY_FILE_BYTES + 1 - used);
	expect_text(text, HISTORY_FILE_BYTES + 1, -1, "one byte too large");
	text[HISTORY_FILE_BYTES] = '\0';
	expect_text(text, HISTORY_FILE_BYTES, HISTORY_ENTRIES, "as large as allowed");
	memset(text, '[', HISTORY_FILE_BYTES);
	expect_text(text, HISTORY_FILE_BYTES, -1, "deep");
	/* A NUL hides what follows from the parser, but not from us. */
	expect_text(FILE_OF("[]") "\0", sizeof FILE_OF("[]"), -1, "NUL");
	free(text);
	expect_all_held();
}

static void ages(void **state)
{
	static const uint64_t s = 1000000;
	static const struct {
		struct moment then, now;
		uint64_t age_us;
		const char *what;
	} rows[] = {
		{ { 1000, 50, BOOT_A }, { 1060, 60000050, BOOT_A }, 60000000, "one boot" },
		{ { 1000, 50, BOOT_A }, { 1000000, 60000050, BOOT_A }, 60000000, "clock ahead" },
		{ { 1000, 50, BOOT_A }, { 10, 60000050, BOOT_A }, 60000000, "clock back" },
		{ { 1000, 50, BOOT_A }, { 1000, 50, BOOT_A }, 0, "now" },
		{ { 1000, 51, BOOT_A }, { 1000, 50, BOOT_A }, 0, "impossible" },
		{ { 1000, 900 * s, BOOT_A }, { 1060, 5 * s, BOOT_B }, 60 * s, "reboot" },
		{ { 1000, 900 * s, BOOT_A }, { 999, 5 * s, BOOT_B }, UINT64_MAX, "to come" },
		{ { 1000, 5 * s, "" }, { 1060, 905 * s, "" }, 60 * s, "boots not known" },
		{ { 1000, 5 * s, BOOT_A }, { 1060, 905 * s, "" }, 60 * s, "boot not known" },
		{ { 0, 0, "" }, { 253402300799, 0, "" }, 253402300799U * s, "longest" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint64_t age = history_age_us(&rows[i].then, &rows[i].now);

		EXPECT(age == rows[i].age_us, "%s: %ju", rows[i].what, (uintmax_t)age);
	}
	expect_all_held();
}

static void the_oldest_makes_room(void **state)
{
	struct history history = { 0 };

	(void)state;
	for (int i = 0; i < HISTORY_ENTRIES + 3; i++) {
		struct history_entry *entry = history_add(&history);

		assert_int_equal(entry->at.time_s, 0);
		assert_string_equal(entry->fingerprint, "");
		entry->at.time_s = 100 + i;
		(void)copy_text(entry->fingerprint, sizeof entry->fingerprint, PRINT);
	}
	assert_int_equal(history.count, HISTORY_ENTRIES);
	for (int i = 0; i < HISTORY_ENTRIES; i++)
		assert_int_equal(history.entries[i].at.time_s, 103 + i);
}

static void words_there_and_back(void **state)
{
	enum action_kind kind = ACTION_DEFER;
	enum action_result result = RESULT_REFUSED;

	(void)state;
	for (int i = ACTION_NONE; i <= ACTION_DEFER; i++) {
		assert_true(action_kind_parse(action_kind_name((enum action_kind)i), &kind));
		assert_int_equal(kind, i);
	}
	for (int i = 0; i < RESULT_COUNT; i++) {
		assert_true(
			action_result_parse(action_result_name((enum action_result)i), &result));
		assert_int_equal(result, i);
	}
	assert_false(action_kind_parse("", &kind));
	assert_false(action_kind_parse("restart-units", &kind));
	assert_false(action_result_parse("restart", &result));
	assert_int_equal(kind, ACTION_DEFER);
	assert_int_equal(result, RESULT_COUNT - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_file),
		cmocka_unit_test(values_arrive),
		cmocka_unit_test(unproven_is_restarted_to_others),
		cmocka_unit_test(who_is_blamed),
		cmocka_unit_test(too_many_or_too_large),
		cmocka_unit_test(ages),
		cmocka_unit_test(the_oldest_makes_room),
		cmocka_unit_test(words_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
