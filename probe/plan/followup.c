/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/agent_status.h"
#include "ecsprobe/outcome.h"
#include "ecsprobe/ports.h"

enum {
	MAX_RETRIED_ADDRESSES = 4,
	MAX_NUMBERED = 12, /* of each kind: more are not known */
};

/* Everything a row may look at. */
struct scene {
	const struct plan *plan;
	const struct outcomes *outcomes;
	const struct options *options;
	const struct facts *facts;
	const struct agent_status *agent; /* NULL: nobody looked */
	const struct api_facts *api;      /* NULL: AWS was not asked */
	struct plan *followup;
};

static struct target *add(const struct scene *s, enum purpose purpose, size_t origin)
{
	struct plan *f = s->followup;
	struct target *t;

	f->targets = xgrow(f->targets, f->count, sizeof *f->targets);
	t = &f->targets[f->count++];
	*t = s->plan->targets[origin];
	t->purpose = purpose;
	t->origin = origin;
	t->required = false;
	t->proxied = false;
	return t;
}

static const struct target *find(const struct scene *s, const char *service, size_t *index)
{
	for (size_t i = 0; i < s->plan->count; i++) {
		if (strcmp(s->plan->targets[i].service, service) != 0)
			continue;
		*index = i;
		return &s->plan->targets[i];
	}
	return NULL;
}

/* All the addresses that anybody answers for this target are public. */
static bool is_public(const struct scene *s, size_t index)
{
	const struct target_outcome *outcome = &s->outcomes->targets[index];

	for (size_t i = 0; i < outcome->attempt_count; i++)
		if (network_class_of(&s->facts->network, &outcome->attempts[i]->ip) != CLASS_PUBLIC)
			return false;
	return outcome->attempt_count > 0;
}

static bool does_not_exist(const struct scene *s, size_t index)
{
	const struct target_outcome *outcome = &s->outcomes->targets[index];

	for (size_t r = 0; r < s->plan->resolver_count; r++)
		if (outcome->answers[r].asked && outcome->answers[r].code != CODE_DNS_NXDOMAIN)
			return false;
	return !outcome->hosts.asked;
}

/* A stall or a reset in the handshake: is it the size of packets, or has it passed by
 * itself? */
static void retry_handshakes(const struct scene *s)
{
	for (size_t t = 0; t < s->plan->count; t++) {
		const struct target_outcome *outcome = &s->outcomes->targets[t];
		size_t retried = 0;

		if (s->plan->targets[t].proxied)
			continue;
		for (size_t i = 0; i < outcome->attempt_count; i++) {
			const struct attempt_outcome *a = outcome->attempts[i];

			if ((a->code != CODE_TLS_TIMEOUT && a->code != CODE_TLS_RESET) ||
			    !attempt_is_dialled(s->plan, &s->plan->targets[t], outcome, a))
				continue;
			if (retried++ >= MAX_RETRIED_ADDRESSES)
				break;
			add(s, PURPOSE_SAME_AGAIN, t)->address = a->ip;
			add(s, PURPOSE_SMALL_SEGMENTS, t)->address = a->ip;
		}
	}
}

/* A large ClientHello was lost where a small one was not: again, and in small segments. */
static void retry_large_hellos(const struct scene *s)
{
	for (size_t t = 0; t < s->plan->count; t++) {
		const struct target_outcome *outcome = &s->outcomes->targets[t];

		for (size_t i = 0; i < outcome->attempt_count; i++) {
			const struct attempt_outcome *a = outcome->attempts[i];

			if (!attempt_lost_large_hello(a) || s->plan->targets[t].proxied ||
			    !attempt_is_dialled(s->plan, &s->plan->targets[t], outcome, a))
				continue;
			add(s, PURPOSE_LARGE_HELLO, t)->address = a->ip;
			add(s, PURPOSE_LARGE_SEGMENTS, t)->address = a->ip;
		}
	}
}

/* Where a Region has no such endpoint the agent is handed numbered hosts. */
static void judge_numbered_hosts(const struct scene *s)
{
	static const struct {
		const char *service;
		const char *numbered;
		const char *label;
	} rows[] = {
		{ "ecs-agent", "ecs-agent-1", "ecs-a-1" },
		{ "ecs-telemetry", "ecs-telemetry-1", "ecs-t-1" },
	};
	size_t ecs;

	if (!find(s, "ecs", &ecs) || !is_public(s, ecs))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t index;
		struct target *t;

		if (!find(s, rows[i].service, &index) || s->plan->targets[index].proxied ||
		    !does_not_exist(s, index))
			continue;
		t = add(s, PURPOSE_NUMBERED, index);
		t->required = s->plan->targets[index].required;
		t->endpoint_service[0] = '\0';
		t->source = "the name DiscoverPollEndpoint hands out without an endpoint";
		(void)copy_text(t->service, sizeof t->service, rows[i].numbered);
		(void)snprintf(t->host, sizeof t->host, "%s.%s.%s", rows[i].label,
			       s->facts->identity.region, s->facts->identity.dns_suffix);
	}
}

static bool is_judged_already(const struct scene *s, const char *host, uint16_t port)
{
	for (size_t i = 0; i < s->plan->count; i++)
		if (strcmp(s->plan->targets[i].host, host) == 0 && s->plan->targets[i].port == port)
			return true;
	for (size_t i = 0; i < s->followup->count; i++)
		if (purpose_is_judged(s->followup->targets[i].purpose) &&
		    strcmp(s->followup->targets[i].host, host) == 0 &&
		    s->followup->targets[i].port == port)
			return true;
	return false;
}

/* The hosts that DiscoverPollEndpoint names are those that the agent dials next, whatever
 * the catalog calls them. */
static void judge_named_hosts(const struct scene *s)
{
	static const struct {
		const char *service; /* what it is instead of; not planned: not wanted */
		const char *named;
		bool optional;
	} rows[API_NAMED_COUNT] = {
		[API_NAMED_AGENT] = { "ecs-agent", "ecs-agent.named", false },
		[API_NAMED_TELEMETRY] = { "ecs-telemetry", "ecs-telemetry.named", false },
		[API_NAMED_SERVICE_CONNECT] = { "ecs-sc", "ecs-sc.named", false },
		[API_NAMED_SYSTEM_LOGS] = { "ecs-agent", "ecs-logs.named", true },
	};

	for (size_t i = 0; s->api && i < ARRAY_SIZE(rows); i++) {
		const struct api_host *named = &s->api->named[i];
		size_t origin;
		struct target *t;

		if ((named->form != API_HOST_BASE && named->form != API_HOST_NUMBERED &&
		     named->form != API_HOST_OTHER) ||
		    !find(s, rows[i].service, &origin) ||
		    is_judged_already(s, named->host, named->port))
			continue;
		t = add(s, PURPOSE_NAMED, origin);
		t->required = s->plan->targets[origin].required && !rows[i].optional;
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
					   size_t origin),
			      size_t origin)
{
	const struct partition *partition = s->facts->identity.known_partition;
	const char *list = partition ? partition->regions : "";

	while (*list) {
		char region[REGION_BYTES];
		size_t len = strcspn(list, " ");

		if (len < sizeof region) {
			memcpy(region, list, len);
			region[len] = '\0';
			if (strcmp(region, s->facts->identity.region) != 0 &&
			    !each(s, region, origin))
				return;
		}
		list += len + (list[len] == ' ');
	}
}

static bool add_region_name(const struct scene *s, const char *region, size_t origin)
{
	struct target *t = add(s, PURPOSE_OTHER_REGION, origin);

	(void)copy_text(t->service, sizeof t->service, region);
	(void)snprintf(t->host, sizeof t->host, "ecs.%s.%s", region, s->facts->identity.dns_suffix);
	return true;
}

/* A template copied from another Region makes that Region's names private. */
static void look_at_other_regions(const struct scene *s)
{
	size_t ecs;

	if (s->options->deep && find(s, "ecs", &ecs) &&
	    (is_public(s, ecs) || s->outcomes->targets[ecs].attempt_count == 0))
		each_other_region(s, add_region_name, ecs);
}

/* An endpoint may serve the plain name and not the one the agent asks for. */
static void look_at_plain_names(const struct scene *s)
{
	for (size_t i = 0; i < s->plan->count; i++) {
		char host[HOST_BYTES];

		if (plan_plain_host(&s->plan->targets[i], &s->facts->identity, host) &&
		    (is_public(s, i) || s->outcomes->targets[i].attempt_count == 0))
			(void)copy_text(add(s, PURPOSE_PLAIN_NAME, i)->host, HOST_BYTES, host);
	}
}

/* All its addresses are of a family that this host does not have. */
static bool lacks_family(const struct scene *s, size_t index)
{
	const struct target_outcome *outcome = &s->outcomes->targets[index];

	for (size_t i = 0; i < outcome->attempt_count; i++)
		if (outcome->attempts[i]->code != CODE_NO_FAMILY_ROUTE ||
		    outcome->attempts[i]->ip.family != IP_V4)
			return false;
	return outcome->attempt_count > 0;
}

/* An instance without IPv4 and NAT64 pulls by the registry's dual-stack name alone. */
static void look_at_dual_names(const struct scene *s)
{
	for (size_t i = 0; i < s->plan->count; i++) {
		const struct target *target = &s->plan->targets[i];
		char host[HOST_BYTES];
		struct target *t;

		if (target->proxied || !lacks_family(s, i) ||
		    !plan_dual_host(target, &s->facts->identity, host))
			continue;
		t = add(s, PURPOSE_DUAL_NAME, i);
		t->variant = NAME_DUAL;
		(void)copy_text(t->host, HOST_BYTES, host);
	}
}

static bool is_private_by_dns(const struct scene *s, const struct attempt_outcome *a)
{
	return !(a->from & (1U << FROM_PROXY)) &&
	       class_is_private(network_class_of(&s->facts->network, &a->ip));
}

static bool ecs_is_private(const struct scene *s)
{
	size_t ecs;

	for (size_t i = 0; find(s, "ecs", &ecs) && i < s->outcomes->targets[ecs].attempt_count; i++)
		if (is_private_by_dns(s, s->outcomes->targets[ecs].attempts[i]))
			return true;
	return false;
}

/* A hub's hosted zone that was called after the endpoint service, com.amazonaws.REGION.
 * ecs-agent, and not after the name that its clients ask for. */
static void look_at_service_names(const struct scene *s)
{
	static const char *const services[] = { "ecs-agent", "ecs-telemetry" };

	for (size_t i = 0; i < ARRAY_SIZE(services) && ecs_is_private(s); i++) {
		size_t index;

		if (!find(s, services[i], &index) || s->plan->targets[index].proxied ||
		    (!is_public(s, index) && s->outcomes->targets[index].attempt_count))
			continue;
		(void)snprintf(add(s, PURPOSE_SERVICE_NAME, index)->host, HOST_BYTES, "%s.%s.%s",
			       services[i], s->facts->identity.region,
			       s->facts->identity.dns_suffix);
	}
}

static bool add_other_s3(const struct scene *s, const char *region, size_t origin)
{
	struct target *t = add(s, PURPOSE_ELSEWHERE, origin);

	(void)snprintf(t->host, sizeof t->host, "s3.%s.%s", region, s->facts->identity.dns_suffix);
	return false; /* one is enough */
}

/* S3 here against hosts that a gateway endpoint here does not carry. */
static void compare_with_elsewhere(const struct scene *s)
{
	size_t layers;
	struct target *t;

	if (!s->options->deep || !find(s, "ecr.layers", &layers) || !is_public(s, layers))
		return;
	each_other_region(s, add_other_s3, layers);
	t = add(s, PURPOSE_ELSEWHERE, layers);
	(void)snprintf(t->host, sizeof t->host, "ecs-a-1.%s.%s", s->facts->identity.region,
		       s->facts->identity.dns_suffix);
}

/* A public peer of the agent may be one of the numbered hosts that it was
 * handed before there were endpoints, or something else altogether. */
static void ask_whose_peer(const struct scene *s)
{
	static const struct {
		const char *service;
		char letter;
	} rows[] = { { "ecs-agent", 'a' }, { "ecs-telemetry", 't' } };
	bool any = false;
	size_t origin;

	/* Where ecs itself is public, so is the agent: nothing to find out. */
	if (!s->agent || !find(s, "ecs", &origin) || is_public(s, origin))
		return;
	for (size_t i = 0; i < s->agent->path.peer_count; i++)
		any |= network_class_of(&s->facts->network, &s->agent->path.peers[i]) ==
		       CLASS_PUBLIC;
	for (size_t i = 0; any && i < ARRAY_SIZE(rows); i++) {
		if (!find(s, rows[i].service, &origin))
			continue;
		for (int number = 1; number <= MAX_NUMBERED; number++)
			(void)snprintf(add(s, PURPOSE_AGENT_PEER, origin)->host, HOST_BYTES,
				       "ecs-%c-%d.%s.%s", rows[i].letter, number,
				       s->facts->identity.region, s->facts->identity.dns_suffix);
	}
}

/* The one that the agent itself named last, whatever its number. */
static void ask_named_peer(const struct scene *s)
{
	size_t origin;

	if (s->agent && s->agent->path.log_sight == SIGHT_SEEN && s->agent->path.log_numbered &&
	    find(s, "ecs-agent", &origin))
		(void)copy_text(add(s, PURPOSE_AGENT_PEER, origin)->host, HOST_BYTES,
				s->agent->path.log_host);
}

/* Our own way through the proxy begins at the host's nameservers, whoever the dialler
 * asks for the proxy's name. */
static void ask_for_proxies(const struct scene *s)
{
	for (size_t t = 0; t < s->plan->count; t++) {
		const struct target *target = &s->plan->targets[t];
		const struct proxy *proxy = &s->plan->proxies[target->dialled_by];
		bool known = false;

		if (!target->proxied || !proxy->name[0] ||
		    s->plan->vantages[target->dialled_by][MOMENT_RUNNING].as_host)
			continue;
		for (size_t i = 0; i < s->followup->count; i++)
			known |= s->followup->targets[i].purpose == PURPOSE_PROXY_NAME &&
				 s->followup->targets[i].dialled_by == target->dialled_by;
		if (!known)
			(void)copy_text(add(s, PURPOSE_PROXY_NAME, t)->host, HOST_BYTES,
					proxy->name);
	}
}

static bool is_asked_for(const struct scene *s, size_t index, const char *host)
{
	for (size_t i = 0; i < s->followup->count; i++)
		if (s->followup->targets[i].purpose == PURPOSE_SEARCH_NAME &&
		    s->followup->targets[i].origin == index &&
		    strcmp(s->followup->targets[i].host, host) == 0)
			return true;
	return false;
}

/* What is asked for before a name of the plan, now or from the next start on. */
static void ask_in_search_list(const struct scene *s)
{
	for (size_t t = 0; t < s->plan->count; t++) {
		const struct target *target = &s->plan->targets[t];

		if (target->proxied || target->address.family != IP_NONE ||
		    s->outcomes->targets[t].hosts.asked)
			continue;
		for (size_t m = 0; m < MOMENT_COUNT; m++) {
			char names[MAX_SEARCH][HOST_BYTES];
			size_t count = resolv_conf_search_names(
				&s->plan->vantages[target->dialled_by][m].resolver, target->host,
				names);

			for (size_t i = 0; i < count; i++)
				if (!is_asked_for(s, t, names[i]))
					(void)copy_text(add(s, PURPOSE_SEARCH_NAME, t)->host,
							HOST_BYTES, names[i]);
		}
	}
}

/* Nobody may keep what has a TTL of 0: the next lookup may bring another answer. */
static bool may_change(const struct scene *s, size_t index)
{
	const struct target_outcome *outcome = &s->outcomes->targets[index];
	const struct vantage *vantage =
		&s->plan->vantages[s->plan->targets[index].dialled_by][MOMENT_RUNNING];

	for (size_t i = 0; i < vantage->server_count; i++) {
		const struct answer *answer = &outcome->answers[vantage->servers[i]];

		if (answer->address_count && answer->ttl_s == 0)
			return true;
	}
	return false;
}

static void look_again(const struct scene *s)
{
	for (size_t t = 0; t < s->plan->count; t++)
		if (!s->plan->targets[t].proxied && !s->outcomes->targets[t].hosts.asked &&
		    may_change(s, t))
			(void)add(s, PURPOSE_SECOND_LOOK, t);
}

static void (*const table[])(const struct scene *s) = {
	retry_handshakes,      retry_large_hellos,
	ask_in_search_list,    judge_numbered_hosts,
	judge_named_hosts,     look_at_plain_names,
	look_at_dual_names,    look_at_other_regions,
	look_at_service_names, compare_with_elsewhere,
	ask_whose_peer,        ask_named_peer,
	ask_for_proxies,       look_again,
};

void plan_followup(struct plan *followup, const struct plan *plan, const struct outcomes *outcomes,
		   const struct options *options, const struct facts *facts,
		   const struct agent_status *agent, const struct api_facts *api)
{
	const struct scene scene = { plan, outcomes, options, facts, agent, api, followup };

	*followup = (struct plan){ .resolver_count = plan->resolver_count };
	memcpy(followup->resolvers, plan->resolvers, sizeof followup->resolvers);
	memcpy(followup->vantages, plan->vantages, sizeof followup->vantages);
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		table[i](&scene);
	/* What is judged goes as its dialler would; the rest is evidence. */
	plan_proxies(followup, &facts->host);
	for (size_t i = 0; i < followup->count; i++)
		followup->targets[i].proxied &= target_is_handed_out(&followup->targets[i]);
}
