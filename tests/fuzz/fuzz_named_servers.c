/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte says whose words count. */
#include "fuzz.h"
#include "gather/named_servers.h"

static const struct server_words words[] = {
	{ .keys = { "addresses", "*nameservers", "nameserver" }, .doubts = true },
	{ .keys = { "*domain-name-servers", "dhcp6.name-servers" },
	  .verbs = { "supersede", "prepend" },
	  .doubts = true },
	{ .keys = { "nameserver" } },
	{ .keys = { "DNS" }, .sections = { "Network" } },
	{ .keys = { "dns" }, .sections = { "ipv4", "ipv6" } },
	{ .keys = { "DNS[0-9]*", "NETCONFIG_DNS_STATIC_SERVERS" } },
	{ .keys = { "dns-nameserver*", "nameserver" },
	  .includes = { "source", "source-directory" },
	  .included = "interfaces.d",
	  .doubts = true },
};

struct seen {
	unsigned lines; /* of the text */
	unsigned last;
	bool may_doubt;
};

static void on_server(void *arg, enum servers_event event, const struct ip *ip, unsigned line)
{
	struct seen *seen = arg;

	PROMISE((event == SERVER_NAMED) == (ip != NULL));
	PROMISE(!ip || ip->family != IP_NONE);
	PROMISE(line >= seen->last && line <= seen->lines);
	PROMISE(event != SERVERS_IN_DOUBT || seen->may_doubt);
	seen->last = line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen seen = { 1, 1, false };
	size_t whose;
	char *text;

	if (size == 0)
		return 0;
	whose = data[0] % (sizeof words / sizeof words[0]);
	seen.may_doubt = words[whose].doubts;
	text = fuzz_text(data + 1, size - 1);
	for (const char *p = text; *p; p++)
		seen.lines += *p == '\n';
	servers_scan(text, &words[whose], on_server, &seen);
	free(text);
	return 0;
}
