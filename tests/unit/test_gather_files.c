/* SPDX-License-Identifier: Apache-2.0 */
/* The pure readers: resolv.conf, hosts, ecs.config, routes. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/ecs_config.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/resolv_conf.h"
#include "ecsprobe/util.h"

static void nameservers(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} rows[] = {
		{ "", "" },
		{ "nameserver 10.0.0.2\n", "10.0.0.2" },
		{ "nameserver 10.0.0.2", "10.0.0.2" },
		{ "# nameserver 10.0.0.1\n; nameserver 10.0.0.1\nnameserver 10.0.0.2\n",
		  "10.0.0.2" },
		{ "nameserver\t10.0.0.2\t# the VPC's\n", "10.0.0.2" },
		{ "nameserver   10.0.0.2   \n", "10.0.0.2" },
		{ "nameserver 10.0.0.2\r\nnameserver fd00:ec2::253\r\n", "10.0.0.2 fd00:ec2::253" },
		{ "nameserver fe80::1%eth0\n", "fe80::1" },
		{ "nameserver 10.0.0.1\nnameserver 10.0.0.2\nnameserver 10.0.0.3\nnameserver "
		  "10.0.0.4\n",
		  "10.0.0.1 10.0.0.2 10.0.0.3" },
		{ "nameserver nonsense\nnameserver\nnameserver 10.0.0\nnameserver 10.0.0.2\n",
		  "10.0.0.2" },
		{ "search nameserver 10.0.0.1\noptions ndots:5\nnameserver 10.0.0.2\n",
		  "10.0.0.2" },
		{ "nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch ec2.internal\n",
		  "127.0.0.53" },
		{ "nameserver "
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaa\nnameserver 10.0.0.2\n",
		  "10.0.0.2" },
		{ "\n\n\nnameserver \nnameserver 10.0.0.2 10.0.0.3\n", "10.0.0.2" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ip found[MAX_NAMESERVERS];
		size_t count = resolv_conf_nameservers(rows[i].text, strlen(rows[i].text), found,
						       MAX_NAMESERVERS);
		char text[256] = "";

		for (size_t n = 0; n < count; n++) {
			size_t used = strlen(text);

			(void)snprintf(text + used, sizeof text - used, "%s%s", n ? " " : "",
				       ip_text(&found[n]));
		}
		EXPECT(strcmp(text, rows[i].expected) == 0, "row %zu: %s", i, text);
	}
	expect_all_held();
}

static const char *entries_of(const struct host_facts *host)
{
	static char text[512];
	size_t used = 0;

	text[0] = '\0';
	for (size_t n = 0; n < host->hosts_count; n++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s=%s", n ? " " : "",
					 host->hosts[n].name, ip_text(&host->hosts[n].ip));
	return text;
}

static void hosts_entries(void **state)
{
	static const struct {
		const char *text, *name, *expected;
	} rows[] = {
		{ "", "a", "" },
		{ "127.0.0.1 localhost\n", "localhost", "localhost=127.0.0.1" },
		{ "127.0.0.1 localhost\n", "local", "" },
		{ "127.0.0.1 localhost\n", "localhost.", "" },
		{ "127.0.0.1 localhost\n", "127.0.0.1", "" },
		/* Case, aliases and comments. */
		{ "10.0.1.10\tECS.us-east-1.amazonaws.com  ecs-alias # pinned\n",
		  "ecs.us-east-1.amazonaws.com", "ecs.us-east-1.amazonaws.com=10.0.1.10" },
		{ "10.0.1.10\tECS.us-east-1.amazonaws.com  ecs-alias # pinned\n", "ecs-alias",
		  "ecs-alias=10.0.1.10" },
		{ "10.0.1.10\tecs # pinned\n", "pinned", "" },
		{ "#10.0.1.10 a\n10.0.1.10 #a\n10.0.1.10\n", "a", "" },
		{ "10.0.1.10 a#b c\n", "a", "a=10.0.1.10" },
		{ "10.0.1.10 a#b c\n", "b", "" },
		{ "10.0.1.10 a#b c\n", "a#b", "" },
		/* Several lines, in the file's order, and line ends. */
		{ "10.0.1.10 a\r\n::1 b\r\n", "b", "b=::1" },
		{ "10.0.1.10 a\r\n::1 b\r\n", "a", "a=10.0.1.10" },
		{ "  10.0.1.10 a", "a", "a=10.0.1.10" },
		{ "10.0.1.11 a\n10.0.1.9 b\n10.0.1.10 x A\n::2 a\n", "a",
		  "a=10.0.1.11 a=10.0.1.10 a=::2" },
		{ "10.0.1.10 a a a\n", "a", "a=10.0.1.10" },
		{ "\n\n\n10.0.1.10 a\n\n", "a", "a=10.0.1.10" },
		{ "10.0.1.10 a.\n10.0.1.11 A.\n10.0.1.12 a..\n10.0.1.13 .a\n", "a",
		  "a=10.0.1.10 a=10.0.1.11" },
		{ "10.0.1.10\fa\n10.0.1.11 b\va\n10.0.1.12 .\n", "a", "" },
		/* A zone id belongs to the interface. */
		{ "fe80::1%eth0 a\n", "a", "a=fe80::1" },
		{ "fe80::1% a\n", "a", "a=fe80::1" },
		/* What is no address names nobody. */
		{ "nonsense a\n10.0.1 a\n10.0.0.1/8 a\n", "a", "" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
		  "b\n",
		  "b", "" },
		{ "a 10.0.1.10\n", "10.0.1.10", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host = { .hosts_text = xstrdup(rows[i].text) };

		hosts_file_find(&host, rows[i].name);
		EXPECT(strcmp(entries_of(&host), rows[i].expected) == 0, "row %zu: %s", i,
		       entries_of(&host));
		/* Nothing more comes of asking again, in any case of letters. */
		hosts_file_find(&host, rows[i].name);
		EXPECT(strcmp(entries_of(&host), rows[i].expected) == 0, "row %zu: %s", i,
		       entries_of(&host));
		host_facts_done(&host);
	}
	expect_all_held();
}

static void names_are_looked_for_once(void **state)
{
	struct host_facts host = { .hosts_text = xstrdup("10.0.1.10 a b\n10.0.1.11 B\n") };

	(void)state;
	hosts_file_find(&host, "b");
	hosts_file_find(&host, "a");
	hosts_file_find(&host, "B");
	assert_string_equal(entries_of(&host), "b=10.0.1.10 b=10.0.1.11 a=10.0.1.10");
	host_facts_done(&host);
	/* There is no file. */
	hosts_file_find(&host, "a");
	assert_int_equal(host.hosts_count, 0);
}

/* A block list of megabytes: only what is looked for is kept, at the very end too. */
static void hosts_file_of_megabytes(void **state)
{
	enum { LINES = 250000, LINE_BYTES = 32 };
	char *text = xcalloc(LINES + 2, LINE_BYTES);
	struct host_facts host = { .hosts_text = text };
	size_t used = 0;

	(void)state;
	for (int i = 0; i < LINES; i++)
		used += (size_t)snprintf(text + used, LINE_BYTES, "0.0.0.0 ads-%x.example\n", i);
	(void)snprintf(text + used, LINE_BYTES, "10.0.1.10 ecs");
	assert_true(used > 5000000);
	hosts_file_find(&host, "ecs");
	hosts_file_find(&host, "ads-1000.example");
	hosts_file_find(&host, "not-there.example");
	assert_string_equal(entries_of(&host), "ecs=10.0.1.10 ads-1000.example=0.0.0.0");
	host_facts_done(&host);
}

/* One line may be as long as the file. */
static void hosts_lines_of_any_length(void **state)
{
	enum { NAMES = 100000, NAME_BYTES = 8 };
	char *text = xcalloc(NAMES + 4, NAME_BYTES);
	struct host_facts host = { .hosts_text = text };
	size_t used = (size_t)sprintf(text, "10.0.0.1");

	(void)state;
	for (int i = 0; i < NAMES; i++)
		used += (size_t)snprintf(text + used, NAME_BYTES, " n%x", i);
	hosts_file_find(&host, "n0");
	hosts_file_find(&host, "n1869f");
	assert_string_equal(entries_of(&host), "n0=10.0.0.1 n1869f=10.0.0.1");
	host_facts_done(&host);
}

/* As ecs-init reads it: ecs-init/docker/docker.go of aws/amazon-ecs-agent. */
static void ecs_config(void **state)
{
	static const struct {
		const char *text;
		const char *key;
		const char *value; /* NULL: there is none */
		unsigned line;
	} rows[] = {
		{ "ECS_CLUSTER=a\nAWS_DEFAULT_REGION=us-east-1\n", "AWS_DEFAULT_REGION",
		  "us-east-1", 2 },
		{ "KEY=a=b=c", "KEY", "a=b=c", 1 },
		{ "KEY=\"us-east-1\"\n", "KEY", "\"us-east-1\"", 1 },
		{ "KEY='x'\n", "KEY", "'x'", 1 },
		{ "KEY=first\nKEY=last\n", "KEY", "last", 2 },
		{ "KEY=first\nKEY=\n", "KEY", "", 2 },
		{ "  \tKEY=value \t\r\n", "KEY", "value", 1 },
		{ "KEY= value\n", "KEY", " value", 1 },
		{ "# FOO=bar\n", "FOO", NULL, 0 },
		{ "# FOO=bar\n", "# FOO", "bar", 1 },
		{ "export KEY=value\n", "KEY", NULL, 0 },
		{ "KEYS=value\nKE=value\nKEY\n", "KEY", NULL, 0 },
		{ "KEY =value\n", "KEY", NULL, 0 },
		{ "key=value\n", "KEY", NULL, 0 },
		{ "KEY=value # comment\n", "KEY", "value # comment", 1 },
		{ "", "KEY", NULL, 0 },
		{ "\n\n\n=\nKEY=x", "KEY", "x", 5 },
		{ "KEY=0123456789012345678901234567890123456789\n", "KEY",
		  "0123456789012345678901234567890", 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char value[32] = "untouched";
		unsigned line = 0;
		bool found = ecs_config_lookup(rows[i].text, strlen(rows[i].text), rows[i].key,
					       value, sizeof value, &line);

		EXPECT(found == (rows[i].value != NULL), "row %zu", i);
		EXPECT(strcmp(value, rows[i].value ? rows[i].value : "untouched") == 0,
		       "row %zu: %s", i, value);
		EXPECT(line == rows[i].line, "row %zu: line %u", i, line);
	}
	expect_all_held();
}

#define HEAD_V4 \
	"Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"

static void default_routes_v4(void **state)
{
	static const struct {
		const char *text;
		bool expected;
	} rows[] = {
		{ "", false },
		{ HEAD_V4, false },
		{ HEAD_V4 "eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n", true },
		/* Into the VPC only. */
		{ HEAD_V4 "eth0\t0000000A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n", false },
		/* unreachable default: the interface is '*', the reject flag is set. */
		{ HEAD_V4 "*\t00000000\t00000000\t0200\t0\t0\t0\t00000000\t0\t0\t0\n", false },
		{ HEAD_V4 "eth0\t00000000\t0100000A\t0203\t0\t0\t0\t00000000\t0\t0\t0\n", false },
		/* Not up. */
		{ HEAD_V4 "eth0\t00000000\t0100000A\t0002\t0\t0\t0\t00000000\t0\t0\t0\n", false },
		/* 0.0.0.0/1 is half of a default. */
		{ HEAD_V4 "tun0\t00000000\t0100000A\t0003\t0\t0\t0\t00000080\t0\t0\t0\n", false },
		{ HEAD_V4 "docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
			  "ens5\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n",
		  true },
		{ "garbage\n\n\t\t\n0 0 0 0 0 0 0 0\n", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(routes_v4_have_default(rows[i].text) == rows[i].expected, "row %zu", i);
	expect_all_held();
}

/* By exactly this interface. */
static void default_routes_through_an_interface(void **state)
{
	static const char text[] = HEAD_V4
		"docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
		"br0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
		"tun0\t00000000\t0100000A\t0003\t0\t0\t0\t00000080\t0\t0\t0\n";
	static const struct {
		const char *interface;
		bool expected;
	} rows[] = {
		{ "br0", true },   { "docker0", false }, { "tun0", false },  { "br", false },
		{ "br01", false }, { "eth0", false },    { "Iface", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(routes_v4_default_through(text, rows[i].interface) == rows[i].expected, "%s",
		       rows[i].interface);
	assert_false(routes_v4_default_through("", "br0"));
	expect_all_held();
}

#define ZERO_V6 "00000000000000000000000000000000"
#define GATEWAY_V6 "fe800000000000000000000000000001"

static void default_routes_v6(void **state)
{
	static const struct {
		const char *text;
		bool expected;
	} rows[] = {
		{ "", false },
		{ ZERO_V6 " 00 " ZERO_V6 " 00 " GATEWAY_V6
			  " 00000400 00000001 00000000 00000003 eth0\n",
		  true },
		/* The kernel's own reject route, there on every host. */
		{ ZERO_V6 " 00 " ZERO_V6 " 00 " ZERO_V6 " ffffffff 00000001 00000000 00200200 lo\n",
		  false },
		{ ZERO_V6 " 00 " ZERO_V6 " 00 " ZERO_V6
			  " ffffffff 00000001 00000000 00000201 eth0\n",
		  false },
		{ ZERO_V6 " 00 " ZERO_V6 " 00 " ZERO_V6 " 00000400 00000001 00000000 00000001 lo\n",
		  false },
		{ "fe800000000000000000000000000000 40 " ZERO_V6 " 00 " ZERO_V6
		  " 00000100 00000001 00000000 00000001 eth0\n",
		  false },
		{ "fe800000000000000000000000000000 40 " ZERO_V6 " 00 " ZERO_V6
		  " 00000100 00000001 00000000 00000001 eth0\n" ZERO_V6 " 00 " ZERO_V6
		  " 00 " GATEWAY_V6 " 00000400 00000001 00000000 00000003 eth0\n",
		  true },
		{ ZERO_V6 " 00\nnonsense\n", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(routes_v6_have_default(rows[i].text) == rows[i].expected, "row %zu", i);
	expect_all_held();
}

#define DEFAULT_V4 HEAD_V4 "eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
#define DEVICE_V4 HEAD_V4 "clat\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n"
#define REJECTED_V4 HEAD_V4 "*\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0\n"
#define DEFAULT_V6 \
	ZERO_V6 " 00 " ZERO_V6 " 00 " GATEWAY_V6 " 00000400 00000001 00000000 00000003 eth0\n"
#define DEVICE_V6 \
	ZERO_V6 " 00 " ZERO_V6 " 00 " ZERO_V6 " 00000400 00000001 00000000 00000001 ppp0\n"

/* What the agent's names depend on is narrower than what carries packets. */
static void agent_is_v6_only(void **state)
{
	static const struct {
		const char *v4, *v6;
		bool expected;
	} rows[] = {
		{ HEAD_V4, DEFAULT_V6, true },
		{ DEFAULT_V4, DEFAULT_V6, false },
		{ DEFAULT_V4, "", false },
		{ HEAD_V4, "", false },
		/* IPv4 over a device (464XLAT, PPP) carries packets, and is nothing to the agent. */
		{ DEVICE_V4, DEFAULT_V6, true },
		{ REJECTED_V4, DEFAULT_V6, true },
		{ HEAD_V4, DEVICE_V6, false },
		{ DEVICE_V4, DEVICE_V6, false },
		{ NULL, DEFAULT_V6, false },
		{ HEAD_V4, NULL, false },
		{ NULL, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(routes_agent_is_v6_only(rows[i].v4, rows[i].v6) == rows[i].expected,
		       "row %zu", i);
	assert_true(routes_v4_have_default(DEVICE_V4));
	assert_true(routes_v6_have_default(DEVICE_V6));
	expect_all_held();
}

/* The host that the agent would call instead of ecs. */
static void backends(void **state)
{
	static const struct {
		const char *text;
		const char *host; /* NULL: refused */
		unsigned port;
	} rows[] = {
		{ "ecs.example.com", "ecs.example.com", 443 },
		{ "https://ECS.Example.com/", "ecs.example.com", 443 },
		{ "https://ecs.example.com:8443/path", "ecs.example.com", 8443 },
		{ "http://ecs.example.com", NULL, 0 },
		{ "10.0.0.1", NULL, 0 },
		{ "https://", NULL, 0 },
		{ "https:/ecs.example.com", NULL, 0 },
		{ "https:///ecs.example.com", NULL, 0 },
		{ "https://user@ecs.example.com", NULL, 0 },
		{ "https://[::1]", NULL, 0 },
		{ "ecs.example.com:x", NULL, 0 },
		{ "ecs.example.com:65536", NULL, 0 },
		{ "two words", NULL, 0 },
		{ "ecs.example.com:0", NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char host[AGENT_BACKEND_BYTES] = "";
		uint16_t port = 0;
		bool taken = backend_parse(rows[i].text, host, &port);

		EXPECT(taken == (rows[i].host != NULL), "%s", rows[i].text);
		if (taken && rows[i].host)
			EXPECT(strcmp(host, rows[i].host) == 0 && port == rows[i].port, "%s: %s:%u",
			       rows[i].text, host, port);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nameservers),
		cmocka_unit_test(hosts_entries),
		cmocka_unit_test(names_are_looked_for_once),
		cmocka_unit_test(hosts_file_of_megabytes),
		cmocka_unit_test(hosts_lines_of_any_length),
		cmocka_unit_test(ecs_config),
		cmocka_unit_test(default_routes_v4),
		cmocka_unit_test(default_routes_through_an_interface),
		cmocka_unit_test(backends),
		cmocka_unit_test(default_routes_v6),
		cmocka_unit_test(agent_is_v6_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
