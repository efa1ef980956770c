/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules as such. */
#include "judge/agent_rules.h"
#include "judge/api_rules.h"
#include "judge/bake_rules.h"
#include "judge/rules.h"

#include <stdlib.h>
#include <string.h>

#include "agent_world.h"
#include "api_world.h"
#include "check.h"
#include "ecsprobe/explain.h"
#include "judge/template.h"
#include "judge_cases.h"
#include "world.h"

/* The views of a world as the judge makes them. */
struct gallery {
	struct world *world;
	struct view *views;
	size_t count;
};

static void add_endpoint(struct report *report, const struct target_outcome *outcome)
{
	report->endpoints =
		xgrow(report->endpoints, report->endpoint_count, sizeof *report->endpoints);
	report->endpoints[report->endpoint_count].target = outcome->target;
	report->endpoints[report->endpoint_count++].outcome = outcome;
}

static struct gallery gallery_of(const char *text)
{
	struct gallery g = { .world = world_new(text) };
	struct report *report = &g.world->report;

	for (size_t i = 0; i < g.world->outcomes.count; i++)
		if (purpose_is_judged(g.world->plan.targets[i]->purpose))
			add_endpoint(report, g.world->outcomes.items[i]);
	g.count = report->endpoint_count;
	g.views = xcalloc(g.count, sizeof *g.views);
	for (size_t i = 0; i < g.count; i++) {
		struct endpoint_verdict *e = &report->endpoints[i];

		e->vantage = &g.world->plan.vantages[e->target->dialled_by][MOMENT_RUNNING];
		view_build(&g.views[i], e, report, &g.world->policy);
		view_ask_others(&g.views[i]);
	}
	scene_complete(g.views, g.count);
	return g;
}

static void gallery_done(struct gallery *g)
{
	free(g->views);
	world_free(g->world);
}

/* Where nothing works, or may be said to, the rest is not looked at. */
static bool ends_the_look(const struct rule *rule, const struct view *view)
{
	bool sure = !target_is_inferred(view->endpoint->target);

	switch (rule->severity) {
	case RULE_FAIL:
		return sure;
	case RULE_EXPECT:
	case RULE_SET:
		return sure && (view->bits & ENDPOINT(EXPECTS_PRIVATE));
	case RULE_UNKNOWN:
	case RULE_NEEDLESS:
		return true;
	case RULE_WARN:
	case RULE_NOTE:
		break;
	}
	return false;
}

/* A mark for each row of each group. */
struct marks {
	bool *of[GROUP_COUNT];
};

static void mark(const struct view *view, struct marks *spoke)
{
	for (int group = 0; group < GROUP_COUNT; group++) {
		const struct rule *rule = rules_match((enum rule_group)group, view);

		if (!rule)
			continue;
		spoke->of[group][rule - rules_of((enum rule_group)group)->rows] = true;
		if (ends_the_look(rule, view))
			return;
	}
}

static const char *shown(const struct rule *rule)
{
	return rule->message ? rule->message : "reported elsewhere";
}

static void every_row_speaks_in_some_case(void **state)
{
	struct marks spoke;
	const struct judge_case *c;

	(void)state;
	for (int group = 0; group < GROUP_COUNT; group++)
		spoke.of[group] =
			xcalloc(rules_of((enum rule_group)group)->count, sizeof *spoke.of[group]);
	for (size_t i = 0; (c = judge_case(i)); i++) {
		struct gallery g = gallery_of(c->world);

		for (size_t v = 0; v < g.count; v++)
			mark(&g.views[v], &spoke);
		gallery_done(&g);
	}
	for (int group = 0; group < GROUP_COUNT; group++) {
		const struct rule_list *list = rules_of((enum rule_group)group);

		for (size_t i = 0; i < list->count; i++)
			EXPECT(spoke.of[group][i],
			       "group %d, row %zu (%s: %s): no case in tests/unit/judge_cases*.c reaches it",
			       group, i,
			       list->rows[i].code ? code_name(list->rows[i].code) : "symptom",
			       shown(&list->rows[i]));
		free(spoke.of[group]);
	}
	expect_all_held();
}

static void every_bit_is_set_in_some_case(void **state)
{
#define X(name, meaning) { #name ": " meaning, ENDPOINT(name) },
	static const struct {
		const char *what;
		rule_bits bit;
	} rows[] = { ENDPOINT_BITS(X) };
#undef X
	const struct judge_case *c;
	rule_bits seen = 0;

	(void)state;
	for (size_t i = 0; (c = judge_case(i)); i++) {
		struct gallery g = gallery_of(c->world);

		for (size_t v = 0; v < g.count; v++)
			seen |= g.views[v].bits;
		gallery_done(&g);
	}
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(seen & rows[i].bit, "%s", rows[i].what);
	EXPECT(!(seen >> ENDPOINT_BIT_COUNT), "a bit beyond the last one");
	expect_all_held();
}

/* Whatever the later row matches, the earlier one has matched before. */
static bool hides(const struct rule *earlier, const struct rule *later)
{
	return (earlier->symptom == CODE_NONE || earlier->symptom == later->symptom) &&
	       (earlier->when & ~later->when) == 0 && (earlier->unless & ~later->unless) == 0;
}

static void no_row_of_the_list_is_hidden(const struct rule_list *list)
{
	const struct rule *rows = list->rows;

	for (size_t later = 0; later < list->count; later++) {
		for (size_t earlier = 0; earlier < later; earlier++)
			EXPECT(!hides(&rows[earlier], &rows[later]),
			       "row %zu (%s) is hidden by row %zu (%s)", later, shown(&rows[later]),
			       earlier, shown(&rows[earlier]));
		EXPECT(rows[later].severity, "row %zu (%s) has no severity", later,
		       shown(&rows[later]));
		EXPECT(!(rows[later].when & rows[later].unless), "row %zu (%s) can never match",
		       later, shown(&rows[later]));
	}
}

static void no_row_is_hidden(void **state)
{
	(void)state;
	for (int group = 0; group < GROUP_COUNT; group++)
		no_row_of_the_list_is_hidden(rules_of((enum rule_group)group));
	expect_all_held();
}

/* The check above sees the bits beyond the 64th too. */
static void hiding_is_seen_in_every_bit(void **state)
{
	(void)state;
	for (unsigned n = 0; n < RULE_BITS_WIDTH; n++) {
		const struct rule any = { .when = 0 };
		const struct rule needs = { .when = RULE_BIT(n) };
		const struct rule forbids = { .unless = RULE_BIT(n) };
		struct view view = { .bits = RULE_BIT(n) };

		EXPECT(hides(&any, &needs) && hides(&any, &forbids), "bit %u", n);
		EXPECT(!hides(&needs, &any) && !hides(&forbids, &any), "bit %u", n);
		EXPECT(!hides(&needs, &forbids) && !hides(&forbids, &needs), "bit %u", n);
		EXPECT(view.bits == RULE_BIT(n) && view.bits != 0, "bit %u", n);
	}
	expect_all_held();
}

/* Whatever the engine can say of an address or a name, something is told. */
static void every_symptom_has_a_row(void **state)
{
	static const enum code symptoms[] = {
		CODE_DNS_NXDOMAIN,   CODE_DNS_NODATA,           CODE_DNS_SERVFAIL,
		CODE_DNS_REFUSED,    CODE_DNS_TIMEOUT,          CODE_DNS_UNREACHABLE,
		CODE_HOST_FIREWALL,  CODE_SEARCH_CAPTURES_NAME, CODE_DNS_TOO_SLOW,
		CODE_DNS_BAD_ANSWER, CODE_TCP_TIMEOUT,          CODE_TCP_REFUSED,
		CODE_TCP_RESET,      CODE_TCP_UNREACHABLE,      CODE_TLS_TIMEOUT,
		CODE_TLS_RESET,      CODE_TLS_CLOSED,           CODE_TLS_ALERT,
		CODE_TLS_NOT_TLS,    CODE_TLS_VERSION,          CODE_TLS_UNTRUSTED,
		CODE_TLS_WRONG_HOST, CODE_TLS_EXPIRED,          CODE_TLS_NOT_YET_VALID,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(symptoms); i++) {
		struct view view = { .symptom = symptoms[i] };
		const struct rule *rule = rules_match(GROUP_WORKS, &view);

		EXPECT(rule && rule->severity == RULE_FAIL && rule->message, "%s",
		       code_name(symptoms[i]));
	}
	expect_all_held();
}

static void expect_plain_text(const char *text)
{
	EXPECT(text && *text && is_printable(text) && !strpbrk(text, "{}") && !strstr(text, "  "),
	       "'%s'", text ? text : "no text");
}

static void expect_known_words(const struct rule *rule, const struct view *view)
{
	char *text;

	EXPECT(rule->message || !rule->hint, "a hint without a message");
	if (!rule->message)
		return;
	text = text_expand(rule->message, view);
	EXPECT(*text && is_printable(text) && !strpbrk(text, "{}"), "%s", text);
	EXPECT(!strstr(rule->message, "  "), "%s", rule->message);
	free(text);
	if (!rule->hint)
		return;
	EXPECT(rule->hint->text || rule->hint->outside, "%s: an empty hint", shown(rule));
	if (rule->hint->text)
		expect_plain_text(rule->hint->text);
	if (rule->hint->outside)
		expect_plain_text(rule->hint->outside);
}

/* What a finding of this code is shown with: its rule's own hint, or what --explain says. */
static void expect_hint(enum code code, const char *own, const char *message)
{
	const struct explanation *text = explain(code);
	const char *shown_hint = own ? own : text ? text->check : "";

	EXPECT(*shown_hint && shown_hint[strlen(shown_hint) - 1] == '.',
	       "%s (%s): no hint: give the code's row in probe/judge/explain*.c its check, or the rule a hint of its own",
	       code_name(code), message);
	EXPECT(!own || !text || strcmp(own, text->check) != 0,
	       "%s (%s): leave the hint out: --explain says the same of the code", code_name(code),
	       message);
}

static void every_rule_has_a_hint_and_none_has_it_twice(void **state)
{
	size_t agent_count;
	size_t bake_count;
	size_t api_count;
	const struct agent_rule *agent = agent_rules_table(&agent_count);
	const struct bake_rule *bake = bake_rules_table(&bake_count);
	const struct api_rule *api = api_rules_table(&api_count);

	(void)state;
	for (int group = 0; group < GROUP_COUNT; group++) {
		const struct rule_list *list = rules_of((enum rule_group)group);

		for (size_t i = 0; i < list->count; i++) {
			const struct rule *rule = &list->rows[i];
			enum code code = rule->code ? rule->code : rule->symptom;

			if (rule->message && code)
				expect_hint(code, rule->hint ? rule->hint->text : NULL,
					    rule->message);
			/* Of whatever code the name has. */
			else if (rule->message)
				EXPECT(rule->hint && rule->hint->text, "%s: no hint",
				       rule->message);
		}
	}
	for (size_t i = 0; i < agent_count; i++)
		expect_hint(agent[i].code, agent[i].hint, agent[i].message);
	for (size_t i = 0; i < bake_count; i++)
		expect_hint(bake[i].code, bake[i].hint, bake[i].message ? bake[i].message : "");
	for (size_t i = 0; i < api_count; i++)
		if (api[i].code)
			expect_hint((enum code)api[i].code, api[i].hint, api[i].message);
	expect_all_held();
}

static void messages_hold_known_words_only(void **state)
{
	struct gallery g =
		gallery_of("ns=system ecs: system=10.0.1.10,!dns-servfail route53=10.0.1.11 "
			   "10.0.1.10=tls-expired");

	(void)state;
	for (int group = 0; group < GROUP_COUNT; group++) {
		const struct rule_list *list = rules_of((enum rule_group)group);

		for (size_t i = 0; i < list->count; i++)
			expect_known_words(&list->rows[i], &g.views[0]);
	}
	gallery_done(&g);
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
	struct gallery g = gallery_of("ecs: route53=10.0.1.10");

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text = text_expand(rows[i].template, &g.views[0]);

		EXPECT(strcmp(text, rows[i].expected) == 0, "'%s': %s", rows[i].template, text);
		free(text);
	}
	gallery_done(&g);
	expect_all_held();
}

/* Each word, whatever the view is short of. */
static void every_word_says_something_printable(void **state)
{
	static const char *const words[] = {
		"host",
		"port",
		"endpoint_service",
		"symptom",
		"resolver",
		"earlier",
		"dialler",
		"proxy",
		"zone",
		"bridge",
		"root",
		"set",
		"missing",
		"unoffered",
		"instance_region",
		"ecs",
		"other_region",
		"differential",
		"dual_host",
		"all",
		"blackholes",
		"all_with_classes",
		"dead",
		"dead_with_codes",
		"skipped",
		"route53",
		"working",
		"judged",
		"attempts",
		"half",
		"dns_budget",
		"connect_budget",
		"tls_budget",
		"detail",
		"issuer",
		"sans",
		"not_after",
		"not_before",
		"now",
	};
	const struct judge_case *c;

	(void)state;
	for (size_t i = 0; (c = judge_case(i)); i++) {
		struct gallery g = gallery_of(c->world);

		for (size_t v = 0; v < g.count; v++) {
			for (size_t n = 0; n < ARRAY_SIZE(words); n++) {
				/* It is not said of those. */
				bool none = strcmp(words[n], "half") == 0 &&
					    !view_partial_failure(&g.views[v]);
				char *template = xasprintf("{%s}", words[n]);
				char *text = none ? xstrdup("")
						  : text_expand(template, &g.views[v]);

				EXPECT(!strchr(text, '{') && is_printable(text) &&
					       !strstr(text, "(null)"),
				       "'%s', %s: %s", c->what, words[n], text);
				free(template);
				free(text);
			}
		}
		gallery_done(&g);
	}
	expect_all_held();
}

static void note_codes(const struct world *w, bool said[static CODE_COUNT])
{
	for (size_t i = 0; i < w->report.findings.count; i++)
		said[w->report.findings.items[i].code] = true;
	for (size_t i = 0; i < w->report.endpoint_count; i++)
		said[w->report.endpoints[i].code] = true;
}

/* What the table of cases cannot say: facts about the instance. */
static void spoil_instance(struct world *w, size_t how)
{
	static const enum code imds[] = { CODE_IMDS_UNREACHABLE, CODE_IMDS_DISABLED,
					  CODE_IMDS_BAD_ANSWER };
	static const struct workload missed = { .looked = true,
						.container_count = 1,
						.why_not = "so it is" };
	static char none[] = "";
	static char proxy[] = "http://p:1";
	static const struct agent_status agent = { .looked = true,
						   .dockerd = { SIGHT_SEEN, proxy, none, none } };

	if (how < ARRAY_SIZE(imds)) {
		w->facts.imds.code = imds[how];
		return;
	}
	w->policy.narrowed = "skip = logs (the environment)";
	w->plan.account_unknown = true;
	w->report.workload = &missed;
	w->report.agent = &agent;
	w->plan.proxies[DIALLER_AGENT].set = true;
	w->plan.proxies[DIALLER_AGENT].plain = true;
	w->facts.host.unreadable_count = 1;
	(void)copy_text(w->facts.identity.regions[REGION_FROM_AGENT], REGION_BYTES, "eu-west-1");
}

static void note_worlds(bool said[static CODE_COUNT])
{
	enum { WAYS_TO_SPOIL = 4 };
	const struct judge_case *c;
	struct world *w;

	for (size_t i = 0; (c = judge_case(i)); i++) {
		w = world_new(c->world);
		world_judge(w);
		note_codes(w, said);
		world_free(w);
	}
	for (size_t how = 0; how < WAYS_TO_SPOIL; how++) {
		w = world_new("ecs: route53=10.0.1.10");
		spoil_instance(w, how);
		world_judge(w);
		note_codes(w, said);
		world_free(w);
	}
}

static void note_agents(bool said[static CODE_COUNT])
{
	size_t count;
	const struct agent_case *cases = agent_finding_cases(&count);

	for (size_t i = 0; i < count; i++) {
		struct agent_world *w = agent_world_new(cases[i].world);

		agent_world_judge(w);
		note_codes(w->world, said);
		agent_world_free(w);
	}
}

static void note_answers(bool said[static CODE_COUNT])
{
	size_t count;
	const struct api_case *cases = api_cases(&count);

	for (size_t i = 0; i < count; i++) {
		struct api_world *w = api_world_new(cases[i].world, cases[i].answers);

		api_world_judge(w);
		note_codes(w->agent->world, said);
		api_world_free(w);
	}
}

/* A code that nothing can say is no code. */
static void every_code_is_said(void **state)
{
	bool said[CODE_COUNT] = { false };
	size_t bake_count;
	const struct bake_rule *bake = bake_rules_table(&bake_count);
	size_t api_count;
	const struct api_rule *api = api_rules_table(&api_count);

	(void)state;
	for (size_t i = 0; i < api_count; i++)
		said[api[i].code] = true;
	for (int group = 0; group < GROUP_COUNT; group++) {
		const struct rule_list *list = rules_of((enum rule_group)group);

		for (size_t i = 0; i < list->count; i++)
			said[list->rows[i].code ? list->rows[i].code : list->rows[i].symptom] =
				true;
	}
	for (size_t i = 0; i < bake_count; i++)
		said[bake[i].code] = true;
	note_worlds(said);
	note_agents(said);
	note_answers(said);
	for (int class = ERROR_NONE; class <= ERROR_INTERNAL * 2; class ++) {
		struct world *w = world_new("");
		struct error e = { (enum error_class)(class % (ERROR_INTERNAL + 1)), "so it is" };

		if (class <= ERROR_INTERNAL)
			w->facts.identity.region[0] = '\0';
		judge_undecided(&w->report, &e);
		note_codes(w, said);
		world_free(w);
	}
	for (int i = CODE_NONE + 1; i < CODE_COUNT; i++)
		EXPECT(said[i],
		       "%s: no case reports it: add its rule (CONTRIBUTING.md, a cause) and its case in "
		       "tests/unit/*_cases*.c",
		       code_name((enum code)i));
	expect_all_held();
}

static void findings_are_one_line_each(void **state)
{
	const struct judge_case *c;

	(void)state;
	for (size_t i = 0; (c = judge_case(i)); i++) {
		struct world *w = world_new(c->world);

		world_judge(w);
		for (size_t f = 0; f < w->report.findings.count; f++) {
			const struct finding *finding = &w->report.findings.items[f];

			EXPECT(*finding->message && is_printable(finding->message) &&
				       !strpbrk(finding->message, "{}"),
			       "'%s': %s", c->what, finding->message);
			EXPECT(*finding->hint && is_printable(finding->hint) &&
				       !strpbrk(finding->hint, "{}") &&
				       !strstr(finding->hint, "  "),
			       "'%s': %s", c->what, finding->hint);
			EXPECT(!strstr(finding->message, "secret"), "'%s': %s", c->what,
			       finding->message);
		}
		world_free(w);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_speaks_in_some_case),
		cmocka_unit_test(every_bit_is_set_in_some_case),
		cmocka_unit_test(no_row_is_hidden),
		cmocka_unit_test(every_symptom_has_a_row),
		cmocka_unit_test(messages_hold_known_words_only),
		cmocka_unit_test(every_rule_has_a_hint_and_none_has_it_twice),
		cmocka_unit_test(unknown_words_stay),
		cmocka_unit_test(hiding_is_seen_in_every_bit),
		cmocka_unit_test(every_word_says_something_printable),
		cmocka_unit_test(every_code_is_said),
		cmocka_unit_test(findings_are_one_line_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
