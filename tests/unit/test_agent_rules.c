/* SPDX-License-Identifier: Apache-2.0 */
/* What is said about the agent: a table of agents, and the table of rules as
 * such. */
#include "judge/agent_rules.h"

#include <stdlib.h>
#include <string.h>

#include "agent_world.h"
#include "check.h"
#include "ecsprobe/explain.h"
#include "judge/agent_message_words.h"

static const struct finding *find_told(const struct agent_world *w, const char *words)
{
	const struct findings *findings = &w->world->report.findings;

	for (size_t i = 0; i < findings->count; i++)
		if (strstr(findings->items[i].message, words) ||
		    strstr(findings->items[i].hint, words))
			return &findings->items[i];
	return NULL;
}

static void agents(void **state)
{
	size_t count;
	const struct agent_case *cases = agent_finding_cases(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct agent_world *w = agent_world_new(cases[i].world);
		char *findings;

		agent_world_judge(w);
		findings = agent_world_findings(w);
		EXPECT(strcmp(findings, cases[i].expected) == 0, "'%s': %s", cases[i].what,
		       findings);
		EXPECT(!cases[i].words || find_told(w, cases[i].words), "'%s': %s", cases[i].what,
		       w->world->report.findings.count ? w->world->report.findings.items[0].message
						       : "no finding");
		free(findings);
		agent_world_free(w);
	}
	expect_all_held();
}

static struct agent_view view_of(struct agent_world *w)
{
	struct agent_view view;

	agent_world_judge(w);
	agent_view_build(&view, &w->world->report, &w->world->policy);
	return view;
}

static void every_row_speaks_in_some_case(void **state)
{
	size_t case_count;
	size_t rule_count;
	const struct agent_case *cases = agent_finding_cases(&case_count);
	const struct agent_rule *table = agent_rules_table(&rule_count);
	bool *spoke = xcalloc(rule_count, sizeof *spoke);

	(void)state;
	for (size_t i = 0; i < case_count; i++) {
		struct agent_world *w = agent_world_new(cases[i].world);
		struct agent_view view = view_of(w);
		bool said[CODE_COUNT] = { false };

		for (size_t r = 0; r < rule_count; r++) {
			if (!bits_match(view.bits, table[r].when, table[r].unless))
				continue;
			spoke[r] |= !said[table[r].code];
			said[table[r].code] = true;
		}
		agent_world_free(w);
	}
	for (size_t r = 0; r < rule_count; r++)
		EXPECT(spoke[r], "row %zu (%s: %s): no case reaches it", r,
		       code_name(table[r].code), table[r].message);
	free(spoke);
	expect_all_held();
}

static void every_bit_is_set_in_some_case(void **state)
{
#define X(name, meaning) { #name ": " meaning, AGENT(name) },
	static const struct {
		const char *what;
		rule_bits bit;
	} rows[] = { AGENT_BITS(X) };
#undef X
	rule_bits seen = 0;
	size_t count;
	const struct agent_case *cases = agent_finding_cases(&count);
	static const char *const others[] = {
		"warm-check lifecycle=Warmed:Stopped updating cache=2 uncached image=none "
		"bad-backend",
		"unit=activating",
	};

	(void)state;
	for (size_t i = 0; i < count + ARRAY_SIZE(others); i++) {
		struct agent_world *w =
			agent_world_new(i < count ? cases[i].world : others[i - count]);

		seen |= view_of(w).bits;
		agent_world_free(w);
	}
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(seen & rows[i].bit, "%s", rows[i].what);
	EXPECT(!(seen >> AGENT_BIT_COUNT), "a bit beyond the last one");
	expect_all_held();
}

/* Whatever the later row of a code matches, an earlier one has matched before. */
static void no_row_is_hidden(void **state)
{
	size_t count;
	const struct agent_rule *table = agent_rules_table(&count);

	(void)state;
	for (size_t later = 0; later < count; later++) {
		EXPECT(!(table[later].when & table[later].unless), "row %zu needs what it forbids",
		       later);
		EXPECT(table[later].code && table[later].severity,
		       "row %zu lacks a code or a severity", later);
		EXPECT(table[later].when, "row %zu needs nothing", later);
		for (size_t earlier = 0; earlier < later; earlier++)
			EXPECT(table[earlier].code != table[later].code ||
				       (table[earlier].when & ~table[later].when) ||
				       (table[earlier].unless & ~table[later].unless),
			       "row %zu is hidden by row %zu", later, earlier);
	}
	expect_all_held();
}

/* As a finding has it. */
static const char *hint_of_row(const struct agent_rule *row)
{
	return row->hint ? row->hint : explain(row->code)->check;
}

static void check_line(const char *what, const char *line)
{
	EXPECT(*line && is_printable(line) && !strpbrk(line, "{}") && !strstr(line, "  ") &&
		       !strstr(line, "(null)") && !strstr(line, "()"),
	       "'%s': %s", what, line);
}

/* Each row and each word, whatever the agent is short of. */
static void messages_are_one_line_of_known_words(void **state)
{
	size_t case_count;
	size_t rule_count;
	const struct agent_case *cases = agent_finding_cases(&case_count);
	const struct agent_rule *table = agent_rules_table(&rule_count);

	(void)state;
	for (size_t i = 0; i < case_count; i++) {
		struct agent_world *w = agent_world_new(cases[i].world);
		struct agent_view view = view_of(w);

		for (size_t r = 0; r < rule_count; r++) {
			char *text;

			if (!bits_match(view.bits, table[r].when, table[r].unless))
				continue;
			text = agent_text(table[r].message, &view);
			check_line(cases[i].what, text);
			check_line(cases[i].what, hint_of_row(&table[r]));
			free(text);
		}
		for (size_t n = 0; agent_word(n); n++) {
			char *template = xasprintf("{%s}", agent_word(n));
			char *text = agent_text(template, &view);

			EXPECT(!strpbrk(text, "{}") && is_printable(text), "'%s', %s: %s",
			       cases[i].what, agent_word(n), text);
			free(template);
			free(text);
		}
		agent_world_free(w);
	}
	expect_all_held();
}

/* The check above can fail. */
static void unknown_words_stay(void **state)
{
	struct agent_world *w = agent_world_new("");
	struct agent_view view = view_of(w);
	char *text = agent_text("{unit} {nonsense} {", &view);

	(void)state;
	assert_string_equal(text, "ecs.service {nonsense} {");
	free(text);
	agent_world_free(w);
}

/* Under a unit docker's own restart kills the agent for good. */
static void nobody_is_told_to_docker_restart(void **state)
{
	size_t count;
	const struct agent_rule *table = agent_rules_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		EXPECT(!strstr(hint_of_row(&table[i]), "docker restart ecs-agent") &&
			       !strstr(hint_of_row(&table[i]), "docker start ecs-agent"),
		       "row %zu: %s", i, hint_of_row(&table[i]));
	expect_all_held();
}

static void verdicts(void **state)
{
	static const struct {
		const char *world;
		enum verdict verdict;
	} rows[] = {
		{ "", VERDICT_HEALTHY },
		{ "unit=none container=none", VERDICT_HEALTHY },
		{ "unit=none container=none require", VERDICT_UNHEALTHY },
		{ "unit=inactive after-cloud cloud=activating", VERDICT_HEALTHY },
		{ "not-root container=unknown", VERDICT_HEALTHY },
		{ "unit=inactive disabled", VERDICT_DEGRADED },
		{ "unit=inactive", VERDICT_UNHEALTHY },
		{ "changed=A", VERDICT_DEGRADED },
		{ "unit=failed | ecs: route53=!not-finished", VERDICT_UNHEALTHY },
		{ "unit=none container=none | ecs: route53=!not-finished", VERDICT_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = agent_world_new(rows[i].world);

		agent_world_judge(w);
		EXPECT(w->world->report.verdict == rows[i].verdict, "'%s': %s", rows[i].world,
		       verdict_name(w->world->report.verdict));
		agent_world_free(w);
	}
	expect_all_held();
}

/* Where nothing was checked, a dead agent does not make it decided. */
static void without_a_plan_nothing_is_decided(void **state)
{
	struct agent_world *w = agent_world_new("unit=failed peer=52.94.1.1 peer=10.0.0.9");

	(void)state;
	w->world->report.plan = NULL;
	w->world->report.outcomes = NULL;
	agent_world_judge(w);
	assert_int_equal(w->world->report.verdict, VERDICT_UNKNOWN);
	assert_int_equal(w->world->report.findings.items[0].code, CODE_AGENT_NOT_RUNNING);
	agent_world_free(w);
}

/* A report is judged again once the action is known. */
static void judging_again_changes_what_has_changed(void **state)
{
	struct agent_world *w = agent_world_new("changed=HTTP_PROXY");
	char *findings;

	(void)state;
	agent_world_judge(w);
	string_list_done(&w->agent.config.changed);
	w->before = (struct action){ .asked = true,
				     .kind = ACTION_RESTART_UNIT,
				     .result = RESULT_NOT_READY };
	w->world->report.action = &w->before;
	agent_world_judge(w);
	findings = agent_world_findings(w);
	assert_string_equal(findings, "fail:agent-not-ready");
	assert_int_equal(w->world->report.endpoint_count, 3);
	free(findings);
	agent_world_free(w);
}

/* How an agent was built decides what ClientHello it sends, and its version says nothing of that. */
static void large_hellos(void **state)
{
#define LOST(service) \
	service ": route53=10.0.1.10 large=tls-timeout +large-hello: 10.0.1.10=tls-timeout"
	static const struct {
		const char *world;
		enum status status;
		enum dialler dialler;
	} rows[] = {
		{ "version=1.98.9 acs=dialling | " LOST("ecs"), STATUS_WARN, DIALLER_AGENT },
		{ "version=1.99.0 acs=dialling | " LOST("ecs"), STATUS_WARN, DIALLER_AGENT },
		{ "version=2.0.0 acs=dialling | " LOST("ecs"), STATUS_WARN, DIALLER_AGENT },
		{ "version=? acs=dialling | " LOST("ecs"), STATUS_WARN, DIALLER_AGENT },
		{ "version=1.99.0 seen=none started=200 acs=dialling | " LOST("ecs"), STATUS_WARN,
		  DIALLER_AGENT },
		{ "version=1.98.9 handshake=10.0.1.10:443 | " LOST("ecs"), STATUS_FAIL,
		  DIALLER_AGENT },
		{ "version=1.98.9 handshake=10.0.9.9:443 | " LOST("ecs"), STATUS_WARN,
		  DIALLER_AGENT },
		{ "version=1.99.0 | " LOST("ecs"), STATUS_PASS, DIALLER_AGENT },
		/* Its log blames it and it is connected: nobody knows how it is by now. */
		{ "version=1.99.0 last-handshake=10.0.1.10:443 | " LOST("ecs"), STATUS_WARN,
		  DIALLER_AGENT },
		{ "version=1.99.0 nobody-looked | " LOST("ecs"), STATUS_WARN, DIALLER_AGENT },
		{ "version=1.99.0 | " LOST("ecr.dkr"), STATUS_WARN, DIALLER_DOCKERD },
	};
#undef LOST

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_world *w = agent_world_new(rows[i].world);
		const struct endpoint_verdict *e;

		w->world->plan.targets[0]->dialled_by = rows[i].dialler;
		agent_world_judge(w);
		e = &w->world->report.endpoints[0];
		EXPECT((e->code == CODE_TLS_LARGE_HELLO) == (rows[i].status != STATUS_PASS) &&
			       e->status == rows[i].status,
		       "%s: %s %s", rows[i].world, status_name(e->status), code_name(e->code));
		EXPECT((w->world->report.verdict == VERDICT_UNHEALTHY) ==
			       (rows[i].status == STATUS_FAIL),
		       "%s", rows[i].world);
		agent_world_free(w);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agents),
		cmocka_unit_test(every_row_speaks_in_some_case),
		cmocka_unit_test(every_bit_is_set_in_some_case),
		cmocka_unit_test(no_row_is_hidden),
		cmocka_unit_test(messages_are_one_line_of_known_words),
		cmocka_unit_test(unknown_words_stay),
		cmocka_unit_test(nobody_is_told_to_docker_restart),
		cmocka_unit_test(verdicts),
		cmocka_unit_test(without_a_plan_nothing_is_decided),
		cmocka_unit_test(judging_again_changes_what_has_changed),
		cmocka_unit_test(large_hellos),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
