/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules as such. */
#include "judge/rules.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "judge/text.h"
#include "judge_cases.h"
#include "world.h"

/* Marks the rows that spoke about this endpoint. */
static void mark(const struct world *w, size_t index, bool *spoke)
{
	size_t count;
	const struct rule *table = rules_table(&count);
	struct endpoint_verdict endpoint = { .target = &w->plan.targets[index],
					     .outcome = &w->outcomes.targets[index] };
	struct view view;

	view_build(&view, &endpoint, &w->report, &w->policy);
	for (int group = 0; group < GROUP_COUNT; group++) {
		const struct rule *rule = rules_match((enum rule_group)group, &view);

		if (rule)
			spoke[rule - table] = true;
		/* Where nothing works, the rest is not looked at. */
		if (rule && group == GROUP_WORKS && rule->severity != RULE_WARN)
			break;
	}
	free(endpoint.addresses);
}

static void every_row_speaks_in_some_case(void **state)
{
	size_t case_count;
	size_t rule_count;
	const struct judge_case *cases = judge_cases(&case_count);
	const struct rule *table = rules_table(&rule_count);
	bool *spoke = xcalloc(rule_count, sizeof *spoke);

	(void)state;
	for (size_t i = 0; i < case_count; i++) {
		struct world *w = world_new(cases[i].world);

		for (size_t t = 0; t < w->plan.count; t++)
			mark(w, t, spoke);
		world_free(w);
	}
	for (size_t i = 0; i < rule_count; i++)
		EXPECT(spoke[i], "row %zu (%s): no case reaches it", i, table[i].message);
	free(spoke);
	expect_all_held();
}

/* A row whose every match an earlier row takes can never speak. */
static void no_row_is_hidden(void **state)
{
	size_t count;
	const struct rule *table = rules_table(&count);

	(void)state;
	for (size_t later = 0; later < count; later++) {
		for (size_t earlier = 0; earlier < later; earlier++) {
			const struct rule *a = &table[earlier];
			const struct rule *b = &table[later];
			bool hidden = a->group == b->group &&
				      (a->symptom == CODE_NONE || a->symptom == b->symptom) &&
				      (a->need & ~b->need) == 0 && (a->forbid & ~b->forbid) == 0;

			EXPECT(!hidden, "row %zu is hidden by row %zu (%s)", later, earlier,
			       a->message);
			EXPECT(!(b->need & b->forbid), "row %zu needs what it forbids", later);
		}
	}
	expect_all_held();
}

/* Whatever the engine can say of an address or a name, something is told. */
static void every_symptom_has_a_row(void **state)
{
	static const enum code symptoms[] = {
		CODE_DNS_NXDOMAIN,   CODE_DNS_NODATA,      CODE_DNS_SERVFAIL,
		CODE_DNS_REFUSED,    CODE_DNS_TIMEOUT,     CODE_DNS_UNREACHABLE,
		CODE_DNS_BAD_ANSWER, CODE_TCP_TIMEOUT,     CODE_TCP_REFUSED,
		CODE_TCP_RESET,      CODE_TCP_UNREACHABLE, CODE_TLS_TIMEOUT,
		CODE_TLS_RESET,      CODE_TLS_CLOSED,      CODE_TLS_ALERT,
		CODE_TLS_NOT_TLS,    CODE_TLS_VERSION,     CODE_TLS_UNTRUSTED,
		CODE_TLS_WRONG_HOST, CODE_TLS_EXPIRED,     CODE_TLS_NOT_YET_VALID,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(symptoms); i++) {
		struct view view = { .symptom = symptoms[i] };
		const struct rule *rule = rules_match(GROUP_WORKS, &view);

		EXPECT(rule && rule->severity == RULE_FAIL && *rule->message && *rule->hint, "%s",
		       code_name(symptoms[i]));
	}
	expect_all_held();
}

static void messages_hold_known_words_only(void **state)
{
	struct world *w =
		world_new("ns=system ecs: system=10.0.1.10,!dns-servfail route53=10.0.1.11 "
			  "10.0.1.10=tls-expired");
	struct endpoint_verdict endpoint = { .target = &w->plan.targets[0],
					     .outcome = &w->outcomes.targets[0] };
	size_t count;
	const struct rule *table = rules_table(&count);
	struct view view;

	(void)state;
	view_build(&view, &endpoint, &w->report, &w->policy);
	for (size_t i = 0; i < count; i++) {
		char *text = text_expand(table[i].message, &view);

		EXPECT(!strchr(text, '{') && !strchr(text, '}'), "row %zu: %s", i, text);
		EXPECT(!strchr(table[i].hint, '{') && !strchr(table[i].hint, '}'), "row %zu: %s", i,
		       table[i].hint);
		EXPECT(is_printable(text) && is_printable(table[i].hint), "row %zu", i);
		EXPECT((*text == '\0') == (table[i].severity == RULE_SKIP), "row %zu: %s", i, text);
		EXPECT((*table[i].hint == '\0') == (table[i].severity == RULE_SKIP), "row %zu", i);
		free(text);
	}
	free(endpoint.addresses);
	world_free(w);
	expect_all_held();
}

/* The check above can fail. */
static void unknown_words_stay(void **state)
{
	static const struct {
		const char *template;
		const char *expected;
	} rows[] = {
		{ "", "" },
		{ "{host}", "ecs.us-east-1.amazonaws.com" },
		{ "a {nonsense} b", "a {nonsense} b" },
		{ "{host", "{host" },
		{ "{", "{" },
		{ "{}{port}", "{}443" },
		{ "{hosts}", "{hosts}" },
		{ "{{port}", "{443" },
	};
	struct world *w = world_new("ecs: route53=10.0.1.10");
	struct endpoint_verdict endpoint = { .target = &w->plan.targets[0],
					     .outcome = &w->outcomes.targets[0] };
	struct view view;

	(void)state;
	view_build(&view, &endpoint, &w->report, &w->policy);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text = text_expand(rows[i].template, &view);

		EXPECT(strcmp(text, rows[i].expected) == 0, "'%s': %s", rows[i].template, text);
		free(text);
	}
	free(endpoint.addresses);
	world_free(w);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_speaks_in_some_case),
		cmocka_unit_test(no_row_is_hidden),
		cmocka_unit_test(every_symptom_has_a_row),
		cmocka_unit_test(messages_hold_known_words_only),
		cmocka_unit_test(unknown_words_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
