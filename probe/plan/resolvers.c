/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ecsprobe/agent_status.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/ports.h"
#include "ecsprobe/util.h"
#include "target_names.h"

enum { RESOLVER_OFFSET = 2 };

static const struct ip link_local_v4 = { IP_V4, { 169, 254, 169, 253 } };
static const struct ip link_local_v6 = { IP_V6, { 0xfd, 0x00, 0x0e, 0xc2, [14] = 0x02, 0x53 } };

static bool is_route53(const struct ip *ip, const struct options *options,
		       const struct identity *identity)
{
	const struct cidr *primary = options->vpc_cidrs.count ? &options->vpc_cidrs.items[0]
							      : &identity->primary_vpc_cidr;
	struct ip plus_two;

	/* Whoever names the resolver by hand means that one and no other. */
	if (options->resolver.ip.family != IP_NONE)
		return ip_equal(ip, &options->resolver.ip) && options->resolver.port == DNS_PORT;
	if (ip_equal(ip, &link_local_v4) || ip_equal(ip, &link_local_v6))
		return true;
	return cidr_nth(primary, RESOLVER_OFFSET, &plus_two) && ip_equal(ip, &plus_two);
}

static struct resolver *find_route53(struct plan *plan)
{
	for (size_t i = 0; i < plan->resolver_count; i++)
		if (plan->resolvers[i].route53)
			return &plan->resolvers[i];
	return NULL;
}

enum { ALL_DIALLERS = (1U << DIALLER_COUNT) - 1 };

/* The n-th of its kind is called KIND-n, the first just KIND. */
static void name_resolver(struct resolver *r, const char *kind, unsigned position)
{
	if (r->route53)
		(void)snprintf(r->name, sizeof r->name, "route53");
	else if (position == 0)
		(void)snprintf(r->name, sizeof r->name, "%s", kind);
	else
		(void)snprintf(r->name, sizeof r->name, "%s-%u", kind, position + 1);
}

/* A server that is there already is no second one.  NULL: there is no room. */
static struct resolver *add_resolver(struct plan *plan, const struct ip *ip, bool route53,
				     const char *kind, unsigned position)
{
	struct resolver *r = route53 ? find_route53(plan) : NULL;

	for (size_t i = 0; !r && i < plan->resolver_count; i++)
		if (plan->resolvers[i].address.port == DNS_PORT &&
		    ip_equal(&plan->resolvers[i].address.ip, ip))
			r = &plan->resolvers[i];
	if (r || plan->resolver_count >= MAX_RESOLVERS)
		return r;
	r = &plan->resolvers[plan->resolver_count++];
	*r = (struct resolver){ .address = { *ip, DNS_PORT }, .route53 = route53 };
	name_resolver(r, kind, position);
	return r;
}

/* How the n-th server of these settings is asked; only a new one learns more than how often. */
static void ask_as_told(struct resolver *r, const struct resolver_settings *settings, size_t n)
{
	if (!r->attempts || settings->attempts < r->attempts)
		r->attempts = settings->attempts;
	if (r->diallers)
		return;
	r->use_vc = settings->use_vc;
	(void)copy_text(r->zone_id, sizeof r->zone_id, settings->zone_ids[n]);
}

bool plan_may_ask_uplink(const struct options *options, const struct ip *uplink)
{
	/* A query to a public nameserver trips alarms in a private subnet. */
	return options->deep || class_is_private(address_classify(uplink, NULL, 0, NULL));
}

/* A stub goes to the next of its servers when one fails, and stays there. */
static void add_uplinks(struct plan *plan, const struct options *options,
			const struct identity *identity, const struct host_facts *host)
{
	for (unsigned i = 0; host->stub_uplink_count > 1 && i < host->stub_uplink_count; i++) {
		const struct ip *ip = &host->stub_uplinks[i];
		struct resolver *r;

		if (!plan_may_ask_uplink(options, ip))
			continue;
		r = add_resolver(plan, ip, is_route53(ip, options, identity), "uplink", i);
		if (!r)
			continue;
		r->uplink = true;
		r->diallers = ALL_DIALLERS;
	}
}

/* --- before the metadata service has answered ---------------------------------------- */

struct sieve {
	const struct ip *candidate; /* may be base + 2 of the primary block */
	size_t candidates;
	bool link_local;
};

/* Blocks of a VPC begin at multiples of 16. */
static void sift(struct sieve *sieve, const struct ip *servers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct ip *ip = &servers[i];

		sieve->link_local |= ip_equal(ip, &link_local_v4) || ip_equal(ip, &link_local_v6);
		if (ip->family != IP_V4 || ip->bytes[3] % 16 != RESOLVER_OFFSET ||
		    (sieve->candidate && ip_equal(sieve->candidate, ip)))
			continue;
		sieve->candidate = ip;
		sieve->candidates++;
	}
}

enum route53_sight { ROUTE53_KNOWN, ROUTE53_OPEN, ROUTE53_AWAITED };

/* OPEN: at most one of the host's own nameservers turns out to be it, and no two turn out to be
 * one. */
static enum route53_sight see_route53(const struct options *options,
				      const struct identity *identity,
				      const struct host_facts *host)
{
	struct sieve sieve = { 0 };
	size_t of_host;

	if (options->resolver.ip.family != IP_NONE || options->vpc_cidrs.count ||
	    identity->primary_vpc_cidr.base.family != IP_NONE)
		return ROUTE53_KNOWN;
	sift(&sieve, host->resolver.nameservers, host->resolver.nameserver_count);
	of_host = sieve.candidates;
	sift(&sieve, host->stub_uplinks, host->stub_uplink_count);
	sift(&sieve, host->docker_dns.servers, host->docker_dns.count);
	if (sieve.candidates == 0)
		return ROUTE53_KNOWN;
	return sieve.candidates == 1 && of_host == 1 && !sieve.link_local ? ROUTE53_OPEN
									  : ROUTE53_AWAITED;
}

/* What is asked for by the user may turn out to be the account's own registry. */
static bool is_asked_for_twice(const struct plan *plan, const struct target *unnamed)
{
	const char *domain = strchr(unnamed->host, '.');

	for (size_t i = 0; i < plan->count; i++)
		if (plan->targets[i] != unnamed && domain &&
		    host_name_ends_with(plan->targets[i]->host, domain))
			return true;
	return false;
}

bool plan_hold(struct plan *plan, const struct options *options, const struct identity *identity,
	       const struct host_facts *host)
{
	enum route53_sight sight = see_route53(options, identity, host);

	plan->held = sight == ROUTE53_OPEN;
	for (size_t i = 0; i < plan->count; i++) {
		struct target *t = plan->targets[i];

		if (identity->account[0] || !target_has_account(t))
			continue;
		if (is_asked_for_twice(plan, t))
			return false;
		t->unnamed = plan->held = true;
	}
	return sight != ROUTE53_AWAITED;
}

/* There is none outside of EC2. */
static void add_route53(struct plan *plan, const struct options *options,
			const struct identity *identity, const struct host_facts *host)
{
	struct resolver *r;

	if (find_route53(plan) || (identity->outside && options->resolver.ip.family == IP_NONE) ||
	    plan->resolver_count >= MAX_RESOLVERS)
		return;
	r = &plan->resolvers[plan->resolver_count++];
	*r = (struct resolver){ .name = "route53", .route53 = true, .diallers = ALL_DIALLERS };
	if (options->resolver.ip.family != IP_NONE)
		r->address = options->resolver;
	else
		r->address = (struct socket_address){
			!host->usable_v4 && host->usable_v6 ? link_local_v6 : link_local_v4,
			DNS_PORT,
		};
}

void plan_release(struct plan *plan, const struct options *options, const struct identity *identity,
		  const struct host_facts *host)
{
	plan->held = false;
	for (size_t i = 0; i < plan->count; i++) {
		struct target *t = plan->targets[i];

		if (!t->unnamed)
			continue;
		target_name_account(plan, t, identity);
		plan_proxy_of(plan, t);
	}
	for (size_t i = 0; i < plan->resolver_count && !find_route53(plan); i++) {
		struct resolver *r = &plan->resolvers[i];

		r->route53 = is_route53(&r->address.ip, options, identity);
		if (r->route53)
			name_resolver(r, "", 0);
	}
	add_route53(plan, options, identity, host);
}

void plan_resolvers(struct plan *plan, const struct options *options,
		    const struct identity *identity, const struct host_facts *host)
{
	for (unsigned i = 0; i < host->resolver.nameserver_count; i++) {
		const struct ip *ip = &host->resolver.nameservers[i];
		struct resolver *r =
			add_resolver(plan, ip, is_route53(ip, options, identity), "system", i);

		ask_as_told(r, &host->resolver, i);
		r->configured = true;
		r->diallers = ALL_DIALLERS;
	}
	add_uplinks(plan, options, identity, host);
	if (!plan->held || see_route53(options, identity, host) == ROUTE53_KNOWN)
		add_route53(plan, options, identity, host);
}

/* --- vantages ------------------------------------------------------------------------ */

static void see_as_host(struct vantage *vantage, const struct host_facts *host)
{
	*vantage = (struct vantage){ .seen = true,
				     .resolver = host->resolver,
				     .origin = host->resolver_origin };
}

/* Instead of the host's; the options stay what they were. */
static void give_servers(struct resolver_settings *settings, const struct ip *servers, size_t count)
{
	settings->nameserver_count = settings->nameserver_excess = 0;
	settings->names_none = false;
	memset(settings->zone_ids, 0, sizeof settings->zone_ids);
	for (size_t i = 0; i < count; i++) {
		if (i < MAX_NAMESERVERS)
			settings->nameservers[settings->nameserver_count++] = servers[i];
		else if (settings->nameserver_excess++ < MAX_IGNORED_SERVERS)
			settings->ignored[settings->nameserver_excess - 1] = servers[i];
	}
}

/* What dockerd is configured to give to a container; the rest is the host's. */
static void see_as_dockerd_says(struct vantage *vantage, const struct host_facts *host)
{
	const struct docker_dns *dns = &host->docker_dns;

	see_as_host(vantage, host);
	vantage->origin = dns->origins[0];
	give_servers(&vantage->resolver, dns->servers, dns->count);
}

static bool is_loopback(const struct ip *ip)
{
	static const struct ip v6 = { IP_V6, { [15] = 1 } };

	return ip->family == IP_V4 ? ip->bytes[0] == 127 : ip_equal(ip, &v6);
}

/* Docker takes out what means the host itself, and fills in its own where nothing is left:
 * libnetwork/internal/resolvconf of moby. */
static void see_as_bridge(struct vantage *vantage, const struct host_facts *host)
{
	static const struct ip dockers[] = { { IP_V4, { 8, 8, 8, 8 } }, { IP_V4, { 8, 8, 4, 4 } } };
	const struct ip *all = host->resolver.nameservers;
	size_t count = host->resolver.names_none ? 0 : host->resolver.nameserver_count;
	struct ip left[MAX_NAMESERVERS];
	size_t left_count = 0;

	if (host->docker_dns.count) {
		see_as_dockerd_says(vantage, host);
		return;
	}
	see_as_host(vantage, host);
	if (host->stub_uplink_count) {
		all = host->stub_uplinks;
		count = host->stub_uplink_count;
	}
	for (size_t i = 0; i < count; i++)
		if (!is_loopback(&all[i]))
			left[left_count++] = all[i];
	if (left_count) {
		give_servers(&vantage->resolver, left, left_count);
		return;
	}
	give_servers(&vantage->resolver, dockers, ARRAY_SIZE(dockers));
	origin_set(&vantage->origin, "Docker's own default", 0);
}

static bool may_ask_all(const struct options *options, const struct vantage *vantage)
{
	for (size_t i = 0; i < vantage->resolver.nameserver_count; i++)
		if (!plan_may_ask_uplink(options, &vantage->resolver.nameservers[i]))
			return false;
	return true;
}

static void see_as_container(struct vantage *vantage, const struct resolver_evidence *evidence)
{
	*vantage = (struct vantage){ .seen = true,
				     .resolver = evidence->settings,
				     .origin = evidence->origin };
}

static void see_as_it_was_made(struct vantage *vantage, const struct host_facts *host,
			       const struct container_status *container)
{
	see_as_host(vantage, host);
	origin_set(&vantage->origin, "docker inspect ecs-agent, HostConfig.Dns", 0);
	give_servers(&vantage->resolver, container->own_servers, container->own_server_count);
}

/* Why the files do not tell what dockerd hands out; NULL: they do. */
static const char *doubt_of_dockerd(const struct host_facts *host, const struct agent_status *agent)
{
	if (host->docker_dns.unknown)
		return "a file with dockerd's nameservers cannot be read";
	if (agent && agent->docker.main_start_us &&
	    host->docker_dns.changed_us > agent->docker.main_start_us)
		return "dockerd was not restarted since its files changed";
	return NULL;
}

/* A container that was given nameservers when it was made keeps them; any other
 * gets what dockerd hands out when it is made again.  A dockerd that has not read its
 * files hands out what it handed out before. */
static void see_next_start(struct vantage *next, const struct host_facts *host,
			   const struct agent_status *agent)
{
	bool without_container = agent && agent->unit.without_container;
	const char *doubt = without_container ? NULL : doubt_of_dockerd(host, agent);

	if (agent && agent->container.own_server_count)
		see_as_it_was_made(next, host, &agent->container);
	else if (doubt && agent && agent->resolver.sight == SIGHT_SEEN)
		see_as_container(next, &agent->resolver);
	else if (host->docker_dns.count && !without_container)
		see_as_dockerd_says(next, host);
	else
		see_as_host(next, host);
	next->seen = !doubt;
	if (doubt)
		(void)copy_text(next->why, sizeof next->why, doubt);
}

/* In a network of its own a container asks Docker, at an address that means this host here. */
static bool asks_its_own_network(const struct host_facts *host,
				 const struct resolver_evidence *evidence)
{
	static const struct ip docker = { IP_V4, { 127, 0, 0, 11 } };

	return ip_equal(&evidence->settings.nameservers[0], &docker) &&
	       !ip_equal(&host->resolver.nameservers[0], &docker);
}

static bool has_same_servers(const struct vantage *a, const struct vantage *b)
{
	if (a->resolver.nameserver_count != b->resolver.nameserver_count)
		return false;
	for (size_t i = 0; i < a->resolver.nameserver_count; i++)
		if (!ip_equal(&a->resolver.nameservers[i], &b->resolver.nameservers[i]))
			return false;
	return true;
}

/* What a file says and the process has comes from the file. */
static void see_running(struct vantage *running, const struct vantage *next,
			const struct host_facts *host, const struct agent_status *agent)
{
	bool own_network = agent && agent->resolver.sight == SIGHT_SEEN &&
			   asks_its_own_network(host, &agent->resolver);

	if (agent && agent->resolver.sight == SIGHT_SEEN && !own_network) {
		see_as_container(running, &agent->resolver);
		if (has_same_servers(running, next))
			running->origin = next->origin;
		return;
	}
	*running = *next;
	running->seen = agent && agent->resolver.sight == SIGHT_ABSENT && next->seen;
	if (own_network)
		(void)copy_text(running->why, sizeof running->why,
				"its container asks Docker in its own network");
	else if (!running->seen && !running->why[0])
		(void)copy_text(running->why, sizeof running->why,
				agent ? agent->resolver.why : "ecsprobe did not inspect the agent");
}

/* Also where only the order of writing differs: 169.254.169.253 and VPC + 2. */
static bool is_as_host(const struct plan *plan, const struct vantage *vantage)
{
	size_t configured = 0;

	for (size_t i = 0; i < plan->resolver_count; i++)
		configured += plan->resolvers[i].configured;
	if (configured != vantage->server_count)
		return false;
	for (size_t i = 0; i < vantage->server_count; i++)
		if (vantage->servers[i] != i || !plan->resolvers[i].configured)
			return false;
	return true;
}

/* At two moments a dialler may ask different ones: each has a name of its own. */
static unsigned count_own(const struct plan *plan)
{
	unsigned count = 0;

	for (size_t i = 0; i < plan->resolver_count; i++)
		count += !plan->resolvers[i].configured && !plan->resolvers[i].route53 &&
			 !plan->resolvers[i].uplink;
	return count;
}

/* Returns whether one of them is new, or new for this dialler. */
static bool add_servers(struct plan *plan, struct vantage *vantage, enum dialler dialler,
			const struct options *options, const struct identity *identity)
{
	bool more = false;

	vantage->server_count = 0;
	for (unsigned i = 0; i < vantage->resolver.nameserver_count; i++) {
		const struct ip *ip = &vantage->resolver.nameservers[i];
		struct resolver *r = add_resolver(plan, ip, is_route53(ip, options, identity),
						  dialler_name(dialler), count_own(plan));
		unsigned char index = (unsigned char)(r ? r - plan->resolvers : 0);
		bool twice = false;

		for (size_t n = 0; n < vantage->server_count; n++)
			twice |= vantage->servers[n] == index;
		if (!r || twice)
			continue;
		ask_as_told(r, &vantage->resolver, i);
		more |= !(r->diallers & (1U << dialler));
		r->diallers |= 1U << dialler;
		vantage->servers[vantage->server_count++] = index;
	}
	vantage->as_host = is_as_host(plan, vantage);
	return more;
}

bool plan_vantages(struct plan *plan, const struct options *options,
		   const struct identity *identity, const struct host_facts *host,
		   const struct agent_status *agent)
{
	bool more = false;

	see_as_bridge(&plan->bridge, host);
	for (int d = 0; d < DIALLER_COUNT; d++) {
		struct vantage *of = plan->vantages[d];

		see_as_host(&of[MOMENT_NEXT_START], host);
		if (d == DIALLER_TASK && plan->bridged && may_ask_all(options, &plan->bridge))
			of[MOMENT_NEXT_START] = plan->bridge;
		if (d == DIALLER_AGENT)
			see_next_start(&of[MOMENT_NEXT_START], host, agent);
		of[MOMENT_RUNNING] = of[MOMENT_NEXT_START];
		if (d == DIALLER_AGENT)
			see_running(&of[MOMENT_RUNNING], &of[MOMENT_NEXT_START], host, agent);
		for (size_t m = 0; m < MOMENT_COUNT; m++)
			more |= add_servers(plan, &of[m], (enum dialler)d, options, identity);
	}
	return more;
}
