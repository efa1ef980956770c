/* SPDX-License-Identifier: Apache-2.0 */
/* Which text is a value of which option. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "cli/option_values.h"
#include "ecsprobe/options.h"

#define LABEL61 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LABEL63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

struct value_row {
	const char *option;
	const char *good[16];
	const char *bad[40];
};

/* One row for every kind of the table, named by an option of that kind. */
static const struct value_row rows[] = {
	{ "service",
	  { "ecs", "ecs,logs", "ecs,ecs-agent,ecr.api", "ecs, ecr.api", " ecs ,\tlogs " },
	  { "", ",", "ecs,", ",ecs", "ecs,,logs", " ", "ecs, ", "ecs, ,logs" } },
	{ "expect",
	  { "private", "public", "any", "auto" },
	  { "", "Private", "priv", "private ", "none", "0" } },
	{ "color", { "auto", "always", "never" }, { "", "yes", "ALWAYS", "always,never" } },
	{ "vpc-cidr",
	  { "10.0.0.0/16", "10.0.0.0/28", "2600:1f18::/56", "2600:1f18::/44", "2600:1f18::/60" },
	  { "", "10.0.0.1", "10.0.0.1/16", "10.0.0.0/33", "10.0.0.0/16,10.1.0.0/16", "fd00::1/64",
	    "vpc", "10.0.0.0/8", "10.0.0.0/15", "100.64.0.0/10", "0.0.0.0/0", "::/0", "fd00::/8",
	    "2600:1f18::/43" } },
	{ "allow-cidr",
	  { "10.99.0.0/16", "100.64.0.0/10", "fd00::/8", "0.0.0.0/0" },
	  { "", "10.99.0.1/16", "all" } },
	{ "region",
	  { "us-east-1", "us-gov-west-1", "xx-new-1" },
	  { "", "US-EAST-1", "us east 1", "us_east_1", "us-east-1/", "us-east-1.", "../etc",
	    "us-east-1\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } },
	{ "account",
	  { "123456789012", "000000000000" },
	  { "", "12345678901", "1234567890123", "12345678901a", "-12345678901", " 23456789012" } },
	{ "imds-endpoint",
	  { "off", "http://169.254.169.254", "http://169.254.169.254/",
	    "http://169.254.169.254:8080", "http://[fd00:ec2::254]", "http://[fd00:ec2::254]:80" },
	  { "", "OFF", "169.254.169.254", "https://169.254.169.254", "HTTP://169.254.169.254",
	    "http://", "http:///", "http://localhost", "http://169.254.169.254/latest",
	    "http://169.254.169.254//", "http://fd00:ec2::254", "http://me@169.254.169.254",
	    "http://169.254.169.254:0", "http://169.254.169.254:80:80", "http://169.254.169.254?x",
	    "http://[::1", "http://169.254.169.254 ", "file:///etc/passwd" } },
	{ "resolver",
	  { "10.0.0.2", "10.0.0.2:5353", "fd00::2", "[fd00::2]", "[fd00::2]:53", "10.0.0.2:65535" },
	  { "", ":53", "[]", "ns.example.com", "10.0.0.2:", "10.0.0.2:0", "10.0.0.2:65536",
	    "10.0.0.2:+53", "10.0.0.2: 53", "10.0.0.2:53:53", "[10.0.0.2]:53", "[fd00::2",
	    "[fd00::2]x", "[fd00::2]:", "fd00::2%eth0", "10.0.0.2/32", "0x0a.0.0.2" } },
	{ "host",
	  { "db.example.internal", "db.example.internal:5432", "DB.Example", "db.example.",
	    "localhost", "_ldap._tcp.example", "a-b.c", LABEL63 ".com", "xn--bcher-kva.example",
	    "1a.example", "db.example/tcp", "db.example:8443/tcp", "db.example:5432/tls",
	    "db.example:65535/tls", LABEL63 "." LABEL63 "." LABEL63 "." LABEL61 ":65535/tcp" },
	  { "",
	    ".",
	    ":443",
	    "a..b",
	    ".a",
	    "-a.b",
	    "a-.b",
	    "a.b-",
	    "a b",
	    "a/b",
	    "a/",
	    "a:443/",
	    "a:443/udp",
	    "a:443/TCP",
	    "a:443/tcp/",
	    "a:443/tcp/tls",
	    "a/tcp:443",
	    "/tcp",
	    "a:/tcp",
	    ":443/tcp",
	    "10.0.0.1:5432/tcp",
	    "a:0",
	    "a:99999",
	    "a:",
	    "a:x",
	    "http://a",
	    "10.0.0.1",
	    "10.0.0.1:443",
	    "::1",
	    "[::1]:443",
	    "a\001b",
	    LABEL63 "a.com",
	    "a:443:443",
	    "*.example",
	    "b\xc3\xbc"
	    "cher.example",
	    LABEL63 "." LABEL63 "." LABEL63 "." LABEL63 ".com" } },
	{ "ca-file", { "/etc/ca.pem", "ca.pem" }, { "" } },
	{ "ca-dir", { "/etc/ssl/certs" }, { "" } },
	{ "timeout",
	  { "10", "0.5", "0.001", "3600", "3600.0", "00010", "1.0000009", "10s", "60m", "1h" },
	  { "",
	    "0",
	    "0.0",
	    "0.0009",
	    "3600.001",
	    "3601",
	    "-1",
	    "+1",
	    "1e3",
	    "nan",
	    "inf",
	    "0x10",
	    "1,5",
	    " 1",
	    "1 ",
	    "1.2.3",
	    ".",
	    "5 s",
	    "5S",
	    "1d",
	    "61m",
	    "1.1h",
	    "s",
	    "1h30m",
	    "1_0",
	    "99999999999999999999999999",
	    "0.00000000000000000000001" } },
	{ "splay",
	  { "0", "0.0", "86400", "86400.0", "0.0000001", "300", "0.5", "0s", "24h", "1440m" },
	  { "", ".", "-0", "-1", "+1", "86400.001", "86401", "1e3", "nan", "25h", "5ms", " 0", "0 ",
	    "0x0", "1.2.3", "99999999999999999999999999" } },
	{ "cool-down", { "0", "600", "86400" }, { "", "-1", "10min", "86401" } },
	{ "ready-timeout", { "0.001", "90", "3600" }, { "", "0", "3601", "0s" } },
	{ "restart-agent",
	  { "always", "if-stale" },
	  { "", "never", "Always", "if-stale ", "stale", "0", "1" } },
	{ "output",
	  { "json", "json=/tmp/report.json", "text=a=b" },
	  { "", "=", "=/tmp/x", "json=" } },
	{ NULL, { NULL }, { NULL } },
};

static const struct option_row *row_named(const char *name)
{
	size_t count;
	const struct option_row *table = options_table(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	fail_msg("there is no option --%s", name);
	return NULL;
}

/* Joined, as an optional value has to be. */
static int parse_one(struct options *options, const char *name, const char *value, struct error *e)
{
	char *joined = xasprintf("--%s=%s", name, value);
	bool bake = row_named(name)->with_bake;
	char *argv[] = { (char[]){ "ecsprobe" }, joined,
			 bake ? (char[]){ "--bake" } : (char[]){ "--restart-agent" }, NULL };
	int r;

	*e = (struct error){ 0 };
	r = options_parse(options, bake || row_named(name)->with_restart ? 3 : 2, argv, NULL, e);
	free(joined);
	return r;
}

static void good_values_are_taken(void **state)
{
	(void)state;
	for (const struct value_row *row = rows; row->option; row++) {
		for (const char *const *value = row->good;
		     value < row->good + ARRAY_SIZE(row->good) && *value; value++) {
			struct options options;
			struct error e;
			int r = parse_one(&options, row->option, *value, &e);

			EXPECT(r == 0, "--%s '%s': %s", row->option, *value, e.text);
			if (r == 0)
				options_done(&options);
		}
	}
	expect_all_held();
}

/* The message names the option, what was found and what was expected. */
static void bad_values_are_told(void **state)
{
	(void)state;
	for (const struct value_row *row = rows; row->option; row++) {
		for (const char *const *value = row->bad;
		     value < row->bad + ARRAY_SIZE(row->bad) && *value; value++) {
			static const struct options empty;
			char option[64];
			struct options options;
			struct error e;
			int r = parse_one(&options, row->option, *value, &e);

			EXPECT(r < 0, "--%s '%s'", row->option, *value);
			if (r == 0) {
				options_done(&options);
				continue;
			}
			(void)snprintf(option, sizeof option, "--%s: found '", row->option);
			EXPECT(e.class == ERROR_USAGE, "--%s '%s'", row->option, *value);
			EXPECT(strncmp(e.text, option, strlen(option)) == 0, "%s", e.text);
			EXPECT(strstr(e.text, "', expected ") != NULL, "%s", e.text);
			EXPECT(is_printable(e.text), "--%s '%s'", row->option, *value);
			if (is_printable(*value) && !strpbrk(*value, "\\@") && strlen(*value) < 60)
				/* Or else it might be a password behind its user. */
				EXPECT(strstr(e.text, *value) || strstr(e.text, "://***"), "%s",
				       e.text);
			EXPECT(memcmp(&options, &empty, sizeof options) == 0, "--%s", row->option);
		}
	}
	expect_all_held();
}

static void every_kind_has_a_row(void **state)
{
	size_t count;
	const struct option_row *table = options_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		/* A verb's argument is the verb's own business. */
		bool tested = !table[i].argument || table[i].kind == OPTION_VERB;

		for (const struct value_row *row = rows; row->option; row++)
			tested |= row_named(row->option)->kind == table[i].kind;
		EXPECT(tested, "--%s", table[i].name);
	}
	expect_all_held();
}

/* option_values.h: on failure the field keeps what it had. */
static void bad_values_leave_the_field(void **state)
{
	(void)state;
	for (const struct value_row *row = rows; row->option; row++) {
		const struct option_row *option = row_named(row->option);

		for (const char *const *value = row->bad;
		     value < row->bad + ARRAY_SIZE(row->bad) && *value; value++) {
			char expected[OPTION_EXPECTED_BYTES];
			struct options options = { 0 };
			struct options before;

			assert_true(option_value_parse(option, (char *)&options + option->offset,
						       row->good[0], expected));
			before = options;
			(void)option_value_parse(option, (char *)&options + option->offset, *value,
						 expected);
			EXPECT(memcmp(&options, &before, sizeof options) == 0, "--%s '%s'",
			       row->option, *value);
			EXPECT(strlen(expected) > 0, "--%s '%s'", row->option, *value);
			options_done(&options);
		}
	}
	expect_all_held();
}

static void choices_are_all_named(void **state)
{
	struct options options;
	struct error e;

	(void)state;
	assert_true(parse_one(&options, "expect", "private-ish", &e) < 0);
	assert_non_null(strstr(e.text, "one of auto, private, public, any"));
	assert_true(parse_one(&options, "color", "blue", &e) < 0);
	assert_non_null(strstr(e.text, "one of auto, always, never"));
	assert_true(parse_one(&options, "restart-agent", "no", &e) < 0);
	assert_non_null(strstr(e.text, "one of always, if-stale"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_values_are_taken),
		cmocka_unit_test(bad_values_are_told),
		cmocka_unit_test(every_kind_has_a_row),
		cmocka_unit_test(bad_values_leave_the_field),
		cmocka_unit_test(choices_are_all_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
