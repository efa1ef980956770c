/* SPDX-License-Identifier: Apache-2.0 */
#include "instance.h"
#include "findings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "ecsprobe/text.h"
#include "metadata_rules.h"
#include "proxy_rules.h"
#include "resolver_rules.h"
#include "task_rules.h"
#include "view.h"
#include "workload_rules.h"

static const char instance[] = "instance";

/* A container that ecs-init did not make may name a Region of its own. */
static const char *containers_region(const struct report *report)
{
	const struct agent_status *agent = report->agent;
	bool of_files = report->facts->identity.regions[REGION_FROM_AGENT][0] &&
			!agent_keeps_environment(agent);
	const char *region;

	if (!agent_has_container(agent) || agent_is_made_by_ecs_init(agent) || of_files)
		return NULL;
	region = environment_value(&agent->container.environment, "AWS_DEFAULT_REGION");
	return region && region_is_wellformed(region) ? region : NULL;
}

/* Whether the running agent is known to be in another Region; that is added to the claims. */
static bool agent_is_elsewhere(const struct report *report, struct text *claims)
{
	const char *checked = report->facts->identity.region;
	char registered[ARN_REGION_BYTES];
	const char *given;

	if (!report->agent)
		return false;
	if (report->agent->introspection.sight == SIGHT_SEEN &&
	    agent_arn_region(&report->agent->introspection, registered) &&
	    region_is_wellformed(registered)) {
		if (strcmp(registered, checked) == 0)
			return false;
		text_join(claims, ", ", "the running agent is registered in %s", registered);
		return true;
	}
	given = containers_region(report);
	if (!given || strcmp(given, checked) == 0)
		return false;
	text_join(claims, ", ", "the environment of the agent's container names %s", given);
	return true;
}

static void judge_regions(struct report *report)
{
	const struct identity *identity = &report->facts->identity;
	CLEANUP(text_done) struct text claims = { 0 };
	bool differ = false;

	if (!identity->region[0])
		return;
	for (int i = 0; i < REGION_SOURCE_COUNT; i++) {
		/* An agent of ECS Anywhere asks no metadata service. */
		if (!identity->regions[i][0] || (i == REGION_FROM_IMDS && identity->agent_external))
			continue;
		differ |= strcmp(identity->regions[i], identity->region) != 0;
		text_join(&claims, ", ", "%s names %s", region_source_name((enum region_source)i),
			  identity->regions[i]);
	}
	differ |= agent_is_elsewhere(report, &claims);
	if (differ)
		finding_add(
			report, CODE_REGION_DIFFERS, SEVERITY_WARN, instance,
			xasprintf("%s; ecsprobe checked %s", text_of(&claims), identity->region),
			NULL);
}

static const char hint_clock_outside[] =
	"AWS rejects signatures that are 5 minutes off, and certificates seem expired or not yet valid. Configure chrony to use a time server of this site.";

static void judge_clock(struct report *report)
{
	const struct imds_status *imds = &report->facts->imds;
	int64_t skew_s = imds->clock_skew_s < 0 ? -imds->clock_skew_s : imds->clock_skew_s;

	if (imds->clock_known && skew_s > SKEW_WARN_S)
		finding_add(report, CODE_CLOCK_SKEW,
			    clock_is_rejected(report) ? SEVERITY_FAIL : SEVERITY_WARN, instance,
			    xasprintf("the clock is %" PRId64 " s %s of the metadata service's",
				      skew_s, imds->clock_skew_s > 0 ? "ahead" : "behind"),
			    NULL);
	else if (report->time_s < report->build_s)
		finding_add(report, CODE_CLOCK_SKEW, SEVERITY_FAIL, instance,
			    xasprintf("the clock is %" PRId64
				      " s earlier than this program was built",
				      report->build_s - report->time_s),
			    report->facts->identity.outside ? hint_clock_outside : NULL);
}

static char *list_unreadable(const struct host_facts *host)
{
	struct text text = { 0 };

	for (size_t i = 0; i < host->unreadable_count; i++)
		text_join(&text, ", ", "%s cannot be read in full (%s)", host->unreadable[i].path,
			  host->unreadable[i].why);
	return text_take(&text);
}

static void judge_facts(struct report *report)
{
	const struct facts *facts = report->facts;

	if (facts->host.unreadable_count)
		finding_add(
			report, CODE_CONFIG_INVALID, SEVERITY_WARN, instance,
			list_unreadable(&facts->host),
			"ecsprobe does not know what the file sets for names, nameservers or proxies, but the agent or dockerd may obey it. Run ecsprobe as root to read a file that only root may read.");
	if (facts->imds.asked && facts->imds.code == CODE_NONE && report->outcomes &&
	    facts->network.vpc_cidr_count == 0)
		finding_add(
			report, CODE_IMDS_INCOMPLETE, SEVERITY_WARN, instance,
			xstrdup("the metadata service answers, but did not return the VPC's blocks in time"),
			NULL);
}

static void judge_partition(struct report *report)
{
	const struct identity *identity = &report->facts->identity;

	if (identity->partition_assumed)
		finding_add(
			report, CODE_PARTITION_ASSUMED, SEVERITY_NOTE, instance,
			xasprintf(
				"no known partition has Regions like %s; ecsprobe checked names of the partition aws, which the AWS SDKs would use",
				identity->region),
			NULL);
}

static void judge_account(struct report *report)
{
	if (report->plan && report->plan->account_unknown)
		finding_add(
			report, CODE_ACCOUNT_UNKNOWN, SEVERITY_NOTE, SERVICE_ECR_DKR,
			xstrdup("the account is not known; ecsprobe checked the registry of account 000000000000"),
			NULL);
}

/* Which requirements of a profile an instance can check. */
static void judge_profiles(struct report *report)
{
	const struct profile_row *rows = profile_table();

	for (int i = 0; report->plan && i < PROFILE_COUNT; i++)
		if (((report->plan->profiles | report->plan->scopes) & (1U << i)) && rows[i].seen)
			finding_add(report, CODE_PROFILE_SCOPE, SEVERITY_NOTE, rows[i].name,
				    xasprintf("seen from here: %s; not seen: %s", rows[i].seen,
					      rows[i].unseen),
				    NULL);
}

static void judge_trust(struct report *report)
{
	const struct trust_outcome *trust = &report->outcomes->trust;

	if (trust->unusable)
		finding_add(report, CODE_TRUST_STORE_UNUSABLE, SEVERITY_FAIL, instance,
			    xasprintf("the trust store %s (%s) cannot be loaded: %s", trust->path,
				      trust->source, trust->detail),
			    NULL);
	else if (trust->embedded)
		finding_add(
			report, CODE_TRUST_STORE_EMBEDDED, SEVERITY_WARN, instance,
			xstrdup("this host has no trust store; ecsprobe used its five built-in Amazon roots"),
			NULL);
}

static const struct {
	enum code code;
	const char *seen;
} resolver_rows[] = {
	{ CODE_DNS_TIMEOUT, "does not answer" },
	{ CODE_DNS_UNREACHABLE, "cannot be reached" },
	{ CODE_HOST_FIREWALL, "cannot be reached: this host itself blocks packets to it" },
	{ CODE_DNS_REFUSED, "refuses to answer for every name" },
	{ CODE_DNS_SERVFAIL, "answers SERVFAIL for every name" },
};

/* The severity of a failed resolver: the worst effect on an endpoint. */
static enum severity harm_of(const struct report *report, size_t resolver)
{
	enum severity worst = report->plan->resolvers[resolver].route53 &&
					      !report->plan->resolvers[resolver].configured
				      ? SEVERITY_NOTE
				      : SEVERITY_WARN;
	bool any_private = false;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *endpoint = &report->endpoints[i];

		any_private |= class_is_private(endpoint->class);
		if (endpoint->judged_by[0] == (int)resolver && endpoint->target->required &&
		    endpoint->status == STATUS_FAIL)
			worst = SEVERITY_FAIL;
	}
	/* Private names that come by another way do not need Route 53 here. */
	if (worst == SEVERITY_NOTE && !any_private)
		return SEVERITY_WARN;
	return worst;
}

enum { LOST_PERCENT = 20, LOST_NAMES = 2 };

/* Some of the queries were lost, and not for one name only. */
static bool is_lossy(const struct report *report, size_t index, size_t *lost, size_t *asked)
{
	const struct target_outcome *outcome;
	size_t names = 0;

	*lost = 0;
	*asked = 0;
	for (size_t at = 0; (outcome = outcomes_next(report->outcomes, PLANNED, &at));) {
		const struct answer *answer = &outcome->answers[index];

		*lost += answer->lost_count;
		*asked += answer->asked_count;
		names += answer->lost_count > 0;
	}
	return names >= LOST_NAMES && *lost < *asked && *lost * 100 >= *asked * LOST_PERCENT;
}

static void judge_losses(struct report *report, size_t index)
{
	const struct host_facts *host = &report->facts->host;
	const struct resolver *resolver = &report->plan->resolvers[index];
	char ip[IP_TEXT_BYTES];
	size_t lost;
	size_t asked;

	if (resolver_failure(report, index) != CODE_NONE || !is_lossy(report, index, &lost, &asked))
		return;
	ip_format(&resolver->address.ip, ip);
	finding_add(report, CODE_DNS_THROTTLED, SEVERITY_WARN, resolver->name,
		    xasprintf("%zu of %zu queries to %s were lost while the others were answered%s",
			      lost, asked, ip,
			      host->drops_known && host->drops_after > host->drops_before
				      ? "; the network driver counted packets over the link-local "
					"allowance meanwhile"
				      : ""),
		    NULL);
}

/* "10.4.0.2" seen from a VPC that does not contain it: another VPC's base + 2. */
static bool looks_like_another_vpcs(const struct report *report, const struct ip *ip)
{
	const struct network *network = &report->facts->network;

	return ip->family == IP_V4 && ip->bytes[3] == 2 && network->vpc_cidr_count &&
	       network_class_of(network, ip) == CLASS_PRIVATE;
}

static const char hint_foreign_resolver[] =
	"It looks like another VPC's resolver (that VPC's base + 2), which answers only in that VPC. The AMI's /etc/resolv.conf or the DHCP option set names it.";

static bool is_needed_by_host(const struct resolver *resolver)
{
	return resolver->configured || resolver->route53;
}

static bool works_by_host(const struct report *report)
{
	for (size_t i = 0; i < report->plan->resolver_count; i++)
		if (report->plan->resolvers[i].configured &&
		    resolver_failure(report, i) == CODE_NONE)
			return true;
	return false;
}

static bool asks(const struct vantage *vantage, size_t resolver)
{
	for (size_t i = 0; i < vantage->server_count; i++)
		if (vantage->servers[i] == resolver)
			return true;
	return false;
}

/* A server that the agent asks, now or after its next start, while the host's own servers answer.
 * Returns false if that is not so. */
static bool judge_agents_server(struct report *report, size_t index, enum code code,
				const char *seen)
{
	const struct vantage *moments = report->plan->vantages[DIALLER_AGENT];
	bool now = asks(&moments[MOMENT_RUNNING], index);
	const struct vantage *vantage = &moments[now ? MOMENT_RUNNING : MOMENT_NEXT_START];
	char origin[ORIGIN_TEXT_BYTES];
	char ip[IP_TEXT_BYTES];

	if (code == CODE_NONE || vantage->as_host || !asks(vantage, index) ||
	    !works_by_host(report))
		return false;
	ip_format(&report->plan->resolvers[index].address.ip, ip);
	origin_format(&vantage->origin, origin);
	finding_add(report, CODE_AGENT_RESOLVER_MISMATCH,
		    now ? harm_of(report, index) : SEVERITY_WARN, "agent",
		    xasprintf("%s nameserver %s (from %s) %s, while this host's own nameservers "
			      "answer",
			      now ? "the agent's" : "its next start would give the agent the", ip,
			      origin, seen),
		    NULL);
	return true;
}

static const char hint_shadowed_resolver[] =
	"Queries go to the bridge and never leave the host: enableDnsSupport and the network are not the cause. Give Docker another range (bip and default-address-pools in /etc/docker/daemon.json), drain the instance, and restart docker.";

/* False: no network of this host's own covers it. */
static bool judge_shadowed(struct report *report, size_t index, const char *seen)
{
	const struct resolver *resolver = &report->plan->resolvers[index];
	const struct bridge *bridge = view_bridge(&report->facts->host, &resolver->address.ip);
	char cidr[CIDR_TEXT_BYTES];
	char ip[IP_TEXT_BYTES];

	if (!bridge)
		return false;
	cidr_format(&bridge->cidr, cidr);
	ip_format(&resolver->address.ip, ip);
	finding_add(
		report, CODE_SHADOWED_ADDRESS, harm_of(report, index), resolver->name,
		xasprintf("the nameserver %s lies in %s (%s), a local network of this host, and %s",
			  ip, cidr, bridge->name, seen),
		hint_shadowed_resolver);
	return true;
}

static const char *hint_for_resolver(const struct report *report, bool foreign, enum code code)
{
	if (foreign)
		return hint_foreign_resolver;
	return report->facts->identity.outside && code == CODE_DNS_TIMEOUT
		       ? "Check that it runs and that UDP and TCP 53 reach it."
		       : NULL;
}

/* For a server that is silent for all names: the longest delay of an endpoint that works
 * nevertheless. */
static void describe_waiting(const struct report *report, size_t index, enum code code, char *out,
			     size_t size)
{
	const struct endpoint_verdict *slowest = NULL;
	bool again = false;

	out[0] = '\0';
	for (size_t i = 0; code == CODE_DNS_TIMEOUT && i < report->endpoint_count; i++) {
		const struct endpoint_verdict *endpoint = &report->endpoints[i];

		if (endpoint->working_count == 0 || !asks(endpoint->vantage, index))
			continue;
		again |= view_needs_second_try(report, endpoint) &&
			 !view_waits_too_long(report, endpoint);
		if (!slowest || view_wait_us(report, endpoint) > view_wait_us(report, slowest))
			slowest = endpoint;
	}
	if (!slowest || view_wait_us(report, slowest) < 1000000)
		return;
	(void)snprintf(out, size, "; each new connection of the %s waits %.0f s for a name%s",
		       dialler_name(slowest->target->dialled_by),
		       (double)view_wait_us(report, slowest) / 1e6,
		       again ? "; the ECR client gives up after 5 s and succeeds at its next try"
			     : "");
}

static void judge_resolver(struct report *report, size_t index)
{
	const struct resolver *resolver = &report->plan->resolvers[index];
	enum code code = resolver_failure(report, index);
	bool foreign = looks_like_another_vpcs(report, &resolver->address.ip);
	char ip[IP_TEXT_BYTES];
	char waits[192];

	ip_format(&resolver->address.ip, ip);
	describe_waiting(report, index, code, waits, sizeof waits);
	for (size_t i = 0; i < ARRAY_SIZE(resolver_rows); i++) {
		if (resolver_rows[i].code != code)
			continue;
		/* A silent server that only the agent asks, and that knows nothing else either, is
		 * reported as well. */
		if (judge_agents_server(report, index, code, resolver_rows[i].seen) &&
		    !is_needed_by_host(resolver))
			continue;
		/* No file names this server: the fault is the incomplete file. */
		if (resolver->configured && report->facts->host.resolver_lacks)
			continue;
		if (!is_needed_by_host(resolver) &&
		    !asks(&report->plan->vantages[DIALLER_AGENT][MOMENT_RUNNING], index) &&
		    !asks(&report->plan->vantages[DIALLER_TASK][MOMENT_RUNNING], index))
			continue;
		if (judge_shadowed(report, index, resolver_rows[i].seen))
			continue;
		finding_add(
			report, code, harm_of(report, index), resolver->name,
			xasprintf("%s %s %s%s",
				  resolver->route53 ? "the Route 53 Resolver" : "the nameserver",
				  ip, resolver_rows[i].seen, waits),
			hint_for_resolver(report, foreign, code));
	}
}

/* The servers that clients use if resolv.conf names none. */
static enum severity harm_of_missing(const struct report *report)
{
	enum severity worst = SEVERITY_NOTE;

	for (size_t i = 0; i < report->plan->resolver_count; i++) {
		if (!report->plan->resolvers[i].configured)
			continue;
		if (resolver_failure(report, i) == CODE_NONE)
			return SEVERITY_NOTE;
		if (harm_of(report, i) == SEVERITY_FAIL || worst == SEVERITY_NOTE)
			worst = harm_of(report, i);
	}
	return worst;
}

static void judge_gateway(struct report *report)
{
	bool all;
	bool any;

	/* Outside of EC2 there is neither a route table nor a gateway endpoint. */
	if (report->facts->identity.outside || !scene_compare(report, &all, &any))
		return;
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (strcmp(e->target->service, SERVICE_ECR_LAYERS) != 0 || e->working_count == 0 ||
		    e->class != CLASS_PUBLIC)
			continue;
		finding_add(
			report, CODE_S3_GATEWAY_LIKELY, SEVERITY_NOTE, SERVICE_ECR_LAYERS,
			xstrdup(any ? "S3 and other public hosts answer: a NAT or internet gateway carries them; an instance cannot see whether there is a gateway endpoint"
				    : "S3 answers and other public hosts do not: consistent with a gateway endpoint and no other way out"),
			NULL);
	}
}

static void judge_settings(struct report *report, const struct judge_policy *policy)
{
	if (policy->narrowed)
		finding_add(
			report, CODE_NARROWED_BY_SETTINGS, SEVERITY_NOTE, instance,
			xasprintf(
				"settings of this host reduce what the command line asks to check or require: %s",
				policy->narrowed),
			NULL);
}

void judge_instance(struct report *report, const struct judge_policy *policy)
{
	judge_settings(report, policy);
	judge_regions(report);
	judge_metadata(report, policy);
	judge_clock(report);
	judge_facts(report);
	judge_partition(report);
	judge_account(report);
	judge_profiles(report);
	judge_workload(report);
	judge_tasks(report);
	if (!report->outcomes)
		return;
	judge_trust(report);
	for (size_t i = 0; i < report->plan->resolver_count; i++) {
		judge_resolver(report, i);
		judge_losses(report, i);
	}
	judge_resolv_conf(report, harm_of_missing(report));
	judge_proxies(report);
	judge_gateway(report);
}
