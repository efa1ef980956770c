/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte says whose file the rest is. */
#include "fuzz.h"
#include "gather/named_servers.h"

static const struct {
	servers_reader read;
	struct server_lines lines;
} readers[] = {
	{ servers_of_netplan, { 0 } },
	{ servers_of_dhclient, { 0 } },
	{ servers_of_resolv_conf, { 0 } },
	{ servers_of_lines, { "Network", "DNS", LINES_OF_SYSTEMD } },
	{ servers_of_lines, { "ipv[46]", "dns", LINES_PLAIN } },
	{ servers_of_lines, { NULL, "DNS[0-9]*", LINES_PLAIN } },
	{ servers_of_lines, { NULL, "static*domain_name_servers", LINES_PLAIN } },
	{ servers_of_lines, { NULL, "dns-nameserver*", LINES_OF_WORDS } },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct named_servers named;
	size_t reader;
	char *text;

	if (size == 0)
		return 0;
	reader = data[0] % (sizeof readers / sizeof readers[0]);
	text = fuzz_text(data + 1, size - 1);
	readers[reader].read(text, strlen(text), &readers[reader].lines, &named);
	PROMISE(named.count <= MAX_NAMED_SERVERS);
	for (size_t i = 0; i < named.count; i++) {
		PROMISE(named.ips[i].family != IP_NONE);
		for (size_t k = 0; k < i && reader != 2; k++)
			PROMISE(!ip_equal(&named.ips[i], &named.ips[k]));
	}
	PROMISE(named.odd_line < size + 1);
	free(text);
	return 0;
}
