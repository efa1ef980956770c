/* SPDX-License-Identifier: Apache-2.0 */
/* What the agent sees of DNS, now and from its next start on, and whom that makes
 * the plan ask. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/agent_status.h"
#include "ecsprobe/plan.h"

/* "10.0.0.2,10.0.0.53" */
static size_t take_servers(const char *text, struct ip *servers)
{
	size_t count = 0;

	while (text && *text) {
		size_t len = strcspn(text, ",");
		char ip[IP_TEXT_BYTES];

		(void)snprintf(ip, sizeof ip, "%.*s", (int)len, text);
		servers[count++] = ip_of(ip);
		text += len + (text[len] == ',');
	}
	return count;
}

static const char *describe(const struct plan *plan, const struct vantage *vantage, char *out,
			    size_t size)
{
	size_t used = (size_t)snprintf(out, size, "%s%s", vantage->seen ? "" : "?",
				       vantage->as_host ? "host:" : "");

	for (size_t i = 0; i < vantage->server_count && used < size; i++)
		used += (size_t)snprintf(out + used, size - used, " %s",
					 plan->resolvers[vantage->servers[i]].name);
	return out;
}

static void agents_vantages(void **state)
{
	static const struct {
		const char *what;
		const char *host, *docker; /* nameservers; NULL: dockerd hands out the host's */
		const char *container;     /* NULL: nobody looked; "?": it could not be read */
		bool own_dns, without_container;
		const char *running, *next;
		bool more; /* somebody new is asked once the agent was looked at */
	} rows[] = {
		{ "nobody looked", "10.0.0.2", NULL, NULL, false, false, "?host: route53",
		  "host: route53", false },
		{ "as the host", "10.0.0.2", NULL, "10.0.0.2", false, false, "host: route53",
		  "host: route53", false },
		{ "Route 53 by its other address", "10.0.0.2", NULL, "169.254.169.253", false,
		  false, "host: route53", "host: route53", false },
		{ "out of sight", "10.0.0.53", NULL, "?", false, false, "?host: system",
		  "host: system", false },
		{ "configured, and nobody looked", "10.0.0.2", "10.0.0.53", NULL, false, false,
		  "? agent", " agent", false },
		{ "configured, and out of sight", "10.0.0.2", "10.0.0.53", "?", false, false,
		  "? agent", " agent", false },
		{ "configured, and so it is", "10.0.0.2", "10.0.0.53", "10.0.0.53", false, false,
		  " agent", " agent", false },
		{ "configured since", "10.0.0.2", "10.0.0.53", "10.0.0.2", false, false,
		  "host: route53", " agent", false },
		{ "configured no more", "10.0.0.2", NULL, "10.0.0.53", false, false, " agent",
		  "host: route53", true },
		{ "given when it was made", "10.0.0.2", NULL, "10.0.0.53", true, false, " agent",
		  " agent", true },
		{ "no container at all", "10.0.0.2", "10.0.0.53", "10.0.0.2", false, true,
		  "host: route53", "host: route53", false },
		{ "one of two is the host's", "10.0.0.2", "10.0.0.53,10.0.0.2",
		  "10.0.0.53,10.0.0.2", false, false, " agent route53", " agent route53", false },
		{ "the host's in another order", "10.0.0.53,10.0.0.54", NULL, "10.0.0.54,10.0.0.53",
		  false, false, " system-2 system", "host: system system-2", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host = { .usable_v4 = true };
		struct identity identity = { .primary_vpc_cidr = cidr_of("10.0.0.0/16") };
		struct options options = { 0 };
		struct agent_status agent = { .looked = true };
		struct resolver_evidence *seen = &agent.resolver;
		const struct vantage *of;
		struct plan plan = { 0 };
		char text[128];
		bool more = false;

		of = plan.vantages[DIALLER_AGENT];
		host.resolver.nameserver_count =
			take_servers(rows[i].host, host.resolver.nameservers);
		host.docker_dns.count = take_servers(rows[i].docker, host.docker_dns.servers);
		agent.container.own_dns = rows[i].own_dns;
		if (rows[i].own_dns)
			agent.container.own_server_count =
				take_servers(rows[i].container, agent.container.own_servers);
		agent.unit.without_container = rows[i].without_container;
		if (rows[i].container && *rows[i].container != '?') {
			seen->sight = SIGHT_SEEN;
			seen->settings.nameserver_count =
				take_servers(rows[i].container, seen->settings.nameservers);
		}
		plan_resolvers(&plan, &options, &identity, &host);
		(void)plan_vantages(&plan, &options, &identity, &host, NULL);
		if (rows[i].container)
			more = plan_vantages(&plan, &options, &identity, &host, &agent);
		EXPECT(strcmp(describe(&plan, &of[MOMENT_RUNNING], text, sizeof text),
			      rows[i].running) == 0,
		       "'%s' runs with '%s'", rows[i].what, text);
		EXPECT(strcmp(describe(&plan, &of[MOMENT_NEXT_START], text, sizeof text),
			      rows[i].next) == 0,
		       "'%s' would start with '%s'", rows[i].what, text);
		EXPECT(more == rows[i].more, "'%s': more %d", rows[i].what, more);
		EXPECT(plan.resolver_count <= MAX_RESOLVERS, "'%s'", rows[i].what);
		/* What only the agent asks, nobody else's names are asked at. */
		for (size_t r = 0; r < plan.resolver_count; r++) {
			const struct target others = { .dialled_by = DIALLER_DOCKERD };
			const struct target its = { .dialled_by = DIALLER_AGENT };
			bool hosts = plan.resolvers[r].configured || plan.resolvers[r].route53;

			EXPECT(plan_asks(&plan, &others, r) == hosts, "'%s': %s", rows[i].what,
			       plan.resolvers[r].name);
			EXPECT(plan_asks(&plan, &its, r), "'%s': %s", rows[i].what,
			       plan.resolvers[r].name);
		}
	}
	expect_all_held();
}

/* However many there are at all moments, each is asked once, and there is room. */
static void the_most_there_can_be(void **state)
{
	struct host_facts host = { .usable_v4 = true };
	struct identity identity = { 0 };
	struct options options = { 0 };
	struct agent_status agent = { .looked = true, .resolver.sight = SIGHT_SEEN };
	struct plan plan = { .bridged = true };

	(void)state;
	host.resolver.nameserver_count =
		take_servers("10.0.0.11,10.0.0.12,10.0.0.13", host.resolver.nameservers);
	host.stub_uplink_count = take_servers("10.0.0.41,10.0.0.42,10.0.0.43", host.stub_uplinks);
	host.docker_dns.count =
		take_servers("10.0.0.21,10.0.0.22,10.0.0.23,10.0.0.24", host.docker_dns.servers);
	agent.resolver.settings.nameserver_count =
		take_servers("10.0.0.31,10.0.0.32,10.0.0.33", agent.resolver.settings.nameservers);
	agent.container.own_dns = true;
	agent.container.own_server_count =
		take_servers("10.0.0.51,10.0.0.52,10.0.0.53", agent.container.own_servers);
	plan_resolvers(&plan, &options, &identity, &host);
	assert_true(plan_vantages(&plan, &options, &identity, &host, NULL));
	assert_true(plan_vantages(&plan, &options, &identity, &host, &agent));
	assert_false(plan_vantages(&plan, &options, &identity, &host, &agent));
	assert_int_equal(plan.resolver_count, MAX_RESOLVERS);
	for (size_t i = 0; i < plan.resolver_count; i++)
		for (size_t k = 0; k < i; k++)
			EXPECT(strcmp(plan.resolvers[i].name, plan.resolvers[k].name) != 0,
			       "two are called %s", plan.resolvers[i].name);
	expect_all_held();
	for (size_t m = 0; m < MOMENT_COUNT; m++)
		assert_int_equal(plan.vantages[DIALLER_AGENT][m].server_count, MAX_NAMESERVERS);
	for (size_t m = 0; m < MOMENT_COUNT; m++)
		assert_int_equal(plan.vantages[DIALLER_TASK][m].server_count, MAX_NAMESERVERS);
	assert_int_equal(plan.vantages[DIALLER_TASK][MOMENT_NEXT_START].resolver.nameserver_excess,
			 1);
}

/* Those behind the host's stub, of which it may change to any. */
static void uplinks_of_the_stub(void **state)
{
	static const struct {
		const char *what, *uplinks;
		bool deep;
		const char *expected; /* who is asked */
	} rows[] = {
		{ "one is what the stub answers", "10.0.0.53", false, "system route53" },
		{ "two", "10.0.0.53,10.0.0.54", false, "system uplink uplink-2 route53" },
		{ "one of them is Route 53", "10.0.0.2,10.0.0.54", false,
		  "system route53 uplink-2" },
		{ "a public one", "10.0.0.2,8.8.8.8", false, "system route53" },
		{ "a public one, asked for", "10.0.0.2,8.8.8.8", true, "system route53 uplink-2" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host = { .usable_v4 = true };
		struct identity identity = { .primary_vpc_cidr = cidr_of("10.0.0.0/16") };
		struct options options = { .deep = rows[i].deep };
		struct plan plan = { 0 };
		char text[128] = "";
		size_t used = 0;

		host.resolver.nameserver_count =
			take_servers("127.0.0.53", host.resolver.nameservers);
		host.stub_uplink_count = take_servers(rows[i].uplinks, host.stub_uplinks);
		plan_resolvers(&plan, &options, &identity, &host);
		(void)plan_vantages(&plan, &options, &identity, &host, NULL);
		for (size_t r = 0; r < plan.resolver_count; r++)
			used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
						 r ? " " : "", plan.resolvers[r].name);
		EXPECT(strcmp(text, rows[i].expected) == 0, "%s: '%s'", rows[i].what, text);
		EXPECT(plan.vantages[DIALLER_AGENT][MOMENT_NEXT_START].as_host, "%s", rows[i].what);
	}
	expect_all_held();
}

/* What Docker gives to a bridge task, and whether it is judged on that. */
static void servers_of_bridge_tasks(void **state)
{
	static const struct {
		const char *what, *host, *docker, *uplinks;
		bool bridged, deep;
		const char *given, *judged;
	} rows[] = {
		{ "the host's", "10.0.0.2", NULL, NULL, true, false, "10.0.0.2", "host: route53" },
		{ "dockerd's", "10.0.0.2", "10.0.0.53", NULL, true, false, "10.0.0.53", " agent" },
		{ "dockerd's, and no bridge task", "10.0.0.2", "10.0.0.53", NULL, false, false,
		  "10.0.0.53", "host: route53" },
		{ "this host itself", "127.0.0.1", NULL, NULL, true, false, "8.8.8.8 8.8.4.4",
		  "host: system" },
		{ "... asked for", "127.0.0.1", NULL, NULL, true, true, "8.8.8.8 8.8.4.4",
		  " task task-2" },
		{ "this host itself, and another", "127.0.0.1,10.0.0.53", NULL, NULL, true, false,
		  "10.0.0.53", " system-2" },
		{ "behind the stub", "127.0.0.53", NULL, "10.0.0.53", true, false, "10.0.0.53",
		  " task" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host = { .usable_v4 = true };
		struct identity identity = { .primary_vpc_cidr = cidr_of("10.0.0.0/16") };
		struct options options = { .deep = rows[i].deep };
		struct plan plan = { .bridged = rows[i].bridged };
		const struct resolver_settings *given = &plan.bridge.resolver;
		char text[128] = "";
		size_t used = 0;

		host.resolver.nameserver_count =
			take_servers(rows[i].host, host.resolver.nameservers);
		host.docker_dns.count = take_servers(rows[i].docker, host.docker_dns.servers);
		host.stub_uplink_count = take_servers(rows[i].uplinks, host.stub_uplinks);
		plan_resolvers(&plan, &options, &identity, &host);
		(void)plan_vantages(&plan, &options, &identity, &host, NULL);
		for (size_t n = 0; n < given->nameserver_count; n++)
			used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
						 n ? " " : "", ip_text(&given->nameservers[n]));
		EXPECT(strcmp(text, rows[i].given) == 0, "%s: '%s'", rows[i].what, text);
		EXPECT(strcmp(describe(&plan, &plan.vantages[DIALLER_TASK][MOMENT_RUNNING], text,
				       sizeof text),
			      rows[i].judged) == 0,
		       "%s: '%s'", rows[i].what, text);
	}
	expect_all_held();
}

/* A nameserver is asked again as often as the least patient of its clients asks. */
static void attempts_of_the_clients(void **state)
{
	struct host_facts host = { .usable_v4 = true, .resolver.attempts = 5 };
	struct identity identity = { .primary_vpc_cidr = cidr_of("10.0.0.0/16") };
	struct options options = { 0 };
	struct agent_status agent = { .resolver.sight = SIGHT_SEEN };
	struct plan plan = { 0 };

	(void)state;
	host.resolver.nameserver_count = take_servers("10.0.0.53", host.resolver.nameservers);
	plan_resolvers(&plan, &options, &identity, &host);
	(void)plan_vantages(&plan, &options, &identity, &host, NULL);
	assert_int_equal(plan.resolver_count, 2);
	assert_int_equal(plan.resolvers[0].attempts, 5);
	assert_int_equal(plan.resolvers[1].attempts, 0);
	agent.resolver.settings.nameserver_count =
		take_servers("10.0.0.53,10.0.0.2", agent.resolver.settings.nameservers);
	agent.resolver.settings.attempts = 1;
	(void)plan_vantages(&plan, &options, &identity, &host, &agent);
	assert_int_equal(plan.resolver_count, 2);
	assert_int_equal(plan.resolvers[0].attempts, 1);
	assert_int_equal(plan.resolvers[1].attempts, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agents_vantages),
		cmocka_unit_test(the_most_there_can_be),
		cmocka_unit_test(uplinks_of_the_stub),
		cmocka_unit_test(servers_of_bridge_tasks),
		cmocka_unit_test(attempts_of_the_clients),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
