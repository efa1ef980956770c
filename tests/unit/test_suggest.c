/* SPDX-License-Identifier: Apache-2.0 */
/* What is offered for a word that a list does not have. */
#include "ecsprobe/suggest.h"

#include <string.h>

#include "check.h"

static const char services[] = "ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers logs s3";
static const char codes[] = "dns-nxdomain, dns-nodata, dns-timeout, tcp-timeout, tls-timeout, "
			    "tcp-refused, hosts-override";
static const char options[] = "region resolver require require-agent restart-agent root skip";

static void near_words(void **state)
{
	static const struct {
		const char *text, *words, *suggested;
	} rows[] = {
		/* The begin comes before everything else. */
		{ "ecr", services, "; did you mean ecr.api, ecr.dkr or ecr.layers?" },
		{ "ECR", services, "; did you mean ecr.api, ecr.dkr or ecr.layers?" },
		{ "re", options,
		  "; did you mean region, resolver, require, require-agent or "
		  "restart-agent?" },
		{ "r", options,
		  "; did you mean region, resolver, require, require-agent, "
		  "restart-agent, ...?" },
		/* A part of the word. */
		{ "dkr", services, "; did you mean ecr.dkr?" },
		{ "timeout", codes, "; did you mean dns-timeout, tcp-timeout or tls-timeout?" },
		{ "nxdom", codes, "; did you mean dns-nxdomain?" },
		/* Typing errors: exchanged, left out, added, another. */
		{ "regoin", options, "; did you mean region?" },
		{ "dns-nxdomian", codes, "; did you mean dns-nxdomain?" },
		{ "lgos", services, "; did you mean logs?" },
		{ "ecs-agnt", services, "; did you mean ecs-agent?" },
		{ "ecs_agent", services, "; did you mean ecs-agent?" },
		{ "skipp", options, "; did you mean skip?" },
		{ "hosts-overide", codes, "; did you mean hosts-override?" },
		{ "tcp-timeuot", codes, "; did you mean tcp-timeout?" },
		/* Nothing is near. */
		{ "", services, "" },
		{ "x", services, "" },
		{ "zzzzzz", services, "" },
		{ "kinesis", services, "" },
		{ "ecr", "", "" },
		{ "dns-nxdomain-and-much-more-than-any-word-of-the-list", codes, "" },
		{ "a-word-that-is-longer-than-any-of-ours-whatever-it-is-called-and-so-on", codes,
		  "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		CLEANUP(cleanup_free) char *found = suggest(rows[i].text, "", rows[i].words);

		EXPECT(strcmp(found, rows[i].suggested) == 0, "'%s': '%s'", rows[i].text, found);
	}
	expect_all_held();
}

static void with_a_mark(void **state)
{
	CLEANUP(cleanup_free) char *found = suggest("ski", "--", options);
	CLEANUP(cleanup_free) char *both = suggest("regio ", "--", options);

	(void)state;
	assert_string_equal(found, "; did you mean --skip?");
	assert_string_equal(both, "; did you mean --region?");
}

/* Whatever was typed, it is shown by nobody: only words of the list are. */
static void only_words_of_the_list(void **state)
{
	uint32_t seed = 19;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		char text[64];
		size_t len = next_random(&seed) % sizeof text;

		for (size_t i = 0; i < len; i++)
			text[i] = (char)(1 + next_random(&seed) % 255);
		text[len ? len - 1 : 0] = '\0';
		CLEANUP(cleanup_free) char *found = suggest(text, "", services);
		EXPECT(is_printable(found), "round %d", round);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(near_words),
		cmocka_unit_test(with_a_mark),
		cmocka_unit_test(only_words_of_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
