/* SPDX-License-Identifier: Apache-2.0 */
/* --read: what a run renders is what its JSON renders, in every format. */
#include "ecsprobe/saved.h"

#include <stdlib.h>
#include <string.h>

#include "api_world.h"
#include "check.h"
#include "ecsprobe/judge.h"
#include "ecsprobe/text.h"
#include "rendered.h"
#include "sample_agent.h"
#include "sample_report.h"

static const struct render_style plain = { .width = 80 };

static int read_saved(struct saved_report **saved, const char *text, struct error *e)
{
	size_t count;
	const struct api_call *calls = api_call_table(&count);

	*e = (struct error){ 0 };
	return saved_report_read(saved, "report.json", text, calls, count, e);
}

/* --- there and back -------------------------------------------------------- */

/* In these styles.  What the JSON cannot tell: with -vv the follow-up's questions. */
static const struct render_style styles[] = {
	{ .width = 80 },
	{ .width = 120, .verbose = 1, .waterfall = true },
	{ .width = 60, .waterfall = true, .utf8 = true },
	{ .width = 140, .color = true },
};

/* Of the line where it is. */
static size_t first_difference(const char *a, const char *b)
{
	size_t line = 0;

	for (size_t i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '\n')
			line = i + 1;
	return line;
}

static void compare(const char *sample, const struct report *report,
		    const struct saved_report *saved)
{
	size_t count;
	const struct renderer *table = renderer_table(&count);
	char joined[1024];

	EXPECT(saved_report_ignored(saved)->count == 0, "%s: not known: %s", sample,
	       strings_joined(saved_report_ignored(saved), joined));
	EXPECT(judge_exit_code(report, true) == judge_exit_code(saved_report_of(saved), true), "%s",
	       sample);
	for (size_t i = 0; i < count; i++) {
		for (size_t s = 0; s < ARRAY_SIZE(styles); s++) {
			char *before = rendered(table[i].format, report, &styles[s]);
			char *after = rendered(table[i].format, saved_report_of(saved), &styles[s]);

			size_t at = first_difference(before, after);

			EXPECT(strcmp(before, after) == 0,
			       "%s as %s, style %zu: from '%.60s' on, read again '%.60s'", sample,
			       table[i].format, s, before + at, after + at);
			free(before);
			free(after);
		}
	}
}

static void there_and_back(const char *sample, const struct report *report)
{
	char *json = rendered("json", report, &plain);
	struct saved_report *saved = NULL;
	struct error e;

	EXPECT(read_saved(&saved, json, &e) == 0, "%s: %s", sample, e.text);
	free(json);
	if (!saved)
		return;
	compare(sample, report, saved);
	saved_report_free(saved);
}

/* Of the real messages each is printable ASCII. */
static void all_is_ascii(struct report *report)
{
	for (size_t i = 0; i < report->findings.count; i++)
		for (char *c = report->findings.items[i].message; *c; c++)
			*c = *c & '\x80' ? '?' : *c;
}

static void worlds_come_back(void **state)
{
	static const char *const worlds[] = {
		"ecs: route53=10.0.1.10,10.0.2.10 ecs-agent: route53=10.0.1.20 logs: optional "
		"route53=10.0.1.30",
		"ecs: route53=!not-finished logs: optional route53=!interrupted",
		"proxy=agent ecs: proxied via=10.0.9.9 logs: optional proxied via=10.0.9.9 "
		"10.0.9.9=proxy-denied",
		"ns=two ecs: system=10.0.1.10,lost system-2=!dns-timeout route53=10.0.1.10 "
		"large=tls-reset "
		"ecs-agent: hosts=10.0.1.20 system=!dns-nxdomain route53=10.0.1.20",
		"ns=system ecs: system=!dns-nxdomain,!dns-timeout "
		"route53=2600:1f18::1",
		"ecs-agent: route53=!dns-nxdomain +numbered: route53=10.0.1.21",
		"db.example: tcp route53=10.0.1.40",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(worlds); i++) {
		struct world *w = world_new(worlds[i]);

		world_judge(w);
		there_and_back(worlds[i], &w->report);
		world_free(w);
	}
	expect_all_held();
}

static void the_sample_comes_back(void **state)
{
	static const struct image_facts image = { .root = "/mnt" };
	struct world *w = sample_report();

	(void)state;
	all_is_ascii(&w->report);
	there_and_back("the sample", &w->report);
	w->report.wait.rounds = 3;
	w->report.wait.limit_us = 60000000;
	w->report.wait.took_us = 12345678;
	w->report.image = &image;
	there_and_back("an image", &w->report);
	world_free(w);
	expect_all_held();
}

static void nothing_comes_back(void **state)
{
	struct world *w = xcalloc(1, sizeof *w);

	(void)state;
	w->report.version = "1.2.3";
	w->report.time_s = WORLD_TIME_S;
	w->report.facts = &w->facts;
	judge_undecided(&w->report, &(struct error){ ERROR_UNDECIDED, "no Region" });
	there_and_back("nothing", &w->report);
	judge_done(&w->report);
	free(w);
	expect_all_held();
}

static void agents_come_back(void **state)
{
	(void)state;
	for (const char *const *name = sample_agent_names; *name; name++) {
		struct sample_agent *sample = sample_agent_new(*name);

		all_is_ascii(&sample->world->report);
		there_and_back(*name, &sample->world->report);
		sample_agent_free(sample);
	}
	expect_all_held();
}

static void what_aws_said_comes_back(void **state)
{
	static const char *const answers[] = {
		"",
		"named=numbered ecs=allowed,proxied ecr.api=denied,identity ecr.dkr=not-asked "
		"ecr.layers=unreachable logs=policy-denied,explicit,vpce "
		"secretsmanager=error,status=503,type=,skew=-2",
		"keys=none role= lack=this_instance_has_no_role named=none ecs=no-credentials",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		struct api_world *w = api_world_new(NULL, answers[i]);

		api_world_judge(w);
		w->agent->world->report.agent = NULL;
		there_and_back(answers[i], &w->agent->world->report);
		api_world_free(w);
	}
	expect_all_held();
}

static void a_workload_comes_back(void **state)
{
	struct world *w = world_new("ecs: route53=10.0.1.10");
	struct workload workload = { .looked = true,
				     .task_count = 3,
				     .container_count = 4,
				     .uses = 1U << USE_EXEC | 1U << USE_ECR };

	(void)state;
	world_judge(w);
	string_list_add_once(&workload.registries, "123456789012.dkr.ecr.us-east-1.amazonaws.com");
	string_list_add_once(&workload.log_regions, "eu-west-1");
	w->report.workload = &workload;
	there_and_back("a workload", &w->report);
	workload_miss(&workload, "docker does not answer");
	there_and_back("a workload that was not seen", &w->report);
	w->report.workload = NULL;
	workload_done(&workload);
	world_free(w);
	expect_all_held();
}

/* --- what is no report ----------------------------------------------------- */

#define HEAD                                                                                     \
	"{\"schema\":\"ecsprobe.report/1\",\"version\":\"1\",\"time\":\"2026-01-01T00:00:00Z\"," \
	"\"duration_us\":1,\"verdict\":\"healthy\",\"instance\":{},\"resolvers\":[]"
#define REST ",\"endpoints\":[],\"findings\":[]}"
#define ENDPOINT \
	"\"service\":\"ecs\",\"host\":\"h\",\"port\":443,\"dialled_by\":\"agent\",\"required\":true"
#define WORKS                                          \
	",\"status\":\"pass\",\"addresses_judged\":1," \
	"\"addresses_working\":1,\"addresses\":[{\"status\":\"pass\"}]"

#define FINDING                                                               \
	"\"code\":\"tcp-timeout\",\"severity\":\"fail\",\"subject\":\"ecs\"," \
	"\"message\":\"m\",\"hint\":\"h\""
#define COMMANDS(command) \
	HEAD ",\"endpoints\":[],\"findings\":[{" FINDING ",\"commands\":[\"" command "\"]}]}"

static void others_are_refused(void **state)
{
	static const struct {
		const char *text, *told;
	} rows[] = {
		{ "", "report.json:" },
		{ "{", "this is not JSON" },
		{ "[]", "report.json: expected an object" },
		{ "{}", "schema: it is missing" },
		{ "{\"schema\":\"ecsprobe.plan/1\"}", "schema: found 'ecsprobe.plan/1', expected" },
		{ "{\"schema\":1}", "schema: expected a string" },
		{ HEAD "}", "endpoints: it is missing" },
		{ HEAD ",\"endpoints\":{},\"findings\":[]}", "endpoints: expected an array" },
		{ HEAD ",\"endpoints\":[{}],\"findings\":[]}",
		  "endpoints[0].service: it is missing" },
		{ HEAD ",\"endpoints\":[{" ENDPOINT "}],\"findings\":[]}",
		  "endpoints[0].status: it is missing" },
		{ HEAD ",\"endpoints\":[{" ENDPOINT ",\"status\":\"fine\"}],\"findings\":[]}",
		  "endpoints[0].status: this version does not know 'fine'" },
		{ HEAD ",\"endpoints\":[{" ENDPOINT ",\"status\":\"pass\",\"dns\":{\"x\":{}}}],"
		       "\"findings\":[]}",
		  "endpoints[0].dns.x: expected a name of resolvers" },
		{ HEAD ",\"endpoints\":[{" ENDPOINT ",\"status\":\"pass\",\"addresses\":"
		       "[{\"status\":\"pass\",\"ip\":\"nowhere\"}]}],\"findings\":[]}",
		  "endpoints[0].addresses[0].ip: expected an IP address" },
		{ HEAD ",\"endpoints\":[{" ENDPOINT ",\"status\":\"pass\",\"port\":70000}],"
		       "\"findings\":[]}",
		  "endpoints[0].port: found it twice" },
		{ HEAD ",\"endpoints\":[],\"findings\":[{\"code\":\"no-such\"}]}",
		  "findings[0].code: this version does not know 'no-such'" },
		{ HEAD ",\"wait\":{\"tries\":-1}" REST, "wait.tries: expected a whole number" },
		{ HEAD ",\"wait\":{\"tries\":99999999999}" REST, "wait.tries: expected" },
		{ HEAD ",\"image\":{\"root\":\"\\u001b[31m\"}" REST,
		  "image.root: expected printable ASCII" },
		{ HEAD ",\"image\":{\"root\":7}" REST, "image.root: expected a string" },
		{ HEAD ",\"agent\":7" REST, "agent: expected an object" },
		{ HEAD ",\"agent\":{\"tasks\":99999999}" REST,
		  "agent.tasks: expected a whole number from 0 to 4096" },
		{ HEAD ",\"action\":{}" REST, "action.kind: it is missing" },
		{ HEAD ",\"api\":{\"calls\":[{\"call\":\"ecs:Nothing\"}]}" REST,
		  "api.calls[0].call: this version does not know 'ecs:Nothing'" },
		{ HEAD ",\"verdict\":\"healthy\"" REST, "verdict: found it twice" },
		/* So large that a bar of the waterfall or a sign would overflow. */
		{ HEAD ",\"wait\":{\"took_us\":9007199254740993}" REST,
		  "wait.took_us: expected a whole number from 0 to 9007199254740992" },
		{ HEAD ",\"timing\":{\"facts_us\":18446744073709551615}" REST,
		  "timing.facts_us: expected a whole number from 0" },
		{ HEAD ",\"endpoints\":[{" ENDPOINT ",\"status\":\"pass\",\"addresses\":"
		       "[{\"status\":\"pass\",\"tls_us\":18446744073709551615}]}],\"findings\":[]}",
		  "endpoints[0].addresses[0].tls_us: expected a whole number from 0" },
		{ HEAD
		  ",\"api\":{\"calls\":[{\"call\":\"ecs:DiscoverPollEndpoint\",\"result\":\"allowed\","
		  "\"skew_s\":-9223372036854775808}]}" REST,
		  "api.calls[0].skew_s: expected a whole number from -9007199254740992 to" },
		/* What contradicts itself. */
		{ HEAD ",\"endpoints\":[{" ENDPOINT ",\"status\":\"fail\"}],\"findings\":[]}",
		  "verdict: found healthy, but endpoints[0].status is fail" },
		{ HEAD ",\"endpoints\":[{" ENDPOINT ",\"status\":\"skip\","
		       "\"code\":\"not-finished\"}],\"findings\":[]}",
		  "verdict: found healthy, but endpoints[0].status is skip" },
		{ HEAD ",\"endpoints\":[],\"findings\":[{" FINDING "}]}",
		  "verdict: found healthy, but findings[0].severity is fail" },
		{ HEAD REST,
		  "verdict: found healthy, but the rest of the report amounts to unknown" },
		{ HEAD ",\"endpoints\":[{" ENDPOINT ",\"status\":\"pass\"}],\"findings\":[]}",
		  "verdict: found healthy, but the rest of the report amounts to unknown" },
		{ HEAD ",\"endpoints\":[{" ENDPOINT ",\"status\":\"pass\","
		       "\"addresses_judged\":1}],\"findings\":[]}",
		  "endpoints[0]: found more addresses" },
		/* What somebody would paste. */
		{ COMMANDS("curl http://192.0.2.1/x"), "commands[0]: expected an AWS CLI command" },
		{ COMMANDS("aws ec2 describe-vpcs; reboot"), "findings[0].commands[0]: expected" },
		{ COMMANDS("aws ec2 describe-vpcs $(reboot)"),
		  "findings[0].commands[0]: expected" },
		{ COMMANDS("aws ec2 describe-vpcs `reboot`"), "findings[0].commands[0]: expected" },
		{ COMMANDS("aws ec2 describe-vpcs 'a' | sh"), "findings[0].commands[0]: expected" },
		{ COMMANDS("aws ec2 describe-vpcs 'a"), "findings[0].commands[0]: expected" },
		{ COMMANDS("aws ec2 describe-vpcs \\\\"), "findings[0].commands[0]: expected" },
		{ COMMANDS("aws ec2 terminate-instances"), "findings[0].commands[0]: expected" },
		{ COMMANDS("aws ec2 describe-vpcs --endpoint-url http://192.0.2.1"),
		  "findings[0].commands[0]: expected" },
		{ COMMANDS("aws"), "findings[0].commands[0]: expected" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct saved_report *saved = NULL;
		struct error e;
		int r = read_saved(&saved, rows[i].text, &e);

		EXPECT(r < 0 && e.class == ERROR_CONFIG, "row %zu: %d", i, r);
		EXPECT(strstr(e.text, rows[i].told), "row %zu: %s", i, e.text);
		EXPECT(strncmp(e.text, "report.json:", 12) == 0 && is_printable(e.text),
		       "row %zu: %s", i, e.text);
		if (r == 0)
			saved_report_free(saved);
	}
	expect_all_held();
}

/* Of a newer version, and in another order. */
static void what_is_new_is_told(void **state)
{
	static const char text[] =
		"{\"newer\":{\"x\":1},\"findings\":[],\"endpoints\":[{" ENDPOINT WORKS
		",\"dns\":{\"system\":{\"us\":1}},\"odd\\u001b\":2}],"
		"\"resolvers\":[{\"name\":\"system\"}],\"instance\":{},\"verdict\":\"degraded\","
		"\"duration_us\":1,\"time\":\"2026-01-01T00:00:00Z\",\"version\":\"9\","
		"\"schema\":\"ecsprobe.report/1\",\"agent\":null}";
	struct saved_report *saved = NULL;
	struct error e;
	char joined[1024];

	(void)state;
	assert_int_equal(read_saved(&saved, text, &e), 0);
	assert_string_equal(strings_joined(saved_report_ignored(saved), joined), "newer odd\\x1b");
	assert_int_equal(saved_report_of(saved)->verdict, VERDICT_DEGRADED);
	assert_int_equal(saved_report_of(saved)->endpoint_count, 1);
	assert_null(saved_report_of(saved)->agent);
	saved_report_free(saved);
}

/* Two profiles of as many hosts as a profile may name, and more. */
static void as_many_endpoints_as_a_run_has(void **state)
{
	static const char one[] = "{" ENDPOINT WORKS "}";
	enum { COUNT = 3000 };
	CLEANUP(text_done) struct text json = { 0 };
	struct saved_report *saved = NULL;
	struct error e = { 0 };

	(void)state;
	text_append(&json, "%s", HEAD ",\"endpoints\":[");
	for (size_t i = 0; i < COUNT; i++)
		text_append(&json, "%s%s", i ? "," : "", one);
	text_append(&json, "],\"findings\":[]}");
	EXPECT(read_saved(&saved, text_of(&json), &e) == 0, "%s", e.text);
	expect_all_held();
	assert_int_equal(saved_report_of(saved)->endpoint_count, COUNT);
	saved_report_free(saved);
}

/* Cut anywhere, or with a byte changed, it is refused or rendered: never more. */
static void whatever_is_left_of_it(void **state)
{
	struct sample_agent *sample = sample_agent_new("restarted");
	char *json = rendered("json", &sample->world->report, &plain);
	size_t len = strlen(json);
	uint32_t seed = 19;

	(void)state;
	for (int round = 0; round < 600; round++) {
		char *copy = xstrdup(json);
		size_t at = next_random(&seed) % len;
		struct saved_report *saved = NULL;
		struct error e;

		if (round % 3 == 0)
			copy[at] = '\0';
		else
			copy[at] = "09-\"[]{}:,tfn\\ "[next_random(&seed) % 15];
		if (read_saved(&saved, copy, &e) == 0) {
			char *text = rendered("text", saved_report_of(saved), &plain);

			EXPECT(*text, "round %d", round);
			free(text);
			saved_report_free(saved);
		} else {
			EXPECT(is_printable(e.text), "round %d: %s", round, e.text);
		}
		free(copy);
	}
	free(json);
	sample_agent_free(sample);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worlds_come_back),
		cmocka_unit_test(the_sample_comes_back),
		cmocka_unit_test(nothing_comes_back),
		cmocka_unit_test(agents_come_back),
		cmocka_unit_test(what_aws_said_comes_back),
		cmocka_unit_test(a_workload_comes_back),
		cmocka_unit_test(others_are_refused),
		cmocka_unit_test(what_is_new_is_told),
		cmocka_unit_test(as_many_endpoints_as_a_run_has),
		cmocka_unit_test(whatever_is_left_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
