/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/no_proxy.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ecsprobe/address.h"
#include "ecsprobe/agent_setting.h"

/* One entry of NO_PROXY without blanks around it, and what SplitHostPort() of net makes
 * of it. */
struct entry {
	char text[HOST_NAME_BYTES + sizeof "[]:65535"];
	const char *host; /* in text, or in split */
	const char *port; /* compared as text; "": any */
	char split[HOST_NAME_BYTES + sizeof "[]:65535"];
};

/* False at the end of the list; an entry too long to be a name is empty. */
static bool next_entry(const char **list, struct entry *entry)
{
	const char *start = *list;
	size_t len;

	if (!*start)
		return false;
	len = strcspn(start, ",");
	*list = start + len + (start[len] == ',');
	go_trim(&start, &len);
	*entry = (struct entry){ .port = "" };
	if (len < sizeof entry->text)
		memcpy(entry->text, start, len);
	entry->host = entry->text;
	return true;
}

/* "NAME:PORT" and "[ADDRESS]:PORT".  Without a port, or with a colon too many, the entry
 * is all host, brackets included. */
static void split_port(struct entry *entry)
{
	char *split = entry->split;
	char *colon;

	(void)strcpy(split, entry->text);
	colon = strrchr(split, ':');
	if (!colon)
		return;
	if (split[0] == '[') {
		char *end = strchr(split, ']');

		if (!end || end + 1 != colon || strpbrk(end + 1, "[]") || strchr(split + 1, '['))
			return;
		*end = '\0';
		split++;
	} else if (strchr(split, ':') != colon || strpbrk(split, "[]")) {
		return;
	}
	*colon = '\0';
	entry->host = split;
	entry->port = colon + 1;
}

/* "example.com" covers itself and what is below, ".example.com" and
 * "*.example.com" only what is below. */
static bool covers_name(const char *pattern, const char *host)
{
	char dotted[sizeof((struct entry *)0)->text + 1];

	if (strncmp(pattern, "*.", 2) == 0)
		pattern++;
	if (*pattern == '.')
		return host_name_ends_with(host, pattern);
	(void)snprintf(dotted, sizeof dotted, ".%s", pattern);
	return strcasecmp(host, pattern) == 0 || host_name_ends_with(host, dotted);
}

/* An IPv4 address that is written as one of IPv6 is the same to Go. */
static bool parse_address(const char *text, struct ip *ip)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (!ip_parse(text, ip))
		return false;
	if (ip->family == IP_V6 && memcmp(ip->bytes, mapped, sizeof mapped) == 0) {
		struct ip v4 = { IP_V4, { 0 } };

		memcpy(v4.bytes, ip->bytes + sizeof mapped, 4);
		*ip = v4;
	}
	return true;
}

static bool port_matches(const struct entry *entry, uint16_t port)
{
	char text[8];

	(void)snprintf(text, sizeof text, "%u", port);
	return !*entry->port || strcmp(entry->port, text) == 0;
}

static bool entry_covers(struct entry *entry, const char *host, uint16_t port)
{
	struct cidr cidr;
	struct ip ip;
	struct ip own;
	bool numeric = parse_address(host, &ip);

	if (!entry->text[0])
		return false;
	if (strcmp(entry->text, "*") == 0)
		return true;
	if (cidr_parse_loosely(entry->text, &cidr))
		return numeric && cidr_contains(&cidr, &ip);
	split_port(entry);
	if (!*entry->host || !port_matches(entry, port))
		return false;
	if (parse_address(entry->host, &own))
		return numeric && ip_equal(&own, &ip);
	/* What looks like the end of an address covers none. */
	return !numeric && covers_name(entry->host, host);
}

bool no_proxy_covers(const char *no_proxy, const char *host, uint16_t port)
{
	struct entry entry;

	while (no_proxy && next_entry(&no_proxy, &entry))
		if (entry_covers(&entry, host, port))
			return true;
	return false;
}

bool no_proxy_lists(const char *no_proxy, const char *text)
{
	struct entry entry;

	while (no_proxy && next_entry(&no_proxy, &entry))
		if (strcmp(entry.text, "*") == 0 || strcmp(entry.text, text) == 0)
			return true;
	return false;
}
