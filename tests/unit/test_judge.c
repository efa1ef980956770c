/* SPDX-License-Identifier: Apache-2.0 */
/* The verdicts: a table of worlds, then what concerns the instance. */
#include <stdio.h>
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
	const struct judge_case *c;

	(void)state;
	for (size_t i = 0; (c = judge_case(i)); i++) {
		struct world *w = world_new(c->world);
		char *endpoints;
		char *findings;

		world_judge(w);
		endpoints = world_endpoints(w);
		findings = world_findings(w);
		EXPECT(strcmp(endpoints, c->endpoints) == 0, "'%s': %s", c->what, endpoints);
		EXPECT(strcmp(findings, c->findings) == 0, "'%s': %s", c->what, findings);
		EXPECT(strcmp(verdict_name(w->report.verdict), c->verdict) == 0, "'%s': %s",
		       c->what, verdict_name(w->report.verdict));
		EXPECT(!c->words || tells(&w->report, c->words), "'%s': %s", c->what,
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
	expect_findings(w, "unusable", "fail:trust-store-unusable:instance", VERDICT_UNHEALTHY);
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
}

/* Every way to end before there was a plan. */
static void undecided(void **state)
{
	static const struct {
		enum error_class class;
		const char *region;
		enum code code;
		enum severity severity;
	} rows[] = {
		{ ERROR_UNDECIDED, "", CODE_REGION_UNKNOWN, SEVERITY_FAIL },
		{ ERROR_UNDECIDED, "us-east-1", CODE_NOTHING_TO_CHECK, SEVERITY_FAIL },
		{ ERROR_USAGE, "", CODE_CONFIG_INVALID, SEVERITY_FAIL },
		{ ERROR_CONFIG, "us-east-1", CODE_CONFIG_INVALID, SEVERITY_FAIL },
		{ ERROR_PERMISSION, "us-east-1", CODE_CONFIG_INVALID, SEVERITY_FAIL },
		{ ERROR_INTERNAL, "us-east-1", CODE_INTERNAL_ERROR, SEVERITY_FAIL },
		{ ERROR_NONE, "us-east-1", CODE_INTERRUPTED, SEVERITY_NOTE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct facts facts = { 0 };
		struct report report = { .facts = &facts };
		struct error e = { rows[i].class, "so it is" };
		const struct finding *f;

		(void)copy_text(facts.identity.region, REGION_BYTES, rows[i].region);
		judge_undecided(&report, &e);
		EXPECT(report.verdict == VERDICT_UNKNOWN, "row %zu", i);
		EXPECT(judge_exit_code(&report, false) == EXIT_UNDECIDED, "row %zu", i);
		EXPECT(report.findings.count == 1, "row %zu: %zu", i, report.findings.count);
		f = report.findings.items;
		if (f) {
			EXPECT(f->code == rows[i].code && f->severity == rows[i].severity,
			       "row %zu: %s", i, code_name(f->code));
			EXPECT(strcmp(f->subject, "instance") == 0 && *f->hint, "row %zu", i);
			EXPECT(rows[i].class == ERROR_NONE || strcmp(f->message, "so it is") == 0,
			       "row %zu: %s", i, f->message);
		}
		judge_done(&report);
	}
	expect_all_held();
}

/* A floor for the clock, where nobody tells the time. */
static void a_clock_before_the_build(void **state)
{
	struct world *w = world_new("ecs: route53=10.0.1.10");

	(void)state;
	w->report.build_s = w->report.time_s;
	expect_findings(w, "built just now", "", VERDICT_HEALTHY);
	w = world_new("ecs: route53=10.0.1.10");
	w->report.build_s = w->report.time_s + 1;
	expect_findings(w, "built later", "fail:clock-skew:instance", VERDICT_UNHEALTHY);
	w = world_new("skew=-100000 ecs: route53=10.0.1.10");
	w->report.build_s = w->report.time_s + 1;
	expect_findings(w, "told once", "fail:clock-skew:instance", VERDICT_UNHEALTHY);
	w = world_new("skew=-90 ecs: route53=10.0.1.10");
	w->report.build_s = w->report.time_s + 1000000;
	world_judge(w);
	/* IMDS says it is 90 s: whatever the build says, one finding about it. */
	assert_int_equal(w->report.findings.count, 1);
	assert_int_equal(w->report.findings.items[0].code, CODE_CLOCK_SKEW);
	world_free(w);
	expect_all_held();
}

static void metadata_without_blocks(void **state)
{
	struct world *w = world_new("vpc=none ecs: route53=10.0.1.10");

	(void)state;
	expect_findings(w, "incomplete", "warn:imds-incomplete:instance", VERDICT_DEGRADED);
	w = world_new("vpc=none ecs: route53=10.0.1.10");
	w->facts.imds.asked = false;
	expect_findings(w, "not asked", "", VERDICT_HEALTHY);
	w = world_new("vpc=none ecs: route53=10.0.1.10");
	w->facts.imds.code = CODE_IMDS_UNREACHABLE;
	expect_findings(w, "the cause is told already", "warn:imds-unreachable:instance",
			VERDICT_DEGRADED);
	expect_all_held();
}

static void files_that_cannot_be_read(void **state)
{
	static const char *const paths[] = {
		"/etc/hosts", "/etc/resolv.conf",
		"/etc/systemd/system/docker.service.d/a-name-that-is-longer-than-others.conf"
	};
	struct world *w = world_new("ecs: route53=10.0.1.10");
	struct host_facts *host = &w->facts.host;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		(void)copy_text(host->unreadable[i].path, sizeof host->unreadable[i].path,
				paths[i]);
		(void)copy_text(host->unreadable[i].why, sizeof host->unreadable[i].why,
				"Permission denied");
	}
	host->unreadable_count = ARRAY_SIZE(paths);
	world_judge(w);
	assert_int_equal(w->report.findings.count, 1);
	assert_int_equal(w->report.findings.items[0].severity, SEVERITY_WARN);
	assert_int_equal(w->report.findings.items[0].code, CODE_CONFIG_INVALID);
	assert_string_equal(w->report.findings.items[0].subject, "instance");
	assert_true(tells(&w->report, "/etc/hosts") && tells(&w->report, "/etc/resolv.conf"));
	assert_true(tells(&w->report, "a-name-that-is-longer-than-others.conf"));
	assert_int_equal(w->report.verdict, VERDICT_DEGRADED);
	assert_true(tells(&w->report, "Permission denied"));
	world_free(w);
}

/* Who must not go through a proxy for what. */
static void no_proxy_that_lacks_something(void **state)
{
	static const struct {
		enum dialler dialler;
		bool metadata, credentials, docker;
		const char *findings, *words;
	} rows[] = {
		{ DIALLER_AGENT, true, true, true, "", NULL },
		{ DIALLER_AGENT, false, true, true, "warn:no-proxy-incomplete:agent",
		  "lacks 169.254.169.254" },
		{ DIALLER_AGENT, true, false, true, "warn:no-proxy-incomplete:agent",
		  "lacks 169.254.170.2" },
		{ DIALLER_AGENT, true, true, false, "warn:no-proxy-incomplete:agent",
		  "lacks /var/run/docker.sock" },
		{ DIALLER_AGENT, false, false, false, "warn:no-proxy-incomplete:agent",
		  "169.254.169.254, 169.254.170.2, /var/run/docker.sock" },
		{ DIALLER_ECS_INIT, true, false, true, "", NULL },
		{ DIALLER_ECS_INIT, false, true, false, "warn:no-proxy-incomplete:ecs-init",
		  "169.254.169.254, /var/run/docker.sock" },
		/* dockerd reaches Docker's socket never, the addresses by plain http only. */
		{ DIALLER_DOCKERD, true, true, false, "", NULL },
		{ DIALLER_DOCKERD, true, false, false, "warn:no-proxy-incomplete:dockerd",
		  "lacks 169.254.170.2" },
		{ DIALLER_DOCKERD, false, false, false, "warn:no-proxy-incomplete:dockerd",
		  "169.254.169.254, 169.254.170.2" },
		{ DIALLER_TASK, false, false, false, "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=10.0.1.10");
		struct proxy *proxy = &w->plan.proxies[rows[i].dialler];
		char *findings;

		proxy->set = true;
		proxy->plain = true;
		proxy->covers_metadata = rows[i].metadata;
		proxy->covers_credentials = rows[i].credentials;
		proxy->covers_docker = rows[i].docker;
		world_judge(w);
		findings = world_findings(w);
		EXPECT(strcmp(findings, rows[i].findings) == 0, "row %zu: %s", i, findings);
		EXPECT(!rows[i].words || tells(&w->report, rows[i].words), "row %zu", i);
		free(findings);
		world_free(w);
	}
	expect_all_held();
}

/* How bad what dockerd lacks is depends on who uses its awslogs driver, if that is known. */
static void no_proxy_of_dockerd_by_use(void **state)
{
	static const struct {
		bool plain;
		struct workload workload;
		const char *findings;
	} rows[] = {
		{ true,
		  { .looked = true, .uses = 1U << USE_AWSLOGS },
		  "fail:no-proxy-incomplete:dockerd" },
		{ true,
		  { .looked = true, .uses = 1U << USE_AWSLOGS, .why_not = "half seen" },
		  "fail:no-proxy-incomplete:dockerd" },
		{ true, { .looked = true }, "note:no-proxy-incomplete:dockerd" },
		{ true,
		  { .looked = true, .why_not = "half seen" },
		  "warn:no-proxy-incomplete:dockerd" },
		{ false, { .looked = true, .uses = 1U << USE_AWSLOGS }, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=10.0.1.10");
		struct proxy *proxy = &w->plan.proxies[DIALLER_DOCKERD];
		char *findings;

		proxy->set = true;
		proxy->plain = rows[i].plain;
		w->report.workload = &rows[i].workload;
		world_judge(w);
		findings = world_findings(w);
		EXPECT(rows[i].findings[0] ? strstr(findings, rows[i].findings) != NULL
					   : !strstr(findings, "no-proxy"),
		       "row %zu: %s", i, findings);
		free(findings);
		world_free(w);
	}
	expect_all_held();
}

/* What it was started with, against what its files say. */
static void a_dockerd_that_differs(void **state)
{
	static const struct {
		const char *https, *no_proxy, *run_https, *run_no_proxy;
		bool unknown, unseen;
		const char *words; /* NULL: no finding */
	} rows[] = {
		{ NULL, NULL, "", "", false, false, NULL },
		{ NULL, "a", "", "", false, false, NULL },
		{ "http://u:canary@p:1", "a", "http://xxxxx:xxxxx@p:1", "a", false, false, NULL },
		{ "http://p:1", "a", "", "", false, false,
		  "HTTPS_PROXY is not set, and /etc/f:4 sets http://p:1" },
		{ NULL, NULL, "http://xxxxx:xxxxx@p:1", "", false, false,
		  "HTTPS_PROXY is http://p:1, and its files set none" },
		{ "http://p:1", "a", "http://q:2", "b", false, false,
		  "HTTPS_PROXY is http://q:2, and /etc/f:4 sets http://p:1; NO_PROXY differs from what /etc/f:4 sets" },
		{ "http://p:1", NULL, "http://p:1", "b", false, false,
		  "NO_PROXY differs from what any of its files sets" },
		{ "http://p:1", "a", "", "", true, false, NULL },
		{ "http://p:1", "a", "", "", false, true, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=10.0.1.10");
		struct proxy_settings *files = &w->facts.host.proxies[DIALLER_DOCKERD];
		char https[64];
		char no_proxy[8];
		struct agent_status agent = { .looked = true };
		bool told;

		(void)snprintf(https, sizeof https, "%s", rows[i].run_https);
		(void)snprintf(no_proxy, sizeof no_proxy, "%s", rows[i].run_no_proxy);
		agent.dockerd =
			(struct dockerd_status){ rows[i].unseen ? SIGHT_UNKNOWN : SIGHT_SEEN, https,
						 (char[]){ "" }, no_proxy };
		files->https_proxy = rows[i].https ? xstrdup(rows[i].https) : NULL;
		files->no_proxy = rows[i].no_proxy ? xstrdup(rows[i].no_proxy) : NULL;
		for (size_t v = 0; v < PROXY_VARIABLES; v++)
			origin_set(&files->found_in[0][v], "/etc/f", 4);
		w->facts.host.docker_dns.unknown = rows[i].unknown;
		w->report.agent = &agent;
		world_judge(w);
		told = tells(&w->report, "the running dockerd differs");
		EXPECT(told == (rows[i].words != NULL), "row %zu", i);
		EXPECT(!rows[i].words || tells(&w->report, rows[i].words), "row %zu", i);
		EXPECT(!tells(&w->report, "canary"), "row %zu", i);
		free(files->https_proxy);
		free(files->no_proxy);
		w->report.agent = NULL;
		world_free(w);
	}
	expect_all_held();
}

static void the_driver_counted_drops(void **state)
{
	static const char text[] = "ecs: route53=10.0.1.10,lost ecr.api: route53=10.0.1.11,lost";
	static const char counted[] = "link-local allowance meanwhile";

	(void)state;
	for (int rising = 0; rising < 2; rising++) {
		struct world *w = world_new(text);

		w->facts.host.drops_known = true;
		w->facts.host.drops_before = 7;
		w->facts.host.drops_after = 7 + (uint64_t)rising;
		world_judge(w);
		assert_int_equal(w->report.findings.count, 1);
		assert_int_equal(w->report.findings.items[0].code, CODE_DNS_THROTTLED);
		assert_int_equal(tells(&w->report, counted), rising);
		world_free(w);
	}
}

/* The run itself failed: nothing in the report can make it healthy. */
static void a_broken_run_vouches_for_nothing(void **state)
{
	struct world *w = world_new("ecs: route53=10.0.1.10");

	(void)state;
	w->report.broken = true;
	expect_findings(w, "healthy otherwise", "", VERDICT_UNKNOWN);
	w = world_new("ecs: route53=10.0.1.10 10.0.1.10=tcp-refused");
	w->report.broken = true;
	expect_findings(w, "unhealthy otherwise", "fail:tcp-refused:ecs", VERDICT_UNHEALTHY);
	expect_all_held();
}

/* CODE_NONE alone is no success: an attempt that nobody finished has it too.
 * Only where no TLS is spoken is a connection enough. */
static void success_needs_a_handshake(void **state)
{
	static const struct {
		bool connected, handshaken, works, tcp_works;
	} rows[] = {
		{ true, true, true, true },
		{ true, false, false, true },
		{ false, true, false, false },
		{ false, false, false, false },
	};

	(void)state;
	for (size_t n = 0; n < 2 * ARRAY_SIZE(rows); n++) {
		size_t i = n / 2;
		bool tcp = n % 2;
		bool works = tcp ? rows[i].tcp_works : rows[i].works;
		struct world *w =
			world_new(tcp ? "db: tcp route53=10.0.1.10" : "ecs: route53=10.0.1.10");
		struct attempt_outcome *a = world_attempt(w, 0, "10.0.1.10");

		a->connected = rows[i].connected;
		a->handshaken = rows[i].handshaken;
		world_judge(w);
		EXPECT((w->report.endpoints[0].status == STATUS_PASS) == works, "row %zu, tcp %d",
		       i, tcp);
		EXPECT((w->report.verdict == VERDICT_HEALTHY) == works, "row %zu, tcp %d", i, tcp);
		EXPECT((w->report.endpoints[0].working_count == 1) == works, "row %zu, tcp %d", i,
		       tcp);
		world_free(w);
	}
	expect_all_held();
}

/* The local Region's names are public, or fail, and another's are private.  A
 * copied template leaves the public name without a way out. */
static void another_region_whatever_the_symptom(void **state)
{
	static const struct {
		const char *world, *endpoints, *findings;
	} rows[] = {
		{ "ecs: route53=52.94.1.10 52.94.1.10=tcp-timeout +other-region: route53=10.0.9.9",
		  "ecs fail tcp-timeout public",
		  "fail:tcp-timeout:ecs warn:wrong-region-endpoint:ecs" },
		{ "ecs: route53=!dns-nxdomain +other-region: route53=10.0.9.9 ecr.api: "
		  "route53=10.0.1.11",
		  "ecs fail dns-nxdomain none; ecr.api pass - vpc",
		  "fail:dns-nxdomain:ecs warn:wrong-region-endpoint:ecs" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		char *endpoints;
		char *findings;

		world_judge(w);
		endpoints = world_endpoints(w);
		findings = world_findings(w);
		EXPECT(strcmp(endpoints, rows[i].endpoints) == 0, "row %zu: %s", i, endpoints);
		EXPECT(strcmp(findings, rows[i].findings) == 0, "row %zu: %s", i, findings);
		free(endpoints);
		free(findings);
		world_free(w);
	}
	expect_all_held();
}

/* Where private is asserted, public fails, whatever else is known about it. */
static void a_public_path_fails_where_private_is_expected(void **state)
{
	static const char *const worlds_of_public[] = {
		"expect=private ecs: route53=52.94.1.10",
		"expect=private ecs: route53=52.94.1.10 +other-region: route53=10.0.9.9",
		"expect=private ecs: route53=52.94.1.10 +plain-name: route53=10.0.9.9",
		"expect=private ecs: route53=52.94.1.10 ecs-agent: route53=10.0.1.11",
		"expect=private ecs: route53=10.0.1.10,52.94.1.10",
		"expect=private ecs: hosts=52.94.1.10 route53=52.94.1.10",
		"expect=private ns=system ecs: system=52.94.1.10 route53=10.0.1.10",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(worlds_of_public); i++) {
		struct world *w = world_new(worlds_of_public[i]);

		world_judge(w);
		EXPECT(w->report.endpoints[0].status == STATUS_FAIL, "%s", worlds_of_public[i]);
		EXPECT(w->report.verdict == VERDICT_UNHEALTHY, "%s", worlds_of_public[i]);
		world_free(w);
	}
	expect_all_held();
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

/* What is wrong comes before why nothing was done about it: each verdict with each end
 * that a restart can have, as the process ends with both. */
static void a_restart_hides_nothing(void **state)
{
	static const enum verdict verdicts[] = { VERDICT_HEALTHY, VERDICT_DEGRADED,
						 VERDICT_UNHEALTHY, VERDICT_UNKNOWN };
	static const struct {
		const char *what;
		struct action action;
		/* By verdict; a degraded one under --strict is the last. */
		int expected[ARRAY_SIZE(verdicts) + 1];
	} rows[] = {
		{ "not asked", { .asked = false }, { 0, 0, 1, 69, 2 } },
		{ "nothing to do",
		  { .asked = true, .kind = ACTION_NONE, .reason = REASON_NOTHING_STALE },
		  { 0, 0, 1, 69, 2 } },
		{ "no agent",
		  { .asked = true, .kind = ACTION_NONE, .reason = REASON_NO_AGENT },
		  { 1, 1, 1, 1, 1 } },
		{ "put off",
		  { .asked = true, .kind = ACTION_DEFER, .reason = REASON_COOL_DOWN },
		  { 75, 75, 1, 69, 75 } },
		{ "put off, dry",
		  { .asked = true,
		    .kind = ACTION_DEFER,
		    .reason = REASON_COOL_DOWN,
		    .dry_run = true },
		  { 75, 75, 1, 69, 75 } },
		{ "not permitted",
		  { .asked = true, .kind = ACTION_DEFER, .reason = REASON_NOT_PERMITTED },
		  { 77, 77, 77, 77, 77 } },
		{ "refused for the endpoints",
		  { .asked = true, .kind = ACTION_DEFER, .reason = REASON_ENDPOINTS_FAIL },
		  { 1, 1, 1, 1, 1 } },
		{ "would be done",
		  { .asked = true,
		    .kind = ACTION_RESTART_UNIT,
		    .reason = REASON_STALE,
		    .dry_run = true },
		  { 0, 0, 1, 69, 2 } },
		{ "done",
		  { .asked = true,
		    .kind = ACTION_RESTART_UNIT,
		    .reason = REASON_STALE,
		    .result = RESULT_RESTARTED },
		  { 0, 0, 1, 69, 2 } },
		{ "refused by systemd",
		  { .asked = true,
		    .kind = ACTION_START_UNIT,
		    .reason = REASON_NOT_RUNNING,
		    .result = RESULT_REFUSED },
		  { 75, 75, 1, 69, 75 } },
		{ "not ready",
		  { .asked = true,
		    .kind = ACTION_RESTART_UNIT,
		    .reason = REASON_STALE,
		    .result = RESULT_NOT_READY },
		  { 10, 10, 10, 10, 10 } },
	};
	/* Whoever it is that fails. */
	static const char *const subjects[] = { "agent", "instance", "ecs" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows) * ARRAY_SIZE(subjects); i++) {
		size_t row = i / ARRAY_SIZE(subjects);
		struct finding finding = { .severity = SEVERITY_FAIL };
		struct action action = rows[row].action;

		(void)copy_text(finding.subject, sizeof finding.subject,
				subjects[i % ARRAY_SIZE(subjects)]);
		for (size_t v = 0; v <= ARRAY_SIZE(verdicts); v++) {
			bool strict = v == ARRAY_SIZE(verdicts);
			struct report report = {
				.verdict = strict ? VERDICT_DEGRADED : verdicts[v],
				.action = &action,
				.findings = { &finding, 1 },
			};
			enum exit_code code = exit_code_worse(action_exit_code(&action),
							      judge_exit_code(&report, strict));

			EXPECT((int)code == rows[row].expected[v], "%s, %s%s: %d", rows[row].what,
			       verdict_name(report.verdict), strict ? " and strict" : "",
			       (int)code);
		}
	}
	expect_all_held();
}

/* The endpoints of another Region than the running agent's prove nothing about it. */
static void regions_of_the_agent(void **state)
{
	static const struct {
		const char *arn; /* of the registered one; NULL: none is seen */
		bool by_ecs_init;
		const char *environment; /* of its container */
		const char *file;        /* the Region in the agent's files */
		enum sight compared;     /* its container with these */
		const char *words;       /* NULL: nothing is told */
	} rows[] = {
		{ "arn:aws:ecs:us-east-1:1:x", true, NULL, "", SIGHT_SEEN, NULL },
		{ "arn:aws:ecs:eu-west-1:1:x", true, NULL, "", SIGHT_SEEN,
		  "the running agent is registered in eu-west-1; ecsprobe checked us-east-1" },
		{ "arn:aws:ecs:\033:1:x", true, NULL, "", SIGHT_SEEN, NULL },
		{ "", true, NULL, "", SIGHT_SEEN, NULL },
		/* Where it has registered counts more than what it was given. */
		{ "arn:aws:ecs:us-east-1:1:x", false, "AWS_DEFAULT_REGION=eu-west-1", "",
		  SIGHT_ABSENT, NULL },
		{ NULL, false, "AWS_DEFAULT_REGION=eu-west-1", "", SIGHT_ABSENT,
		  "the environment of the agent's container names eu-west-1; ecsprobe checked us-east-1" },
		{ NULL, false, "AWS_DEFAULT_REGION=us-east-1", "", SIGHT_ABSENT, NULL },
		{ NULL, false, "AWS_DEFAULT_REGION=\033", "", SIGHT_ABSENT, NULL },
		/* Its next start has the file's. */
		{ NULL, false, "AWS_DEFAULT_REGION=eu-west-1", "us-east-1", SIGHT_SEEN, NULL },
		{ NULL, true, "AWS_DEFAULT_REGION=eu-west-1", "", SIGHT_SEEN, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=10.0.1.10");
		struct agent_status agent = {
			.looked = true,
			.unit = { .sight = SIGHT_SEEN, .by_ecs_init = rows[i].by_ecs_init },
			.container.sight = SIGHT_SEEN,
			.config.sight = rows[i].compared,
			.introspection.sight = rows[i].arn ? SIGHT_SEEN : SIGHT_ABSENT,
		};
		const char *words = rows[i].words ? rows[i].words : "ecsprobe checked";

		(void)copy_text(agent.introspection.arn, ARN_BYTES, rows[i].arn ? rows[i].arn : "");
		if (rows[i].environment)
			string_list_add(&agent.container.environment, rows[i].environment,
					strlen(rows[i].environment));
		(void)copy_text(w->facts.identity.regions[REGION_FROM_AGENT], REGION_BYTES,
				rows[i].file);
		w->report.agent = &agent;
		world_judge(w);
		EXPECT(tells(&w->report, words) == (rows[i].words != NULL), "row %zu", i);
		w->report.agent = NULL;
		agent_status_done(&agent);
		world_free(w);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regions_of_the_agent),
		cmocka_unit_test(worlds),
		cmocka_unit_test(a_restart_hides_nothing),
		cmocka_unit_test(clock_skew),
		cmocka_unit_test(metadata_service),
		cmocka_unit_test(regions_that_differ),
		cmocka_unit_test(trust_and_account),
		cmocka_unit_test(budgets_are_shown_as_given),
		cmocka_unit_test(long_lists_are_cut),
		cmocka_unit_test(without_a_plan_nothing_is_known),
		cmocka_unit_test(undecided),
		cmocka_unit_test(a_clock_before_the_build),
		cmocka_unit_test(metadata_without_blocks),
		cmocka_unit_test(files_that_cannot_be_read),
		cmocka_unit_test(no_proxy_that_lacks_something),
		cmocka_unit_test(no_proxy_of_dockerd_by_use),
		cmocka_unit_test(a_dockerd_that_differs),
		cmocka_unit_test(the_driver_counted_drops),
		cmocka_unit_test(a_broken_run_vouches_for_nothing),
		cmocka_unit_test(success_needs_a_handshake),
		cmocka_unit_test(another_region_whatever_the_symptom),
		cmocka_unit_test(a_public_path_fails_where_private_is_expected),
		cmocka_unit_test(exit_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
