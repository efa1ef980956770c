/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <systemd/sd-json.h>

#include "deciding.h"
#include "ecsprobe/ecs_config.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/resolv_conf.h"
#include "ecsprobe/sockaddr.h"
#include "ecsprobe/util.h"
#include "link.h"
#include "proxies.h"

enum { MAX_FILE_BYTES = 1 << 20 };

/* Later files win, as ecs-init merges them. */
static const char *const agent_config_files[] = { "/var/lib/ecs/ecs.config",
						  "/etc/ecs/ecs.config" };
static const char agent_json_file[] = "/etc/ecs/ecs.config.json";
enum { HTTPS_PORT = 443 };

static const char region_key[] = "AWS_DEFAULT_REGION";

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
	default_v4 = routes_v4 && routes_v4_have_default(routes_v4);
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

static int note_region(struct host_facts *host, const char *path, unsigned line, const char *value,
		       struct error *e)
{
	char shown[64];
	char at[32] = "";

	if (region_is_wellformed(value)) {
		(void)copy_text(host->agent_region, sizeof host->agent_region, value);
		return 0;
	}
	escape_text(shown, sizeof shown, value);
	if (line)
		(void)snprintf(at, sizeof at, ":%u", line);
	return error_set(
		e, ERROR_CONFIG, EINVAL,
		"%s%s: the Region for the agent: found '%s', expected one such as us-east-1", path,
		at, shown);
}

static int region_of_json(struct host_facts *host, struct error *e)
{
	CLEANUP(cleanup_free) char *text = NULL;
	sd_json_variant *root = NULL;
	sd_json_variant *value;
	size_t len;
	int r = 0;

	text = read_file(agent_json_file, &len);
	if (!text || sd_json_parse(text, 0, &root, NULL, NULL) < 0)
		return 0;
	value = sd_json_variant_by_key(root, "AWSRegion");
	if (value && sd_json_variant_is_string(value) && *sd_json_variant_string(value))
		r = note_region(host, agent_json_file, 0, sd_json_variant_string(value), e);
	sd_json_variant_unref(root);
	return r;
}

/* The last file that has the key decides, as ecs-init merges them. */
static bool find_agent_setting(struct host_facts *host, const char *key, char *value, size_t size,
			       const char **path, unsigned *line)
{
	bool found = false;

	for (size_t left = ARRAY_SIZE(agent_config_files); left > 0 && !found; left--) {
		CLEANUP(cleanup_free) char *text = NULL;
		size_t len;

		*path = agent_config_files[left - 1];
		text = read_deciding_file(host, *path, &len);
		if (!text)
			continue;
		found = ecs_config_lookup(text, len, key, value, size, line) && *value;
		text_wipe_bytes(text, len); /* it may hold passwords */
	}
	return found;
}

/* Which names the agent asks for (facts/ecs-agent.md 2.2). */
static void find_agent_names(struct host_facts *host)
{
	const char *path;
	unsigned line;
	char value[32];

	if (find_agent_setting(host, "AWS_USE_FIPS_ENDPOINT", value, sizeof value, &path, &line))
		host->agent_fips = strcasecmp(value, "true") == 0;
	if (find_agent_setting(host, "ECS_INSTANCE_IP_COMPATIBILITY", value, sizeof value, &path,
			       &line))
		host->agent_dual_stack = strcmp(value, "ipv6") == 0;
}

bool backend_parse(const char *text, char host[static AGENT_BACKEND_BYTES], uint16_t *port)
{
	static const char https[] = "https://";
	char name[HOST_NAME_BYTES];
	char bare[AGENT_BACKEND_BYTES + 8];
	size_t len;

	if (strncasecmp(text, https, sizeof https - 1) == 0)
		text += sizeof https - 1;
	len = strcspn(text, "/");
	if (len >= sizeof bare)
		return false;
	memcpy(bare, text, len);
	bare[len] = '\0';
	*port = HTTPS_PORT;
	return host_port_parse(bare, name, port) && copy_text(host, AGENT_BACKEND_BYTES, name);
}

/* What replaces the ecs name, and that one only: the hosts of the websockets
 * come from DiscoverPollEndpoint all the same. */
static void find_agent_backend(struct host_facts *host)
{
	static const char *const backend_keys[] = { "ECS_BACKEND_HOST", "AWS_ENDPOINT_URL_ECS",
						    "AWS_ENDPOINT_URL" };
	const char *path;
	unsigned line;
	char value[300];

	for (size_t i = 0; i < ARRAY_SIZE(backend_keys); i++) {
		if (!find_agent_setting(host, backend_keys[i], value, sizeof value, &path, &line))
			continue;
		if (!backend_parse(value, host->agent_backend, &host->agent_backend_port))
			note_unreadable(host, path, "the backend it names is no https host");
		return;
	}
}

/* The agent's environment beats its JSON file, and the later of two
 * environment files the earlier (facts/ecs-agent.md 2.1); only the one that
 * counts can be wrong. */
static int find_agent_region(struct host_facts *host, struct error *e)
{
	const char *path;
	unsigned line;
	char value[128];

	if (find_agent_setting(host, region_key, value, sizeof value, &path, &line))
		return note_region(host, path, line, value, e);
	return region_of_json(host, e);
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
	find_agent_names(host);
	find_agent_backend(host);
	proxies_gather(host);
	host->drops_known = gather_link_drops(&host->drops_before);
	return find_agent_region(host, e);
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
