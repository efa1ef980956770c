/* SPDX-License-Identifier: Apache-2.0 */
/* resolv.conf as Go and glibc read it. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/resolv_conf.h"

#define DEFAULTS "ndots 1 timeout 5 attempts 2"

static const char *describe(const struct resolver_settings *s)
{
	static char text[1024];
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < s->nameserver_count; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s%s, ",
					 ip_text(&s->nameservers[i]), s->zone_ids[i][0] ? "%" : "",
					 s->zone_ids[i]);
	if (s->nameserver_excess)
		used += (size_t)snprintf(text + used, sizeof text - used, "not %s (%zu), ",
					 ip_text(&s->ignored[0]), s->nameserver_excess);
	for (size_t i = 0; i < s->search_count; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "in %s, ", s->search[i]);
	(void)snprintf(text + used, sizeof text - used, "ndots %u timeout %u attempts %u%s%s%s%s",
		       s->ndots, s->timeout_s, s->attempts, s->rotate ? " rotate" : "",
		       s->use_vc ? " use-vc" : "", s->single_request ? " single-request" : "",
		       s->names_none ? " none" : "");
	return text;
}

static void as_its_readers_do(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "", "127.0.0.1, ::1, " DEFAULTS " none" },
		{ "search ec2.internal\n", "127.0.0.1, ::1, in ec2.internal, " DEFAULTS " none" },
		{ "#nameserver 10.0.0.2\n;nameserver 10.0.0.3\nnameserver\n",
		  "127.0.0.1, ::1, " DEFAULTS " none" },
		{ "nameserver 10.0.0.2", "10.0.0.2, " DEFAULTS },
		{ "nameserver 10.0.0.2\r\n", "10.0.0.2, " DEFAULTS },
		{ " \tnameserver 10.0.0.2\n  options rotate\n\tsearch a.example\n",
		  "10.0.0.2, in a.example, " DEFAULTS " rotate" },
		{ " # nameserver 10.0.0.2\nnameserver10.0.0.3\nNAMESERVER 10.0.0.4\n"
		  "nameservers 10.0.0.5\nnameserver 10.0.0.6#7\n",
		  "127.0.0.1, ::1, " DEFAULTS " none" },
		{ "nameserver fe80::53%ens5\nnameserver fd00:ec2::253\n",
		  "fe80::53%ens5, fd00:ec2::253, " DEFAULTS },
		{ "nameserver fe80::53%ens5,10.6.6.6\nnameserver 10.0.0.2\n",
		  "10.0.0.2, " DEFAULTS },
		{ "nameserver fe80::53%an-interface-with-a-long-name\nnameserver 10.0.0.2\n",
		  "10.0.0.2, " DEFAULTS },
		{ "nameserver 10.0.0.1\nnameserver x\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n"
		  "nameserver 10.0.0.4\nnameserver 10.0.0.5\n",
		  "10.0.0.1, 10.0.0.2, 10.0.0.3, not 10.0.0.4 (2), " DEFAULTS },
		{ "nameserver 10.0.0.2\nsearch a.example b.example\ndomain c.example\n",
		  "10.0.0.2, in c.example, " DEFAULTS },
		{ "nameserver 10.0.0.2\nsearch . a.example\n",
		  "10.0.0.2, in a.example, " DEFAULTS },
		{ "nameserver 10.0.0.2\nsearch a.example\ndomain b.example c.example\n",
		  "10.0.0.2, in b.example, " DEFAULTS },
		{ "nameserver 10.0.0.2\nsearch a.example\ndomain \r\n",
		  "10.0.0.2, in a.example, " DEFAULTS },
		{ "nameserver 10.0.0.2\nsearch a.example\nsearch\n", "10.0.0.2, " DEFAULTS },
		{ "nameserver 10.0.0.2\nsearch \x1b[31m.example _a-1.example b\xc3\xa9.example "
		  "c<d>.example\n",
		  "10.0.0.2, in _a-1.example, " DEFAULTS },
		{ "nameserver 10.0.0.2\noptions ndots:5 timeout:1 attempts:1 rotate use-vc "
		  "single-request edns0 trust-ad\n",
		  "10.0.0.2, ndots 5 timeout 1 attempts 1 rotate use-vc single-request" },
		{ "nameserver 10.0.0.2\noptions ndots:99 timeout:99 attempts:99\n",
		  "10.0.0.2, ndots 15 timeout 30 attempts 5" },
		{ "nameserver 10.0.0.2\noptions ndots:0 timeout:0 attempts:0 tcp\n",
		  "10.0.0.2, ndots 0 timeout 1 attempts 1 use-vc" },
		{ "nameserver 10.0.0.2\noptions ndots:x rotated single-request-reopen\n",
		  "10.0.0.2, ndots 0 timeout 5 attempts 2 single-request" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct resolver_settings settings;

		resolv_conf_read(&settings, rows[i].text, strlen(rows[i].text), "box");
		EXPECT(strcmp(describe(&settings), rows[i].expected) == 0, "row %zu: %s", i,
		       describe(&settings));
	}
	expect_all_held();
}

static void without_a_search_list(void **state)
{
	static const struct {
		const char *host_name, *text, *expected;
	} rows[] = {
		{ "box.corp.example", "nameserver 10.0.0.2\noptions ndots:5\n",
		  "10.0.0.2, in corp.example, ndots 5 timeout 5 attempts 2" },
		{ "box.corp.example", "", "127.0.0.1, ::1, in corp.example, " DEFAULTS " none" },
		{ "box.corp.example", "nameserver 10.0.0.2\nsearch a.example\n",
		  "10.0.0.2, in a.example, " DEFAULTS },
		{ "box.corp.example", "nameserver 10.0.0.2\ndomain a.example\n",
		  "10.0.0.2, in a.example, " DEFAULTS },
		{ "box.corp.example", "nameserver 10.0.0.2\ndomain .\n", "10.0.0.2, " DEFAULTS },
		{ "box.corp.example", "nameserver 10.0.0.2\nsearch .\n",
		  "10.0.0.2, in corp.example, " DEFAULTS },
		{ "box.corp.example", "nameserver 10.0.0.2\nsearch a.example\nsearch\n",
		  "10.0.0.2, in corp.example, " DEFAULTS },
		{ "box.corp.example", "nameserver 10.0.0.2\nsearch <>\n", "10.0.0.2, " DEFAULTS },
		{ "box", "nameserver 10.0.0.2\n", "10.0.0.2, " DEFAULTS },
		{ "box.", "nameserver 10.0.0.2\n", "10.0.0.2, " DEFAULTS },
		{ "box.\x1b[31m", "nameserver 10.0.0.2\n", "10.0.0.2, " DEFAULTS },
		{ "", "nameserver 10.0.0.2\n", "10.0.0.2, " DEFAULTS },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct resolver_settings settings;

		resolv_conf_read(&settings, rows[i].text, strlen(rows[i].text), rows[i].host_name);
		EXPECT(strcmp(describe(&settings), rows[i].expected) == 0, "row %zu: %s", i,
		       describe(&settings));
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_its_readers_do),
		cmocka_unit_test(without_a_search_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
