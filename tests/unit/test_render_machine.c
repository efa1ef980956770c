/* SPDX-License-Identifier: Apache-2.0 */
/* All formats against golden files (GOLDEN_UPDATE=1 writes them anew), and those that programs
 * read against what their readers demand.  The programs themselves read the golden files in
 * tests/e2e/scenarios/outputs-golden.sh. */
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "check.h"
#include "ecsprobe/render.h"
#include "rendered.h"
#include "report/checks.h"
#include "report/metrics.h"
#include "report/quote.h"
#include "sample_agent.h"
#include "sample_report.h"

static const char *const formats[] = { "jsonl", "prometheus", "junit", "tap", "nagios", "emf" };

static char *render(const struct report *report, const char *format)
{
	return rendered(format, report, &(struct render_style){ .width = 80 });
}

/* What peers may say when escaping was forgotten: the formats must hold anyway. */
static const char hostile[] =
	"]]> --> <b a='1' c=\"2\">&amp; | # \\ \n\r\t\x01\x1b[31m\x7f\xff ok 9\n"
	"not ok 1 - fake\n...\n1..0\n# HELP x y\n";

static struct world *world_of(const char *text)
{
	struct world *w = world_new(text);

	world_judge(w);
	return w;
}

static struct world *hostile_report(void)
{
	struct world *w = sample_report();

	for (size_t i = 0; i < w->report.findings.count; i++) {
		free(w->report.findings.items[i].message);
		w->report.findings.items[i].message = xstrdup(hostile);
		w->report.findings.items[i].hint = hostile;
	}
	return w;
}

/* The network that an image is made in is no verdict about any endpoint. */
static void an_image_has_no_endpoints(void **state)
{
	static const struct image_facts image = { .root = "/mnt" };
	static const struct {
		const char *format, *with, *without;
	} rows[] = {
		{ "prometheus", "ecsprobe_verdict", "ecsprobe_endpoint_up{" },
		{ "junit", "<skipped message=\"build-network\"", "<failure" },
		{ "tap", "# SKIP", "not ok" },
		{ "nagios", "the image below /mnt is as it should be", "endpoints work" },
		{ "emf", "\"ECSProbe\"", "\"EndpointsFailing\":1" },
		{ "brief", "of the image below /mnt; its build network: ", "\nFAIL" },
	};
	struct world *w = world_of("ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout ecs-agent: "
				   "route53=10.0.1.11");

	(void)state;
	for (size_t i = 0; i < w->report.findings.count; i++)
		w->report.findings.items[i].severity = SEVERITY_NOTE;
	w->report.verdict = VERDICT_HEALTHY;
	w->report.image = &image;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text = render(&w->report, rows[i].format);

		EXPECT(strstr(text, rows[i].with), "%s: %s", rows[i].format, text);
		EXPECT(!strstr(text, rows[i].without), "%s: %s", rows[i].format, text);
		free(text);
	}
	world_free(w);
	expect_all_held();
}

static void free_nothing(struct world *w)
{
	judge_done(&w->report);
	free(w);
}

/* Exit 69: there is no Region and so no plan. */
static struct world *report_of_nothing(void)
{
	struct world *w = xcalloc(1, sizeof *w);

	w->report.version = "1.2.3";
	w->report.time_s = WORLD_TIME_S;
	w->report.facts = &w->facts;
	judge_undecided(&w->report, &(struct error){ ERROR_UNDECIDED, "no Region" });
	return w;
}

static void compare(const char *sample, const char *format, const struct report *report)
{
	char *text = render(report, format);

	expect_golden(text, "machine-%s.%s", sample, format);
	free(text);
}

static const char healthy_world[] = "ecs: route53=10.0.1.10,10.0.2.10 ecs-agent: "
				    "route53=10.0.1.20 logs: optional route53=10.0.1.30";
static const char unfinished_world[] = "ecs: route53=!not-finished logs: optional "
				       "route53=!interrupted";

/* Every row of the table of renderers: a new one has no golden files, and so fails here. */
static void golden_files(void **state)
{
	struct world *healthy = world_of(healthy_world), *unfinished = world_of(unfinished_world);
	struct world *unhealthy = sample_report(), *nothing = report_of_nothing();
	size_t count;
	const struct renderer *table = renderer_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		compare("healthy", table[i].format, &healthy->report);
		compare("unhealthy", table[i].format, &unhealthy->report);
		compare("unfinished", table[i].format, &unfinished->report);
		compare("nothing", table[i].format, &nothing->report);
	}
	world_free(healthy);
	world_free(unhealthy);
	world_free(unfinished);
	free_nothing(nothing);
	expect_all_held();
}

static void golden_agents(void **state)
{
	static const char *const names[] = { "restarted", "deferred", "unknown" };

	(void)state;
	for (size_t n = 0; n < ARRAY_SIZE(names); n++) {
		struct sample_agent *sample = sample_agent_new(names[n]);
		char *name = xasprintf("agent-%s", names[n]);

		for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
			compare(name, formats[i], &sample->world->report);
		compare(name, "html", &sample->world->report);
		free(name);
		sample_agent_free(sample);
	}
	expect_all_held();
}

/* JSON takes no byte that is not UTF-8: it has a golden file of its own, with
 * what escaping lets through. */
static void golden_hostile(void **state)
{
	static const char *const quoting[] = { "prometheus", "junit", "tap", "nagios" };
	struct world *w = hostile_report();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(quoting); i++) {
		char *text = render(&w->report, quoting[i]);

		compare("hostile", quoting[i], &w->report);
		for (const char *c = text; *c; c++)
			EXPECT(*c == '\n' || (*c >= ' ' && *c <= '~'), "%s: byte %02x", quoting[i],
			       (unsigned char)*c);
		free(text);
	}
	world_free(w);
	expect_all_held();
}

static void only_the_perfdata_has_a_bar(void **state)
{
	struct world *w = hostile_report();
	char *text = render(&w->report, "nagios");
	char *bar = strchr(text, '|');

	(void)state;
	assert_non_null(bar);
	assert_true(bar < strchr(text, '\n'));
	assert_null(strchr(bar + 1, '|'));
	free(text);
	world_free(w);
}

static void a_fake_line_is_no_test(void **state)
{
	struct world *w = hostile_report();
	struct checks checks = checks_make(&w->report);
	char *text = render(&w->report, "tap");
	size_t tests = 0;

	(void)state;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		tests += strncmp(line, "ok ", 3) == 0 || strncmp(line, "not ok ", 7) == 0;
	}
	assert_int_equal(tests, checks.count);
	free(text);
	checks_done(&checks);
	world_free(w);
}

static sd_json_variant *parse(const char *text, size_t len)
{
	char *line = xasprintf("%.*s", (int)len, text);
	sd_json_variant *v = NULL;

	assert_int_equal(sd_json_parse(line, 0, &v, NULL, NULL), 0);
	free(line);
	return v;
}

static const char *text_at(sd_json_variant *v, const char *key)
{
	sd_json_variant *member = sd_json_variant_by_key(v, key);

	assert_non_null(member);
	return sd_json_variant_is_null(member) ? "null" : sd_json_variant_string(member);
}

/* Takes the members that only a line has, and leaves those of the report. */
static sd_json_variant *without_head(sd_json_variant *line)
{
	char *head[] = { (char[]){ "schema" }, (char[]){ "type" },        (char[]){ "version" },
			 (char[]){ "time" },   (char[]){ "instance_id" }, NULL };

	assert_true(sd_json_variant_filter(&line, head) >= 0);
	return line;
}

/* Each line is a part of the object that json makes of the same report. */
static void lines_are_parts_of_the_report(void **state)
{
	struct sample_agent *sample = sample_agent_new("restarted");
	const struct report *report = &sample->world->report;
	char *lines = render(report, "jsonl"), *whole = render(report, "json");
	sd_json_variant *root = parse(whole, strlen(whole));
	size_t endpoints = 0, findings = 0;

	(void)state;
	for (const char *at = lines; *at; at += strcspn(at, "\n") + 1) {
		sd_json_variant *line = parse(at, strcspn(at, "\n")), *part = NULL;
		const char *type = text_at(line, "type");
		char *name = xstrdup(type);

		EXPECT(strcmp(text_at(line, "schema"), "ecsprobe.line/1") == 0, "%s", name);
		EXPECT(strcmp(text_at(line, "time"), text_at(root, "time")) == 0, "%s", name);
		if (strcmp(name, "endpoint") == 0)
			part = sd_json_variant_by_index(sd_json_variant_by_key(root, "endpoints"),
							endpoints++);
		else if (strcmp(name, "finding") == 0)
			part = sd_json_variant_by_index(sd_json_variant_by_key(root, "findings"),
							findings++);
		else if (strcmp(name, "run") != 0)
			part = sd_json_variant_by_key(root, name);
		line = without_head(line);
		EXPECT(strcmp(name, "run") == 0 || sd_json_variant_equal(line, part), "%s", name);
		EXPECT(strcmp(name, "run") != 0 ||
			       sd_json_variant_equal(sd_json_variant_by_key(line, "instance"),
						     sd_json_variant_by_key(root, "instance")),
		       "run");
		sd_json_variant_unref(line);
		free(name);
	}
	assert_int_equal(endpoints, report->endpoint_count);
	assert_int_equal(findings, report->findings.count);
	sd_json_variant_unref(root);
	free(lines);
	free(whole);
	sample_agent_free(sample);
	expect_all_held();
}

/* What CloudWatch demands: each metric and dimension is a member of the root. */
static void check_directive(sd_json_variant *root, const char *name)
{
	sd_json_variant *directive = sd_json_variant_by_index(
		sd_json_variant_by_key(sd_json_variant_by_key(root, "_aws"), "CloudWatchMetrics"),
		0);
	sd_json_variant *metrics = sd_json_variant_by_key(directive, "Metrics");
	sd_json_variant *sets = sd_json_variant_by_key(directive, "Dimensions");
	size_t count = sd_json_variant_elements(metrics);

	EXPECT(count > 0 && count <= 100, "%s: %zu metrics", name, count);
	for (size_t i = 0; i < count; i++)
		EXPECT(sd_json_variant_is_integer(sd_json_variant_by_key(
			       root, text_at(sd_json_variant_by_index(metrics, i), "Name"))),
		       "%s: metric %zu", name, i);
	EXPECT(sd_json_variant_elements(sets) > 0, "%s", name);
	for (size_t i = 0; i < sd_json_variant_elements(sets); i++) {
		sd_json_variant *set = sd_json_variant_by_index(sets, i);

		for (size_t d = 0; d < sd_json_variant_elements(set); d++)
			EXPECT(sd_json_variant_by_key(
				       root,
				       sd_json_variant_string(sd_json_variant_by_index(set, d))),
			       "%s: set %zu", name, i);
	}
}

static void emf_holds_the_contract(void **state)
{
	struct sample_agent *sample = sample_agent_new("restarted");
	struct world *unhealthy = sample_report(), *nothing = report_of_nothing();
	const struct report *const reports[] = { &sample->world->report, &unhealthy->report,
						 &nothing->report };
	static const char *const names[] = { "agent", "unhealthy", "nothing" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(reports); i++) {
		char *text = render(reports[i], "emf");
		sd_json_variant *root = parse(text, strlen(text));

		EXPECT(strchr(text, '\n') == text + strlen(text) - 1, "%s", names[i]);
		check_directive(root, names[i]);
		sd_json_variant_unref(root);
		free(text);
	}
	sample_agent_free(sample);
	world_free(unhealthy);
	free_nothing(nothing);
	expect_all_held();
}

/* HELP and TYPE stand once, and so a family in one place. */
static void families_stand_together(void **state)
{
	size_t count;
	const struct metric *rows = metric_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (size_t before = 0; before < i; before++) {
			bool same = strcmp(rows[i].family, rows[before].family) == 0;

			EXPECT(!same || strcmp(rows[i].family, rows[i - 1].family) == 0, "%s",
			       rows[i].family);
			EXPECT(!same || (rows[i].fold == rows[before].fold &&
					 strcmp(rows[i].value, rows[before].value) != 0),
			       "%s", rows[i].family);
			EXPECT(!rows[i].emf || !rows[before].emf ||
				       strcmp(rows[i].emf, rows[before].emf) != 0,
			       "%s", rows[i].emf);
		}
	expect_all_held();
}

/* Of any endpoint, or of the run. */
static bool is_known(const struct metric *metric, const struct report *report)
{
	int64_t value;

	if (metric->fold == FOLD_NONE)
		return metric->get(report, NULL, metric->which, &value);
	for (size_t i = 0; i < metric_endpoints(report); i++)
		if (metric->get(report, &report->endpoints[i], metric->which, &value))
			return true;
	return false;
}

/* They are of the run and its plan, not of what was measured. */
static bool is_always_known(const struct metric *metric)
{
	static const char *const families[] = {
		"run_success",       "run_timestamp_seconds", "run_duration_seconds", "verdict",
		"endpoint_required", "endpoint_state",        "agent_seen",
	};

	for (size_t i = 0; i < ARRAY_SIZE(families); i++)
		if (strcmp(metric->family, families[i]) == 0)
			return true;
	return false;
}

/* A metric that no golden file shows could be anything, and one that is known where nothing was
 * measured is a guess. */
static void metrics_are_shown_and_never_guessed(void **state)
{
	struct sample_agent *agent = sample_agent_new("restarted");
	struct world *healthy = world_of(healthy_world), *unfinished = world_of(unfinished_world);
	size_t count;
	const struct metric *rows = metric_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		const char *name = rows[i].family;

		EXPECT(is_known(&rows[i], &healthy->report) ||
			       is_known(&rows[i], &agent->world->report),
		       "%s, which no golden file shows: let sample_agent.c or the healthy world here "
		       "have it",
		       name);
		EXPECT(is_always_known(&rows[i]) || !is_known(&rows[i], &unfinished->report),
		       "%s, known where nothing was measured: let its getter in "
		       "probe/report/metrics.c return false, or add it to is_always_known() here",
		       name);
	}
	world_free(healthy);
	world_free(unfinished);
	sample_agent_free(agent);
	expect_all_held();
}

static void unknown_is_never_a_success(void **state)
{
	static const struct {
		const char *world;
		enum check_result worst;
	} rows[] = {
		{ "ecs: route53=10.0.1.10", CHECK_PASS },
		{ "ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout", CHECK_FAIL },
		{ "ecs: route53=!not-finished", CHECK_ERROR },
		{ "ecs: route53=10.0.1.10 logs: optional route53=!not-finished", CHECK_SKIP },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_of(rows[i].world);
		struct checks checks = checks_make(&w->report);
		bool found = false;

		for (size_t c = 0; c < checks.count; c++) {
			found = found || checks.items[c].result == rows[i].worst;
			EXPECT(checks.items[c].result == CHECK_PASS || checks.items[c].code,
			       "row %zu", i);
		}
		EXPECT(found, "row %zu", i);
		checks_done(&checks);
		world_free(w);
	}
	expect_all_held();
}

/* An unknown verdict without any reason of its own. */
static void a_report_without_reasons_is_an_error(void **state)
{
	struct facts facts = { 0 };
	struct report report = { .version = "1.2.3", .facts = &facts, .verdict = VERDICT_UNKNOWN };
	struct checks checks = checks_make(&report);
	char *text = render(&report, "tap");

	(void)state;
	assert_int_equal(checks.count, 1);
	assert_int_equal(checks.items[0].result, CHECK_ERROR);
	assert_non_null(strstr(text, "\nnot ok 1 - "));
	free(text);
	checks_done(&checks);
}

static void nagios_has_four_words(void **state)
{
	static const struct {
		enum verdict verdict;
		enum exit_code code;
		enum nagios_status status;
	} rows[] = {
		{ VERDICT_HEALTHY, EXIT_HEALTHY, NAGIOS_OK },
		{ VERDICT_DEGRADED, EXIT_HEALTHY, NAGIOS_WARNING },
		{ VERDICT_DEGRADED, EXIT_STRICT_WARNINGS, NAGIOS_WARNING },
		{ VERDICT_UNHEALTHY, EXIT_UNHEALTHY, NAGIOS_CRITICAL },
		{ VERDICT_UNKNOWN, EXIT_UNDECIDED, NAGIOS_UNKNOWN },
		/* A restart: what was done about the agent, beside what is the case. */
		{ VERDICT_HEALTHY, EXIT_DEFERRED, NAGIOS_WARNING },
		{ VERDICT_UNHEALTHY, EXIT_DEFERRED, NAGIOS_CRITICAL },
		{ VERDICT_UNHEALTHY, EXIT_HEALTHY, NAGIOS_CRITICAL },
		{ VERDICT_HEALTHY, EXIT_UNHEALTHY, NAGIOS_CRITICAL },
		{ VERDICT_UNHEALTHY, EXIT_AGENT_NOT_READY, NAGIOS_CRITICAL },
		/* The tool itself. */
		{ VERDICT_HEALTHY, EXIT_OUTPUT, NAGIOS_UNKNOWN },
		{ VERDICT_UNKNOWN, EXIT_INTERNAL, NAGIOS_UNKNOWN },
		{ VERDICT_UNKNOWN, EXIT_USAGE, NAGIOS_UNKNOWN },
		{ VERDICT_UNKNOWN, EXIT_BAD_CONFIG, NAGIOS_UNKNOWN },
		{ VERDICT_HEALTHY, EXIT_NOT_PERMITTED, NAGIOS_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(nagios_status(&(struct report){ .verdict = rows[i].verdict },
				     rows[i].code) == rows[i].status,
		       "row %zu", i);
	expect_all_held();
}

static void texts_are_quoted(void **state)
{
	static const struct quoting quoting[] = { { '<', "&lt;" }, { '|', "/" }, { 0 } };
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "a<b|c", "a&lt;b/c" },
		{ "\n\x1b\x7f\xc3\xa9~ ", "?????~ " },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text = NULL;
		size_t len;
		FILE *out = open_memstream(&text, &len);

		assert_non_null(out);
		put_quoted(out, quoting, rows[i].text);
		assert_int_equal(fclose(out), 0);
		EXPECT(strcmp(text, rows[i].expected) == 0, "row %zu: '%s'", i, text);
		free(text);
	}
	expect_all_held();
}

/* Takes what a root sees away from a healthy agent, a part at a time. */
enum lack {
	LACK_NOTHING,
	LACK_UNIT = 1 << 0,
	LACK_CONTAINER = 1 << 1,
	LACK_METADATA = 1 << 2, /* port 51678 does not answer in time */
	LACK_CONFIG = 1 << 3,
	LACK_LOG = 1 << 4,
	LACK_PEERS = 1 << 5,
	LACK_RESOLVER = 1 << 6,
	LACK_SYSTEMD = 1 << 7,
	IS_REFUSED = 1 << 8, /* nothing listens on port 51678 */
	IS_DEAD = 1 << 9,
	IS_NOWHERE = 1 << 10,
	IS_BARE = 1 << 11, /* a unit without a container */
	NOBODY_LOOKED = 1 << 12,
	LACK_ALL = LACK_UNIT | LACK_CONTAINER | LACK_METADATA | LACK_CONFIG | LACK_LOG |
		   LACK_PEERS | LACK_RESOLVER,
	/* As ecsprobe.service sees it, where the bus lets it in. */
	LACK_RIGHTS = LACK_CONTAINER | LACK_CONFIG | LACK_PEERS | LACK_RESOLVER,
};

static void take_away(struct agent_status *agent, unsigned lack)
{
	enum sight *const parts[] = {
		&agent->unit.sight,     &agent->container.sight, &agent->introspection.sight,
		&agent->config.sight,   &agent->path.log_sight,  &agent->path.peers_sight,
		&agent->resolver.sight,
	};

	if (lack & IS_NOWHERE)
		agent->unit.sight = agent->container.sight = SIGHT_ABSENT;
	if (lack & IS_DEAD)
		(void)copy_text(agent->unit.active, sizeof agent->unit.active, "inactive");
	if (lack & (IS_DEAD | IS_NOWHERE))
		agent->container.running = false;
	if (lack & IS_BARE)
		agent->unit.without_container = true;
	if (lack & (IS_REFUSED | IS_DEAD | IS_NOWHERE)) {
		agent->introspection.sight = SIGHT_ABSENT;
		agent->introspection.arn[0] = '\0';
	}
	if (lack & LACK_CONTAINER)
		agent->container.running = false;
	if (lack & LACK_METADATA)
		agent->introspection.arn[0] = '\0';
	if (lack & LACK_SYSTEMD)
		agent->booted = false;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (lack & (1U << i))
			*parts[i] = SIGHT_UNKNOWN;
	agent->privileged = !lack;
	agent->looked = !(lack & NOBODY_LOOKED);
}

/* Without labels; -1: there is no such series. */
static int64_t value_of(const struct report *report, const char *family)
{
	size_t count;
	const struct metric *rows = metric_table(&count);
	int64_t value;

	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].family, family) == 0)
			return metric_of_run(&rows[i], report, &value) ? value : -1;
	fail_msg("no metric %s", family);
	return -1;
}

/* A zero of the agent's is a zero that somebody saw. */
static void what_is_unknown_of_the_agent_has_no_series(void **state)
{
	static const struct {
		unsigned lack;
		int64_t running, registered, stale, seen;
	} rows[] = {
		{ LACK_NOTHING, 1, 1, 0, 1 },
		{ LACK_ALL, -1, -1, -1, 0 },
		{ NOBODY_LOOKED, -1, -1, -1, 0 },
		/* It answers, and so it runs. */
		{ LACK_RIGHTS, 1, 1, -1, 0 },
		{ LACK_RIGHTS | LACK_UNIT, 1, 1, -1, 0 },
		{ LACK_RIGHTS | LACK_LOG, 1, 1, -1, 0 },
		{ LACK_RIGHTS | IS_REFUSED, -1, 0, -1, 0 },
		{ LACK_RIGHTS | LACK_UNIT | IS_REFUSED, -1, 0, -1, 0 },
		{ LACK_RIGHTS | LACK_METADATA, -1, -1, -1, 0 },
		{ LACK_RIGHTS | LACK_UNIT | LACK_SYSTEMD, 1, 1, -1, 0 },
		/* The port may be that of a network which is not the host's. */
		{ LACK_RIGHTS | LACK_UNIT | LACK_SYSTEMD | IS_REFUSED, -1, -1, -1, 0 },
		{ LACK_SYSTEMD | IS_NOWHERE, -1, -1, -1, 0 },
		{ IS_NOWHERE, 0, 0, -1, 1 },
		/* Each part is enough to leave open whether it is stale. */
		{ LACK_CONFIG, 1, 1, -1, 0 },
		{ LACK_RESOLVER, 1, 1, -1, 0 },
		{ LACK_LOG, 1, 1, 0, 0 },
		{ LACK_PEERS, 1, 1, 0, 0 },
		{ LACK_LOG | LACK_PEERS, 1, 1, -1, 0 },
		{ LACK_METADATA, 1, -1, 0, 0 },
		{ IS_REFUSED, 1, 0, 0, 1 },
		/* Where nothing runs, nothing is stale. */
		{ IS_DEAD, 0, 0, 0, 1 },
		{ IS_DEAD | LACK_CONFIG | LACK_LOG | LACK_PEERS | LACK_RESOLVER, 0, 0, 0, 1 },
		{ IS_BARE | LACK_CONFIG | LACK_RESOLVER, 1, 1, 0, 1 },
		{ IS_BARE | LACK_LOG | LACK_PEERS, 1, 1, -1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sample_agent *sample = sample_agent_new("healthy");
		struct report *report = &sample->world->report;

		take_away(&sample->agent, rows[i].lack);
		world_judge(sample->world);
		EXPECT(value_of(report, "agent_running") == rows[i].running, "row %zu", i);
		EXPECT(value_of(report, "agent_registered") == rows[i].registered, "row %zu", i);
		EXPECT(value_of(report, "agent_stale") == rows[i].stale, "row %zu", i);
		EXPECT(value_of(report, "agent_seen") == rows[i].seen, "row %zu", i);
		sample_agent_free(sample);
	}
	expect_all_held();
}

/* One that is seen to be stale is, whatever else is not known. */
static void a_stale_agent_is_stale(void **state)
{
	struct sample_agent *sample = sample_agent_new("dry-run");

	(void)state;
	sample->agent.resolver.sight = sample->agent.path.peers_sight = SIGHT_UNKNOWN;
	world_judge(sample->world);
	assert_int_equal(value_of(&sample->world->report, "agent_stale"), 1);
	assert_int_equal(value_of(&sample->world->report, "agent_seen"), 0);
	sample_agent_free(sample);
}

/* No endpoint failed where none was looked at, but that is not what 0 would say. */
static void what_is_unknown_of_endpoints_has_no_series(void **state)
{
	static const struct {
		const char *world;
		int64_t private, addresses, fails;
	} rows[] = {
		{ "ecs: route53=10.0.1.10,10.0.2.10", 1, 2, 0 },
		{ "ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout", 1, 1, 1 },
		{ "ecs: route53=54.1.2.3", 0, 1, 0 },
		{ "ecs: route53=!dns-nxdomain", -1, 0, 1 },
		{ "ecs: route53=!dns-timeout", -1, -1, 1 },
		{ "ecs: route53=!not-finished", -1, -1, 0 },
	};
	struct world *nothing = report_of_nothing();
	size_t count;
	const struct metric *table = metric_table(&count);
	int64_t value;

	(void)state;
	for (size_t i = 0; i < count; i++)
		EXPECT(table[i].fold == FOLD_NONE ||
			       !metric_of_run(&table[i], &nothing->report, &value),
		       "%s", table[i].family);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_of(rows[i].world);
		int64_t fails = 0;

		for (size_t m = 0; m < count; m++)
			if (table[m].emf && strcmp(table[m].emf, "EndpointsFailed") == 0)
				assert_true(metric_of_run(&table[m], &w->report, &fails));
		EXPECT(value_of(&w->report, "endpoint_private") == rows[i].private, "row %zu", i);
		EXPECT(value_of(&w->report, "endpoint_addresses") == rows[i].addresses, "row %zu",
		       i);
		EXPECT(fails == rows[i].fails, "row %zu", i);
		world_free(w);
	}
	free_nothing(nothing);
	expect_all_held();
}

/* A test runner is green where the exit status is 0, and only there. */
static void the_runners_agree_with_the_exit_status(void **state)
{
	static const char *const worlds[] = {
		"ecs: route53=10.0.1.10 logs: optional route53=10.0.1.12 10.0.1.12=tcp-timeout",
		"ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout logs: optional route53=10.0.1.12",
		"ecs: route53=!not-finished logs: optional route53=10.0.1.12",
		"ecs: route53=10.0.1.10 logs: optional route53=!not-finished",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(worlds); i++) {
		struct world *w = world_new(worlds[i]);
		char *junit, *tap;
		bool green;

		world_judge(w);
		green = judge_exit_code(&w->report, false) == EXIT_HEALTHY;
		junit = render(&w->report, "junit");
		tap = render(&w->report, "tap");
		EXPECT(green == !(strstr(junit, "<failure") || strstr(junit, "<error")), "%s: %s",
		       worlds[i], junit);
		EXPECT(green == !strstr(tap, "not ok"), "%s: %s", worlds[i], tap);
		/* The same names in every account and Region. */
		EXPECT(strstr(tap, "ok 1 - ecs\n"), "%s", tap);
		EXPECT(strstr(junit, "<testcase classname=\"ecsprobe.ecs\" name=\"ecs\" "), "%s",
		       junit);
		free(junit);
		free(tap);
		world_free(w);
	}
	expect_all_held();
}

/* Each format says that the agent was not seen, or not wholly. */
static void every_format_says_what_was_not_seen(void **state)
{
	static const struct {
		unsigned lack;
		const char *format, *says;
	} rows[] = {
		{ LACK_RIGHTS, "text",
		  "\nHEALTHY (endpoints; agent not fully seen: run with sudo)\n2 of 2 endpoints "
		  "work " },
		{ LACK_ALL, "text", "\nHEALTHY (endpoints; agent not seen: run with sudo)\n2 of " },
		{ LACK_SYSTEMD | IS_NOWHERE, "text",
		  "\nHEALTHY (endpoints; agent not seen: neither systemd nor Docker here)\n2 of " },
		{ LACK_NOTHING, "text", "\nHEALTHY  2 of 2 endpoints work " },
		{ LACK_RIGHTS, "nagios",
		  "ECSPROBE OK - 2 of 2 endpoints work, agent not fully seen: run with sudo |" },
		{ LACK_ALL, "nagios", "work, agent not seen: run with sudo |" },
		{ LACK_NOTHING, "nagios", "ECSPROBE OK - 2 of 2 endpoints work |" },
		{ LACK_RIGHTS, "junit",
		  "<skipped message=\"ecsprobe could not read these parts of the agent: " },
		{ LACK_ALL, "junit",
		  "<skipped message=\"ecsprobe could not read these parts of the agent: " },
		{ LACK_SYSTEMD | IS_NOWHERE, "junit", "<skipped message=\"" },
		{ LACK_NOTHING, "junit", "name=\"agent\" time=\"0.000000\"></testcase>" },
		{ LACK_RIGHTS, "tap", "\nok 3 - agent # SKIP agent-unknown\n" },
		{ LACK_ALL, "tap", "\nok 3 - agent # SKIP agent-unknown\n" },
		{ LACK_SYSTEMD | IS_NOWHERE, "tap", "\nok 3 - agent # SKIP agent-absent\n" },
		{ LACK_NOTHING, "tap", "\nok 3 - agent\n" },
		{ LACK_RIGHTS, "html", "agent not fully seen: run with sudo" },
		{ LACK_ALL, "html", "agent not seen: run with sudo" },
		{ LACK_RIGHTS, "json", "\"agent_seen\" : \"partial\"" },
		{ LACK_ALL, "json", "\"agent_seen\" : \"none\"" },
		{ LACK_SYSTEMD | IS_NOWHERE, "json", "\"agent_seen\" : \"none\"" },
		{ LACK_NOTHING, "json", "\"agent_seen\" : \"full\"" },
		{ NOBODY_LOOKED, "json", "\"agent_seen\" : null" },
		{ LACK_RIGHTS, "jsonl", "\"verdict\":\"healthy\",\"agent_seen\":\"partial\"" },
		{ LACK_ALL, "jsonl", "\"verdict\":\"healthy\",\"agent_seen\":\"none\"" },
		{ LACK_RIGHTS, "emf", "\"AgentSeen\":\"partial\"" },
		{ LACK_ALL, "emf", "\"AgentSeen\":\"none\"" },
		{ LACK_RIGHTS, "prometheus", "\necsprobe_agent_seen 0\n" },
		{ LACK_ALL, "prometheus", "\necsprobe_agent_seen 0\n" },
		{ LACK_NOTHING, "prometheus", "\necsprobe_agent_seen 1\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct sample_agent *sample = sample_agent_new("healthy");
		char *text;

		take_away(&sample->agent, rows[i].lack);
		world_judge(sample->world);
		text = render(&sample->world->report, rows[i].format);
		EXPECT(strstr(text, rows[i].says), "row %zu, %s:\n%s", i, rows[i].format, text);
		free(text);
		sample_agent_free(sample);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_files),
		cmocka_unit_test(the_runners_agree_with_the_exit_status),
		cmocka_unit_test(golden_agents),
		cmocka_unit_test(golden_hostile),
		cmocka_unit_test(only_the_perfdata_has_a_bar),
		cmocka_unit_test(a_fake_line_is_no_test),
		cmocka_unit_test(lines_are_parts_of_the_report),
		cmocka_unit_test(emf_holds_the_contract),
		cmocka_unit_test(families_stand_together),
		cmocka_unit_test(metrics_are_shown_and_never_guessed),
		cmocka_unit_test(unknown_is_never_a_success),
		cmocka_unit_test(a_report_without_reasons_is_an_error),
		cmocka_unit_test(nagios_has_four_words),
		cmocka_unit_test(texts_are_quoted),
		cmocka_unit_test(an_image_has_no_endpoints),
		cmocka_unit_test(what_is_unknown_of_the_agent_has_no_series),
		cmocka_unit_test(a_stale_agent_is_stale),
		cmocka_unit_test(what_is_unknown_of_endpoints_has_no_series),
		cmocka_unit_test(every_format_says_what_was_not_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
