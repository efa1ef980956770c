/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/no_proxy.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ecsprobe/address.h"
#include "ecsprobe/util.h"

/* One entry of NO_PROXY without blanks around it, and its port if it has one. */
struct entry {
	char text[HOST_NAME_BYTES];
	uint16_t port; /* 0: any */
};

/* ":port", or ":" or nothing for any port. */
static bool take_port(struct entry *entry, const char *text)
{
	return !*text || (*text == ':' && (!text[1] || port_parse(text + 1, &entry->port)));
}

/* Takes the port off, and the brackets of an IPv6 address before it. */
static bool split_port(struct entry *entry)
{
	char *end = entry->text[0] == '[' ? strchr(entry->text, ']') : strrchr(entry->text, ':');
	struct ip ip;

	if (!end || ip_parse(entry->text, &ip))
		return true;
	if (!take_port(entry, *end == ']' ? end + 1 : end))
		return false;
	*end = '\0';
	if (entry->text[0] == '[')
		memmove(entry->text, entry->text + 1, strlen(entry->text));
	return true;
}

/* False at the end of the list; an entry too long to be a name is empty. */
static bool next_entry(const char **list, struct entry *entry)
{
	const char *start = *list;
	size_t len;

	if (!*start)
		return false;
	len = strcspn(start, ",");
	*list = start + len + (start[len] == ',');
	while (len && isspace((unsigned char)*start)) {
		start++;
		len--;
	}
	while (len && isspace((unsigned char)start[len - 1]))
		len--;
	*entry = (struct entry){ 0 };
	if (len < sizeof entry->text)
		memcpy(entry->text, start, len);
	return true;
}

static bool ends_with(const char *host, const char *suffix)
{
	size_t host_len = strlen(host);
	size_t suffix_len = strlen(suffix);

	return host_len > suffix_len && strcasecmp(host + host_len - suffix_len, suffix) == 0;
}

/* "example.com" covers itself and what is below, ".example.com" and
 * "*.example.com" only what is below. */
static bool covers_name(const char *pattern, const char *host)
{
	char dotted[HOST_NAME_BYTES + 8];

	if (strncmp(pattern, "*.", 2) == 0)
		pattern++;
	if (*pattern == '.')
		return ends_with(host, pattern);
	(void)snprintf(dotted, sizeof dotted, ".%s", pattern);
	return strcasecmp(host, pattern) == 0 || ends_with(host, dotted);
}

static bool entry_covers(struct entry *entry, const char *host, uint16_t port)
{
	struct cidr cidr;
	struct ip ip;
	struct ip own;
	bool numeric = ip_parse(host, &ip);

	if (!entry->text[0])
		return false;
	if (strcmp(entry->text, "*") == 0)
		return true;
	if (cidr_parse_loosely(entry->text, &cidr))
		return numeric && cidr_contains(&cidr, &ip);
	if (!split_port(entry) || (entry->port && entry->port != port))
		return false;
	if (ip_parse(entry->text, &own))
		return numeric && ip_equal(&own, &ip);
	return covers_name(entry->text, host);
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
