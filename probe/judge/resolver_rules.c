/* SPDX-License-Identifier: Apache-2.0 */
#include "resolver_rules.h"

#include "ecsprobe/text.h"
#include "findings.h"

/* "a, b and 2 more" of so many. */
static char *list_servers(const struct ip *servers, size_t shown, size_t count)
{
	struct text text = { 0 };

	for (size_t i = 0; i < count && i < shown; i++) {
		char ip[IP_TEXT_BYTES];

		ip_format(&servers[i], ip);
		text_join(&text, ", ", "%s", ip);
	}
	if (count > shown)
		text_append(&text, " and %zu more", count - shown);
	return text_take(&text);
}

static void judge_missing(struct report *report, enum severity worst)
{
	const struct host_facts *host = &report->facts->host;
	bool dead = worst != SEVERITY_NOTE;

	if (!host->resolver_lacks)
		return;
	finding_add(report, CODE_RESOLV_CONF_MISSING, dead ? worst : SEVERITY_WARN, "system",
		    xasprintf("%s %s, so clients ask 127.0.0.1, and Go then ::1: %s",
			      resolv_conf_path, host->resolver_lacks,
			      dead ? "nothing answers there" : "a server answers there"),
		    NULL);
}

static void judge_excess(struct report *report)
{
	const struct resolver_settings *settings = &report->facts->host.resolver;
	char *ignored;

	if (!settings->nameserver_excess)
		return;
	ignored = list_servers(settings->ignored, MAX_IGNORED_SERVERS, settings->nameserver_excess);
	finding_add(report, CODE_NAMESERVERS_IGNORED, SEVERITY_NOTE, "system",
		    xasprintf("%s names %zu nameservers; Go and glibc take the first %d and "
			      "ignore %s",
			      resolv_conf_path,
			      settings->nameserver_count + settings->nameserver_excess,
			      MAX_NAMESERVERS, ignored),
		    NULL);
	free(ignored);
}

static bool is_asked(const struct plan *plan, const struct ip *server)
{
	for (size_t i = 0; i < plan->resolver_count; i++)
		if (ip_equal(&plan->resolvers[i].address.ip, server))
			return true;
	return false;
}

static bool is_inside(const struct report *report, const struct ip *server)
{
	return class_is_private(network_class_of(&report->facts->network, server));
}

static bool needs_private_names(const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (class_is_private(report->endpoints[i].class))
			return true;
	return false;
}

/* A public server behind the stub, which ecsprobe does not ask, cannot know the private names.  The
 * Route 53 Resolver is asked at one of its addresses alone. */
static void judge_uplinks(struct report *report)
{
	const struct host_facts *host = &report->facts->host;
	struct ip strangers[MAX_NAMESERVERS];
	size_t count = 0;
	char *list;

	for (size_t i = 0; host->stub_uplink_count > 1 && i < host->stub_uplink_count; i++)
		if (!is_inside(report, &host->stub_uplinks[i]) &&
		    !is_asked(report->plan, &host->stub_uplinks[i]))
			strangers[count++] = host->stub_uplinks[i];
	if (!count || !needs_private_names(report))
		return;
	list = list_servers(strangers, count, count);
	finding_add(
		report, CODE_RESOLVER_SET_DIFFERS, SEVERITY_WARN, "system",
		xasprintf(
			"the stub resolver on this host may also ask %s, outside this VPC, which does not know its private names; the stub changes to the next server when one fails, and stays there",
			list),
		"Remove it from the DHCP option set or systemd-resolved's configuration (DNS=, FallbackDNS=). ecsprobe did not ask it, since a query to a public nameserver may raise an alarm; with --deep it does.");
	free(list);
}

/* The nameservers of bridge tasks, by configuration; ecsprobe may not have asked them. */
static void judge_bridge(struct report *report)
{
	const struct vantage *bridge = &report->plan->bridge;
	struct ip strangers[MAX_NAMESERVERS];
	char origin[ORIGIN_TEXT_BYTES];
	size_t count = 0;
	char *list;

	for (size_t i = 0; report->plan->bridged && i < bridge->resolver.nameserver_count; i++)
		if (!is_inside(report, &bridge->resolver.nameservers[i]))
			strangers[count++] = bridge->resolver.nameservers[i];
	if (!count || !needs_private_names(report))
		return;
	list = list_servers(strangers, count, count);
	origin_format(&bridge->origin, origin);
	finding_add(
		report, CODE_TASK_RESOLVER_PUBLIC, SEVERITY_WARN, "task",
		xasprintf(
			"tasks in Docker's bridge network ask %s (from %s), which does not know this VPC's private names",
			list, origin),
		NULL);
	free(list);
}

void judge_resolv_conf(struct report *report, enum severity worst)
{
	judge_missing(report, worst);
	judge_excess(report);
	judge_uplinks(report);
	judge_bridge(report);
}
