/* SPDX-License-Identifier: Apache-2.0 */
/* The command line as a whole. */
#include "ecsprobe/options.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

enum { MAX_WORDS = 12 };

/* Words are copied, as getopt_long() permutes argv. */
static int parse(struct options *options, struct error *e, const char *const *words)
{
	char *argv[MAX_WORDS + 2] = { xstrdup("ecsprobe") };
	char *owned[MAX_WORDS + 2];
	int argc = 1;
	int r;

	for (; words[argc - 1]; argc++)
		argv[argc] = xstrdup(words[argc - 1]);
	memcpy(owned, argv, sizeof owned);
	*e = (struct error){ 0 };
	r = options_parse(options, argc, argv, NULL, e);
	for (int i = 0; i < argc; i++)
		free(owned[i]);
	return r;
}

#define PARSE(options, e, ...) parse(options, e, (const char *const[]){ __VA_ARGS__, NULL })

/* First: without a row nothing of the command line works. */
static void every_option_has_a_row(void **state)
{
	static const char *const ids[] = {
#define X(name) "OPT_" #name,
		ECSPROBE_OPTIONS(X)
#undef X
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		EXPECT(option_row((enum option_id)i)->name,
		       "%s: no row: add it to probe/cli/option_table.c", ids[i]);
	expect_all_held();
}

static void defaults(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(parse(&o, &e, (const char *const[]){ NULL }), 0);
	assert_int_equal(o.verb, VERB_PROBE);
	assert_int_equal(o.timeout_us, 10000000);
	assert_int_equal(o.dns_timeout_us, 3000000);
	assert_int_equal(o.connect_timeout_us, 3000000);
	assert_int_equal(o.tls_timeout_us, 3000000);
	assert_int_equal(o.expect, EXPECT_AUTO);
	assert_int_equal(o.color, COLOR_AUTO);
	assert_int_equal(o.resolver.ip.family, IP_NONE);
	assert_int_equal(o.outputs.count, 1);
	assert_string_equal(o.outputs.items[0].format, "text");
	assert_false(o.strict);
	assert_int_equal(o.verbose, 0);
	assert_null(o.region);
	assert_int_equal(o.restart, RESTART_NEVER);
	assert_int_equal(o.cool_down_us, 600000000);
	assert_int_equal(o.ready_timeout_us, 0);
	assert_int_equal(o.splay_us, 0);
	assert_false(o.require_agent || o.force || o.dry_run || o.allow_upgrade);
	options_done(&o);
}

static void values_arrive(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(PARSE(&o, &e, "--timeout=2.5", "--dns-timeout", "0.25", "--region",
			       "us-east-1", "--resolver=[fd00::2]:5353", "--expect", "private",
			       "--strict", "-vv", "--imds-endpoint=http://169.254.169.254:8080/"),
			 0);
	assert_int_equal(o.timeout_us, 2500000);
	assert_int_equal(o.dns_timeout_us, 250000);
	assert_int_equal(o.connect_timeout_us, 750000);
	assert_string_equal(o.region, "us-east-1");
	assert_string_equal(ip_text(&o.resolver.ip), "fd00::2");
	assert_int_equal(o.resolver.port, 5353);
	assert_int_equal(o.expect, EXPECT_PRIVATE);
	assert_true(o.strict);
	assert_int_equal(o.verbose, 2);
	assert_string_equal(o.imds_endpoint, "http://169.254.169.254:8080");
	options_done(&o);
}

static void lists_arrive(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(PARSE(&o, &e, "--service", "ecs,logs", "--service=ecr.api", "--host",
			       "DB.Example.Internal.:5432", "--host=b", "-o", "json=/tmp/a=b",
			       "-otext", "--vpc-cidr=10.0.0.0/16", "--vpc-cidr=100.64.0.0/16"),
			 0);
	assert_int_equal(o.services.count, 3);
	assert_string_equal(o.services.items[0], "ecs");
	assert_string_equal(o.services.items[1], "logs");
	assert_string_equal(o.services.items[2], "ecr.api");
	assert_int_equal(o.hosts.count, 2);
	assert_string_equal(o.hosts.items[0].name, "db.example.internal");
	assert_int_equal(o.hosts.items[0].port, 5432);
	assert_string_equal(o.hosts.items[1].name, "b");
	assert_int_equal(o.hosts.items[1].port, 443);
	assert_true(o.hosts.items[0].tcp_only);
	assert_false(o.hosts.items[1].tcp_only);
	assert_int_equal(o.outputs.count, 2);
	assert_string_equal(o.outputs.items[0].format, "json");
	assert_string_equal(o.outputs.items[0].file, "/tmp/a=b");
	assert_string_equal(o.outputs.items[1].format, "text");
	assert_null(o.outputs.items[1].file);
	assert_int_equal(o.vpc_cidrs.count, 2);
	assert_int_equal(o.vpc_cidrs.items[1].bits, 16);
	options_done(&o);
}

static void restart_has_an_optional_value(void **state)
{
	static const struct {
		const char *words[4];
		enum restart_mode mode; /* NEVER: refused */
	} rows[] = {
		{ { "--restart-agent" }, RESTART_ALWAYS },
		{ { "--restart-agent=always" }, RESTART_ALWAYS },
		{ { "--restart-agent=if-stale" }, RESTART_IF_STALE },
		{ { "--restart-agent=if-stale", "--restart-agent" }, RESTART_ALWAYS },
		{ { "--restart-agent", "--restart-agent=if-stale" }, RESTART_IF_STALE },
		{ { "--restart-agent", "--strict" }, RESTART_ALWAYS },
		{ { "--restart=if-stale" }, RESTART_IF_STALE },
		{ { "--restart-agent=" }, RESTART_NEVER },
		{ { "--restart-agent=never" }, RESTART_NEVER },
		{ { "--restart-agent=Always" }, RESTART_NEVER },
		{ { "--restart-agent=1" }, RESTART_NEVER },
		/* Optional, so only what is joined to it is its own. */
		{ { "--restart-agent", "if-stale" }, RESTART_NEVER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		struct error e;
		int r = parse(&o, &e, rows[i].words);

		EXPECT((r == 0) == (rows[i].mode != RESTART_NEVER), "row %zu: %s", i, e.text);
		EXPECT(r < 0 || o.restart == rows[i].mode, "row %zu", i);
		if (r == 0)
			options_done(&o);
	}
	expect_all_held();
}

static void restart_values_arrive(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(PARSE(&o, &e, "--splay=86400", "--restart-agent=if-stale", "--force",
			       "--dry-run", "--allow-upgrade", "--ready-timeout=120",
			       "--cool-down=0", "--require-agent"),
			 0);
	assert_true(o.force && o.dry_run && o.allow_upgrade && o.require_agent);
	assert_int_equal(o.splay_us, 86400000000);
	assert_int_equal(o.ready_timeout_us, 120000000);
	assert_int_equal(o.cool_down_us, 0);
	options_done(&o);
	assert_int_equal(PARSE(&o, &e, "--restart-agent", "--splay=0", "--cool-down", "0.5"), 0);
	assert_int_equal(o.splay_us, 0);
	assert_int_equal(o.cool_down_us, 500000);
	options_done(&o);
}

/* A value that is right for the row, to reach every one. */
static const char *sample_of(const struct option_row *row)
{
	static const char *const samples[] = {
		[OPTION_TEXT] = "/some/path",      [OPTION_LIST] = "ecs",
		[OPTION_SECONDS] = "0.5",          [OPTION_PAUSE] = "0",
		[OPTION_CIDR] = "10.0.0.0/16",     [OPTION_RESOLVER] = "10.0.0.2",
		[OPTION_HOST] = "db.example",      [OPTION_OUTPUT] = "json",
		[OPTION_REGION] = "us-east-1",     [OPTION_ACCOUNT] = "123456789012",
		[OPTION_ENDPOINT] = "off",         [OPTION_VERB] = "tcp-timeout",
		[OPTION_VPC_CIDR] = "10.0.0.0/16",
	};

	if (row->choices)
		return row->choices[0];
	return (size_t)row->kind < ARRAY_SIZE(samples) ? samples[row->kind] : NULL;
}

static void expect_parse(const struct option_row *row, const char *first, const char *second,
			 const char *complaint)
{
	const char *const all[] = { row->with_bake ? "--bake" : "--restart-agent", first, second,
				    NULL };
	const char *const *words = row->with_restart || row->with_bake ? all : all + 1;
	struct options o;
	struct error e;
	int r = parse(&o, &e, words);

	EXPECT((r == 0) == (complaint == NULL), "%s %s: %s", first, second ? second : "", e.text);
	if (r == 0) {
		EXPECT(row->kind != OPTION_VERB || (int)o.verb == row->value, "%s", first);
		options_done(&o);
	} else if (complaint) {
		EXPECT(strstr(e.text, row->name) && strstr(e.text, complaint), "%s", e.text);
	}
}

static void expect_row_is_reachable(const struct option_row *row)
{
	char *name = xasprintf("--%s", row->name);
	char *joined = xasprintf("--%s=%s", row->name, row->argument ? sample_of(row) : "x");
	char *letter = xasprintf("-%c", row->letter ? row->letter : 'X');

	if (row->bare) {
		expect_parse(row, joined, NULL, NULL);
		expect_parse(row, name, NULL, NULL);
	} else if (row->argument) {
		expect_parse(row, joined, NULL, NULL);
		expect_parse(row, name, sample_of(row), NULL);
		expect_parse(row, name, NULL, row->argument);
	} else {
		expect_parse(row, name, NULL, NULL);
		expect_parse(row, joined, NULL,
			     row->kind == OPTION_VERB ? "found a value" : "expected");
	}
	if (row->letter && row->argument && !row->bare) {
		char *bundled = xasprintf("-%c%s", row->letter, sample_of(row));

		expect_parse(row, letter, sample_of(row), NULL);
		expect_parse(row, bundled, NULL, NULL);
		expect_parse(row, letter, NULL, row->argument);
		free(bundled);
	} else if (row->letter) {
		expect_parse(row, letter, NULL, NULL);
	}
	free(name);
	free(joined);
	free(letter);
}

static void every_row_is_reachable(void **state)
{
	size_t count;
	const struct option_row *rows = options_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		expect_row_is_reachable(&rows[i]);
	expect_all_held();
}

static void rows_are_in_order(void **state)
{
	size_t count;
	const struct option_row *rows = options_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		EXPECT(strspn(rows[i].name, "abcdefghijklmnopqrstuvwxyz-") == strlen(rows[i].name),
		       "%s", rows[i].name);
		/* What is left out must be a value. */
		EXPECT(!rows[i].bare || rows[i].argument, "%s", rows[i].name);
		EXPECT(rows[i].help && *rows[i].help && rows[i].group, "%s", rows[i].name);
		/* Whoever prints it breaks the lines, and adds the default. */
		EXPECT(!strpbrk(rows[i].help, "\n") && !strstr(rows[i].help, "efault"), "%s",
		       rows[i].name);
		EXPECT(!rows[i].fallback || !rows[i].otherwise, "%s", rows[i].name);
		for (size_t j = 0; j < i; j++) {
			EXPECT(strcmp(rows[i].name, rows[j].name) != 0, "%s", rows[i].name);
			EXPECT(!rows[i].letter || rows[i].letter != rows[j].letter, "%s",
			       rows[i].name);
			/* Rows of a group stand together. */
			EXPECT(strcmp(rows[i].group, rows[j].group) != 0 ||
				       strcmp(rows[i].group, rows[i - 1].group) == 0,
			       "%s", rows[i].name);
		}
	}
	expect_all_held();
}

/* Ten of them, short enough for a screen of 80 columns behind their names. */
static void the_first_screen_is_short(void **state)
{
	enum { MOST_ROWS = 10, MOST_BYTES = 50 };
	size_t count, first = 0;
	const struct option_row *rows = options_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].first)
			continue;
		first++;
		EXPECT(strlen(rows[i].first) <= MOST_BYTES, "--%s: %s", rows[i].name,
		       rows[i].first);
	}
	assert_int_equal(first, MOST_ROWS);
	expect_all_held();
}

static void the_last_value_counts(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(PARSE(&o, &e, "--region", "us-east-1", "--region", "eu-west-1",
			       "--timeout", "1", "--timeout", "4", "--list", "--expect=any",
			       "--expect=public"),
			 0);
	assert_string_equal(o.region, "eu-west-1");
	assert_int_equal(o.timeout_us, 4000000);
	assert_int_equal(o.expect, EXPECT_PUBLIC);
	assert_int_equal(o.verb, VERB_LIST);
	options_done(&o);
}

/* getopt keeps state between calls unless it is told not to. */
static void calls_do_not_depend_on_each_other(void **state)
{
	struct options o;
	struct error e;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_true(PARSE(&o, &e, "-vxv") < 0);
		assert_non_null(strstr(e.text, "'-x'"));
		assert_int_equal(PARSE(&o, &e, "-v", "--region=us-east-1", "-v"), 0);
		assert_int_equal(o.verbose, 2);
		assert_string_equal(o.region, "us-east-1");
		options_done(&o);
		assert_true(PARSE(&o, &e, "--strict", "stray") < 0);
		assert_non_null(strstr(e.text, "'stray'"));
	}
}

static void nonsense_is_told_in_safe_words(void **state)
{
	static const struct {
		const char *words[4];
		const char *told;
	} rows[] = {
		{ { "--frobnicate" }, "--frobnicate" },
		{ { "--frobnicate=1" }, "--frobnicate" },
		{ { "-x" }, "-x" },
		{ { "stray" }, "stray" },
		{ { "--", "stray" }, "stray" },
		{ { "" }, "''" },
		{ { "--\033[31mred" }, "\\x1b[31mred" },
		{ { "-\033" }, "" },
		{ { "-\xff" }, "" },
		{ { "\a\n" }, "\\x07\\x0a" },
		{ { "--timeout", "1\n\033[31m\xff" }, "1\\x0a\\x1b[31m\\xff" },
		{ { "--host=a\033b" }, "a\\x1bb" },
		{ { "--strict=\033" }, "strict" },
		{ { "--require=\033[31m", "--optional=\033[31m" }, "--require" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		struct error e;
		int r = parse(&o, &e, rows[i].words);

		EXPECT(r < 0 && e.class == ERROR_USAGE, "row %zu", i);
		EXPECT(is_printable(e.text), "row %zu", i);
		EXPECT(strstr(e.text, rows[i].told) != NULL, "row %zu: %s", i, e.text);
		if (r == 0)
			options_done(&o);
	}
	expect_all_held();
}

/* What is near, or what other programs call it. */
static void advice_for_unknown_options(void **state)
{
	static const struct {
		const char *words[3];
		const char *told;
	} rows[] = {
		{ { "--regoin", "us-east-1" }, "'--regoin'; did you mean --region?" },
		{ { "--regoin=us-east-1" }, "'--regoin'; did you mean --region?" },
		{ { "--services=ecs" }, "; did you mean --service?" },
		{ { "--Region=us-east-1" }, "; did you mean --region?" },
		{ { "--agent" }, "; did you mean --require-agent or --restart-agent?" },
		{ { "--ca" }, "; did you mean --ca-file or --ca-dir?" },
		{ { "--json" }, "'--json'; use -o json" },
		{ { "--silent" }, "'--silent'; use -q" },
		{ { "--frobnicate" }, "'--frobnicate'; see --help" },
		{ { "-x" }, "'-x'; see --help" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		struct error e;

		EXPECT(parse(&o, &e, rows[i].words) < 0, "row %zu", i);
		EXPECT(strstr(e.text, rows[i].told), "row %zu: %s", i, e.text);
	}
	expect_all_held();
}

static void quiet_leaves_stdout_empty(void **state)
{
	static const struct {
		const char *words[4];
		size_t count; /* of outputs */
	} rows[] = {
		{ { "-q" }, 0 },
		{ { "--quiet", "-o", "json=/r" }, 1 },
		{ { "--quiet=no" }, 1 },
		{ { "-qv" }, 0 },
	};
	struct options o;
	struct error e;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int r = parse(&o, &e, rows[i].words);

		EXPECT(r == 0, "row %zu: %s", i, e.text);
		if (r < 0)
			continue;
		EXPECT(o.outputs.count == rows[i].count, "row %zu: %zu", i, o.outputs.count);
		options_done(&o);
	}
	assert_true(PARSE(&o, &e, "-q", "-o", "text") < 0);
	assert_non_null(strstr(e.text, "--quiet and --output"));
	assert_true(PARSE(&o, &e, "-q", "-o", "json=/r", "-o", "nagios") < 0);
	expect_all_held();
}

static void combinations(void **state)
{
	static const struct {
		const char *words[6];
		const char *told; /* NULL: it is fine */
	} rows[] = {
		{ { "--ca-file=a", "--ca-dir=b" }, "--ca-file and --ca-dir" },
		{ { "--bake", "--api" }, "--bake and --api" },
		{ { "--require=ecs,logs", "--optional=logs" }, "'logs'" },
		{ { "--require=all", "--optional=logs" }, NULL },
		{ { "--require=logs", "--optional=all" }, NULL },
		{ { "--timeout=2", "--dns-timeout=2.001" }, "--dns-timeout" },
		{ { "--timeout=2", "--connect-timeout=3" }, "--connect-timeout" },
		{ { "--tls-timeout=3", "--timeout=2" }, "--tls-timeout" },
		{ { "--tls-timeout=10.5" }, "--tls-timeout" },
		{ { "--timeout=2", "--dns-timeout=2", "--connect-timeout=2", "--tls-timeout=2" },
		  NULL },
		{ { "--timeout=0.001" }, NULL },
		{ { "--force" }, "--force works only together with --restart-agent" },
		{ { "--dry-run" }, "--dry-run works only together with --restart-agent" },
		{ { "--allow-upgrade" },
		  "--allow-upgrade works only together with --restart-agent" },
		{ { "--splay=0" }, "--splay works only together with --restart-agent" },
		{ { "--ready-timeout=90" },
		  "--ready-timeout works only together with --restart-agent" },
		{ { "--cool-down=600" }, "--cool-down works only together with --restart-agent" },
		{ { "--require-agent", "--force", "--splay=1" }, "--force works only together" },
		{ { "--expect-cluster=a" }, "--expect-cluster works only together with --bake" },
		{ { "--check-config", "--expect-cluster=a", "--root=/a" },
		  "--expect-cluster works only together with --bake" },
		{ { "--check-config", "--root=/a", "--expect-proxy=none" },
		  "--expect-proxy works only together with --bake" },
		{ { "--root=/a" }, "--root works only together with --bake or --check-config" },
		{ { "--check-config", "--root=/a" }, NULL },
		{ { "--bake", "--root=/a", "--expect-cluster=a" }, NULL },
		{ { "--require-agent" }, NULL },
		{ { "--force", "--restart-agent" }, NULL },
		{ { "--cool-down=0", "--restart-agent=if-stale", "--dry-run" }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		struct error e;
		int r = parse(&o, &e, rows[i].words);

		EXPECT((r < 0) == (rows[i].told != NULL), "row %zu: %s", i, e.text);
		if (r == 0)
			options_done(&o);
		else if (rows[i].told)
			EXPECT(strstr(e.text, rows[i].told) && e.class == ERROR_USAGE, "%s",
			       e.text);
	}
	expect_all_held();
}

static void words_have_names(void **state)
{
	(void)state;
	assert_string_equal(expect_name(EXPECT_AUTO), "auto");
	assert_string_equal(expect_name(EXPECT_PRIVATE), "private");
	assert_string_equal(expect_name(EXPECT_PUBLIC), "public");
	assert_string_equal(expect_name(EXPECT_ANY), "any");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_option_has_a_row),
		cmocka_unit_test(defaults),
		cmocka_unit_test(values_arrive),
		cmocka_unit_test(lists_arrive),
		cmocka_unit_test(restart_has_an_optional_value),
		cmocka_unit_test(restart_values_arrive),
		cmocka_unit_test(every_row_is_reachable),
		cmocka_unit_test(rows_are_in_order),
		cmocka_unit_test(the_first_screen_is_short),
		cmocka_unit_test(the_last_value_counts),
		cmocka_unit_test(calls_do_not_depend_on_each_other),
		cmocka_unit_test(nonsense_is_told_in_safe_words),
		cmocka_unit_test(advice_for_unknown_options),
		cmocka_unit_test(quiet_leaves_stdout_empty),
		cmocka_unit_test(combinations),
		cmocka_unit_test(words_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
