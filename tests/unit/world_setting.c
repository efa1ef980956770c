/* SPDX-License-Identifier: Apache-2.0 */
/* What holds for all endpoints of a world. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "world_parts.h"

enum expect world_expect(const char *word)
{
	for (int i = EXPECT_AUTO; i <= EXPECT_ANY; i++)
		if (strcmp(expect_name((enum expect)i), word) == 0)
			return (enum expect)i;
	fail_msg("the test says '%s', which is no path", word);
	return EXPECT_AUTO;
}

static void add_resolver(struct world *w, const char *name, const char *ip, bool route53,
			 bool configured)
{
	struct resolver *r = &w->plan.resolvers[w->plan.resolver_count++];

	*r = (struct resolver){ .address = { ip_of(ip), 53 },
				.route53 = route53,
				.configured = configured };
	(void)copy_text(r->name, sizeof r->name, name);
	r->diallers = ~0U;
	for (size_t d = 0; d < DIALLER_COUNT; d++) {
		for (size_t m = 0; m < MOMENT_COUNT; m++) {
			struct vantage *v = &w->plan.vantages[d][m];

			v->seen = v->as_host = true;
			if (configured)
				v->servers[v->server_count++] =
					(unsigned char)(w->plan.resolver_count - 1);
		}
	}
}

/* One that only the agent asks, now or from its next start on. */
static void add_agents_server(struct world *w, bool now, bool next)
{
	const bool at[MOMENT_COUNT] = { [MOMENT_RUNNING] = now, [MOMENT_NEXT_START] = next };

	add_resolver(w, "agent", "10.0.0.54", false, false);
	for (size_t m = 0; m < MOMENT_COUNT; m++) {
		struct vantage *v = &w->plan.vantages[DIALLER_AGENT][m];

		if (!at[m])
			continue;
		v->as_host = false;
		v->resolver.nameservers[0] = ip_of("10.0.0.54");
		v->resolver.nameserver_count = 1;
		v->servers[0] = (unsigned char)(w->plan.resolver_count - 1);
		v->server_count = 1;
		origin_set(&v->origin, "/etc/docker/daemon.json", 3);
	}
}

void world_set_nameservers(struct world *w, const char *word)
{
	static const struct {
		const char *word, *system;
		bool beside;
	} rows[] = {
		{ "r53", NULL, false },          { "system", "10.0.0.53", true },
		{ "two", "10.0.0.53", true },    { "system,r53", "10.0.0.53", false },
		{ "foreign", "10.4.0.2", true }, { "stub", "127.0.0.53", true },
		{ "hub", "10.99.0.53", true },   { "agent", NULL, false },
		{ "agent-now", NULL, false },    { "agent-next", NULL, false },
	};
	bool beside = false;

	w->plan.resolver_count = 0;
	memset(w->plan.vantages, 0, sizeof w->plan.vantages);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].word, word) != 0)
			continue;
		beside = rows[i].beside;
		if (rows[i].system)
			add_resolver(w, "system", rows[i].system, false, true);
	}
	if (strcmp(word, "two") == 0)
		add_resolver(w, "system-2", "10.0.0.54", false, true);
	add_resolver(w, "route53", beside ? "169.254.169.253" : "10.0.0.2", true, !beside);
	if (strncmp(word, "agent", strlen("agent")) == 0)
		add_agents_server(w, strcmp(word, "agent-next") != 0,
				  strcmp(word, "agent-now") != 0);
}

void world_set_region(struct world *w, const char *region)
{
	struct identity *identity = &w->facts.identity;

	identity->known_partition = partition_of_region(region);
	identity->partition_assumed = !identity->known_partition;
	if (identity->partition_assumed)
		identity->known_partition = &partition_table()[PARTITION_AWS];
	(void)copy_text(identity->region, REGION_BYTES, region);
	(void)copy_text(identity->regions[REGION_FROM_IMDS], REGION_BYTES, region);
	(void)copy_text(identity->partition, SUFFIX_BYTES, identity->known_partition->name);
	(void)copy_text(identity->dns_suffix, SUFFIX_BYTES, identity->known_partition->dns_suffix);
	w->plan.region_needs_all = partition_region_needs_all(region);
}

static void set_instance_region(struct world *w, const char *region)
{
	(void)copy_text(w->facts.identity.regions[REGION_FROM_IMDS], REGION_BYTES, region);
	(void)copy_text(w->facts.identity.regions[REGION_FROM_AGENT], REGION_BYTES,
			w->facts.identity.region);
}

/* Connected, or the far end of a handshake that broke. */
static void set_acs(struct world *w, const char *value)
{
	bool connected = strcmp(value, "connected") == 0;

	w->agent.path.acs = connected ? ACS_WORD_CONNECTED : ACS_WORD_FAILED;
	if (!connected)
		(void)snprintf(w->agent.path.acs_error, sizeof w->agent.path.acs_error,
			       "read tcp 10.0.1.50:40112->%.60s: i/o timeout", value);
}

static void set_workload(struct world *w, const char *value)
{
	static const struct workload seen = { .looked = true };

	assert_string_equal(value, "seen");
	w->report.workload = &seen;
}

static void set_profile(struct world *w, const char *name)
{
	enum profile profile = PROFILE_ECS;

	if (!profile_parse(name, &profile))
		fail_msg("the test says '%s', which is no profile", name);
	w->plan.profiles |= 1U << profile;
}

void world_set_vpc(struct world *w, const char *value)
{
	struct network *network = &w->facts.network;

	if (strcmp(value, "none") != 0)
		network->vpc_cidrs[network->vpc_cidr_count++] = cidr_of(value);
}

static void set_allow(struct world *w, const char *value)
{
	w->allowed[w->allow.count++] = cidr_of(value);
}

static void set_skew(struct world *w, const char *value)
{
	w->facts.imds.clock_known = true;
	w->facts.imds.clock_skew_s = strtoll(value, NULL, 10);
}

static void set_bridge(struct world *w, const char *value)
{
	struct bridge *bridge = &w->facts.host.bridges[w->facts.host.bridge_count++];

	bridge->cidr = cidr_of(value);
	(void)copy_text(bridge->name, sizeof bridge->name, "docker0");
}

static enum dialler dialler_of(const char *word)
{
	for (int i = 0; i < DIALLER_COUNT; i++)
		if (strcmp(dialler_name((enum dialler)i), word) == 0)
			return (enum dialler)i;
	fail_msg("the test says '%s', which is no dialler", word);
	return DIALLER_AGENT;
}

static void set_proxy(struct world *w, const char *value)
{
	struct proxy *proxy = &w->plan.proxies[dialler_of(value)];

	proxy->set = true;
	proxy->url = xstrdup("http://user:secret@proxy.corp:3128");
	proxy->covers_metadata = proxy->covers_credentials = proxy->covers_docker = true;
	(void)copy_text(proxy->shown, sizeof proxy->shown, "http://proxy.corp:3128");
	proxy->variable = "HTTPS_PROXY";
	origin_set(&proxy->origin, "/etc/ecs/ecs.config", 3);
	origin_format(&proxy->origin, proxy->source);
	(void)copy_text(proxy->name, sizeof proxy->name, "proxy.corp");
}

/* DIALLER,FORM: of the proxy that is set before. */
static void set_proxy_fault(struct world *w, const char *value)
{
	size_t len = strcspn(value, ",");
	char *dialler = strndup(value, len);
	struct proxy *proxy = &w->plan.proxies[dialler_of(dialler)];
	struct proxy_fault *fault = &proxy->fault;

	fault->form = strcmp(value + len, ",ignored") == 0  ? GO_PROXY_IGNORED
		      : strcmp(value + len, ",broken") == 0 ? GO_PROXY_BROKEN
							    : GO_PROXY_UNTRIED;
	fault->variable = "https_proxy";
	if (fault->form != GO_PROXY_UNTRIED)
		fault->words = "is in quotation marks";
	origin_set(&fault->origin, "/etc/some/unit", 9);
	(void)copy_text(fault->shown, sizeof fault->shown, "https://proxy.corp:3128");
	if (fault->form != GO_PROXY_IGNORED)
		proxy->form = fault->form;
	if (strcmp(value + len, ",https") == 0)
		proxy->scheme = "https";
	free(dialler);
}

static void set_store(struct world *w, const char *value)
{
	struct trust_outcome *trust = &w->outcomes.trust;

	trust->embedded = strcmp(value, "embedded") == 0;
	trust->unusable = strcmp(value, "unusable") == 0;
	if (!trust->embedded && !trust->unusable)
		(void)copy_text(trust->source, sizeof trust->source, value);
}

static void set_uplink(struct world *w, const char *value)
{
	struct host_facts *host = &w->facts.host;

	host->resolver.nameservers[0] = w->plan.resolvers[0].address.ip;
	host->resolver.nameserver_count = 1;
	host->stub_uplinks[host->stub_uplink_count++] = ip_of(value);
}

/* One behind the stub that is asked as well. */
static void set_asked_uplink(struct world *w, const char *value)
{
	set_uplink(w, value);
	add_resolver(w, "uplink-2", value, false, false);
	w->plan.resolvers[w->plan.resolver_count - 1].uplink = true;
}

static void set_rotate(struct world *w, const char *value)
{
	for (size_t d = 0; d < DIALLER_COUNT; d++)
		for (size_t m = 0; m < MOMENT_COUNT; m++)
			w->plan.vantages[d][m].resolver.rotate = strcmp(value, "yes") == 0;
}

static void set_single_request(struct world *w, const char *value)
{
	for (size_t d = 0; d < DIALLER_COUNT; d++)
		for (size_t m = 0; m < MOMENT_COUNT; m++)
			w->plan.vantages[d][m].resolver.single_request = strcmp(value, "yes") == 0;
}

/* "5,a.example,b.example": ndots and the list */
static void search_at(struct world *w, size_t moment, const char *value)
{
	for (size_t d = 0; d < DIALLER_COUNT; d++) {
		struct resolver_settings *s = &w->plan.vantages[d][moment].resolver;
		const char *rest = strchr(value, ',');

		s->ndots = (unsigned)strtoul(value, NULL, 10);
		s->search_count = 0;
		for (; rest; rest = strchr(rest, ',')) {
			int len = (int)strcspn(++rest, ",");

			(void)snprintf(s->search[s->search_count++], SEARCH_BYTES, "%.*s", len,
				       rest);
		}
	}
}

static void set_search(struct world *w, const char *value)
{
	for (size_t m = 0; m < MOMENT_COUNT; m++)
		search_at(w, m, value);
}

static void set_next_search(struct world *w, const char *value)
{
	search_at(w, MOMENT_NEXT_START, value);
}

static void set_next_timeout(struct world *w, const char *value)
{
	for (size_t d = 0; d < DIALLER_COUNT; d++)
		w->plan.vantages[d][MOMENT_NEXT_START].resolver.timeout_s =
			(unsigned)strtoul(value, NULL, 10);
}

static void set_timeout(struct world *w, const char *value)
{
	set_next_timeout(w, value);
	for (size_t d = 0; d < DIALLER_COUNT; d++)
		w->plan.vantages[d][MOMENT_RUNNING].resolver.timeout_s =
			w->plan.vantages[d][MOMENT_NEXT_START].resolver.timeout_s;
}

static void set_attempts(struct world *w, const char *value)
{
	for (size_t d = 0; d < DIALLER_COUNT; d++)
		for (size_t m = 0; m < MOMENT_COUNT; m++)
			w->plan.vantages[d][m].resolver.attempts =
				(unsigned)strtoul(value, NULL, 10);
}

static void set_lacking(struct world *w, const char *value)
{
	static const char *const words[] = { "does not exist", "names no nameserver" };

	w->facts.host.resolver_lacks = words[strcmp(value, "none") == 0];
}

static void set_bridged(struct world *w, const char *value)
{
	struct resolver_settings *settings = &w->plan.bridge.resolver;

	w->plan.bridged = true;
	settings->nameservers[settings->nameserver_count++] = ip_of(value);
	origin_set(&w->plan.bridge.origin, "Docker's own default", 0);
}

static void set_routes(struct world *w, const char *value)
{
	w->facts.host.usable_v4 = w->facts.host.usable_v6 = strcmp(value, "unknown") != 0;
}

static void set_ignored(struct world *w, const char *value)
{
	struct resolver_settings *settings = &w->facts.host.resolver;

	settings->nameserver_count = MAX_NAMESERVERS;
	settings->ignored[settings->nameserver_excess++] = ip_of(value);
}

/* A healthy one of that version, which has nothing to say of itself. */
static void set_agent(struct world *w, const char *value)
{
	struct agent_status *agent = &w->agent;
	unsigned *numbers = agent->introspection.version_numbers;

	agent->looked = agent->booted = agent->unit.without_container = true;
	agent->unit.sight = agent->introspection.sight = SIGHT_SEEN;
	agent->path.log_sight = agent->path.peers_sight = SIGHT_ABSENT;
	agent->path.acs = ACS_WORD_CONNECTED;
	(void)copy_text(agent->unit.load, sizeof agent->unit.load, "loaded");
	(void)copy_text(agent->unit.active, sizeof agent->unit.active, "active");
	(void)copy_text(agent->introspection.arn, sizeof agent->introspection.arn, "arn:aws:ecs");
	assert_int_equal(sscanf(value, "%u.%u.%u", &numbers[0], &numbers[1], &numbers[2]), 3);
}

static void set_outside(struct world *w, const char *value)
{
	w->facts.identity.agent_external = w->facts.identity.outside = strcmp(value, "yes") == 0;
	w->facts.imds.code = CODE_IMDS_UNREACHABLE;
}

void world_set(struct world *w, enum expect *expect, const char *key, const char *value)
{
	static const struct {
		const char *key;
		void (*set)(struct world *w, const char *value);
	} rows[] = {
		{ "ns", world_set_nameservers },
		{ "region", world_set_region },
		{ "vpc", world_set_vpc },
		{ "allow", set_allow },
		{ "skew", set_skew },
		{ "bridge", set_bridge },
		{ "proxy", set_proxy },
		{ "proxy-fault", set_proxy_fault },
		{ "store", set_store },
		{ "uplink", set_uplink },
		{ "asked-uplink", set_asked_uplink },
		{ "rotate", set_rotate },
		{ "single-request", set_single_request },
		{ "timeout", set_timeout },
		{ "next-timeout", set_next_timeout },
		{ "attempts", set_attempts },
		{ "search", set_search },
		{ "next-search", set_next_search },
		{ "resolv.conf", set_lacking },
		{ "routes", set_routes },
		{ "ignored", set_ignored },
		{ "bridged", set_bridged },
		{ "agent", set_agent },
		{ "in", set_instance_region },
		{ "outside", set_outside },
		{ "profile", set_profile },
		{ "workload", set_workload },
		{ "acs", set_acs },
	};

	if (strcmp(key, "expect") == 0) {
		*expect = world_expect(value);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].key, key) == 0) {
			rows[i].set(w, value);
			return;
		}
	}
	fail_msg("the test says '%s=%s' of the world", key, value);
}
