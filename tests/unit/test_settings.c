/* SPDX-License-Identifier: Apache-2.0 */
/* What the file, the environment and the command line make of each other. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/options.h"

enum { MAX_WORDS = 8 };

struct given {
	const char *file;
	const char *environment[MAX_WORDS];
	const char *words[MAX_WORDS];
};

/* e NULL: what can be salvaged of it. */
static int read_given(struct options *options, const struct given *given, struct error *e)
{
	char *argv[MAX_WORDS + 2] = { xstrdup("ecsprobe") };
	char *owned[MAX_WORDS + 2];
	char *environment[MAX_WORDS + 1] = { 0 };
	const struct settings_input input = { "test.conf", given->file,
					      given->file ? strlen(given->file) : 0, environment };
	int argc = 1;
	int r;

	for (; given->words[argc - 1]; argc++)
		argv[argc] = xstrdup(given->words[argc - 1]);
	memcpy(owned, argv, sizeof owned);
	for (size_t i = 0; given->environment[i]; i++)
		environment[i] = xstrdup(given->environment[i]);
	if (e) {
		*e = (struct error){ 0 };
		r = options_parse(options, argc, argv, &input, e);
	} else {
		r = options_salvage(options, argc, argv, &input) ? 0 : -1;
	}
	for (int i = 0; i < argc; i++)
		free(owned[i]);
	for (size_t i = 0; environment[i]; i++)
		free(environment[i]);
	return r;
}

static const struct option_origin *origin_of(const struct options *options, const char *name)
{
	size_t count;
	const struct option_row *rows = options_table(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &options->origins[i];
	fail_msg("no option %s", name);
	return NULL;
}

static void the_stronger_source_wins(void **state)
{
	static const struct {
		struct given given;
		const char *option;
		const char *text; /* NULL: not set */
		enum option_source source;
		unsigned line;
	} rows[] = {
		{ { 0 }, "timeout", "10", OPTION_FROM_DEFAULT, 0 },
		{ { 0 }, "region", NULL, OPTION_FROM_DEFAULT, 0 },
		{ { "timeout = 5\n", { 0 }, { 0 } }, "timeout", "5", OPTION_FROM_FILE, 1 },
		{ { "timeout = 5\n", { "ECSPROBE_TIMEOUT=6" }, { 0 } },
		  "timeout",
		  "6",
		  OPTION_FROM_ENVIRONMENT,
		  0 },
		{ { "timeout = 5\n", { "ECSPROBE_TIMEOUT=6" }, { "--timeout=7" } },
		  "timeout",
		  "7",
		  OPTION_FROM_COMMAND_LINE,
		  0 },
		{ { "timeout = 5\n", { "ECSPROBE_TIMEOUT=" }, { 0 } },
		  "timeout",
		  "5",
		  OPTION_FROM_FILE,
		  1 },
		{ { "strict = yes", { 0 }, { "--strict=no" } },
		  "strict",
		  "no",
		  OPTION_FROM_COMMAND_LINE,
		  0 },
		{ { "verbose=2", { 0 }, { "-v" } }, "verbose", "1", OPTION_FROM_COMMAND_LINE, 0 },
		{ { "verbose=1", { 0 }, { "-vv" } }, "verbose", "2", OPTION_FROM_COMMAND_LINE, 0 },
		{ { "profile = batch", { 0 }, { 0 } }, "profile", "batch", OPTION_FROM_FILE, 1 },
		{ { "\n# two\nprofile = batch\nprofile = mwaa,exec\r\n", { 0 }, { 0 } },
		  "profile",
		  "batch\nmwaa,exec",
		  OPTION_FROM_FILE,
		  4 },
		{ { "profile = batch\nprofile = mwaa", { "ECSPROBE_PROFILE=xray" }, { 0 } },
		  "profile",
		  "xray",
		  OPTION_FROM_ENVIRONMENT,
		  0 },
		{ { "allow-cidr = 10.0.0.0/8", { 0 }, { "--allow-cidr=10.1.0.0/16" } },
		  "allow-cidr",
		  "10.1.0.0/16",
		  OPTION_FROM_COMMAND_LINE,
		  0 },
		{ { "output = json=/run/a b\n", { 0 }, { 0 } },
		  "output",
		  "json=/run/a b",
		  OPTION_FROM_FILE,
		  1 },
		{ { "ca-file = /a", { 0 }, { "--ca-dir=/b" } },
		  "ca-file",
		  NULL,
		  OPTION_FROM_DEFAULT,
		  0 },
		{ { "cool-down = 60", { 0 }, { 0 } }, "cool-down", "60", OPTION_FROM_FILE, 1 },
		{ { NULL, { "ECSPROBE_HOST=a.example,b.example:1" }, { 0 } },
		  "host",
		  "a.example\nb.example:1",
		  OPTION_FROM_ENVIRONMENT,
		  0 },
		{ { NULL, { "ECSPROBE_DNS_TIMEOUT=8" }, { "--timeout=5" } },
		  "timeout",
		  "5",
		  OPTION_FROM_COMMAND_LINE,
		  0 },
		{ { NULL, { "ECSPROBE_DNS_TIMEOUT=1", "OTHER=x" }, { 0 } },
		  "dns-timeout",
		  "1",
		  OPTION_FROM_ENVIRONMENT,
		  0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		struct error e;
		int r = read_given(&o, &rows[i].given, &e);
		const struct option_origin *origin;
		unsigned line;

		EXPECT(r == 0, "row %zu: %s", i, e.text);
		if (r < 0)
			continue;
		origin = origin_of(&o, rows[i].option);
		EXPECT(rows[i].text ? origin->text && strcmp(origin->text, rows[i].text) == 0
				    : !origin->text,
		       "row %zu: %s", i, origin->text ? origin->text : "not set");
		line = origin->line_count ? origin->lines[origin->line_count - 1] : 0;
		EXPECT(origin->source == rows[i].source && line == rows[i].line,
		       "row %zu: source %d line %u", i, (int)origin->source, line);
		options_done(&o);
	}
	expect_all_held();
}

static bool is_list_of(const struct string_list *list, const char *expected)
{
	char text[256] = "";
	size_t used = 0;

	for (size_t i = 0; i < list->count; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? "," : "",
					 list->items[i]);
	return strcmp(text, expected) == 0;
}

/* Nobody may be made to check less than the command line says. */
static void names_of_two_minds(void **state)
{
	static const struct {
		struct given given;
		const char *require, *optional, *skip, *services; /* what is left of each */
	} rows[] = {
		{ { "skip = ecs,logs", { 0 }, { "--require=ecs" } }, "ecs", "", "logs", "" },
		{ { NULL, { "ECSPROBE_SKIP=ecs" }, { "--require=ecs" } }, "ecs", "", "", "" },
		{ { NULL, { "ECSPROBE_OPTIONAL=ecs,logs" }, { "--require=all" } },
		  "all",
		  "",
		  "",
		  "" },
		{ { NULL, { "ECSPROBE_OPTIONAL=ecs,logs" }, { "--require=ecs" } },
		  "ecs",
		  "logs",
		  "",
		  "" },
		{ { "require = ecs", { "ECSPROBE_OPTIONAL=ecs" }, { 0 } }, "", "ecs", "", "" },
		{ { "require = ecs", { 0 }, { "--skip=ecs" } }, "", "", "ecs", "" },
		{ { "skip = ecs", { 0 }, { "--service=ecs,logs" } }, "", "", "", "ecs,logs" },
		{ { NULL, { 0 }, { "--service=ecs,logs", "--skip=ecs" } },
		  "",
		  "",
		  "ecs",
		  "ecs,logs" },
		{ { NULL, { "ECSPROBE_SERVICE=ecr.api" }, { "--profile=mwaa" } }, "", "", "", "" },
		{ { NULL, { "ECSPROBE_PROFILE=mwaa" }, { "--service=ecr.api" } },
		  "",
		  "",
		  "",
		  "ecr.api" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		struct error e;
		int r = read_given(&o, &rows[i].given, &e);

		EXPECT(r == 0, "row %zu: %s", i, e.text);
		if (r < 0)
			continue;
		EXPECT(is_list_of(&o.require, rows[i].require), "row %zu: require", i);
		EXPECT(is_list_of(&o.optional, rows[i].optional), "row %zu: optional", i);
		EXPECT(is_list_of(&o.skip, rows[i].skip), "row %zu: skip", i);
		EXPECT(is_list_of(&o.services, rows[i].services), "row %zu: service", i);
		options_done(&o);
	}
	expect_all_held();
}

static void what_is_narrowed_is_told(void **state)
{
	static const struct {
		struct given given;
		const char *text; /* NULL: nothing */
	} rows[] = {
		{ { "expect = private", { 0 }, { "--skip=logs" } }, NULL },
		{ { "skip = logs\nskip = ecr.api", { 0 }, { 0 } },
		  "skip = logs,ecr.api (test.conf)" },
		{ { "skip = logs", { "ECSPROBE_OPTIONAL=ecs" }, { 0 } },
		  "skip = logs (test.conf), optional = ecs (the environment)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		struct error e;
		char *text;

		assert_int_equal(read_given(&o, &rows[i].given, &e), 0);
		text = options_narrowed(&o);
		EXPECT(rows[i].text ? text && strcmp(text, rows[i].text) == 0 : !text,
		       "row %zu: %s", i, text ? text : "nothing");
		free(text);
		options_done(&o);
	}
	expect_all_held();
}

static void values_take_effect(void **state)
{
	const struct given given = {
		"timeout = 5\nstrict = yes\nskip = logs\nrequire = ecs\nhost = a.example\n",
		{ "ECSPROBE_SKIP=ecr.api,ecr.dkr" },
		{ "--host=b.example", "--host=c.example" },
	};
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(read_given(&o, &given, &e), 0);
	assert_int_equal(o.timeout_us, 5000000);
	assert_int_equal(o.dns_timeout_us, 1500000);
	assert_true(o.strict);
	assert_int_equal(o.skip.count, 2);
	assert_true(string_list_has(&o.skip, "ecr.dkr"));
	assert_true(string_list_has(&o.require, "ecs"));
	assert_int_equal(o.hosts.count, 2);
	assert_string_equal(o.hosts.items[0].name, "b.example");
	options_done(&o);
}

static void what_is_wrong_is_named(void **state)
{
	static const struct {
		struct given given;
		enum error_class class;
		const char *words[3];
	} rows[] = {
		{ { "\ntimeout = soon\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:2: timeout", "'soon'", "seconds" } },
		{ { "timeuot = 5\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1", "an unknown name of 7 bytes", "--show-config" } },
		{ { "timeout 5\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1", "a line of 9 bytes", "option = value" } },
		{ { "expect-proxy http://me:canary@proxy:3128\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1", "a line of 40 bytes" } },
		/* A wrapped secret's last line, as it may be pasted. */
		{ { "c2VjcmV0cw==\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1", "an unknown name of 10 bytes" } },
		{ { "host = http://me:canary\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1", "'http://*********'" } },
		{ { NULL, { "ECSPROBE_HOST=https://me:canary@db" }, { 0 } },
		  ERROR_CONFIG,
		  { "ECSPROBE_HOST", "'https://*********@db'" } },
		{ { NULL, { 0 }, { "--resolver=me:canary@db" } },
		  ERROR_USAGE,
		  { "--resolver", "'*********@db'" } },
		{ { "resolver = me:canary@db\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1", "'*********@db'" } },
		{ { "= 5\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1", "a line of 3 bytes", "option = value" } },
		{ { "region =\n", { 0 }, { 0 } }, ERROR_CONFIG, { "test.conf:1", "region", "''" } },
		{ { "timeout = 5\n\ntimeout = 6\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:3", "again", "line 1" } },
		{ { "restart-agent = always\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1", "'restart-agent'" } },
		{ { "force = yes\n", { 0 }, { 0 } }, ERROR_CONFIG, { "test.conf:1", "'force'" } },
		{ { "config = /x\n", { 0 }, { 0 } }, ERROR_CONFIG, { "test.conf:1", "'config'" } },
		{ { "help = yes\n", { 0 }, { 0 } }, ERROR_CONFIG, { "test.conf:1", "'help'" } },
		{ { "expect = \"private\"\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1", "'\"private\"'", "auto, private" } },
		{ { NULL, { "ECSPROBE_EXPECT=secret" }, { 0 } },
		  ERROR_CONFIG,
		  { "ECSPROBE_EXPECT", "'secret'" } },
		{ { NULL, { "ECSPROBE_STRICT=maybe" }, { 0 } },
		  ERROR_CONFIG,
		  { "ECSPROBE_STRICT", "yes or no" } },
		{ { NULL, { 0 }, { "--require=ecs", "--skip=ecs" } },
		  ERROR_USAGE,
		  { "--require and --skip", "'ecs'" } },
		{ { NULL, { 0 }, { "--dns-timeout=8", "--timeout=5" } },
		  ERROR_USAGE,
		  { "--dns-timeout", "5.000" } },
		{ { "ca-file = /a\nca-dir = /b\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "found test.conf:1: ca-file and test.conf:2: ca-dir, expected one" } },
		{ { NULL, { 0 }, { "--profile=batch", "--service=ecs" } },
		  ERROR_USAGE,
		  { "found --service and --profile, expected one of them" } },
		{ { NULL, { 0 }, { "--service=ecs", "--all-profiles" } },
		  ERROR_USAGE,
		  { "found --service and --all-profiles, expected one of them" } },
		{ { NULL, { "ECSPROBE_PROFILE=batch", "ECSPROBE_SERVICE=ecs" }, { 0 } },
		  ERROR_CONFIG,
		  { "found ECSPROBE_SERVICE and ECSPROBE_PROFILE, expected one of them" } },
		{ { NULL, { "ECSPROBE_ALL_PROFILES=yes", "ECSPROBE_SERVICE=ecs" }, { 0 } },
		  ERROR_CONFIG,
		  { "found ECSPROBE_SERVICE and ECSPROBE_ALL_PROFILES, expected" } },
		{ { "# here\nprofile = batch\nservice = ecs\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "found test.conf:3: service and test.conf:2: profile, expected one" } },
		{ { "service = ecs\nall-profiles = yes\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "found test.conf:1: service and test.conf:2: all-profiles" } },
		/* Each name by its own line. */
		{ { "require = logs\nrequire = kms, ecs\nrequire = s3\nskip = ecs\n",
		    { 0 },
		    { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:2: require and test.conf:4: skip: found 'ecs' in both" } },
		{ { "\nregoin = us-east-1\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:2: found an unknown name of 6 bytes", "did you mean region?" } },
		{ { "timeout = 5\n", { "ECSPROBE_TLS_TIMEOUT=8" }, { 0 } },
		  ERROR_CONFIG,
		  { "ECSPROBE_TLS_TIMEOUT", "5.000" } },
		{ { "tls-timeout = 8\n# shorter\ntimeout = 5\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  { "test.conf:1: tls-timeout: found 8.000 s", "5.000" } },
		{ { "timeout = 5\n", { 0 }, { "--tls-timeout=8" } },
		  ERROR_USAGE,
		  { "--tls-timeout", "5.000" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		struct error e;
		int r = read_given(&o, &rows[i].given, &e);

		EXPECT(r < 0, "row %zu was taken", i);
		if (r == 0) {
			options_done(&o);
			continue;
		}
		EXPECT(e.class == rows[i].class, "row %zu: class %d", i, (int)e.class);
		for (size_t w = 0; w < ARRAY_SIZE(rows[i].words) && rows[i].words[w]; w++)
			EXPECT(strstr(e.text, rows[i].words[w]), "row %zu: %s", i, e.text);
	}
	expect_all_held();
}

static char *outputs_of(const struct options *options)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < options->outputs.count; i++) {
		const struct output_option *output = &options->outputs.items[i];
		char *longer = xasprintf("%s%s%s%s%s", text, *text ? " " : "", output->format,
					 output->file ? "=" : "", output->file ? output->file : "");

		free(text);
		text = longer;
	}
	return text;
}

/* So that nobody takes what was written there before for the present. */
static void outputs_are_salvaged(void **state)
{
	static const struct {
		struct given given;
		const char *outputs; /* NULL: argv is at fault */
	} rows[] = {
		{ { "expect = privat\n", { 0 }, { "-ojson=/r", "-o", "text" } }, "json=/r text" },
		{ { NULL, { "ECSPROBE_EXPECT=privat" }, { "-ojson=/r" } }, "json=/r" },
		{ { "expect = privat\n", { 0 }, { 0 } }, "text" },
		{ { "expect = privat\noutput = json=/r\n", { 0 }, { 0 } }, "json=/r" },
		{ { "= nonsense\noutput=tap\n\n output = json=/r \n", { 0 }, { 0 } },
		  "tap json=/r" },
		{ { "output = tap\n", { "ECSPROBE_OUTPUT=emf,json=/r" }, { 0 } }, "emf json=/r" },
		{ { "output = tap\n", { "ECSPROBE_OUTPUT=emf" }, { "-ojunit=/j" } }, "junit=/j" },
		{ { "x\n", { 0 }, { "-ojunit=/j", "--expect=privat" } }, NULL },
		{ { "x\n", { 0 }, { "-ojunit=/j", "stray" } }, NULL },
		{ { "x\n", { 0 }, { "-o" } }, NULL },
		/* Right beside the timeout of 30 s that the file has. */
		{ { "timeout = 30\nx\n", { 0 }, { "-ojson=/r", "--dns-timeout=20" } }, "json=/r" },
		{ { "output = tap\n", { "ECSPROBE_OUTPUT=json=/r,=,text=/t" }, { 0 } },
		  "json=/r text=/t" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		int r = read_given(&o, &rows[i].given, NULL);
		char *outputs;

		EXPECT((r == 0) == (rows[i].outputs != NULL), "row %zu: %d", i, r);
		if (r < 0)
			continue;
		outputs = outputs_of(&o);
		EXPECT(rows[i].outputs && strcmp(outputs, rows[i].outputs) == 0, "row %zu: %s", i,
		       outputs);
		EXPECT(o.expect == EXPECT_AUTO && o.timeout_us == 10000000, "row %zu: obeyed", i);
		free(outputs);
		options_done(&o);
	}
	expect_all_held();
}

/* A line behind one that is too long or has a NUL is a line of its own. */
static void a_line_that_cannot_be_taken_ends_itself_only(void **state)
{
	static const char line[] = "\noutput = json=/r\n";
	char *argv[] = { (char[]){ "ecsprobe" }, NULL };
	char *environment[] = { NULL };
	char text[2048];
	struct options o;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		size_t len = i ? 3 : 1500;
		const struct settings_input input = { "test.conf", text, len + sizeof line - 1,
						      environment };
		char *outputs;

		memset(text, i ? '\0' : 'x', len);
		memcpy(text + len, line, sizeof line);
		assert_true(options_salvage(&o, 1, argv, &input));
		outputs = outputs_of(&o);
		assert_string_equal(outputs, "json=/r");
		free(outputs);
		options_done(&o);
	}
}

static void the_source_is_to_blame(void **state)
{
	static const struct {
		struct given given;
		enum error_class class;
		const char *place;
	} rows[] = {
		{ { 0 }, ERROR_USAGE, "--skip" },
		{ { "skip = logs\n", { 0 }, { 0 } }, ERROR_CONFIG, "test.conf:1: skip" },
		{ { "skip = a\nskip = s3,logs\nskip = b\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  "test.conf:2: skip" },
		/* Of a list the last line, where none has the name. */
		{ { "skip = a\n\nskip = xlogs\n", { 0 }, { 0 } },
		  ERROR_CONFIG,
		  "test.conf:3: skip" },
		{ { "skip = logs\n", { "ECSPROBE_SKIP=ecs" }, { 0 } },
		  ERROR_CONFIG,
		  "ECSPROBE_SKIP" },
		{ { "skip = logs\n", { 0 }, { "--skip=ecs" } }, ERROR_USAGE, "--skip" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct options o;
		struct error e;
		char *place;

		assert_int_equal(read_given(&o, &rows[i].given, &e), 0);
		place = options_place(&o, OPT_SKIP, "logs");
		EXPECT(options_blame(&o, OPT_SKIP) == rows[i].class, "row %zu", i);
		EXPECT(strcmp(place, rows[i].place) == 0, "row %zu: %s", i, place);
		free(place);
		options_done(&o);
	}
	expect_all_held();
}

static void an_output_is_found_by_its_format(void **state)
{
	static const struct given given = { "output = text\noutput = json=/r\noutput = tap\n",
					    { 0 },
					    { 0 } };
	struct options o;
	struct error e;
	char *place;

	(void)state;
	assert_int_equal(read_given(&o, &given, &e), 0);
	place = options_place(&o, OPT_OUTPUT, "json");
	assert_string_equal(place, "test.conf:2: output");
	free(place);
	options_done(&o);
}

/* Somebody's variable that only looks like ours is told, and does no harm. */
static void unknown_variables_are_kept(void **state)
{
	const struct given given = { NULL,
				     { "ECSPROBE_TIMEUOT=5", "ECSPROBE_=x",
				       "ECSPROBE_RESTART_AGENT=always", "ECSPROBE" },
				     { 0 } };
	struct options o;
	struct error e;

	(void)state;
	assert_int_equal(read_given(&o, &given, &e), 0);
	assert_int_equal(o.unknown_variables.count, 3);
	assert_string_equal(o.unknown_variables.items[0], "ECSPROBE_TIMEUOT");
	assert_int_equal(o.restart, RESTART_NEVER);
	options_done(&o);
}

static void the_file_is_found(void **state)
{
	static const struct {
		const char *words[4];
		const char *environment[2];
		const char *file;
		bool needs, named;
	} rows[] = {
		{ { 0 }, { 0 }, "/etc/ecsprobe/ecsprobe.conf", true, false },
		{ { "--config=/a" }, { 0 }, "/a", true, true },
		{ { "--config", "/a", "--list" }, { "ECSPROBE_CONFIG=/b" }, "/a", true, true },
		{ { "-v" }, { "ECSPROBE_CONFIG=/b" }, "/b", true, true },
		{ { "-v" }, { "ECSPROBE_CONFIG=" }, "/etc/ecsprobe/ecsprobe.conf", true, false },
		{ { "--show-config" }, { 0 }, "/etc/ecsprobe/ecsprobe.conf", true, false },
		{ { "--help" }, { 0 }, "/etc/ecsprobe/ecsprobe.conf", false, false },
		{ { "-V", "--config=/a" }, { 0 }, "/a", false, true },
		{ { "--explain", "tcp-timeout" },
		  { 0 },
		  "/etc/ecsprobe/ecsprobe.conf",
		  false,
		  false },
		{ { "--nonsense", "--config=/a" }, { 0 }, "/a", true, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *argv[6] = { xstrdup("ecsprobe") };
		char *owned[6];
		char *environment[2] = { rows[i].environment[0] ? xstrdup(rows[i].environment[0])
								: NULL };
		const char *file;
		int argc = 1;
		bool named;
		bool needs;

		for (; rows[i].words[argc - 1]; argc++)
			argv[argc] = xstrdup(rows[i].words[argc - 1]);
		memcpy(owned, argv, sizeof owned);
		needs = options_need_settings(argc, argv, environment, &file, &named);
		EXPECT(needs == rows[i].needs && named == rows[i].named &&
			       strcmp(file, rows[i].file) == 0,
		       "row %zu: %s %d %d", i, file, needs, named);
		for (int n = 0; n < argc; n++)
			free(owned[n]);
		free(environment[0]);
	}
	expect_all_held();
}

/* As far as it can be made out, whatever else is wrong. */
static void a_format_is_asked_for(void **state)
{
	static const struct {
		const char *words[5], *variable;
		bool wanted;
	} rows[] = {
		{ { NULL }, NULL, false },
		{ { "-o", "nagios" }, NULL, true },
		{ { "--output=nagios", "--bogus" }, NULL, true },
		{ { "--bogus", "-o", "json", "-onagios" }, NULL, true },
		{ { "-o", "nagios=/tmp/file" }, NULL, false },
		{ { "-o", "nagiosx" }, NULL, false },
		{ { "-o" }, NULL, false },
		{ { "--bogus" }, "ECSPROBE_OUTPUT=nagios", true },
		{ { "--bogus" }, "ECSPROBE_OUTPUT=json", false },
		/* Which is then displaced as a whole. */
		{ { "-o", "json" }, "ECSPROBE_OUTPUT=nagios", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *environment[] = { rows[i].variable ? xstrdup(rows[i].variable) : NULL, NULL };
		char *argv[7] = { (char[]){ "ecsprobe" } }, *owned[7];
		int argc = 1;

		for (; rows[i].words[argc - 1]; argc++)
			argv[argc] = xstrdup(rows[i].words[argc - 1]);
		memcpy(owned, argv, sizeof owned);
		EXPECT(options_want_on_stdout(argc, argv, environment, "nagios") == rows[i].wanted,
		       "row %zu", i);
		for (int n = 1; n < argc; n++)
			free(owned[n]);
		free(environment[0]);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_stronger_source_wins),
		cmocka_unit_test(names_of_two_minds),
		cmocka_unit_test(what_is_narrowed_is_told),
		cmocka_unit_test(values_take_effect),
		cmocka_unit_test(what_is_wrong_is_named),
		cmocka_unit_test(outputs_are_salvaged),
		cmocka_unit_test(a_line_that_cannot_be_taken_ends_itself_only),
		cmocka_unit_test(the_source_is_to_blame),
		cmocka_unit_test(an_output_is_found_by_its_format),
		cmocka_unit_test(unknown_variables_are_kept),
		cmocka_unit_test(the_file_is_found),
		cmocka_unit_test(a_format_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
