/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the running agent uses outdated settings.  From facts, as they are now. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "agent_view.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/remedy.h"
#include "view.h"

const char *const ecs_names[ECS_NAMES] = { SERVICE_ECS, SERVICE_ECS_AGENT, SERVICE_ECS_TELEMETRY };

static bool is_printable_text(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

void text_append_safe(struct text *text, const char *words)
{
	char escaped[PEER_TEXT_BYTES];

	escape_text(escaped, sizeof escaped, words);
	text_append(text, "%s", is_printable_text(words) ? words : escaped);
}

const struct endpoint_verdict *agent_next_endpoints(const struct report *report, size_t *count)
{
	*count = report->next_endpoints ? report->next_endpoint_count : report->endpoint_count;
	return report->next_endpoints ? report->next_endpoints : report->endpoints;
}

const struct endpoint_verdict *agent_next_endpoint(const struct report *report, const char *service)
{
	size_t count;
	const struct endpoint_verdict *endpoints = agent_next_endpoints(report, &count);

	return endpoint_find(endpoints, count, service);
}

size_t agent_start_names(const struct report *report, const char *names[static ECS_NAMES + 1])
{
	memcpy(names, ecs_names, sizeof ecs_names);
	names[ECS_NAMES] = "ec2";
	return report->facts->identity.agent_tags ? ECS_NAMES + 1 : ECS_NAMES;
}

/* It works, and this host resolves it to private addresses only.  A proxy may
 * resolve it to others, but that is for a restart to show. */
static bool is_private(const struct endpoint_verdict *e)
{
	size_t seen = 0;

	if (!e || (e->status != STATUS_PASS && e->status != STATUS_WARN))
		return false;
	for (size_t i = 0; i < e->address_count; i++) {
		const struct address_verdict *a = &e->addresses[i];

		if (e->target->proxied ? a->judged : !address_counts(a))
			continue;
		if (!class_is_private(a->class))
			return false;
		seen++;
	}
	return seen > 0;
}

/* As the next start would see them: only then does a restart move the agent. */
static bool are_ecs_names_private(const struct report *report)
{
	for (size_t i = 0; i < ECS_NAMES; i++)
		if (!is_private(agent_next_endpoint(report, ecs_names[i])))
			return false;
	return true;
}

static bool has_address(const struct answer *answer, const struct ip *ip)
{
	for (size_t i = 0; i < answer->address_count; i++)
		if (ip_equal(&answer->addresses[i], ip))
			return true;
	return false;
}

bool agent_name_leads_to(const struct plan *plan, const struct target_outcome *outcome,
			 const struct ip *ip)
{
	if (has_address(&outcome->hosts, ip))
		return true;
	for (size_t r = 0; r < plan->resolver_count; r++)
		if (has_address(&outcome->answers[r], ip))
			return true;
	return false;
}

static bool is_ecs_target(const struct target *target)
{
	if (target->purpose == PURPOSE_AGENT_PEER || target_is_handed_out(target))
		return true;
	for (size_t i = 0; target->purpose == PURPOSE_CHECK && i < ECS_NAMES; i++)
		if (strcmp(target->service, ecs_names[i]) == 0)
			return true;
	return false;
}

static const struct target *find_target(const struct report *report, unsigned purposes,
					const struct ip *ip, bool ecs_only)
{
	const struct target_outcome *asked;

	for (size_t at = 0; (asked = outcomes_next(report->outcomes, purposes, &at));)
		if ((!ecs_only || is_ecs_target(asked->target)) &&
		    agent_name_leads_to(report->plan, asked, ip))
			return asked->target;
	return NULL;
}

/* Numbered names before plain ones: they show better where they come from. */
static const struct target *target_of(const struct report *report, const struct ip *ip,
				      bool ecs_only)
{
	const struct target *target = find_target(report, FOLLOWED_UP, ip, ecs_only);

	return target ? target : find_target(report, PLANNED, ip, ecs_only);
}

void agent_public_hosts(const struct report *report, struct string_list *hosts)
{
	const struct path_evidence *path = &report->agent->path;

	if (path->log_sight == SIGHT_SEEN && path->log_numbered) {
		string_list_add_once(hosts, path->log_host);
		return;
	}
	for (size_t i = 0; path->peers_sight == SIGHT_SEEN && i < path->peer_count; i++) {
		const struct target *target =
			network_class_of(&report->facts->network, &path->peers[i]) == CLASS_PUBLIC
				? target_of(report, &path->peers[i], true)
				: NULL;

		if (target)
			string_list_add_once(hosts, target->host);
	}
	string_list_sort(hosts);
}

/* Only its websockets count here: it also reaches ecs by other paths. */
static bool is_private_endpoint(const struct report *report, const struct ip *ip)
{
	const struct target *target = target_of(report, ip, true);

	return class_is_private(network_class_of(&report->facts->network, ip)) && target &&
	       target->purpose == PURPOSE_CHECK && strcmp(target->service, ecs_names[0]) != 0;
}

enum sight remedy_private_path(const struct report *report)
{
	const struct path_evidence *path = &report->agent->path;
	struct string_list hosts = { 0 };
	bool public;

	agent_public_hosts(report, &hosts);
	public = hosts.count > 0;
	string_list_done(&hosts);
	if (public)
		return SIGHT_ABSENT;
	if (path->log_sight == SIGHT_SEEN)
		return SIGHT_SEEN;
	for (size_t i = 0; path->peers_sight == SIGHT_SEEN && i < path->peer_count; i++)
		if (is_private_endpoint(report, &path->peers[i]))
			return SIGHT_SEEN;
	return SIGHT_UNKNOWN;
}

const struct ip *agent_gone_peer(const struct report *report)
{
	const struct path_evidence *path = &report->agent->path;

	/* The peer of a proxied agent is the proxy. */
	if (path->peers_sight != SIGHT_SEEN || !report->plan ||
	    report->plan->proxies[DIALLER_AGENT].url)
		return NULL;
	for (size_t i = 0; i < ECS_NAMES; i++) {
		const struct endpoint_verdict *e = report_endpoint(report, ecs_names[i]);

		if (!e || !e->judged_count)
			return NULL;
	}
	for (size_t i = 0; i < path->peer_count; i++) {
		enum address_class class =
			network_class_of(&report->facts->network, &path->peers[i]);

		if ((class == CLASS_VPC || class == CLASS_PRIVATE) &&
		    !target_of(report, &path->peers[i], false))
			return &path->peers[i];
	}
	return NULL;
}

static rule_bits bits_of_path(const struct report *report)
{
	struct string_list hosts = { 0 };
	rule_bits bits = agent_gone_peer(report) ? AGENT(PATH_GONE) : 0;

	agent_public_hosts(report, &hosts);
	if (hosts.count)
		bits |= are_ecs_names_private(report) ? AGENT(STALE_PATH) : AGENT(PUBLIC_PATH);
	string_list_done(&hosts);
	return bits;
}

static bool is_loopback(const struct ip *ip)
{
	static const struct ip v6 = { .family = IP_V6, .bytes = { [15] = 1 } };

	return ip->family == IP_V4 ? ip->bytes[0] == 127 : ip_equal(ip, &v6);
}

static bool holds(const struct ip *ips, size_t count, const struct ip *ip)
{
	for (size_t i = 0; i < count; i++)
		if (ip_equal(&ips[i], ip))
			return true;
	return false;
}

/* Docker leaves out nameservers that only this host can ask. */
static bool are_the_same(const struct resolver_evidence *given, const struct ip *now, size_t count)
{
	size_t copied = 0;

	for (size_t i = 0; i < given->settings.nameserver_count; i++)
		if (!holds(now, count, &given->settings.nameservers[i]))
			return false;
	for (size_t i = 0; i < count; i++) {
		bool has = holds(given->settings.nameservers, given->settings.nameserver_count,
				 &now[i]);

		if (!has && !is_loopback(&now[i]))
			return false;
		copied += has;
	}
	return copied > 0;
}

/* Behind a server of this host's own, the nameservers that Docker gives instead cannot be known
 * from here. */
static bool is_known_upstream(const struct host_facts *host)
{
	for (size_t i = 0; i < host->resolver.nameserver_count; i++)
		if (!is_loopback(&host->resolver.nameservers[i]))
			return true;
	return host->stub_uplink_count > 0;
}

static bool is_resolver_stale(const struct report *report)
{
	const struct resolver_evidence *given = &report->agent->resolver;
	const struct host_facts *host = &report->facts->host;

	/* A configured nameserver is not stale, even if the host uses others; and ecsprobe does not
	 * restart an agent for something that its next start may not change. */
	if (given->sight != SIGHT_SEEN || host->docker_dns.count ||
	    (report->plan && !report->plan->vantages[DIALLER_AGENT][MOMENT_NEXT_START].seen) ||
	    report->agent->container.own_dns || report->agent->unit.without_container ||
	    !is_known_upstream(host))
		return false;
	return !are_the_same(given, host->resolver.nameservers, host->resolver.nameserver_count) &&
	       !are_the_same(given, host->stub_uplinks, host->stub_uplink_count);
}

/* Pins that its next start would not have.  Through a proxy no pin counts. */
static bool has_old_pins(const struct endpoint_verdict *endpoint)
{
	return endpoint->outcome->repinned && !endpoint->outcome->pins_kept &&
	       !endpoint->target->proxied;
}

bool agent_has_own_pins(const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (has_old_pins(&report->endpoints[i]))
			return true;
	return false;
}

bool agent_endpoint_is_dead(const struct endpoint_verdict *endpoint)
{
	bool of_large_hello = endpoint->working_count && (endpoint->code == CODE_TLS_LARGE_HELLO ||
							  endpoint->code == CODE_TLS_MTU);

	return endpoint->status == STATUS_FAIL && !of_large_hello;
}

/* They cost the agent an endpoint that its next start would reach. */
static bool hurts_by_pins(const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *now = &report->endpoints[i];
		const struct endpoint_verdict *next;

		if (!has_old_pins(now) || !agent_endpoint_is_dead(now))
			continue;
		next = agent_next_endpoint(report, now->target->service);
		if (next && (next->status == STATUS_PASS || next->status == STATUS_WARN))
			return true;
	}
	return false;
}

void agent_own_pins(const struct report *report, struct string_list *names)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (has_old_pins(&report->endpoints[i]))
			string_list_add_once(names, report->endpoints[i].target->host);
	string_list_sort(names);
}

rule_bits agent_stale_bits(const struct report *report)
{
	const struct config_evidence *config = &report->agent->config;
	bool changed = config->sight == SIGHT_SEEN && config->changed.count;

	return bits_of_path(report) | (changed ? AGENT(KEYS_CHANGED) : 0) |
	       (changed || config->json_newer ? AGENT(STALE_CONFIG) : 0) |
	       (is_resolver_stale(report) ? AGENT(STALE_RESOLVER) : 0) |
	       (agent_has_own_pins(report) ? AGENT(STALE_HOSTS) : 0) |
	       (hurts_by_pins(report) ? AGENT(HOSTS_HURT) : 0);
}
