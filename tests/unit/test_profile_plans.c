/* SPDX-License-Identifier: Apache-2.0 */
/* What profile files make of a plan. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/gather.h"
#include "planned.h"

/* The files pay.conf and web.conf, then what the words make of them. */
static int plan_of(struct plan *plan, struct wishes *wishes, struct error *e, const char *pay,
		   const char *web, const char *const *words)
{
	struct identity identity = planned_identity("us-east-1", "123456789012");
	const char *const texts[] = { pay, web };
	struct options options;
	int r = 0;

	*wishes = (struct wishes){ .profiles = xcalloc(2, sizeof *wishes->profiles), .count = 2 };
	for (size_t i = 0; r == 0 && i < 2; i++) {
		wishes->profiles[i].name = xstrdup(i ? "web" : "pay");
		wishes->profiles[i].file = xstrdup(i ? "/web.conf" : "/pay.conf");
		r = texts[i] ? profile_read(&wishes->profiles[i], texts[i], strlen(texts[i]), e)
			     : 0;
		assert_int_equal(r, 0);
	}
	planned_options(&options, words);
	*e = (struct error){ 0 };
	r = plan_build(plan, &options, wishes, &identity, e);
	options_done(&options);
	return r;
}

/* clang-format off */
#define WORDS(...) { __VA_ARGS__, NULL }
/* clang-format on */

static void plans(void **state)
{
	static const struct {
		const char *pay, *web;
		const char *const words[6];
		const char *services;
	} rows[] = {
		{ "service = sqs optional\nservice = kms\nhost = db:5432 private\n", NULL,
		  WORDS("--profile=pay"), "-sqs kms db:5432" },
		{ "service = kms\n", "host = a\n", WORDS("--profile=pay,web"), "kms a" },
		{ "service = kms\n", "host = a\n", WORDS("--profile=web"), "a" },
		/* The stricter of two wishes. */
		{ "service = kms optional\nhost = a optional\n", "service = kms\nhost = a\n",
		  WORDS("--profile=pay,web"), "kms a" },
		{ "service = ecs optional\n", NULL,
		  WORDS("ECSPROBE_PROFILE=pay,ecs", "--service=ecs,ecr.api"), "ecs ecr.api" },
		{ "host = a optional\n", NULL, WORDS("--profile=pay", "--host=a"), "a" },
		/* A host that the catalog has already. */
		{ "service = logs optional\nhost = logs.us-east-1.amazonaws.com\n", NULL,
		  WORDS("--profile=pay"), "logs" },
		/* The command line beats the file, and names its hosts. */
		{ "service = kms\nhost = a\nhost = b\n", NULL,
		  WORDS("--profile=pay", "--optional=kms,a", "--skip=b"), "-kms -a" },
		{ "service = kms optional\nhost = a:1 optional\n", NULL,
		  WORDS("--profile=pay", "--require=a:1"), "-kms a:1" },
		{ "service = kms\nhost = a\nhost = b\n", NULL,
		  WORDS("ECSPROBE_PROFILE=pay", "--service=b"), "b" },
		{ "service = kms\nhost = a\n", NULL, WORDS("ECSPROBE_PROFILE=pay", "--service=kms"),
		  "kms" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct wishes wishes;
		struct plan plan = { 0 };
		struct error e;
		char services[512] = "";
		int r = plan_of(&plan, &wishes, &e, rows[i].pay, rows[i].web, rows[i].words);

		planned_services(&plan, services, sizeof services);
		EXPECT(r == 0 && strcmp(services, rows[i].services) == 0, "row %zu: %s%s", i,
		       services, e.text);
		plan_done(&plan);
		wishes_done(&wishes);
	}
	expect_all_held();
}

static void what_a_file_expects(void **state)
{
	static const struct {
		const char *pay, *web;
		const char *const words[6];
		const char *service;
		enum expect expect;
		bool tcp_only;
	} rows[] = {
		{ "service = kms\n", NULL, WORDS("--profile=pay"), "kms", EXPECT_AUTO, false },
		{ "service = kms private\n", NULL, WORDS("--profile=pay"), "kms", EXPECT_PRIVATE,
		  false },
		{ "service = kms any\n", NULL, WORDS("--profile=pay", "--expect=private"), "kms",
		  EXPECT_ANY, false },
		{ "service = kms any\n", "service = kms private\n", WORDS("--profile=pay,web"),
		  "kms", EXPECT_PRIVATE, false },
		{ "service = kms private\n", "service = kms any\n", WORDS("--profile=pay,web"),
		  "kms", EXPECT_PRIVATE, false },
		{ "service = kms private\n", "service = kms\n", WORDS("--profile=pay,web"), "kms",
		  EXPECT_PRIVATE, false },
		{ "service = kms\n", "service = kms private\n", WORDS("--profile=pay"), "kms",
		  EXPECT_AUTO, false },
		{ "service = ecr.layers private\n", NULL, WORDS("--profile=pay"), "ecr.layers",
		  EXPECT_PRIVATE, false },
		{ "host = a\n", NULL, WORDS("--profile=pay"), "a", EXPECT_ANY, false },
		{ "host = a\n", NULL, WORDS("--profile=pay", "--expect=private"), "a",
		  EXPECT_PRIVATE, false },
		{ "host = a public\n", NULL, WORDS("--profile=pay", "--expect=private"), "a",
		  EXPECT_PUBLIC, false },
		{ "host = a any\n", "host = a private\n", WORDS("--profile=pay,web"), "a",
		  EXPECT_PRIVATE, false },
		{ "host = a:5432\n", NULL, WORDS("--profile=pay"), "a:5432", EXPECT_ANY, true },
		{ "host = a:9/tcp\n", "host = a:9\n", WORDS("--profile=pay,web"), "a:9", EXPECT_ANY,
		  false },
		{ "host = a:9/tcp\n", NULL, WORDS("--profile=pay", "--host=a:9/tls"), "a:9",
		  EXPECT_ANY, false },
		{ "host = a:9/tcp\n", NULL, WORDS("--profile=pay", "--host=a:9/tcp"), "a:9",
		  EXPECT_ANY, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct wishes wishes;
		struct plan plan = { 0 };
		struct error e;
		const struct target *t;

		assert_int_equal(
			plan_of(&plan, &wishes, &e, rows[i].pay, rows[i].web, rows[i].words), 0);
		t = planned_target(&plan, rows[i].service);
		assert_non_null(t);
		EXPECT(t->expect == rows[i].expect, "row %zu: %s", i, expect_name(t->expect));
		EXPECT(t->tcp_only == rows[i].tcp_only, "row %zu", i);
		EXPECT(t->row || (strcmp(t->source, "/pay.conf") == 0 &&
				  t->provenance == PROVENANCE_OWN && t->dialled_by == DIALLER_TASK),
		       "row %zu: %s", i, t->source);
		plan_done(&plan);
		wishes_done(&wishes);
	}
	expect_all_held();
}

static void plans_that_are_refused(void **state)
{
	static const struct {
		const char *pay;
		const char *const words[4];
		enum error_class class;
		const char *text;
	} rows[] = {
		{ "service = sqs\nservice = sqqs\n", WORDS("--profile=pay"), ERROR_CONFIG,
		  "/pay.conf:2: found 'sqqs', expected a service" },
		{ "service = s\033\n", WORDS("--profile=pay"), ERROR_CONFIG, "'s\\x1b'" },
		{ "service = sqqs\n", WORDS("--all-profiles"), ERROR_CONFIG, "/pay.conf:1:" },
		{ "service = sqs\n", WORDS("--profile=payment"), ERROR_USAGE,
		  "found 'payment', expected one of ecs, " },
		{ "service = sqs\n", WORDS("--profile=payment"), ERROR_USAGE,
		  "auto, or a file payment.conf in /etc" },
		/* A host of a profile that is not in use is no host to skip. */
		{ "host = a\n", WORDS("--profile=web", "--skip=a"), ERROR_USAGE, "--skip" },
		{ "host = a\n", WORDS("--profile=pay", "--skip=a"), ERROR_UNDECIDED, "nothing" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct wishes wishes;
		struct plan plan = { 0 };
		struct error e;
		int r = plan_of(&plan, &wishes, &e, rows[i].pay, "host = w\n", rows[i].words);

		EXPECT(r < 0 && e.class == rows[i].class, "row %zu: %s", i, e.text);
		EXPECT(strstr(e.text, rows[i].text) && is_printable(e.text), "row %zu: %s", i,
		       e.text);
		EXPECT(plan.count == 0, "row %zu", i);
		plan_done(&plan);
		wishes_done(&wishes);
	}
	expect_all_held();
}

/* All of them, and as they are written. */
static void every_profile(void **state)
{
	struct wishes wishes;
	struct plan plan = { 0 };
	struct error e;

	(void)state;
	assert_int_equal(plan_of(&plan, &wishes, &e, "host = a optional\n",
				 "service = kms private\n",
				 (const char *const[]){ "--all-profiles", NULL }),
			 0);
	assert_non_null(planned_target(&plan, "a"));
	assert_false(planned_target(&plan, "a")->required);
	assert_int_equal(planned_target(&plan, "kms")->expect, EXPECT_PRIVATE);
	plan_done(&plan);
	wishes_done(&wishes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans),
		cmocka_unit_test(what_a_file_expects),
		cmocka_unit_test(plans_that_are_refused),
		cmocka_unit_test(every_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
