/* SPDX-License-Identifier: Apache-2.0 */
/* The verdicts: a table of worlds, then what concerns the instance. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "judge_cases.h"
#include "world.h"

static bool tells(const struct report *report, const char *words)
{
	return report->findings.count && (strstr(report->findings.items[0].message, words) ||
					  strstr(report->findings.items[0].hint, words));
}

static void worlds(void **state)
{
	size_t count;
	const struct judge_case *cases = judge_cases(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct world *w = world_new(cases[i].world);
		char *endpoints;
		char *findings;

		world_judge(w);
		endpoints = world_endpoints(w);
		findings = world_findings(w);
		EXPECT(strcmp(endpoints, cases[i].endpoints) == 0, "'%s': %s", cases[i].what,
		       endpoints);
		EXPECT(strcmp(findings, cases[i].findings) == 0, "'%s': %s", cases[i].what,
		       findings);
		EXPECT(strcmp(verdict_name(w->report.verdict), cases[i].verdict) == 0, "'%s': %s",
		       cases[i].what, verdict_name(w->report.verdict));
		EXPECT(!cases[i].words || tells(&w->report, cases[i].words), "'%s': %s",
		       cases[i].what,
		       w->report.findings.count ? w->report.findings.items[0].message
						: "no finding");
		free(endpoints);
		free(findings);
		world_free(w);
	}
	expect_all_held();
}

/* Judges a healthy world with one thing changed. */
static void expect_findings(struct world *w, const char *what, const char *expected,
			    enum verdict verdict)
{
	char *findings;

	world_judge(w);
	findings = world_findings(w);
	EXPECT(strcmp(findings, expected) == 0, "%s: %s", what, findings);
	EXPECT(w->report.verdict == verdict, "%s: %s", what, verdict_name(w->report.verdict));
	free(findings);
	world_free(w);
}

static void clock_skew(void **state)
{
	static const struct {
		int64_t skew_s;
		const char *findings;
		enum verdict verdict;
	} rows[] = {
		{ 0, "", VERDICT_HEALTHY },
		{ 60, "", VERDICT_HEALTHY },
		{ -60, "", VERDICT_HEALTHY },
		{ 61, "warn:clock-skew:instance", VERDICT_DEGRADED },
		{ -61, "warn:clock-skew:instance", VERDICT_DEGRADED },
		{ 300, "warn:clock-skew:instance", VERDICT_DEGRADED },
		{ 301, "fail:clock-skew:instance", VERDICT_UNHEALTHY },
		{ -100000, "fail:clock-skew:instance", VERDICT_UNHEALTHY },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=10.0.1.10");

		w->facts.imds.clock_known = true;
		w->facts.imds.clock_skew_s = rows[i].skew_s;
		expect_findings(w, "skew", rows[i].findings, rows[i].verdict);
	}
	expect_all_held();
}

static void metadata_service(void **state)
{
	static const struct {
		enum code code;
		const char *findings;
	} rows[] = {
		{ CODE_IMDS_UNREACHABLE, "warn:imds-unreachable:instance" },
		{ CODE_IMDS_DISABLED, "warn:imds-disabled:instance" },
		{ CODE_IMDS_BAD_ANSWER, "warn:imds-bad-answer:instance" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=10.0.1.10");

		w->facts.imds.code = rows[i].code;
		expect_findings(w, "imds", rows[i].findings, VERDICT_DEGRADED);
	}
	expect_all_held();
}

static void regions_that_differ(void **state)
{
	struct world *w = world_new("ecs: route53=10.0.1.10");

	(void)state;
	(void)copy_text(w->facts.identity.regions[REGION_FROM_AGENT], REGION_BYTES, "us-east-1");
	expect_findings(w, "agreement", "", VERDICT_HEALTHY);
	w = world_new("ecs: route53=10.0.1.10");
	(void)copy_text(w->facts.identity.regions[REGION_FROM_AGENT], REGION_BYTES, "eu-west-1");
	expect_findings(w, "disagreement", "warn:region-differs:instance", VERDICT_DEGRADED);
	expect_all_held();
}

static void trust_and_account(void **state)
{
	struct world *w = world_new("ecs: route53=10.0.1.10");

	(void)state;
	w->outcomes.trust.embedded = true;
	expect_findings(w, "embedded", "warn:trust-store-embedded:instance", VERDICT_DEGRADED);
	w = world_new("ecs: route53=10.0.1.10 10.0.1.10=tls-untrusted");
	w->outcomes.trust.unusable = true;
	expect_findings(w, "unusable", "fail:trust-store-unusable:instance",
			VERDICT_UNHEALTHY);
	w = world_new("ecr.dkr: route53=10.0.1.10");
	w->plan.account_unknown = true;
	expect_findings(w, "account", "note:account-unknown:ecr.dkr", VERDICT_HEALTHY);
	expect_all_held();
}

/* "within 0.00 s" tells nobody what was waited for. */
static void budgets_are_shown_as_given(void **state)
{
	static const struct {
		uint64_t us;
		const char *shown;
	} rows[] = {
		{ 3000000, "within 3 s" },       { 300000, "within 0.3 s" },
		{ 250000, "within 0.25 s" },     { 1500000, "within 1.5 s" },
		{ 10000, "within 0.01 s" },      { 1000, "within 0.001 s" },
		{ 3600000000, "within 3600 s" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout");

		w->policy.connect_budget_us = rows[i].us;
		world_judge(w);
		EXPECT(tells(&w->report, rows[i].shown), "%s: %s", rows[i].shown,
		       w->report.findings.items[0].message);
		world_free(w);
	}
	expect_all_held();
}

static void long_lists_are_cut(void **state)
{
	struct world *w =
		world_new("ecs: route53=10.0.1.1,10.0.1.2,10.0.1.3,10.0.1.4,10.0.1.5,10.0.1.6 "
			  "10.0.1.1=tcp-refused 10.0.1.2=tcp-refused 10.0.1.3=tcp-refused "
			  "10.0.1.4=tcp-refused 10.0.1.5=tcp-refused 10.0.1.6=tcp-refused");

	(void)state;
	world_judge(w);
	assert_true(tells(&w->report, "10.0.1.1, 10.0.1.2, 10.0.1.3, 10.0.1.4 and 2 more"));
	world_free(w);
}

static void without_a_plan_nothing_is_known(void **state)
{
	struct facts facts = { 0 };
	struct report report = { .facts = &facts };
	struct cidr_list none = { 0 };
	struct judge_policy policy = { .allow_cidrs = &none };

	(void)state;
	judge(&report, &policy);
	assert_int_equal(report.verdict, VERDICT_UNKNOWN);
	assert_int_equal(report.endpoint_count, 0);
	judge_done(&report);
	report = (struct report){ .facts = &facts };
	judge_undecided(&report, &(struct error){ ERROR_UNDECIDED, "no Region" });
	assert_int_equal(report.verdict, VERDICT_UNKNOWN);
	assert_int_equal(report.findings.count, 1);
	assert_int_equal(report.findings.items[0].code, CODE_REGION_UNKNOWN);
	assert_string_equal(report.findings.items[0].subject, "instance");
	assert_string_equal(report.findings.items[0].message, "no Region");
	judge_done(&report);
}

static void exit_codes(void **state)
{
	static const struct {
		enum verdict verdict;
		bool strict;
		int expected;
	} rows[] = {
		{ VERDICT_HEALTHY, false, 0 },   { VERDICT_HEALTHY, true, 0 },
		{ VERDICT_DEGRADED, false, 0 },  { VERDICT_DEGRADED, true, 2 },
		{ VERDICT_UNHEALTHY, false, 1 }, { VERDICT_UNHEALTHY, true, 1 },
		{ VERDICT_UNKNOWN, false, 69 },  { VERDICT_UNKNOWN, true, 69 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct report report = { .verdict = rows[i].verdict };

		EXPECT((int)judge_exit_code(&report, rows[i].strict) == rows[i].expected, "%s",
		       verdict_name(rows[i].verdict));
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worlds),
		cmocka_unit_test(clock_skew),
		cmocka_unit_test(metadata_service),
		cmocka_unit_test(regions_that_differ),
		cmocka_unit_test(trust_and_account),
		cmocka_unit_test(budgets_are_shown_as_given),
		cmocka_unit_test(long_lists_are_cut),
		cmocka_unit_test(without_a_plan_nothing_is_known),
		cmocka_unit_test(exit_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
