/* SPDX-License-Identifier: Apache-2.0 */
/* What is made of AWS's own answers: a table of answers, and the table of rules as such. */
#include "judge/api_rules.h"

#include <stdlib.h>
#include <string.h>

#include "api_world.h"
#include "check.h"

/* "ecs fail api-denied; logs warn api-error" of those that are not well. */
static char *told_of_endpoints(const struct report *report)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];
		char *longer;

		if (e->status == STATUS_PASS)
			continue;
		longer = xasprintf("%s%s%s %s %s", text, *text ? "; " : "", e->target->service,
				   status_name(e->status), code_name(e->code));
		free(text);
		text = longer;
	}
	return text;
}

static bool is_told(const struct report *report, const char *words)
{
	const struct finding *first = report->findings.items;

	return report->findings.count &&
	       (strstr(first->message, words) || strstr(first->hint, words));
}

static void answers(void **state)
{
	size_t count;
	const struct api_case *cases = api_cases(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct api_world *w = api_world_new(cases[i].world, cases[i].answers);
		const struct report *report = &w->agent->world->report;
		char *findings, *endpoints;

		api_world_judge(w);
		findings = world_findings(w->agent->world);
		endpoints = told_of_endpoints(report);
		EXPECT(strcmp(findings, cases[i].findings) == 0, "'%s': %s", cases[i].what,
		       findings);
		EXPECT(strcmp(endpoints, cases[i].endpoints) == 0, "'%s': %s", cases[i].what,
		       endpoints);
		EXPECT(strcmp(verdict_name(report->verdict), cases[i].verdict) == 0, "'%s': %s",
		       cases[i].what, verdict_name(report->verdict));
		EXPECT(!cases[i].words || is_told(report, cases[i].words), "'%s': %s",
		       cases[i].what,
		       report->findings.count ? report->findings.items[0].message : "no finding");
		free(findings);
		free(endpoints);
		api_world_free(w);
	}
	expect_all_held();
}

/* Calls each for every planned call of every case. */
static void each_view(void (*each)(const struct api_view *view, void *arg), void *arg)
{
	size_t count;
	const struct api_case *cases = api_cases(&count);

	for (size_t i = 0; i < count; i++) {
		struct api_world *w = api_world_new(cases[i].world, cases[i].answers);

		api_world_judge(w);
		for (size_t n = 0; n < w->api.count; n++) {
			struct api_view view;

			if (!w->api.calls[n].planned)
				continue;
			api_view_build(&view, &w->agent->world->report, &w->api.calls[n]);
			each(&view, arg);
		}
		api_world_free(w);
	}
}

static void note_row(const struct api_view *view, void *arg)
{
	bool *spoke = arg;
	size_t count;
	const struct api_rule *rule = api_rule_of(view);

	if (rule)
		spoke[rule - api_rules_table(&count)] = true;
}

static void every_row_speaks_in_some_case(void **state)
{
	size_t count;
	const struct api_rule *table = api_rules_table(&count);
	bool *spoke = xcalloc(count, sizeof *spoke);

	(void)state;
	each_view(note_row, spoke);
	for (size_t i = 0; i < count; i++)
		EXPECT(spoke[i], "row %zu (%s: %s): no case reaches it", i,
		       code_name((enum code)table[i].code),
		       table[i].message ? table[i].message : "");
	free(spoke);
	expect_all_held();
}

static bool is_whole(const char *hint)
{
	return !strstr(hint, "  ") && hint[strlen(hint) - 1] == '.';
}

/* The hint of each pair of source and problem, in some case. */
static void note_key_hint(const struct api_view *view, void *arg)
{
	bool *spoke = arg;
	size_t count;
	const struct key_hint *table = api_key_hints(&count);
	const struct api_rule *rule = api_rule_of(view);

	for (size_t i = 0; rule && rule->code == CODE_API_CREDENTIALS && i < count; i++)
		spoke[i] |= api_hint_of(view, rule) == table[i].hint &&
			    view->report->api->tried == table[i].source;
}

/* A source is not advised what helps another one. */
static void key_hints_are_of_their_source(void **state)
{
	static const char *const foreign[API_SOURCE_COUNT][4] = {
		[API_SOURCE_ENVIRONMENT] = { "instance profile", "169.254.", "iptables", "hop" },
		[API_SOURCE_CONTAINER] = { "instance profile", "169.254.169", "hop limit",
					   "AWS_ACCESS_KEY_ID" },
		[API_SOURCE_INSTANCE] = { "AWS_CONTAINER", "AWS_SESSION_TOKEN", "OR_UNSET",
					  "unset" },
	};
	size_t count;
	const struct key_hint *table = api_key_hints(&count);
	bool *spoke = xcalloc(count, sizeof *spoke);

	(void)state;
	each_view(note_key_hint, spoke);
	for (size_t i = 0; i < count; i++) {
		EXPECT(spoke[i], "row %zu (%s): no case reaches it", i, table[i].hint);
		EXPECT(is_whole(table[i].hint), "row %zu: '%s'", i, table[i].hint);
		for (size_t n = 0; n < ARRAY_SIZE(foreign[0]); n++)
			EXPECT(!strstr(table[i].hint, foreign[table[i].source][n]), "row %zu: '%s'",
			       i, table[i].hint);
	}
	free(spoke);
	expect_all_held();
}

static void note_bits(const struct api_view *view, void *arg)
{
	*(unsigned *)arg |= view->bits;
}

static void every_bit_is_set_in_some_case(void **state)
{
	unsigned seen = 0;

	(void)state;
	each_view(note_bits, &seen);
	for (unsigned n = 0; n < API_BIT_COUNT; n++)
		EXPECT(seen & (1U << n), "bit %u", n);
	EXPECT(!(seen >> API_BIT_COUNT), "a bit beyond the last one");
	expect_all_held();
}

/* Whatever a later row matches, no earlier one has matched before in every case. */
static void no_row_is_hidden(void **state)
{
	size_t count;
	const struct api_rule *table = api_rules_table(&count);

	(void)state;
	for (size_t later = 0; later < count; later++)
		for (size_t earlier = 0; earlier < later; earlier++)
			EXPECT((table[earlier].need & table[later].need) != table[earlier].need,
			       "row %zu hides row %zu", earlier, later);
	expect_all_held();
}

static void check_words(const struct api_view *view, void *arg)
{
	(void)arg;
	for (size_t n = 0; api_word(n); n++) {
		char *template = xasprintf("{%s}", api_word(n));
		char *text = api_text(template, view);

		EXPECT(!strpbrk(text, "{}") && is_printable(text), "%s: %s", api_word(n), text);
		free(template);
		free(text);
	}
}

static void check_rows(const struct api_view *view, void *arg)
{
	size_t count;
	const struct api_rule *table = api_rules_table(&count);

	(void)arg;
	for (size_t i = 0; i < count; i++) {
		const char *hint;
		char *text;
		size_t len;

		if (table[i].code == CODE_NONE)
			continue;
		text = api_text(table[i].message, view);
		len = strlen(text);

		EXPECT(!strpbrk(text, "{}") && is_printable(text), "row %zu: %s", i, text);
		EXPECT(!strstr(text, "  ") && len && text[len - 1] != ' ' && text[len - 1] != '.',
		       "row %zu: '%s'", i, text);
		hint = api_hint_of(view, &table[i]);
		EXPECT(!hint || is_whole(hint), "row %zu: '%s'", i, hint);
		free(text);
	}
}

static void messages_are_whole(void **state)
{
	(void)state;
	each_view(check_words, NULL);
	each_view(check_rows, NULL);
	expect_all_held();
}

/* The checks above can fail. */
static void unknown_words_stay(void **state)
{
	struct api_world *w = api_world_new(NULL, "");
	struct api_view view;
	char *text;

	(void)state;
	api_view_build(&view, &w->agent->world->report, &w->api.calls[0]);
	text = api_text("{call} {nonsense} {", &view);
	assert_string_equal(text, "ecs:DiscoverPollEndpoint {nonsense} {");
	free(text);
	api_world_free(w);
}

/* Longer than a piece of a message may be. */
static void long_words_of_aws_are_told_whole(void **state)
{
	struct api_world *w = api_world_new(NULL, "ecs=error,status=500");
	struct api_answer *answer = &w->api.calls[0].answer;
	const struct findings *findings = &w->agent->world->report.findings;

	(void)state;
	memset(answer->message, 'm', sizeof answer->message - 1);
	memset(w->api.calls[0].host, 'h', sizeof w->api.calls[0].host - 1);
	api_world_judge(w);
	assert_non_null(strstr(findings->items[0].message, answer->message));
	assert_non_null(strstr(findings->items[0].message, w->api.calls[0].host));
	api_world_free(w);
}

static const char stale_private[] =
	"ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12";
/* Its next start asks another nameserver, and goes to other addresses. */
static const char moves[] =
	"ns=agent-next ecs: route53=10.0.1.10 agent=10.0.2.10 ecs-agent: route53=10.0.1.11 "
	"agent=10.0.2.11 ecs-telemetry: route53=10.0.1.12 agent=10.0.2.12";

/* A restart would only cut off an agent that still runs. */
static void no_restart_into_a_refusal(void **state)
{
	static const struct {
		const char *world, *answers;
		enum action_reason reason;
		const char *detail;
	} rows[] = {
		{ stale_private, "", REASON_STALE, NULL },
		{ stale_private, "ecs=policy-denied", REASON_ENDPOINTS_FAIL,
		  "ecs fails (api-policy-denied)" },
		{ stale_private, "ecs=denied,identity", REASON_ENDPOINTS_FAIL,
		  "ecs fails (api-denied)" },
		{ stale_private, "keys=environment role= ecs=denied,identity", REASON_STALE, NULL },
		/* Whom AWS does not believe. */
		{ stale_private, "ecs=no-credentials", REASON_ENDPOINTS_FAIL,
		  "ecs fails (api-credentials)" },
		{ stale_private, "keys=environment role= ecs=no-credentials", REASON_STALE, NULL },
		{ stale_private, "logs=no-credentials", REASON_STALE, NULL },
		{ stale_private, "ecs=clock-skew,skew=3600", REASON_ENDPOINTS_FAIL,
		  "ecs fails (api-clock-skew)" },
		{ stale_private, "keys=environment role= ecs=clock-skew,skew=3600",
		  REASON_ENDPOINTS_FAIL, "ecs fails (api-clock-skew)" },
		/* Whom nobody could ask. */
		{ stale_private, "ecs=error,status=500", REASON_ENDPOINTS_UNKNOWN, "ecs was not" },
		{ stale_private, "keys=none role= lack=no ecs=no-credentials",
		  REASON_ENDPOINTS_UNKNOWN, "ecs was not" },
		/* The next start goes another way, with the same role and clock. */
		{ moves, "ecs=denied,identity", REASON_ENDPOINTS_FAIL, "ecs fails (api-denied)" },
		{ moves, "ecs=no-credentials", REASON_ENDPOINTS_FAIL,
		  "ecs fails (api-credentials)" },
		{ moves, "ecs=clock-skew,skew=3600", REASON_ENDPOINTS_FAIL,
		  "ecs fails (api-clock-skew)" },
		{ moves, "ecs=policy-denied", REASON_STALE, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct api_world *w = api_world_new(rows[i].world, rows[i].answers);
		const struct action *action = &w->agent->action;

		string_list_add(&w->agent->agent.config.changed, "HTTP_PROXY", 10);
		agent_world_decide(w->agent);
		EXPECT(action->reason == rows[i].reason, "row %zu, '%s': %s", i, rows[i].answers,
		       action_reason_name(action->reason));
		EXPECT(!rows[i].detail || strstr(action->detail, rows[i].detail),
		       "row %zu, '%s': %s", i, rows[i].answers, action->detail);
		api_world_free(w);
	}
	expect_all_held();
}

/* Where nobody asked, nothing is said. */
static void without_the_option_nothing_changes(void **state)
{
	struct api_world *w = api_world_new(NULL, "ecs=policy-denied named=numbered");

	(void)state;
	w->api.asked = false;
	api_world_judge(w);
	assert_int_equal(w->agent->world->report.findings.count, 0);
	assert_int_equal(w->agent->world->report.verdict, VERDICT_HEALTHY);
	w->agent->world->report.api = NULL;
	api_world_judge(w);
	assert_int_equal(w->agent->world->report.findings.count, 0);
	api_world_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(every_row_speaks_in_some_case),
		cmocka_unit_test(every_bit_is_set_in_some_case),
		cmocka_unit_test(key_hints_are_of_their_source),
		cmocka_unit_test(no_row_is_hidden),
		cmocka_unit_test(messages_are_whole),
		cmocka_unit_test(unknown_words_stay),
		cmocka_unit_test(long_words_of_aws_are_told_whole),
		cmocka_unit_test(no_restart_into_a_refusal),
		cmocka_unit_test(without_the_option_nothing_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
