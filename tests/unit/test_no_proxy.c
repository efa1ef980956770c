/* SPDX-License-Identifier: Apache-2.0 */
/* NO_PROXY: golang.org/x/net/http/httpproxy. */
#include <string.h>

#include "check.h"
#include "ecsprobe/no_proxy.h"

#define ECS "ecs.us-east-1.amazonaws.com"
#define IMDS "169.254.169.254"

struct no_proxy_row {
	const char *no_proxy, *host;
	uint16_t port;
	bool covered;
};

static void check_no_proxy(const struct no_proxy_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		EXPECT(no_proxy_covers(rows[i].no_proxy, rows[i].host, rows[i].port) ==
			       rows[i].covered,
		       "NO_PROXY='%s' and %s:%u", rows[i].no_proxy ? rows[i].no_proxy : "unset",
		       rows[i].host, rows[i].port);
	expect_all_held();
}

static void no_proxy_names(void **state)
{
	static const struct no_proxy_row rows[] = {
		{ NULL, ECS, 443, false },
		{ "", ECS, 443, false },
		{ ",", ECS, 443, false },
		{ " , ,, ", ECS, 443, false },
		/* Exact, and what is below. */
		{ ECS, ECS, 443, true },
		{ "amazonaws.com", ECS, 443, true },
		{ "us-east-1.amazonaws.com", ECS, 443, true },
		{ "amazonaws.com", "amazonaws.com", 443, true },
		{ "azonaws.com", ECS, 443, false },
		{ "amazonaws.com.cn", ECS, 443, false },
		{ "s." ECS, ECS, 443, false },
		{ "com", ECS, 443, true },
		/* Only what is below. */
		{ ".amazonaws.com", ECS, 443, true },
		{ ".amazonaws.com", "amazonaws.com", 443, false },
		{ ".azonaws.com", ECS, 443, false },
		{ "*.amazonaws.com", ECS, 443, true },
		{ "*.amazonaws.com", "amazonaws.com", 443, false },
		{ "*amazonaws.com", ECS, 443, false },
		{ "ecs.*.amazonaws.com", ECS, 443, false },
		{ ".", ECS, 443, false },
		{ "*.", ECS, 443, false },
		/* Everything. */
		{ "*", ECS, 443, true },
		{ "*", IMDS, 80, true },
		{ "a.example, *", ECS, 443, true },
		{ "**", ECS, 443, false },
		/* Case and blanks. */
		{ "AMAZONAWS.COM", ECS, 443, true },
		{ "amazonaws.com", "ECS.US-EAST-1.AMAZONAWS.COM", 443, true },
		{ "  amazonaws.com\t", ECS, 443, true },
		{ "a.example ,\t amazonaws.com , b.example", ECS, 443, true },
		{ "a.example amazonaws.com", ECS, 443, false },
		{ "a.example;amazonaws.com", ECS, 443, false },
		/* Ports. */
		{ "amazonaws.com:443", ECS, 443, true },
		{ "amazonaws.com:8443", ECS, 443, false },
		{ ".amazonaws.com:443", ECS, 443, true },
		{ "*.amazonaws.com:80", ECS, 443, false },
		{ ":443", ECS, 443, false },
		{ "amazonaws.com:https", ECS, 443, false },
		{ "amazonaws.com:0", ECS, 443, false },
		/* Compared as it is written. */
		{ "amazonaws.com:0443", ECS, 443, false },
		{ "amazonaws.com:443:443", ECS, 443, false },
		{ "amazonaws.com:65536", ECS, 443, false },
		{ "amazonaws.com:443x", ECS, 443, false },
		{ "https://amazonaws.com", ECS, 443, false },
	};

	(void)state;
	check_no_proxy(rows, ARRAY_SIZE(rows));
}

static void no_proxy_addresses(void **state)
{
	static const struct no_proxy_row rows[] = {
		{ IMDS, IMDS, 80, true },
		{ "169.254.169.25", IMDS, 80, false },
		{ "169.254.169.254:80", IMDS, 80, true },
		{ "169.254.169.254:8080", IMDS, 80, false },
		{ "169.254.0.0/16", IMDS, 80, true },
		{ "10.0.0.0/8", IMDS, 80, false },
		{ "0.0.0.0/0", IMDS, 80, true },
		{ "169.254.0.0/33", IMDS, 80, false },
		{ "fd00:ec2::254", "fd00:ec2::254", 80, true },
		{ "FD00:EC2:0::254", "fd00:ec2::254", 80, true },
		{ "fd00:ec2::/32", "fd00:ec2::254", 80, true },
		/* A block says nothing about names, whatever they resolve to. */
		{ "0.0.0.0/0", ECS, 443, false },
		{ "::/0", IMDS, 80, false },
	};

	(void)state;
	check_no_proxy(rows, ARRAY_SIZE(rows));
}

/* net.ParseCIDR() and net.SplitHostPort(): more than we take elsewhere. */
static void no_proxy_as_go_reads_it(void **state)
{
	static const struct no_proxy_row rows[] = {
		/* Set host bits are masked, not refused. */
		{ "169.254.169.254/16", "169.254.170.2", 80, true },
		{ "10.0.0.1/8", "10.99.0.1", 443, true },
		{ "[fd00:ec2::254]:80", "fd00:ec2::254", 80, true },
		{ "[fd00:ec2::254]:81", "fd00:ec2::254", 80, false },
		/* In brackets only with a port, and then without blanks in them. */
		{ "[fd00:ec2::254]", "fd00:ec2::254", 80, false },
		{ "[fd00:ec2::254]:", "fd00:ec2::254", 80, true },
		{ "[fd00:ec2::254]x:80", "fd00:ec2::254", 80, false },
		{ "[169.254.169.254]:80", IMDS, 80, true },
		{ "::ffff:169.254.169.254", IMDS, 80, true },
		{ "169.254.169.254", "::ffff:169.254.169.254", 80, true },
		/* The end of an address is no name. */
		{ ".254", IMDS, 80, false },
		{ "*.254", IMDS, 80, false },
		{ "169.254", IMDS, 80, false },
		{ "254", IMDS, 80, false },
		{ "\xc2\xa0"
		  "169.254.169.254\xc2\xa0",
		  IMDS, 80, true },
		{ "169.254.169.0254", IMDS, 80, false },
		/* An empty port is any port. */
		{ "amazonaws.com:", ECS, 443, true },
	};

	(void)state;
	check_no_proxy(rows, ARRAY_SIZE(rows));
}

static void long_entries_name_nobody(void **state)
{
	char no_proxy[1024];

	(void)state;
	memset(no_proxy, 'a', 600);
	(void)copy_text(no_proxy + 600, sizeof no_proxy - 600, ".example," ECS);
	assert_true(no_proxy_covers(no_proxy, ECS, 443));
	assert_false(no_proxy_covers(no_proxy, "a.example", 443));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_proxy_names),
		cmocka_unit_test(no_proxy_addresses),
		cmocka_unit_test(no_proxy_as_go_reads_it),
		cmocka_unit_test(long_entries_name_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
