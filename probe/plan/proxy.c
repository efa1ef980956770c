/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/plan.h"

/* One entry of NO_PROXY without blanks around it, and its port if it has one. */
struct entry {
	char text[HOST_BYTES];
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
	char dotted[HOST_BYTES + 8];

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

/* The Docker socket is no host: the entry is compared as it stands. */
static bool names_docker_socket(const char *no_proxy)
{
	struct entry entry;

	while (no_proxy && next_entry(&no_proxy, &entry))
		if (strcmp(entry.text, "*") == 0 || strcmp(entry.text, "/var/run/docker.sock") == 0)
			return true;
	return false;
}

/* Scheme, host and port.  Everything up to the last '@' may belong to a
 * password, also one that breaks the URL, and is not shown. */
static void show(struct proxy *proxy)
{
	static const char *const schemes[] = { "http://", "https://", "socks5://", "socks5h://" };
	const char *scheme = "";
	const char *at = strrchr(proxy->url, '@');
	const char *authority = proxy->url;
	char text[HOST_BYTES];

	for (size_t i = 0; i < ARRAY_SIZE(schemes); i++)
		if (strncasecmp(proxy->url, schemes[i], strlen(schemes[i])) == 0)
			scheme = schemes[i];
	authority = at ? at + 1 : authority + strlen(scheme);
	(void)snprintf(text, sizeof text, "%s%.*s", scheme, (int)strcspn(authority, "/?#"),
		       authority);
	escape_text(proxy->shown, sizeof proxy->shown, text);
}

static const char *first_set(const char *a, const char *b)
{
	if (a && *a)
		return a;
	return b && *b ? b : NULL;
}

static void choose_proxy(struct proxy *proxy, const struct proxy_settings *settings,
			 enum dialler dialler)
{
	const char *also = dialler == DIALLER_AGENT ? settings->http_proxy : NULL;
	const char *url = first_set(settings->https_proxy, also);

	proxy->set = first_set(settings->https_proxy, settings->http_proxy) != NULL;
	(void)copy_text(proxy->source, sizeof proxy->source, settings->source);
	proxy->covers_metadata = no_proxy_covers(settings->no_proxy, "169.254.169.254", 80);
	proxy->covers_credentials = no_proxy_covers(settings->no_proxy, "169.254.170.2", 80);
	proxy->covers_docker = names_docker_socket(settings->no_proxy);
	if (!url)
		return;
	/* Without a scheme it is http, as Go has it. */
	proxy->url = strstr(url, "://") ? xstrdup(url) : xasprintf("http://%s", url);
	show(proxy);
}

void plan_proxies(struct plan *plan, const struct host_facts *host)
{
	for (int i = 0; i < DIALLER_COUNT; i++)
		choose_proxy(&plan->proxies[i], &host->proxies[i], (enum dialler)i);
	for (size_t i = 0; i < plan->count; i++) {
		struct target *t = &plan->targets[i];

		t->proxied =
			plan->proxies[t->dialled_by].url &&
			!no_proxy_covers(host->proxies[t->dialled_by].no_proxy, t->host, t->port);
	}
}
