/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/agent_status.h"
#include "ecsprobe/catalog.h"
#include "ecsprobe/outcome.h"

enum {
	MAX_RETRIED_ADDRESSES = 4,
	MAX_NUMBERED = 12, /* of each kind: more are not known */
};

/* Everything a row may look at. */
struct scene {
	struct plan *plan; /* what is asked for goes behind what it has */
	const struct outcomes *outcomes;
	const struct options *options;
	const struct facts *facts;
	const struct agent_status *agent; /* NULL: nobody looked */
	const struct api_facts *api;      /* NULL: AWS was not asked */
};

static struct target *add(const struct scene *s, enum purpose purpose,
			  const struct target_outcome *of)
{
	struct target *t = plan_add(s->plan, of->target);

	t->purpose = purpose;
	t->origin = of->target;
	t->required = t->proxied = t->in_vain = false;
	return t;
}

/* All the addresses that anybody answers for this target are public. */
static bool is_public(const struct scene *s, const struct target_outcome *of)
{
	for (size_t i = 0; i < of->attempt_count; i++)
		if (network_class_of(&s->facts->network, &of->attempts[i]->ip) != CLASS_PUBLIC)
			return false;
	return of->attempt_count > 0;
}

static bool is_public_or_nowhere(const struct scene *s, const struct target_outcome *of)
{
	return of->attempt_count == 0 || is_public(s, of);
}

static bool does_not_exist(const struct scene *s, const struct target_outcome *of)
{
	for (size_t r = 0; r < s->plan->resolver_count; r++)
		if (of->answers[r].asked && of->answers[r].code != CODE_DNS_NXDOMAIN)
			return false;
	return !of->hosts.asked;
}

/* A stall or a reset in the handshake: is it the size of packets, or has it passed by
 * itself? */
static void retry_handshakes(const struct scene *s, const struct target_outcome *of)
{
	size_t retried = 0;

	for (size_t i = 0; i < of->attempt_count && !of->target->proxied; i++) {
		const struct attempt_outcome *a = of->attempts[i];

		if ((a->code != CODE_TLS_TIMEOUT && a->code != CODE_TLS_RESET) ||
		    !attempt_is_dialled(s->plan, of, a))
			continue;
		if (retried++ >= MAX_RETRIED_ADDRESSES)
			break;
		add(s, PURPOSE_SAME_AGAIN, of)->address = a->ip;
		add(s, PURPOSE_SMALL_SEGMENTS, of)->address = a->ip;
	}
}

/* A large ClientHello was lost where a small one was not: again, and in small segments. */
static void retry_large_hellos(const struct scene *s, const struct target_outcome *of)
{
	for (size_t i = 0; i < of->attempt_count && !of->target->proxied; i++) {
		const struct attempt_outcome *a = of->attempts[i];

		if (!attempt_lost_large_hello(a) || !attempt_is_dialled(s->plan, of, a))
			continue;
		add(s, PURPOSE_LARGE_HELLO, of)->address = a->ip;
		add(s, PURPOSE_LARGE_SEGMENTS, of)->address = a->ip;
	}
}

/* Where a Region has no such endpoint the agent is handed numbered hosts. */
static void judge_numbered_hosts(const struct scene *s, const struct target_outcome *ecs)
{
	static const struct {
		const char *service;
		const char *numbered;
		const char *label;
	} rows[] = {
		{ SERVICE_ECS_AGENT, "ecs-agent-1", "ecs-a-1" },
		{ SERVICE_ECS_TELEMETRY, "ecs-telemetry-1", "ecs-t-1" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows) && is_public(s, ecs); i++) {
		const struct target_outcome *of = outcomes_of_service(s->outcomes, rows[i].service);
		struct target *t;

		if (!of || of->target->proxied || !does_not_exist(s, of))
			continue;
		t = add(s, PURPOSE_NUMBERED, of);
		t->required = of->target->required;
		t->endpoint_service[0] = '\0';
		t->source = "the name that DiscoverPollEndpoint returns without an endpoint";
		(void)copy_text(t->service, sizeof t->service, rows[i].numbered);
		(void)snprintf(t->host, sizeof t->host, "%s.%s.%s", rows[i].label,
			       s->facts->identity.region, s->facts->identity.dns_suffix);
	}
}

static bool is_judged_already(const struct scene *s, const char *host, uint16_t port)
{
	for (size_t i = 0; i < s->plan->count; i++) {
		const struct target *t = s->plan->targets[i];

		if (purpose_is_judged(t->purpose) && strcmp(t->host, host) == 0 && t->port == port)
			return true;
	}
	return false;
}

/* The hosts that DiscoverPollEndpoint names are those that the agent dials next, whatever
 * the catalog calls them. */
static void judge_named_hosts(const struct scene *s, const struct target_outcome *ecs)
{
	static const struct {
		const char *service; /* what it is instead of; not planned: not wanted */
		const char *named;
		bool optional;
	} rows[API_NAMED_COUNT] = {
		[API_NAMED_AGENT] = { SERVICE_ECS_AGENT, "ecs-agent.named", false },
		[API_NAMED_TELEMETRY] = { SERVICE_ECS_TELEMETRY, "ecs-telemetry.named", false },
		[API_NAMED_SERVICE_CONNECT] = { SERVICE_ECS_SC, "ecs-sc.named", false },
		[API_NAMED_SYSTEM_LOGS] = { SERVICE_ECS_AGENT, "ecs-logs.named", true },
	};

	(void)ecs;
	for (size_t i = 0; s->api && i < ARRAY_SIZE(rows); i++) {
		const struct api_host *named = &s->api->named[i];
		const struct target_outcome *of = outcomes_of_service(s->outcomes, rows[i].service);
		struct target *t;

		if ((named->form != API_HOST_BASE && named->form != API_HOST_NUMBERED &&
		     named->form != API_HOST_OTHER) ||
		    !of || is_judged_already(s, named->host, named->port))
			continue;
		t = add(s, PURPOSE_NAMED, of);
		t->required = of->target->required && !rows[i].optional;
		t->endpoint_service[0] = '\0';
		t->port = named->port;
		t->provenance = PROVENANCE_DOCUMENTED;
		t->may_not_exist = false;
		t->source = "DiscoverPollEndpoint's answer";
		(void)copy_text(t->service, sizeof t->service, rows[i].named);
		(void)copy_text(t->host, sizeof t->host, named->host);
	}
}

/* Calls each for every other Region of the partition, as long as it says so. */
static void each_other_region(const struct scene *s,
			      bool (*each)(const struct scene *s, const char *region,
					   const struct target_outcome *of),
			      const struct target_outcome *of)
{
	const struct partition *partition = s->facts->identity.known_partition;
	const char *list = partition ? partition->regions : "";

	while (*list) {
		char region[REGION_BYTES];
		size_t len = strcspn(list, " ");

		if (len < sizeof region) {
			memcpy(region, list, len);
			region[len] = '\0';
			if (strcmp(region, s->facts->identity.region) != 0 && !each(s, region, of))
				return;
		}
		list += len + (list[len] == ' ');
	}
}

static bool add_region_name(const struct scene *s, const char *region,
			    const struct target_outcome *of)
{
	struct target *t = add(s, PURPOSE_OTHER_REGION, of);

	(void)copy_text(t->service, sizeof t->service, region);
	(void)snprintf(t->host, sizeof t->host, "ecs.%s.%s", region, s->facts->identity.dns_suffix);
	return true;
}

/* A template copied from another Region makes that Region's names private. */
static void look_at_other_regions(const struct scene *s, const struct target_outcome *ecs)
{
	if (s->options->deep && is_public_or_nowhere(s, ecs))
		each_other_region(s, add_region_name, ecs);
}

/* An endpoint may serve the plain name and not the one the agent asks for. */
static void look_at_plain_names(const struct scene *s, const struct target_outcome *of)
{
	char host[HOST_BYTES];

	if (plan_plain_host(of->target, &s->facts->identity, host) && is_public_or_nowhere(s, of))
		(void)copy_text(add(s, PURPOSE_PLAIN_NAME, of)->host, HOST_BYTES, host);
}

/* All its addresses are of a family that this host does not have. */
static bool lacks_family(const struct target_outcome *of)
{
	for (size_t i = 0; i < of->attempt_count; i++)
		if (of->attempts[i]->code != CODE_NO_FAMILY_ROUTE ||
		    of->attempts[i]->ip.family != IP_V4)
			return false;
	return of->attempt_count > 0;
}

/* An instance without IPv4 and NAT64 pulls by the registry's dual-stack name alone. */
static void look_at_dual_names(const struct scene *s, const struct target_outcome *of)
{
	char host[HOST_BYTES];
	struct target *t;

	if (of->target->proxied || !lacks_family(of) ||
	    !plan_dual_host(of->target, &s->facts->identity, host))
		return;
	t = add(s, PURPOSE_DUAL_NAME, of);
	t->variant = NAME_DUAL;
	(void)copy_text(t->host, HOST_BYTES, host);
}

static bool is_private_somewhere(const struct scene *s, const struct target_outcome *of)
{
	for (size_t i = 0; i < of->attempt_count; i++)
		if (!(of->attempts[i]->from & (1U << FROM_PROXY)) &&
		    class_is_private(network_class_of(&s->facts->network, &of->attempts[i]->ip)))
			return true;
	return false;
}

/* A hub's hosted zone that was called after the endpoint service, com.amazonaws.REGION.
 * ecs-agent, and not after the name that its clients ask for. */
static void look_at_service_names(const struct scene *s, const struct target_outcome *ecs)
{
	static const char *const services[] = { SERVICE_ECS_AGENT, SERVICE_ECS_TELEMETRY };

	for (size_t i = 0; i < ARRAY_SIZE(services) && is_private_somewhere(s, ecs); i++) {
		const struct target_outcome *of = outcomes_of_service(s->outcomes, services[i]);

		if (of && !of->target->proxied && is_public_or_nowhere(s, of))
			(void)snprintf(add(s, PURPOSE_SERVICE_NAME, of)->host, HOST_BYTES,
				       "%s.%s.%s", services[i], s->facts->identity.region,
				       s->facts->identity.dns_suffix);
	}
}

static bool add_other_s3(const struct scene *s, const char *region, const struct target_outcome *of)
{
	(void)snprintf(add(s, PURPOSE_ELSEWHERE, of)->host, HOST_BYTES, "s3.%s.%s", region,
		       s->facts->identity.dns_suffix);
	return false; /* one is enough */
}

/* S3 here against hosts that a gateway endpoint here does not carry. */
static void compare_with_elsewhere(const struct scene *s, const struct target_outcome *layers)
{
	if (!s->options->deep || !is_public(s, layers))
		return;
	each_other_region(s, add_other_s3, layers);
	(void)snprintf(add(s, PURPOSE_ELSEWHERE, layers)->host, HOST_BYTES, "ecs-a-1.%s.%s",
		       s->facts->identity.region, s->facts->identity.dns_suffix);
}

/* A public peer of the agent may be one of the numbered hosts that it was
 * handed before there were endpoints, or something else altogether. */
static void ask_whose_peer(const struct scene *s, const struct target_outcome *ecs)
{
	static const struct {
		const char *service;
		char letter;
	} rows[] = { { SERVICE_ECS_AGENT, 'a' }, { SERVICE_ECS_TELEMETRY, 't' } };
	bool any = false;

	/* Where ecs itself is public, so is the agent: nothing to find out. */
	if (!s->agent || is_public(s, ecs))
		return;
	for (size_t i = 0; i < s->agent->path.peer_count; i++)
		any |= network_class_of(&s->facts->network, &s->agent->path.peers[i]) ==
		       CLASS_PUBLIC;
	for (size_t i = 0; any && i < ARRAY_SIZE(rows); i++) {
		const struct target_outcome *of = outcomes_of_service(s->outcomes, rows[i].service);

		for (int number = 1; of && number <= MAX_NUMBERED; number++)
			(void)snprintf(add(s, PURPOSE_AGENT_PEER, of)->host, HOST_BYTES,
				       "ecs-%c-%d.%s.%s", rows[i].letter, number,
				       s->facts->identity.region, s->facts->identity.dns_suffix);
	}
}

/* The one that the agent itself named last, whatever its number. */
static void ask_named_peer(const struct scene *s, const struct target_outcome *of)
{
	if (s->agent && s->agent->path.log_sight == SIGHT_SEEN && s->agent->path.log_numbered)
		(void)copy_text(add(s, PURPOSE_AGENT_PEER, of)->host, HOST_BYTES,
				s->agent->path.log_host);
}

/* Our own way through the proxy begins at the host's nameservers, whoever the dialler
 * asks for the proxy's name. */
static void ask_for_proxies(const struct scene *s, const struct target_outcome *of)
{
	const enum dialler dialler = of->target->dialled_by;
	const struct proxy *proxy = &s->plan->proxies[dialler];

	if (!of->target->proxied || !proxy->name[0] ||
	    s->plan->vantages[dialler][MOMENT_RUNNING].as_host)
		return;
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->targets[i]->purpose == PURPOSE_PROXY_NAME &&
		    s->plan->targets[i]->dialled_by == dialler)
			return;
	(void)copy_text(add(s, PURPOSE_PROXY_NAME, of)->host, HOST_BYTES, proxy->name);
}

static bool is_asked_for(const struct scene *s, const struct target *origin, const char *host)
{
	for (size_t i = 0; i < s->plan->count; i++) {
		const struct target *t = s->plan->targets[i];

		if (t->purpose == PURPOSE_SEARCH_NAME && t->origin == origin &&
		    strcmp(t->host, host) == 0)
			return true;
	}
	return false;
}

/* What is asked for before its name, now or from the next start on. */
static void ask_in_search_list(const struct scene *s, const struct target_outcome *of)
{
	const struct target *target = of->target;

	if (target->proxied || of->hosts.asked)
		return;
	for (size_t m = 0; m < MOMENT_COUNT; m++) {
		char names[MAX_SEARCH][HOST_BYTES];
		size_t count = resolv_conf_search_names(
			&s->plan->vantages[target->dialled_by][m].resolver, target->host, names);

		for (size_t i = 0; i < count; i++)
			if (!is_asked_for(s, target, names[i]))
				(void)copy_text(add(s, PURPOSE_SEARCH_NAME, of)->host, HOST_BYTES,
						names[i]);
	}
}

/* Nobody may keep what has a TTL of 0: the next lookup may bring another answer. */
static void look_again(const struct scene *s, const struct target_outcome *of)
{
	const struct vantage *vantage = &s->plan->vantages[of->target->dialled_by][MOMENT_RUNNING];

	if (of->target->proxied || of->hosts.asked)
		return;
	for (size_t i = 0; i < vantage->server_count; i++) {
		const struct answer *answer = &of->answers[vantage->servers[i]];

		if (answer->address_count && answer->ttl_s == 0) {
			(void)add(s, PURPOSE_SECOND_LOOK, of);
			return;
		}
	}
}

/* Whose outcome may call for what, and in which round.  The second round is about the hosts
 * alone that the first one found to judge. */
static const struct {
	void (*ask)(const struct scene *s, const struct target_outcome *of);
	unsigned by[FOLLOWUP_ROUNDS]; /* sets of purposes; of no later one */
	const char *service;          /* NULL: any */
} table[] = {
	{ retry_handshakes, { PLANNED, HANDED_OUT }, NULL },
	{ retry_large_hellos, { PLANNED }, NULL },
	{ ask_in_search_list, { PLANNED, HANDED_OUT }, NULL },
	{ judge_numbered_hosts, { PLANNED }, SERVICE_ECS },
	{ judge_named_hosts, { PLANNED }, SERVICE_ECS },
	{ look_at_plain_names, { PLANNED }, NULL },
	{ look_at_dual_names, { PLANNED }, NULL },
	{ look_at_other_regions, { PLANNED }, SERVICE_ECS },
	{ look_at_service_names, { PLANNED }, SERVICE_ECS },
	{ compare_with_elsewhere, { PLANNED }, SERVICE_ECR_LAYERS },
	{ ask_whose_peer, { PLANNED }, SERVICE_ECS },
	{ ask_named_peer, { PLANNED }, SERVICE_ECS_AGENT },
	{ ask_for_proxies, { PLANNED, HANDED_OUT }, NULL },
	{ look_again, { PLANNED, HANDED_OUT }, NULL },
};

bool plan_followup(struct plan *plan, unsigned round, const struct outcomes *outcomes,
		   const struct options *options, const struct facts *facts,
		   const struct agent_status *agent, const struct api_facts *api)
{
	const struct scene scene = { plan, outcomes, options, facts, agent, api };
	size_t before = plan->count;

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const char *service = table[i].service;
		const struct target_outcome *only = service ? outcomes_of_service(outcomes, service)
							    : NULL;
		const struct target_outcome *of;

		for (size_t at = 0; (of = outcomes_next(outcomes, table[i].by[round], &at));)
			if (!service || of == only)
				table[i].ask(&scene, of);
	}
	/* What is judged goes as its dialler would; the rest is evidence. */
	for (size_t i = before; i < plan->count; i++)
		if (target_is_handed_out(plan->targets[i]))
			plan_proxy_of(plan, plan->targets[i]);
	return plan->count > before;
}
