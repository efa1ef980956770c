/* SPDX-License-Identifier: Apache-2.0 */
/* Whom the plan asks. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/plan.h"

#define R53 "route53=169.254.169.253:53"

static const struct {
	const char *what;
	const char *nameservers[3];
	const char *vpc;      /* of IMDS */
	const char *option;   /* --vpc-cidr */
	const char *resolver; /* --resolver */
	bool no_v4, has_v6;
	const char *expected; /* in order; '*': configured */
} rows[] = {
	{ "AmazonProvidedDNS, asked as +2",
	  { "10.0.0.2" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*route53=10.0.0.2:53" },
	{ "AmazonProvidedDNS, asked as link-local",
	  { "169.254.169.253" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*" R53 },
	{ "the same with unknown blocks",
	  { "169.254.169.253" },
	  NULL,
	  NULL,
	  NULL,
	  false,
	  false,
	  "*" R53 },
	{ "+2 with unknown blocks cannot be recognised",
	  { "10.0.0.2" },
	  NULL,
	  NULL,
	  NULL,
	  false,
	  false,
	  "*system=10.0.0.2:53 " R53 },
	{ "+2 of a block other than the primary",
	  { "10.1.0.2" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*system=10.1.0.2:53 " R53 },
	{ "--vpc-cidr tells the primary",
	  { "10.1.0.2" },
	  "10.0.0.0/16",
	  "10.1.0.0/16",
	  NULL,
	  false,
	  false,
	  "*route53=10.1.0.2:53" },
	{ "the company's nameserver",
	  { "10.0.0.53" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*system=10.0.0.53:53 " R53 },
	{ "a local stub",
	  { "127.0.0.53" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*system=127.0.0.53:53 " R53 },
	{ "several of the company's",
	  { "10.0.0.53", "10.0.1.53", "10.0.2.53" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*system=10.0.0.53:53 *system-2=10.0.1.53:53 *system-3=10.0.2.53:53 " R53 },
	{ "Route 53 second",
	  { "10.0.0.53", "10.0.0.2" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*system=10.0.0.53:53 *route53=10.0.0.2:53" },
	{ "Route 53 first",
	  { "10.0.0.2", "10.0.0.53" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*route53=10.0.0.2:53 *system-2=10.0.0.53:53" },
	{ "the same one twice",
	  { "10.0.0.53", "10.0.0.53" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*system=10.0.0.53:53 " R53 },
	{ "two faces of Route 53",
	  { "10.0.0.2", "169.254.169.253", "fd00:ec2::253" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  false,
	  "*route53=10.0.0.2:53" },
	{ "Route 53 over IPv6",
	  { "fd00:ec2::253" },
	  "10.0.0.0/16",
	  NULL,
	  NULL,
	  false,
	  true,
	  "*route53=fd00:ec2::253:53" },
	{ "no nameserver", { NULL }, "10.0.0.0/16", NULL, NULL, false, false, R53 },
	{ "an IPv6-only host",
	  { "2600:1f18::53" },
	  NULL,
	  NULL,
	  NULL,
	  true,
	  true,
	  "*system=2600:1f18::53:53 route53=fd00:ec2::253:53" },
	{ "both families",
	  { "10.0.0.53" },
	  NULL,
	  NULL,
	  NULL,
	  false,
	  true,
	  "*system=10.0.0.53:53 " R53 },
	{ "no family known",
	  { "10.0.0.53" },
	  NULL,
	  NULL,
	  NULL,
	  true,
	  false,
	  "*system=10.0.0.53:53 " R53 },
	{ "--resolver",
	  { "10.0.0.53" },
	  "10.0.0.0/16",
	  NULL,
	  "10.9.9.9:5353",
	  false,
	  false,
	  "*system=10.0.0.53:53 route53=10.9.9.9:5353" },
	{ "--resolver means that one and no other",
	  { "10.0.0.2" },
	  "10.0.0.0/16",
	  NULL,
	  "10.9.9.9",
	  false,
	  false,
	  "*system=10.0.0.2:53 route53=10.9.9.9:53" },
	{ "--resolver names the host's own",
	  { "10.0.0.53", "10.0.1.53" },
	  "10.0.0.0/16",
	  NULL,
	  "10.0.1.53",
	  false,
	  false,
	  "*system=10.0.0.53:53 *route53=10.0.1.53:53" },
	{ "--resolver at another port of it",
	  { "10.0.0.53" },
	  "10.0.0.0/16",
	  NULL,
	  "10.0.0.53:54",
	  false,
	  false,
	  "*system=10.0.0.53:53 route53=10.0.0.53:54" },
	{ "--resolver on an IPv6-only host",
	  { NULL },
	  NULL,
	  NULL,
	  "10.9.9.9",
	  true,
	  true,
	  "route53=10.9.9.9:53" },
};

static void describe(char *out, size_t size, const struct plan *plan)
{
	out[0] = '\0';
	for (size_t i = 0; i < plan->resolver_count; i++) {
		const struct resolver *r = &plan->resolvers[i];
		size_t used = strlen(out);

		(void)snprintf(out + used, size - used, "%s%s%s=%s:%u", i ? " " : "",
			       r->configured ? "*" : "", r->name, ip_text(&r->address.ip),
			       r->address.port);
	}
}

struct case_of_row {
	struct host_facts host;
	struct identity identity;
	struct options options;
	struct cidr option;
};

static void take_row(struct case_of_row *c, size_t row)
{
	*c = (struct case_of_row){
		.host = { .usable_v4 = !rows[row].no_v4, .usable_v6 = rows[row].has_v6 },
	};
	for (size_t n = 0; n < 3 && rows[row].nameservers[n]; n++)
		c->host.resolver.nameservers[c->host.resolver.nameserver_count++] =
			ip_of(rows[row].nameservers[n]);
	if (rows[row].vpc)
		c->identity.primary_vpc_cidr = cidr_of(rows[row].vpc);
	if (rows[row].option) {
		c->option = cidr_of(rows[row].option);
		c->options.vpc_cidrs = (struct cidr_list){ &c->option, 1 };
	}
	if (rows[row].resolver) {
		const char *colon = strchr(rows[row].resolver, ':');
		char *address = xstrdup(rows[row].resolver);

		address[strcspn(address, ":")] = '\0';
		c->options.resolver.ip = ip_of(address);
		c->options.resolver.port = colon ? (uint16_t)atoi(colon + 1) : 53;
		free(address);
	}
}

static void resolvers(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct case_of_row c;
		struct plan plan = { 0 };
		char text[512];

		take_row(&c, i);
		plan_resolvers(&plan, &c.options, &c.identity, &c.host);
		describe(text, sizeof text, &plan);
		EXPECT(strcmp(text, rows[i].expected) == 0, "%s: %s", rows[i].what, text);
	}
	expect_all_held();
}

/* A plan that is begun while the VPC's blocks are unknown asks nobody whom the whole plan would
 * not ask, and ends as that. */
static void begun_before_the_blocks_are_known(void **state)
{
	size_t begun = 0;
	size_t left_open = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct case_of_row c;
		struct cidr blocks;
		struct plan plan = { 0 };
		char text[512];

		take_row(&c, i);
		blocks = c.identity.primary_vpc_cidr;
		c.identity.primary_vpc_cidr.base.family = IP_NONE;
		if (!plan_hold(&plan, &c.options, &c.identity, &c.host))
			continue;
		begun++;
		left_open += plan.held;
		plan_resolvers(&plan, &c.options, &c.identity, &c.host);
		EXPECT(plan.held || plan.resolver_count, "%s", rows[i].what);
		for (size_t r = 0; r < plan.resolver_count; r++)
			EXPECT(strstr(rows[i].expected, ip_text(&plan.resolvers[r].address.ip)),
			       "%s: asks %s", rows[i].what, ip_text(&plan.resolvers[r].address.ip));
		c.identity.primary_vpc_cidr = blocks;
		plan_release(&plan, &c.options, &c.identity, &c.host);
		describe(text, sizeof text, &plan);
		EXPECT(strcmp(text, rows[i].expected) == 0 && !plan.held, "%s: %s", rows[i].what,
		       text);
	}
	EXPECT(begun > ARRAY_SIZE(rows) / 2 && left_open, "%zu begun, %zu open", begun, left_open);
	expect_all_held();
}

/* Judging relies on it. */
static void exactly_one_speaks_for_route53(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *first = strstr(rows[i].expected, "route53=");

		EXPECT(first && !strstr(first + 1, "route53="), "%s", rows[i].what);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(resolvers),
		cmocka_unit_test(begun_before_the_blocks_are_known),
		cmocka_unit_test(exactly_one_speaks_for_route53),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
