/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "agent_settings.h"
#include "agent_units.h"
#include "docker_settings.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/local_file.h"
#include "ecsprobe/sockaddr.h"
#include "ecsprobe/util.h"
#include "host_files.h"
#include "link.h"
#include "proxies.h"

enum { MAX_FILE_BYTES = 1 << 20 };

/* A file that is missing or that we may not read leaves the fact unknown. */
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

	if (!entry->ifa_addr || !(entry->ifa_flags & IFF_UP) || (entry->ifa_flags & IFF_LOOPBACK) ||
	    !ip_from_sockaddr(entry->ifa_addr, &ip) || ip.family != family)
		return false;
	class = address_classify(&ip, NULL, 0, NULL);
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
	/* Only a readable table proves that there is no IPv4 route. */
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
	host->agent_dual_stack = routes_agent_is_v6_only(routes_v4, routes_v6);
	/* The default route tells a family in use from the bridge of a container
	 * runtime.  A host without any default route lives off its local ones. */
	if (!default_v4 && !default_v6)
		default_v4 = default_v6 = true;
	host->usable_v4 = source_v4 && default_v4;
	host->usable_v6 = source_v6 && default_v6;
}

static const char *lack_of_resolver(const char *text)
{
	struct stat st;

	if (text)
		return "names no nameserver";
	if (stat(resolv_conf_path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR))
		return "cannot be read";
	return lstat(resolv_conf_path, &st) == 0 && S_ISLNK(st.st_mode)
		       ? "is a link to a missing file"
		       : "does not exist";
}

static void read_resolver(struct host_facts *host, const struct file_source *files)
{
	size_t len = 0;
	char *text = config_read_text(files, resolv_conf_path, &len);
	char name[HOST_NAME_BYTES];

	resolv_conf_read(&host->resolver, text ? text : "", len, host_name_own(name));
	origin_set(&host->resolver_origin, resolv_conf_path, 0);
	host->resolver_lacks = host->resolver.names_none ? lack_of_resolver(text) : NULL;
	free(text);
}

/* Behind the stub of systemd-resolved are other servers. */
static void find_uplinks(struct host_facts *host, const struct file_source *files)
{
	static const struct ip stubs[] = { { IP_V4, { 127, 0, 0, 53 } },
					   { IP_V4, { 127, 0, 0, 54 } } };
	char *text;
	size_t len;

	if (!ip_equal(&host->resolver.nameservers[0], &stubs[0]) &&
	    !ip_equal(&host->resolver.nameservers[0], &stubs[1]))
		return;
	text = config_read_text(files, "/run/systemd/resolve/resolv.conf", &len);
	if (text)
		host->stub_uplink_count =
			resolv_conf_nameservers(text, len, host->stub_uplinks, MAX_NAMESERVERS);
	free(text);
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

/* config_read_text() would reject bytes that the agent's own reader accepts. */
static void read_agent_file(struct agent_file *file, const struct file_source *files,
			    const char *path)
{
	int r = files->read(files->arg, path, &file->bytes, &file->len);

	file->sight = file_sight(r);
	if (file->sight == SIGHT_UNKNOWN)
		(void)snprintf(file->why, sizeof file->why, "%s: %s", path,
			       r == -EREMOTE ? "it is on a network file system" : strerror(-r));
}

static void read_agent_files(struct agent_files *out, const struct file_source *files)
{
	*out = (struct agent_files){ 0 };
	for (size_t i = 0; i < AGENT_FILE_COUNT; i++)
		read_agent_file(&out->files[i], files, agent_file_paths[i]);
}

void gather_agent_files(struct agent_files *files, const char *root)
{
	struct host_reader reader;
	struct file_source source;

	host_reader_open(&reader, root, NULL);
	source = host_files(&reader);
	read_agent_files(files, &source);
	host_reader_close(&reader);
}

static void read_settings(struct host_facts *host, struct host_reader *reader,
			  const struct file_source *files, struct agent_units *units)
{
	struct docker_settings docker;
	size_t unreadable;

	read_agent_files(&host->agent_files, files);
	unreadable = host->unreadable_count;
	reader->changed_us = 0;
	reader->watched = docker_settings_file;
	docker_settings_read(&docker, files);
	host->docker_dns = docker.dns;
	host->dockerd_fips = docker.fips;
	host->dockerd_dual_stack = docker.dual_stack;
	host->docker_dns.unknown = host->unreadable_count > unreadable;
	host->docker_dns.changed_us = reader->changed_us;
	agent_units_read(units, files);
	proxies_gather(host, units, &docker);
	docker_settings_done(&docker);
}

/* To Go a NUL is a letter like any other: it ends neither the line nor the file. */
static char *read_hosts(const struct file_source *files)
{
	char *text;
	size_t len;

	if (files->read(files->arg, hosts_path, &text, &len) < 0)
		return NULL;
	for (size_t i = 0; i < len; i++)
		if (text[i] == '\0')
			text[i] = '\x01';
	return text;
}

int gather_host(struct host_facts *host, struct error *e)
{
	struct host_reader reader;
	struct file_source files;
	struct agent_units units;
	int r;

	*host = (struct host_facts){ 0 };
	host_reader_open(&reader, "", host);
	files = host_files(&reader);
	read_resolver(host, &files);
	find_uplinks(host, &files);
	host->hosts_text = read_hosts(&files);
	read_settings(host, &reader, &files, &units);
	look_at_interfaces(host);
	host->drops_known = gather_link_drops(&host->drops_before);
	r = agent_settings_gather(host, units.agent, e);
	agent_units_done(&units);
	if (host->agent_external)
		proxies_gather_ssm_agent(host, &files);
	host_reader_close(&reader);
	return r;
}

void host_facts_done(struct host_facts *host)
{
	for (size_t i = 0; i < host->hosts_count; i++)
		free(host->hosts[i].name);
	free(host->hosts);
	hosts_file_forget_agents(host);
	free(host->hosts_text);
	agent_files_done(&host->agent_files);
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
