/* SPDX-License-Identifier: Apache-2.0 */
#include <ifaddrs.h>
#include <net/if.h>
#include <string.h>

#include "agent_settings.h"
#include "deciding.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/resolv_conf.h"
#include "ecsprobe/sockaddr.h"
#include "ecsprobe/util.h"
#include "link.h"
#include "proxies.h"

enum { MAX_FILE_BYTES = 1 << 20 };

/* A file that is missing or not ours to read leaves the fact unknown. */
static char *read_file(const char *path, size_t *len)
{
	char *text = NULL;

	return file_read_bounded(path, MAX_FILE_BYTES, &text, len) == 0 ? text : NULL;
}

/* An address that packets to other networks can be sent from. */
static bool is_source_address(const struct ifaddrs *entry, enum ip_family family)
{
	enum address_class class;
	struct ip ip;
	bool nat64;

	if (!entry->ifa_addr || !(entry->ifa_flags & IFF_UP) || (entry->ifa_flags & IFF_LOOPBACK) ||
	    !ip_from_sockaddr(entry->ifa_addr, &ip) || ip.family != family)
		return false;
	class = address_classify(&ip, NULL, 0, &nat64);
	return class == CLASS_PRIVATE || class == CLASS_PUBLIC;
}

static unsigned prefix_bits(const struct ip *mask)
{
	unsigned bits = 0;

	while (bits < 128 && (mask->bytes[bits / 8] & (0x80U >> (bits % 8))))
		bits++;
	return bits;
}

/* A bridge that leads out of the host hides nothing. */
static void note_bridge(struct host_facts *host, const struct ifaddrs *entry, const char *routes)
{
	struct bridge *bridge = &host->bridges[host->bridge_count];
	struct ip ip;
	struct ip mask;

	if (host->bridge_count >= MAX_BRIDGES || !entry->ifa_addr || !entry->ifa_netmask ||
	    !ip_from_sockaddr(entry->ifa_addr, &ip) ||
	    !ip_from_sockaddr(entry->ifa_netmask, &mask) || ip.family != IP_V4 ||
	    !link_is_bridge(entry->ifa_name) ||
	    (routes && routes_v4_default_through(routes, entry->ifa_name)))
		return;
	for (size_t i = 0; i < sizeof ip.bytes; i++)
		ip.bytes[i] &= mask.bytes[i];
	*bridge = (struct bridge){ .cidr = { ip, prefix_bits(&mask) } };
	(void)copy_text(bridge->name, sizeof bridge->name, entry->ifa_name);
	host->bridge_count++;
}

static void look_at_interfaces(struct host_facts *host)
{
	CLEANUP(cleanup_free) char *routes_v4 = NULL;
	CLEANUP(cleanup_free) char *routes_v6 = NULL;
	struct ifaddrs *list = NULL;
	bool source_v4 = false;
	bool source_v6 = false;
	bool default_v4;
	bool default_v6;
	size_t len;

	routes_v4 = read_file("/proc/net/route", &len);
	routes_v6 = read_file("/proc/net/ipv6_route", &len);
	/* That there is none must be seen, or the agent's names would be other ones. */
	default_v4 = !routes_v4 || routes_v4_have_default(routes_v4);
	default_v6 = routes_v6 && routes_v6_have_default(routes_v6);
	if (getifaddrs(&list) == 0) {
		for (const struct ifaddrs *entry = list; entry; entry = entry->ifa_next) {
			source_v4 |= is_source_address(entry, IP_V4);
			source_v6 |= is_source_address(entry, IP_V6);
			note_bridge(host, entry, routes_v4);
		}
		freeifaddrs(list);
	}
	host->agent_dual_stack = default_v6 && !default_v4;
	/* The default route tells a family in use from the bridge of a container
	 * runtime.  A host without any default route lives off its local ones. */
	if (!default_v4 && !default_v6)
		default_v4 = default_v6 = true;
	host->usable_v4 = source_v4 && default_v4;
	host->usable_v6 = source_v6 && default_v6;
}

/* Behind the stub of systemd-resolved stands somebody else. */
static void find_uplinks(struct host_facts *host)
{
	static const struct ip stubs[] = { { IP_V4, { 127, 0, 0, 53 } },
					   { IP_V4, { 127, 0, 0, 54 } } };
	CLEANUP(cleanup_free) char *text = NULL;
	size_t len;

	if (host->nameserver_count == 0 || (!ip_equal(&host->nameservers[0], &stubs[0]) &&
					    !ip_equal(&host->nameservers[0], &stubs[1])))
		return;
	text = read_file("/run/systemd/resolve/resolv.conf", &len);
	if (text)
		host->stub_uplink_count =
			resolv_conf_nameservers(text, len, host->stub_uplinks, MAX_NAMESERVERS);
}

bool gather_link_drops(uint64_t *drops)
{
	static const char statistic[] = "linklocal_allowance_exceeded";
	struct ifaddrs *list = NULL;
	bool known = false;

	*drops = 0;
	if (getifaddrs(&list) < 0)
		return false;
	for (const struct ifaddrs *entry = list; entry; entry = entry->ifa_next) {
		uint64_t value;

		if (entry->ifa_addr && entry->ifa_addr->sa_family == AF_PACKET &&
		    link_statistic(entry->ifa_name, statistic, &value)) {
			*drops += value;
			known = true;
		}
	}
	freeifaddrs(list);
	return known;
}

int gather_host(struct host_facts *host, struct error *e)
{
	CLEANUP(cleanup_free) char *resolv_conf = NULL;
	size_t len;

	*host = (struct host_facts){ 0 };
	resolv_conf = read_deciding_file(host, "/etc/resolv.conf", &len);
	if (resolv_conf)
		host->nameserver_count = resolv_conf_nameservers(
			resolv_conf, len, host->nameservers, MAX_NAMESERVERS);
	find_uplinks(host);
	/* Without a nameserver line glibc and Go ask the local machine. */
	if (host->nameserver_count == 0)
		(void)ip_parse("127.0.0.1", &host->nameservers[host->nameserver_count++]);
	host->hosts_text = read_deciding_file(host, "/etc/hosts", &len);
	look_at_interfaces(host);
	proxies_gather(host);
	host->drops_known = gather_link_drops(&host->drops_before);
	return agent_settings_gather(host, e);
}

void host_facts_done(struct host_facts *host)
{
	for (size_t i = 0; i < host->hosts_count; i++)
		free(host->hosts[i].name);
	free(host->hosts);
	free(host->hosts_text);
	proxies_wipe(host->proxies);
	*host = (struct host_facts){ 0 };
}

const char *gather_environment_region(void)
{
	const char *region = getenv("AWS_REGION");

	if (!region || !*region)
		region = getenv("AWS_DEFAULT_REGION");
	return region && region_is_wellformed(region) ? region : NULL;
}
