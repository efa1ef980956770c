/* SPDX-License-Identifier: Apache-2.0 */
/* The renderers for people and JSON.  Golden files of every format are in test_render_machine.c,
 * here those of the styles.  GOLDEN_UPDATE=1 writes them anew; read what git says of them before
 * you commit. */
#include "ecsprobe/render.h"

#include <stdlib.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "check.h"
#include "ecsprobe/wrap.h"
#include "rendered.h"
#include "report/json_build.h"
#include "sample_report.h"

/* As many as any message could have. */
#define TEN_WORDS "a message that never ends, of ten words each time, goes on "
#define HUNDRED_WORDS                                                                             \
	TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS \
		TEN_WORDS
static const char long_words[] = HUNDRED_WORDS HUNDRED_WORDS HUNDRED_WORDS;

static char *render(const struct world *w, const char *format, const struct render_style *style,
		    bool plan)
{
	return plan ? rendered_plan(format, &w->plan, &w->facts.identity, style)
		    : rendered(format, &w->report, style);
}

static void golden_files(void **state)
{
	static const struct {
		const char *name, *format;
		struct render_style style;
		bool plan;
	} rows[] = {
		{ "report-140.txt", "text", { .width = 140 }, false },
		{ "report-color.txt", "text", { .color = true, .width = 80 }, false },
		{ "report-verbose.txt", "text", { .width = 80, .verbose = 1 }, false },
		{ "report-evidence.txt", "text", { .width = 80, .verbose = 2 }, false },
		{ "waterfall-60.txt", "text", { .width = 60, .waterfall = true }, false },
		{ "waterfall-80.txt", "text", { .width = 80, .waterfall = true }, false },
		{ "waterfall-120.txt", "text", { .width = 120, .waterfall = true }, false },
		{ "waterfall-verbose.txt",
		  "text",
		  { .width = 80, .verbose = 1, .waterfall = true },
		  false },
		{ "waterfall-utf8.txt",
		  "text",
		  { .width = 80, .waterfall = true, .utf8 = true },
		  false },
		{ "plan.txt", "text", { .width = 80 }, true },
		{ "plan.json", "json", { .width = 80 }, true },
	};
	struct world *w = sample_report();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text = render(w, rows[i].format, &rows[i].style, rows[i].plan);

		expect_golden(text, "%s", rows[i].name);
		free(text);
	}
	world_free(w);
	expect_all_held();
}

/* What goes through a proxy, and what was asked in the second round. */
static void golden_evidence(void **state)
{
	struct world *w = world_new(
		"proxy=agent ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: "
		"10.0.1.10=tls-timeout "
		"+small-segments: 10.0.1.10=tls-timeout ecs-agent: "
		"route53=!dns-nxdomain,@us-east-1.amazonaws.com ecr.api: proxied via=10.0.0.99 "
		"10.0.0.99=proxy-denied route53=10.0.1.11 logs: optional route53=10.0.1.12,lost "
		"root=Corp");

	(void)state;
	world_judge(w);
	for (int json = 0; json < 2; json++) {
		char *text = render(w, json ? "json" : "text",
				    &(struct render_style){ .width = 80, .verbose = 2 }, false);

		EXPECT(!strstr(text, "secret"), "%s", json ? "json" : "text");
		expect_golden(text, json ? "evidence.json" : "evidence.txt");
		free(text);
	}
	world_free(w);
	expect_all_held();
}

/* The second round is told with all the evidence, and not before. */
static void the_followup_is_evidence(void **state)
{
	static const struct {
		const char *world;
		unsigned verbose;
		bool told;
	} rows[] = {
		{ "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: 10.0.1.10=ok", 0,
		  false },
		{ "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: 10.0.1.10=ok", 1,
		  false },
		{ "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: 10.0.1.10=ok", 2,
		  true },
		{ "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout", 2, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		char *text;

		world_judge(w);
		text = render(w, "text",
			      &(struct render_style){ .width = 80, .verbose = rows[i].verbose },
			      false);
		EXPECT(!strstr(text, "\nfollow-up:\n") == !rows[i].told, "row %zu: %s", i, text);
		EXPECT(!strstr(text, "repeated: ecs.us-east-1") == !rows[i].told, "row %zu: %s", i,
		       text);
		free(text);
		world_free(w);
	}
	expect_all_held();
}

static void color_changes_no_word(void **state)
{
	struct world *w = sample_report();

	(void)state;
	for (unsigned verbose = 0; verbose < 3; verbose++) {
		char *plain = render(w, "text",
				     &(struct render_style){ .width = 80, .verbose = verbose },
				     false);
		char *painted = render(
			w, "text",
			&(struct render_style){ .color = true, .width = 80, .verbose = verbose },
			false);

		assert_null(strchr(plain, '\033'));
		assert_non_null(strchr(painted, '\033'));
		strip_paint(painted);
		assert_string_equal(painted, plain);
		free(plain);
		free(painted);
	}
	world_free(w);
}

static sd_json_variant *at(sd_json_variant *v, const char *key)
{
	sd_json_variant *member = sd_json_variant_by_key(v, key);

	if (!member)
		fail_msg("there is no \"%s\"", key);
	return member;
}

static const char *text_at(sd_json_variant *v, const char *key)
{
	sd_json_variant *member = at(v, key);

	return sd_json_variant_is_null(member) ? "null" : sd_json_variant_string(member);
}

/* Names that packaging/schema promises. */
static void expect_keys(sd_json_variant *v, const char *what, const char *const *keys)
{
	for (; *keys; keys++)
		EXPECT(sd_json_variant_by_key(v, *keys), "%s lacks \"%s\"", what, *keys);
}

#define EXPECT_KEYS(v, what, ...) expect_keys(v, what, (const char *const[]){ __VA_ARGS__, NULL })

static sd_json_variant *parse_report(const struct world *w, bool plan)
{
	char *text = render(w, "json", &(struct render_style){ .width = 80 }, plan);
	sd_json_variant *root = NULL;

	assert_int_equal(sd_json_parse(text, 0, &root, NULL, NULL), 0);
	free(text);
	return root;
}

static void check_endpoints(sd_json_variant *endpoints)
{
	for (size_t i = 0; i < sd_json_variant_elements(endpoints); i++) {
		sd_json_variant *e = sd_json_variant_by_index(endpoints, i);
		sd_json_variant *addresses = at(e, "addresses");

		EXPECT_KEYS(e, "an endpoint", "service", "host", "port", "profiles", "required",
			    "expect", "dialled_by", "endpoint_service", "status", "code", "class",
			    "dns");
		EXPECT((strcmp(text_at(e, "status"), "pass") == 0) ==
			       sd_json_variant_is_null(at(e, "code")),
		       "endpoint %zu", i);
		for (size_t a = 0; a < sd_json_variant_elements(addresses); a++)
			EXPECT_KEYS(sd_json_variant_by_index(addresses, a), "an address", "ip",
				    "from", "judged", "class", "nat64", "status", "code",
				    "connect_us", "tls_us", "tls");
	}
}

static void json_holds_the_contract(void **state)
{
	struct world *w = sample_report();
	sd_json_variant *root = parse_report(w, false);
	sd_json_variant *endpoints = at(root, "endpoints");
	sd_json_variant *first = sd_json_variant_by_index(endpoints, 0);

	(void)state;
	EXPECT_KEYS(root, "the report", "schema", "version", "time", "duration_us", "verdict",
		    "instance", "resolvers", "endpoints", "findings", "agent", "action");
	EXPECT_KEYS(at(root, "instance"), "the instance", "region", "zone", "partition",
		    "dns_suffix", "account", "instance_id", "vpc_cidrs", "source");
	EXPECT_KEYS(at(at(first, "dns"), "route53"), "an answer", "status", "code", "us", "ttl_s",
		    "cname", "addresses");
	assert_string_equal(text_at(root, "schema"), "ecsprobe.report/1");
	assert_string_equal(text_at(root, "time"), "2026-11-21T20:00:00Z");
	assert_string_equal(text_at(root, "verdict"), "unhealthy");
	assert_int_equal(sd_json_variant_unsigned(at(root, "duration_us")), 41200);
	assert_string_equal(text_at(at(root, "instance"), "source"), "imds");
	assert_int_equal(sd_json_variant_elements(endpoints), 6);
	check_endpoints(endpoints);
	sd_json_variant_unref(root);
	world_free(w);
	expect_all_held();
}

/* What peers said arrives byte by byte. */
static void json_quotes_and_brings_back(void **state)
{
	struct world *w = sample_report();
	sd_json_variant *root = parse_report(w, false);
	sd_json_variant *dkr = sd_json_variant_by_index(at(root, "endpoints"), 2);
	sd_json_variant *tls = NULL;
	sd_json_variant *finding = sd_json_variant_by_index(at(root, "findings"), 0);

	(void)state;
	for (size_t i = 0; i < sd_json_variant_elements(at(dkr, "addresses")); i++) {
		sd_json_variant *a = sd_json_variant_by_index(at(dkr, "addresses"), i);

		if (strcmp(text_at(a, "ip"), "52.94.1.10") == 0)
			tls = at(a, "tls");
		else
			assert_true(sd_json_variant_boolean(at(a, "judged")) == false);
	}
	assert_non_null(tls);
	assert_string_equal(text_at(tls, "subject"), "CN=proxy \"A\", O=Evil \\x1b[31m Ltd");
	assert_string_equal(text_at(tls, "not_after"), "2026-12-31T23:59:59Z");
	assert_string_equal(sd_json_variant_string(sd_json_variant_by_index(at(tls, "sans"), 1)),
			    "evil\\x00\\x1b[31m\"quoted\".example");
	assert_string_equal(text_at(finding, "message"), w->report.findings.items[0].message);
	sd_json_variant_unref(root);
	world_free(w);
}

static size_t position(const char *text, const char *part)
{
	const char *found = strstr(text, part);

	EXPECT(found, "no \"%s\" in %s", part, text);
	return found ? (size_t)(found - text) : 0;
}

/* What a reader acts on: which failure counts, what it breaks, what nobody looked at. */
static void the_text_says_what_counts(void **state)
{
	static const struct {
		const char *world;
		const char *parts[6]; /* in this order */
		const char *never;
	} rows[] = {
		{ "ecs: route53=10.0.1.10 10.0.1.10=tcp-refused logs: optional route53=10.0.1.12 "
		  "10.0.1.12=tcp-timeout",
		  { "\nFAIL  ecs ", "\nfail* logs ",
		    "\n      * optional: ", "\nFAIL  tcp-refused\n  ecs: ",
		    "\nWARN  tcp-timeout\n  logs: ", "\nMore: ecsprobe --explain tcp-refused\n" },
		  "FAIL  logs" },
		/* One finding for all names of a server that is dead. */
		{ "ecs: route53=!dns-timeout ecr.api: route53=!dns-timeout logs: optional "
		  "route53=!dns-timeout",
		  { "\nFAIL  ecs ", "\nFAIL  dns-timeout\n",
		    "\n    affects: ecs, ecr.api, logs (optional)\n",
		    "\nMore: ecsprobe --explain dns-timeout\n" },
		  "not checked" },
		{ "ecs: route53=!not-finished ecr.api: route53=10.0.1.11",
		  { "\nnot checked: ecs (not-finished)\n", "\nskip  ecs " },
		  "optional" },
		{ "ecs: route53=10.0.1.10", { "HEALTHY  1 of 1 endpoints work" }, "More:" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		size_t last = 0;
		char *text;

		world_judge(w);
		text = render(w, "text", &(struct render_style){ .width = 80 }, false);
		for (size_t p = 0; p < ARRAY_SIZE(rows[i].parts) && rows[i].parts[p]; p++) {
			size_t at = position(text, rows[i].parts[p]);

			EXPECT(at >= last, "\"%s\" comes too early", rows[i].parts[p]);
			last = at;
		}
		EXPECT(!strstr(text, rows[i].never), "\"%s\" in %s", rows[i].never, text);
		free(text);
		world_free(w);
	}
	expect_all_held();
}

/* The worst finding comes first, although its endpoint comes last. */
static void findings_have_an_order(void **state)
{
	static const struct {
		const char *format, *worst, *next;
	} rows[] = {
		{ "text", "FAIL  tcp-refused\n", "WARN  tcp-timeout\n" },
		{ "json", "\"severity\" : \"fail\"", "\"severity\" : \"warn\"" },
		{ "jsonl", "\"severity\":\"fail\"", "\"severity\":\"warn\"" },
		{ "html", "id=\"f-tcp-refused\"", "id=\"f-tcp-timeout\"" },
		{ "nagios", "\nfail tcp-refused", "\nwarn tcp-timeout" },
		{ "brief", "FAIL tcp-refused", "WARN tcp-timeout" },
	};
	struct world *w = world_new("logs: optional route53=10.0.1.12 10.0.1.12=tcp-timeout "
				    "ecs: route53=10.0.1.10 10.0.1.10=tcp-refused");

	(void)state;
	world_judge(w);
	assert_int_equal(w->report.findings.items[0].code, CODE_TCP_TIMEOUT);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text =
			render(w, rows[i].format, &(struct render_style){ .width = 80 }, false);

		EXPECT(position(text, rows[i].worst) < position(text, rows[i].next), "%s: %s",
		       rows[i].format, text);
		free(text);
	}
	world_free(w);
	expect_all_held();
}

/* A service stands once, under the first of the profiles that have it. */
static void the_plan_is_headed_by_profiles(void **state)
{
	static const struct render_style style = { .width = 80 };
	struct world *w = sample_report();
	const char *ecs, *exec, *logs, *none;
	char *text;

	(void)state;
	w->plan.profiles = 1U << PROFILE_EXEC;
	text = render(w, "text", &style, true);
	assert_null(strstr(text, "profile "));
	free(text);
	w->plan.profiles |= 1U << PROFILE_ECS;
	text = render(w, "text", &style, true);
	ecs = strstr(text, "---- profile ecs: an ECS container instance");
	logs = strstr(text, "\nlogs  optional");
	exec = strstr(text, "---- profile exec");
	none = strstr(text, "---- in none");
	assert_true(ecs && logs && ecs < logs && !exec && !none);
	assert_non_null(strstr(logs, "also in   exec\n"));
	assert_null(strstr(logs + 1, "\nlogs"));
	free(text);
	w->plan.profiles = 1U << PROFILE_EXEC | 1U << PROFILE_SSM;
	text = render(w, "text", &style, true);
	exec = strstr(text, "---- profile exec: ECS Exec\n");
	logs = strstr(text, "\nlogs  optional");
	none = strstr(text, "---- in none of these profiles\n");
	assert_true(exec && logs && none && exec < logs && logs < none);
	assert_true(strstr(text, "\necs  required") > none);
	free(text);
	world_free(w);
}

static void json_of_the_plan(void **state)
{
	struct world *w = sample_report();
	sd_json_variant *root = parse_report(w, true);

	(void)state;
	EXPECT_KEYS(root, "the plan", "schema", "region", "partition", "endpoints");
	assert_string_equal(text_at(root, "schema"), "ecsprobe.plan/1");
	for (size_t i = 0; i < sd_json_variant_elements(at(root, "endpoints")); i++)
		EXPECT_KEYS(sd_json_variant_by_index(at(root, "endpoints"), i), "an endpoint",
			    "service", "host", "port", "profiles", "endpoint_service", "dialled_by",
			    "required", "expect", "tcp_only", "inferred", "variant", "provenance",
			    "sdk", "unoffered", "source", "why");
	sd_json_variant_unref(root);
	world_free(w);
	expect_all_held();
}

/* Exit 69: no Region, no plan, and still every output is written. */
static void a_report_of_nothing(void **state)
{
	struct facts facts = { 0 };
	struct world w = { .report = { .version = "1.2.3", .facts = &facts } };
	sd_json_variant *root;
	char *text;

	(void)state;
	judge_undecided(&w.report, &(struct error){ ERROR_UNDECIDED, "no Region" });
	text = render(&w, "text", &(struct render_style){ .width = 80, .verbose = 2 }, false);
	assert_non_null(strstr(text, "UNKNOWN"));
	assert_non_null(strstr(text, "region-unknown"));
	free(text);
	root = parse_report(&w, false);
	assert_string_equal(text_at(root, "verdict"), "unknown");
	assert_int_equal(sd_json_variant_elements(at(root, "endpoints")), 0);
	assert_int_equal(sd_json_variant_elements(at(root, "findings")), 1);
	assert_true(sd_json_variant_is_null(at(at(root, "instance"), "region")));
	sd_json_variant_unref(root);
	judge_done(&w.report);
}

static void lines_are_wrapped(void **state)
{
	static const struct {
		const char *first, *text, *expected;
	} rows[] = {
		{ "-> ", "", "-> \n" },
		{ "-> ", "one two", "-> one two\n" },
		{ "-> ", "one two three", "-> one two\n   three\n" },
		{ "-> ", "one  two   ", "-> one two\n" },
		{ "-> ", "averylongwordindeed b", "-> averylongwordindeed\n   b\n" },
		{ "-> ", "a averylongwordindeed", "-> a\n   averylongwordindeed\n" },
		/* At the very edge. */
		{ "-> ", "1234 6789", "-> 1234 6789\n" },
		{ "-> ", "1234 67890", "-> 1234\n   67890\n" },
		{ "-> ", "123456789 1", "-> 123456789\n   1\n" },
		/* What comes first is never wrapped, and may be longer than a line. */
		{ "", "one two three", "one two\n   three\n" },
		{ "a longer beginning: ", "a b", "a longer beginning: a\n   b\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text = NULL;
		size_t len;
		FILE *out = open_memstream(&text, &len);

		assert_non_null(out);
		wrap_print(out, rows[i].first, 3, 12, rows[i].text);
		assert_int_equal(fclose(out), 0);
		EXPECT(strcmp(text, rows[i].expected) == 0, "row %zu: '%s'", i, text);
		free(text);
	}
	expect_all_held();
}

static void formats_are_found_by_name(void **state)
{
	size_t count;
	const struct renderer *table = renderer_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		EXPECT(renderer_find(table[i].format) == &table[i], "%s", table[i].format);
		EXPECT(*table[i].help && table[i].report, "%s", table[i].format);
	}
	assert_non_null(renderer_find("text"));
	assert_non_null(renderer_find("json"));
	assert_null(renderer_find("xml"));
	assert_null(renderer_find(""));
	expect_all_held();
}

/* A console shows 20 lines of 79 columns, of whatever there is to say, and the first of
 * them has the verdict. */
static void brief_is_brief(void **state)
{
	static const char *const worlds[] = {
		"ecs: route53=10.0.1.10",
		"ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout",
		"ecs: route53=!dns-timeout ecs-agent: route53=!dns-nxdomain ecs-telemetry: "
		"route53=!dns-servfail ecr.api: route53=10.0.1.11 10.0.1.11=tcp-refused ecr.dkr: "
		"route53=10.0.1.12 10.0.1.12=tls-untrusted ecr.layers: route53=10.0.1.13 "
		"10.0.1.13=tls-timeout logs: optional route53=10.0.1.14 10.0.1.14=tcp-timeout",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(worlds); i++) {
		struct world *w = world_new(worlds[i]);
		size_t lines = 0;
		char *text;

		world_judge(w);
		if (i == 2)
			for (size_t f = 0; f < w->report.findings.count; f++) {
				free(w->report.findings.items[f].message);
				w->report.findings.items[f].message = xstrdup(long_words);
				w->report.findings.items[f].hint = long_words;
			}
		text = render(w, "brief", &(struct render_style){ .color = true, .width = 300 },
			      false);
		EXPECT(!strchr(text, '\033'), "%s", text);
		for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
			EXPECT(strcspn(line, "\n") < 80, "%zu: %s", i, text);
			lines++;
		}
		EXPECT(lines <= 20, "%zu: %zu lines:\n%s", i, lines, text);
		EXPECT(strncmp(text, i ? "ecsprobe UNHEALTHY" : "ecsprobe HEALTHY", i ? 18 : 16) ==
			       0,
		       "%s", text);
		/* The cause is there, however much else is. */
		EXPECT(!i || strstr(text, "\nFAIL "), "%s", text);
		EXPECT(!i || strstr(text, "\n  -> "), "%s", text);
		EXPECT(i != 2 || strstr(text, " more"), "%s", text);
		free(text);
		world_free(w);
	}
	expect_all_held();
}

/* sd-json itself prints bytes that it does not take again. */
static void json_is_read_again(void **state)
{
	char every[128] = "";
	struct json object = { 0 };
	sd_json_variant *root = NULL;
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	for (int i = 0; i < 127; i++)
		every[i] = (char)(i + 1);
	json_string(&object, "every", every);
	json_string(&object, "alone", "\x7f");
	assert_int_equal(json_print(&object, true, out), 0);
	assert_int_equal(fclose(out), 0);
	assert_null(strchr(text, 0x7f));
	assert_int_equal(sd_json_parse(text, 0, &root, NULL, NULL), 0);
	assert_string_equal(text_at(root, "every"), every);
	assert_string_equal(text_at(root, "alone"), "\x7f");
	sd_json_variant_unref(root);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_files),
		cmocka_unit_test(the_text_says_what_counts),
		cmocka_unit_test(findings_have_an_order),
		cmocka_unit_test(golden_evidence),
		cmocka_unit_test(the_followup_is_evidence),
		cmocka_unit_test(color_changes_no_word),
		cmocka_unit_test(json_holds_the_contract),
		cmocka_unit_test(json_quotes_and_brings_back),
		cmocka_unit_test(the_plan_is_headed_by_profiles),
		cmocka_unit_test(json_of_the_plan),
		cmocka_unit_test(a_report_of_nothing),
		cmocka_unit_test(lines_are_wrapped),
		cmocka_unit_test(formats_are_found_by_name),
		cmocka_unit_test(brief_is_brief),
		cmocka_unit_test(json_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
