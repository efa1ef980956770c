/* SPDX-License-Identifier: Apache-2.0 */
/* The questions that what was seen asks for. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/gather.h"
#include "world.h"

static const char *name_of(enum purpose purpose)
{
	static const char *const names[] = {
		[PURPOSE_CHECK] = "check",
		[PURPOSE_NUMBERED] = "numbered",
		[PURPOSE_NAMED] = "named",
		[PURPOSE_SAME_AGAIN] = "same",
		[PURPOSE_LARGE_HELLO] = "large",
		[PURPOSE_LARGE_SEGMENTS] = "pieces",
		[PURPOSE_SMALL_SEGMENTS] = "segments",
		[PURPOSE_OTHER_REGION] = "region",
		[PURPOSE_PLAIN_NAME] = "plain",
		[PURPOSE_SECOND_LOOK] = "again",
		[PURPOSE_SEARCH_NAME] = "search",
		[PURPOSE_SERVICE_NAME] = "service",
		[PURPOSE_AGENT_PEER] = "peer",
		[PURPOSE_PROXY_NAME] = "proxy",
		[PURPOSE_ELSEWHERE] = "elsewhere",
	};

	return names[purpose];
}

/* What a round adds to the plan, taken out of it again. */
static struct plan added_by(struct world *w, unsigned round, bool deep,
			    const struct agent_status *agent, const struct api_facts *api)
{
	const struct options options = { .deep = deep };
	struct plan followup = { 0 };
	size_t before = w->plan.count;
	bool more = plan_followup(&w->plan, round, &w->outcomes, &options, &w->facts, agent, api);

	assert_int_equal(more, w->plan.count > before);
	for (size_t i = before; i < w->plan.count; i++) {
		(void)plan_add(&followup, w->plan.targets[i]);
		free(w->plan.targets[i]);
	}
	w->plan.count = before;
	return followup;
}

static struct plan followup_of(struct world *w, bool deep)
{
	return added_by(w, 0, deep, NULL, NULL);
}

/* "large 10.0.1.10; numbered ecs-a-1.us-east-1.amazonaws.com"; owned by the
 * caller. */
static char *describe(const struct plan *followup)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < followup->count; i++) {
		const struct target *t = followup->targets[i];
		char *longer = xasprintf("%s%s%s %s", text, i ? "; " : "", name_of(t->purpose),
					 t->address.family ? ip_text(&t->address) : t->host);

		free(text);
		text = longer;
	}
	return text;
}

#define A1 "numbered ecs-a-1.us-east-1.amazonaws.com"
#define T1 "numbered ecs-t-1.us-east-1.amazonaws.com"
#define SA "service ecs-agent.us-east-1.amazonaws.com"
#define ST "service ecs-telemetry.us-east-1.amazonaws.com"
#define GONE "route53=!dns-nxdomain"
#define RETRIES(ip) "same " ip "; segments " ip
#define LARGE(ip) "large " ip "; pieces " ip

static void rows_of_the_table(void **state)
{
	static const struct {
		const char *what, *world, *expected;
	} rows[] = {
		{ "all is well",
		  "ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecr.layers: any "
		  "route53=52.216.1.1",
		  "" },
		{ "a failure that more questions do not explain",
		  "ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout ecs-agent: route53=10.0.1.11 "
		  "10.0.1.11=tls-closed logs: " GONE,
		  "" },
		{ "a stall", "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout", RETRIES("10.0.1.10") },
		{ "a reset", "ecs: route53=10.0.1.10 10.0.1.10=tls-reset", RETRIES("10.0.1.10") },
		{ "one of two addresses stalls",
		  "ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tls-timeout", RETRIES("10.0.2.10") },
		{ "both stall",
		  "ecs: route53=10.0.1.10,10.0.2.10 10.0.1.10=tls-timeout "
		  "10.0.2.10=tls-reset",
		  RETRIES("10.0.1.10") "; " RETRIES("10.0.2.10") },
		{ "what only Route 53 beside names is not dialled",
		  "ns=system ecs: system=10.0.1.10 route53=10.0.2.10 10.0.2.10=tls-timeout", "" },
		{ "... the host's own is",
		  "ns=system ecs: system=10.0.1.10 route53=10.0.2.10 10.0.1.10=tls-timeout "
		  "10.0.2.10=tls-timeout",
		  RETRIES("10.0.1.10") },
		{ "... and what both name",
		  "ns=system ecs: system=10.0.1.10 route53=10.0.1.10 10.0.1.10=tls-timeout",
		  RETRIES("10.0.1.10") },
		{ "the second nameserver's is dialled too",
		  "ns=two ecs: system=!dns-servfail system-2=10.0.1.10 route53=10.0.1.10 "
		  "10.0.1.10=tls-timeout",
		  RETRIES("10.0.1.10") },
		{ "where /etc/hosts decides, the nameserver's is not dialled",
		  "ecs: hosts=10.0.1.10 route53=10.0.2.10 10.0.2.10=tls-timeout", "" },
		{ "... but that of /etc/hosts",
		  "ecs: hosts=10.0.1.10 route53=10.0.2.10 10.0.1.10=tls-timeout",
		  RETRIES("10.0.1.10") },
		{ "a large ClientHello is answered", "ecs: route53=10.0.1.10 large=ok", "" },
		{ "... and lost", "ecs: route53=10.0.1.10 large=tls-timeout", LARGE("10.0.1.10") },
		{ "... and reset", "ecs: route53=10.0.1.10 large=tls-reset", LARGE("10.0.1.10") },
		{ "... and the connection is closed", "ecs: route53=10.0.1.10 large=tls-closed",
		  LARGE("10.0.1.10") },
		{ "... and was cut short", "ecs: route53=10.0.1.10 large=not-finished", "" },
		{ "... and its connection did not come about",
		  "ecs: route53=10.0.1.10 large=tcp-timeout", "" },
		{ "... where a small one is lost too",
		  "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout large=tls-timeout",
		  RETRIES("10.0.1.10") },
		{ "... of two addresses, the first of which works",
		  "ecs: route53=10.0.1.10 large=tls-reset route53=10.0.1.10,10.0.2.10 10.0.2.10=tls-timeout",
		  RETRIES("10.0.2.10") "; " LARGE("10.0.1.10") },
		{ "... of both",
		  "ecs: route53=10.0.1.10 large=tls-reset route53=10.0.2.10 large=tls-alert",
		  LARGE("10.0.1.10") "; " LARGE("10.0.2.10") },
		{ "through a proxy nothing is tried again",
		  "proxy=agent ecs: proxied via=10.0.0.99 10.0.0.99=tls-timeout", "" },
		{ "... nor what stalls beside it",
		  "proxy=agent ecs: proxied via=10.0.0.99 route53=10.0.1.10 10.0.1.10=tls-timeout",
		  "" },
		{ "numbered hosts are none of a proxied name's",
		  "proxy=agent ecs: route53=52.94.1.10 ecs-agent: proxied via=10.0.0.99 " GONE,
		  "" },
		{ "... but of the one that goes directly",
		  "proxy=agent ecs: route53=52.94.1.10 ecs-agent: proxied via=10.0.0.99 " GONE
		  " ecs-telemetry: " GONE,
		  T1 },
		{ "a reset before the handshake is no matter of size",
		  "ecs: route53=10.0.1.10 10.0.1.10=tcp-reset", "" },
		{ "numbered hosts",
		  "ecs: route53=52.94.1.10 ecs-agent: " GONE " ecs-telemetry: " GONE, A1 "; " T1 },
		{ "one of them exists",
		  "ecs: route53=52.94.1.10 ecs-agent: " GONE " ecs-telemetry: route53=52.94.1.12",
		  A1 },
		{ "ecs is private: a zone is in the way",
		  "ecs: route53=10.0.1.10 ecs-agent: " GONE " ecs-telemetry: " GONE, SA "; " ST },
		{ "an answer that nobody may keep", "ecs: route53=10.0.1.10,ttl0",
		  "again ecs.us-east-1.amazonaws.com" },
		{ "... of a server that the dialler does not ask",
		  "ns=system ecs: system=10.0.1.10 route53=10.0.1.10,ttl0", "" },
		{ "... where hosts decides", "ecs: hosts=10.0.1.10 route53=10.0.1.10,ttl0", "" },
		{ "fewer dots than ndots", "search=5,a.example,b.example ecs: route53=10.0.1.10",
		  "search ecs.us-east-1.amazonaws.com.a.example; search "
		  "ecs.us-east-1.amazonaws.com.b.example" },
		{ "... in no list", "search=5 ecs: route53=10.0.1.10", "" },
		{ "as many dots", "search=3,a.example ecs: route53=10.0.1.10", "" },
		{ "... and hosts pins it", "search=5,a.example ecs: hosts=10.0.1.10", "" },
		{ "... and its proxy asks",
		  "search=5,a.example proxy=agent ecs: proxied via=10.0.0.99", "" },
		{ "... or its name is public",
		  "ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 ecs-telemetry: "
		  "route53=10.0.1.12",
		  SA },
		{ "... and nothing is private",
		  "ecs: route53=52.94.1.10 ecs-agent: route53=52.94.1.11", "" },
		{ "... or the agent's proxy asks for it",
		  "proxy=agent ecs: route53=10.0.1.10 ecs-agent: proxied via=10.0.0.99 "
		  "route53=52.94.1.11",
		  "" },
		{ "ecs is mixed", "ecs: route53=10.0.1.10,52.94.1.10 ecs-agent: " GONE, SA },
		{ "ecs does not resolve", "ecs: " GONE " ecs-agent: " GONE, "" },
		{ "ecs is not in the plan", "ecs-agent: " GONE, "" },
		{ "the name exists without an address",
		  "ecs: route53=52.94.1.10 ecs-agent: route53=!dns-nodata", "" },
		{ "one of two nameservers knows it",
		  "ns=system ecs: system=52.94.1.10 route53=52.94.1.10 ecs-agent: "
		  "system=!dns-nxdomain route53=52.94.1.11",
		  "" },
		{ "neither knows it",
		  "ns=system ecs: system=52.94.1.10 route53=52.94.1.10 ecs-agent: "
		  "system=!dns-nxdomain " GONE,
		  A1 },
		{ "/etc/hosts knows it", "ecs: route53=52.94.1.10 ecs-agent: hosts=10.0.1.11 " GONE,
		  "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		struct plan followup = followup_of(w, false);
		char *text = describe(&followup);

		EXPECT(strcmp(text, rows[i].expected) == 0, "'%s': %s", rows[i].what, text);
		free(text);
		plan_done(&followup);
		world_free(w);
	}
	expect_all_held();
}

/* It is about the hosts that the first round found to judge, and about nothing else. */
static void the_second_round(void **state)
{
	static const struct {
		const char *what, *world, *expected;
	} rows[] = {
		{ "the first round asked for what is planned",
		  "search=5,a.example ecs: route53=10.0.1.10,ttl0 10.0.1.10=tls-timeout", "" },
		{ "a numbered host works",
		  "ecs: route53=52.94.1.10 ecs-agent: " GONE " +numbered: route53=52.94.1.12", "" },
		{ "... and stalls",
		  "ecs: route53=52.94.1.10 ecs-agent: " GONE
		  " +numbered: route53=52.94.1.12 52.94.1.12=tls-timeout",
		  RETRIES("52.94.1.12") },
		{ "a host that AWS names stalls",
		  "ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 "
		  "+named: route53=10.0.1.12 10.0.1.12=tls-reset",
		  RETRIES("10.0.1.12") },
		{ "... and nobody may keep its answer",
		  "ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 +named: route53=10.0.1.12,ttl0",
		  "again ecs-a.us-east-1.amazonaws.com" },
		{ "... and the search list comes first",
		  "search=5,a.example ecs: hosts=10.0.1.10 ecs-agent: hosts=10.0.1.11 "
		  "+named: route53=10.0.1.12",
		  "search ecs-a.us-east-1.amazonaws.com.a.example" },
		{ "evidence calls for no more",
		  "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: 10.0.1.10=tls-timeout",
		  "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		struct plan followup = added_by(w, 1, true, NULL, NULL);
		char *text = describe(&followup);

		EXPECT(strcmp(text, rows[i].expected) == 0, "'%s': %s", rows[i].what, text);
		for (size_t n = 0; n < followup.count; n++)
			EXPECT(target_is_handed_out(followup.targets[n]->origin), "'%s'",
			       rows[i].what);
		free(text);
		plan_done(&followup);
		world_free(w);
	}
	expect_all_held();
}

static size_t count_of(const struct plan *plan, enum purpose purpose)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		count += plan->targets[i]->purpose == purpose;
	return count;
}

static bool has_host(const struct plan *plan, const char *host)
{
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->targets[i]->host, host) == 0)
			return true;
	return false;
}

static size_t words_of(const char *list)
{
	size_t count = *list != '\0';

	for (; *list; list++)
		count += *list == ' ';
	return count;
}

/* Hosts outside the plan are asked for only with --deep. */
static void deep_asks_further(void **state)
{
	static const struct {
		const char *what, *world;
		bool regions, elsewhere;
	} rows[] = {
		{ "public", "ecs: route53=52.94.1.10", true, false },
		{ "ecs fails", "ecs: route53=!dns-nxdomain", true, false },
		{ "public and dead", "ecs: route53=52.94.1.10 52.94.1.10=tcp-timeout", true,
		  false },
		{ "private", "ecs: route53=10.0.1.10", false, false },
		{ "mixed", "ecs: route53=10.0.1.10,52.94.1.10", false, false },
		{ "not in the plan", "logs: route53=52.94.1.10", false, false },
		{ "layers", "ecr.layers: any route53=52.216.1.1", false, true },
		{ "dead layers", "ecr.layers: any route53=52.216.1.1 52.216.1.1=tcp-timeout", false,
		  true },
		{ "private layers", "ecr.layers: any route53=10.0.1.10", false, false },
		{ "both", "ecs: route53=52.94.1.10 ecr.layers: any route53=52.216.1.1", true,
		  true },
	};
	size_t others = words_of(partition_of_region("us-east-1")->regions) - 1;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		struct plan shallow = followup_of(w, false);
		struct plan deep = followup_of(w, true);

		EXPECT(shallow.count == 0, "'%s': %zu", rows[i].what, shallow.count);
		EXPECT(count_of(&deep, PURPOSE_OTHER_REGION) == (rows[i].regions ? others : 0),
		       "'%s': %zu", rows[i].what, count_of(&deep, PURPOSE_OTHER_REGION));
		/* One S3 elsewhere, and one host here that is not S3. */
		EXPECT(count_of(&deep, PURPOSE_ELSEWHERE) == (rows[i].elsewhere ? 2 : 0),
		       "'%s': %zu", rows[i].what, count_of(&deep, PURPOSE_ELSEWHERE));
		EXPECT(!has_host(&deep, "s3.us-east-1.amazonaws.com"), "'%s'", rows[i].what);
		EXPECT(has_host(&deep, "ecs-a-1.us-east-1.amazonaws.com") == rows[i].elsewhere,
		       "'%s'", rows[i].what);
		plan_done(&shallow);
		plan_done(&deep);
		world_free(w);
	}
	expect_all_held();
}

/* Only what exists in the same partition. */
static void other_regions_are_of_the_same_partition(void **state)
{
	struct world *w = world_new("region=cn-north-1 ecs: route53=52.94.1.10");
	struct plan followup = followup_of(w, true);
	char *text = describe(&followup);

	(void)state;
	assert_string_equal(text, "region ecs.cn-northwest-1.amazonaws.com.cn");
	assert_string_equal(followup.targets[0]->service, "cn-northwest-1");
	free(text);
	plan_done(&followup);
	/* A partition that is not known has no list. */
	w->facts.identity.known_partition = NULL;
	followup = followup_of(w, true);
	assert_int_equal(followup.count, 0);
	plan_done(&followup);
	world_free(w);
}

/* However many addresses stall, four are tried again. */
static void retries_are_limited(void **state)
{
	struct world *w =
		world_new("ecs: route53=10.0.1.1,10.0.1.2,10.0.1.3,10.0.1.4,10.0.1.5,10.0.1.6 "
			  "10.0.1.1=tls-timeout 10.0.1.2=tls-timeout 10.0.1.3=tls-reset "
			  "10.0.1.4=tls-timeout 10.0.1.5=tls-timeout 10.0.1.6=tls-timeout "
			  "ecs-agent: route53=10.0.2.1 10.0.2.1=tls-timeout");
	struct plan followup = followup_of(w, true);

	(void)state;
	assert_int_equal(count_of(&followup, PURPOSE_SAME_AGAIN), 5);
	assert_int_equal(count_of(&followup, PURPOSE_SMALL_SEGMENTS), 5);
	assert_true(followup.targets[7]->origin == w->plan.targets[0]);
	assert_true(followup.targets[8]->origin == w->plan.targets[1]);
	plan_done(&followup);
	world_free(w);
}

/* What is asked of whom, and what it counts for. */
static void targets_of_the_followup(void **state)
{
	struct world *w =
		world_new("ns=system ecs: system=52.94.1.10 route53=52.94.1.10 "
			  "52.94.1.10=tls-timeout "
			  "ecs-agent: private system=!dns-nxdomain route53=!dns-nxdomain "
			  "ecs-telemetry: optional system=!dns-nxdomain route53=!dns-nxdomain");
	struct plan f = followup_of(w, false);

	(void)state;
	assert_int_equal(f.count, 4);
	for (size_t i = 0; i < f.count; i++) {
		EXPECT(!f.targets[i]->proxied, "%zu", i);
		EXPECT(f.targets[i]->port == 443 && f.targets[i]->dialled_by == DIALLER_AGENT,
		       "%zu", i);
	}
	/* The handshakes are repeated with the same name, and vouch for nothing. */
	assert_string_equal(f.targets[0]->host, w->plan.targets[0]->host);
	assert_false(f.targets[0]->required || f.targets[1]->required);
	for (size_t i = 0; i < 2; i++)
		EXPECT(strcmp(ip_text(&f.targets[i]->address), "52.94.1.10") == 0, "%zu", i);
	/* The numbered hosts take the place of those that do not exist. */
	assert_string_equal(f.targets[2]->service, "ecs-agent-1");
	assert_true(f.targets[2]->required && f.targets[2]->expect == EXPECT_PRIVATE);
	assert_true(f.targets[2]->origin == w->plan.targets[1]);
	assert_int_equal(f.targets[2]->address.family, IP_NONE);
	assert_string_equal(f.targets[3]->service, "ecs-telemetry-1");
	assert_false(f.targets[3]->required);
	plan_done(&f);
	world_free(w);
	expect_all_held();
}

/* What is judged goes as its dialler would; the rest is evidence. */
static void numbered_hosts_may_be_proxied(void **state)
{
	static const struct {
		const char *what, *no_proxy;
		bool proxied;
	} rows[] = {
		{ "the plain names alone are exempt",
		  "ecs.us-east-1.amazonaws.com,ecs-a.us-east-1.amazonaws.com", true },
		{ "all names are", "amazonaws.com", false },
		{ "the numbered one is",
		  "ecs.us-east-1.amazonaws.com,ecs-a.us-east-1.amazonaws.com,"
		  "ecs-a-1.us-east-1.amazonaws.com",
		  false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=52.94.1.10 52.94.1.10=tls-timeout "
					    "ecs-agent: " GONE);
		struct proxy_settings *settings = &w->facts.host.proxies[DIALLER_AGENT];
		struct plan f;

		settings->https_proxy = xstrdup("http://10.0.0.99:3128");
		settings->no_proxy = xstrdup(rows[i].no_proxy);
		plan_proxies(&w->plan, &w->facts.host);
		f = followup_of(w, false);
		EXPECT(f.count == 3, "'%s': %zu", rows[i].what, f.count);
		for (size_t n = 0; n < f.count; n++)
			EXPECT(f.targets[n]->proxied == (rows[i].proxied &&
							 f.targets[n]->purpose == PURPOSE_NUMBERED),
			       "'%s': %s", rows[i].what, name_of(f.targets[n]->purpose));
		plan_done(&f);
		host_facts_done(&w->facts.host);
		world_free(w);
	}
	expect_all_held();
}

/* The agent was told to ask for other names: is the plain one private? */
static void plain_names(void **state)
{
	static const struct {
		const char *what, *world;
		bool asked;
	} rows[] = {
		{ "public", "ecs: route53=52.94.1.10", true },
		{ "missing", "ecs: route53=!dns-nxdomain", true },
		{ "private", "ecs: route53=10.0.1.10", false },
		{ "of the user's own", "app: route53=52.94.1.10", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		struct plan followup = followup_of(w, false);

		/* Planned by its plain name already. */
		EXPECT(followup.count == 0, "'%s': %zu", rows[i].what, followup.count);
		plan_done(&followup);
		(void)copy_text(w->plan.targets[0]->host, HOST_BYTES,
				"ecs-fips.us-east-1.amazonaws.com");
		followup = followup_of(w, false);
		EXPECT(followup.count == rows[i].asked, "'%s': %zu", rows[i].what, followup.count);
		if (followup.count)
			EXPECT(followup.targets[0]->purpose == PURPOSE_PLAIN_NAME &&
				       has_host(&followup, "ecs.us-east-1.amazonaws.com"),
			       "'%s': %s", rows[i].what, followup.targets[0]->host);
		plan_done(&followup);
		world_free(w);
	}
	expect_all_held();
}

#define PRIVATE \
	"ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12"
#define PUBLIC "ecs: route53=52.94.1.10 ecs-agent: route53=52.94.1.11"

/* A public peer, or a numbered host in the log, is worth asking about only
 * while the agent could have a private path. */
static void whose_peer_is_it(void **state)
{
	static const struct {
		const char *what, *world, *peer, *log_host;
		size_t asked;
		const char *host; /* among them */
	} rows[] = {
		{ "a public peer", PRIVATE, "52.94.9.9", NULL, 24,
		  "ecs-t-12.us-east-1.amazonaws.com" },
		{ "a private one", PRIVATE, "10.0.1.11", NULL, 0, NULL },
		{ "no peer", PRIVATE, NULL, NULL, 0, NULL },
		{ "a public peer where ecs is public", PUBLIC, "52.94.1.11", NULL, 0, NULL },
		{ "the log's host", PRIVATE, NULL, "ecs-a-17.us-east-1.amazonaws.com", 1,
		  "ecs-a-17.us-east-1.amazonaws.com" },
		{ "the log's private host", PRIVATE, NULL, "ecs-a.us-east-1.amazonaws.com", 0,
		  NULL },
		{ "no ecs-agent in the plan", "ecs: route53=10.0.1.10", "52.94.9.9",
		  "ecs-a-17.us-east-1.amazonaws.com", 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		struct agent_status status = { 0 };
		struct plan followup;

		if (rows[i].peer)
			status.path.peers[status.path.peer_count++] = ip_of(rows[i].peer);
		if (rows[i].log_host) {
			status.path.log_sight = SIGHT_SEEN;
			status.path.log_numbered = strstr(rows[i].log_host, "a-17") != NULL;
			(void)copy_text(status.path.log_host, AGENT_HOST_BYTES, rows[i].log_host);
		}
		followup = added_by(w, 0, false, &status, NULL);
		EXPECT(followup.count == rows[i].asked, "%s: %zu", rows[i].what, followup.count);
		if (rows[i].host)
			EXPECT(has_host(&followup, rows[i].host), "%s", rows[i].what);
		for (size_t t = 0; t < followup.count; t++)
			EXPECT(followup.targets[t]->purpose == PURPOSE_AGENT_PEER &&
				       !followup.targets[t]->required,
			       "%s: %s", rows[i].what, followup.targets[t]->host);
		plan_done(&followup);
		world_free(w);
	}
	expect_all_held();
}

/* What AWS names is judged like the service that it stands for, where that is planned. */
static void hosts_that_aws_names(void **state)
{
	static const char world[] = "ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 "
				    "ecs-telemetry: route53=10.0.1.12";
	static const struct {
		const char *what, *world;
		struct api_host named[API_NAMED_COUNT];
		const char *expected;
		const char *services; /* of those, with a '!' where required */
	} rows[] = {
		{ "nobody", world, { { API_HOST_NONE } }, "", "" },
		{ "base names of the plan",
		  world,
		  { { API_HOST_BASE, "ecs-a.us-east-1.amazonaws.com", 443 },
		    { API_HOST_BASE, "ecs-t.us-east-1.amazonaws.com", 443 },
		    { API_HOST_BASE, "ecs-a.us-east-1.amazonaws.com", 443 } },
		  "",
		  "" },
		{ "numbered ones",
		  world,
		  { { API_HOST_NUMBERED, "ecs-a-3.us-east-1.amazonaws.com", 443 },
		    { API_HOST_NUMBERED, "ecs-t-3.us-east-1.amazonaws.com", 443 },
		    { API_HOST_BASE, "ecs-sc.us-east-1.api.aws", 443 } },
		  "named ecs-a-3.us-east-1.amazonaws.com; named ecs-t-3.us-east-1.amazonaws.com",
		  " ecs-agent.named! ecs-telemetry.named!" },
		{ "another port is another host",
		  world,
		  { { API_HOST_BASE, "ecs-a.us-east-1.amazonaws.com", 8443 } },
		  "named ecs-a.us-east-1.amazonaws.com",
		  " ecs-agent.named!" },
		{ "one for two things",
		  world,
		  { { API_HOST_OTHER, "agent.example.com", 443 },
		    { API_HOST_OTHER, "agent.example.com", 443 } },
		  "named agent.example.com",
		  " ecs-agent.named!" },
		{ "logs of the system are optional",
		  world,
		  { [API_NAMED_SYSTEM_LOGS] = { API_HOST_OTHER, "logs.example.com", 443 } },
		  "named logs.example.com",
		  " ecs-logs.named" },
		{ "what cannot be asked for", world, { { API_HOST_BAD, "http://x", 0 } }, "", "" },
		{ "of a service that is not planned",
		  "ecs: route53=10.0.1.10",
		  { { API_HOST_NUMBERED, "ecs-a-3.us-east-1.amazonaws.com", 443 } },
		  "",
		  "" },
		{ "that is asked for already",
		  "ecs: route53=52.94.1.10 ecs-agent: " GONE,
		  { { API_HOST_NUMBERED, "ecs-a-1.us-east-1.amazonaws.com", 443 } },
		  A1,
		  "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		struct api_facts api = { .asked = true };
		char services[256] = "";
		struct plan f;
		char *text;

		memcpy(api.named, rows[i].named, sizeof api.named);
		for (size_t t = 0; t < w->plan.count; t++)
			w->plan.targets[t]->required = true;
		f = added_by(w, 0, false, NULL, &api);
		text = describe(&f);
		EXPECT(strcmp(text, rows[i].expected) == 0, "%s: %s", rows[i].what, text);
		for (size_t t = 0; t < f.count; t++) {
			if (f.targets[t]->purpose != PURPOSE_NAMED)
				continue;
			(void)strcat(strcat(services, " "), f.targets[t]->service);
			(void)strcat(services, f.targets[t]->required ? "!" : "");
		}
		EXPECT(strcmp(services, rows[i].services) == 0, "%s:%s", rows[i].what, services);
		free(text);
		plan_done(&f);
		world_free(w);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_the_table),
		cmocka_unit_test(the_second_round),
		cmocka_unit_test(deep_asks_further),
		cmocka_unit_test(other_regions_are_of_the_same_partition),
		cmocka_unit_test(retries_are_limited),
		cmocka_unit_test(targets_of_the_followup),
		cmocka_unit_test(numbered_hosts_may_be_proxied),
		cmocka_unit_test(plain_names),
		cmocka_unit_test(whose_peer_is_it),
		cmocka_unit_test(hosts_that_aws_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
