/* SPDX-License-Identifier: Apache-2.0 */
/* What files of many kinds name as nameservers, and where a reader gives up. */
#include "gather/named_servers.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/util.h"

struct row {
	const char *what, *text;
	const char *expected; /* with blanks between them */
	unsigned odd_line;
};

static void show(const struct named_servers *named, char *out, size_t size)
{
	*out = '\0';
	for (size_t i = 0; i < named->count; i++) {
		char ip[IP_TEXT_BYTES];
		size_t used = strlen(out);

		ip_format(&named->ips[i], ip);
		(void)snprintf(out + used, size - used, "%s%s", used ? " " : "", ip);
	}
}

static void check_rows(const struct row *rows, size_t count, servers_reader read,
		       const struct server_lines *lines)
{
	for (size_t i = 0; i < count; i++) {
		struct named_servers named;
		char *text = xstrdup(rows[i].text);
		char found[512];

		read(text, strlen(text), lines, &named);
		show(&named, found, sizeof found);
		EXPECT(strcmp(found, rows[i].expected) == 0, "'%s': %s", rows[i].what, found);
		EXPECT(named.odd_line == rows[i].odd_line, "'%s': line %u", rows[i].what,
		       named.odd_line);
		free(text);
	}
	expect_all_held();
}

static void lines_of_systemd(void **state)
{
	static const struct server_lines lines = { "Network", "DNS", LINES_OF_SYSTEMD };
	static const struct row rows[] = {
		{ "nothing", "", "", 0 },
		{ "one", "[Network]\nDNS=10.0.0.2\n", "10.0.0.2", 0 },
		{ "blanks around it", "  [Network]\n DNS = 10.0.0.2 \r\n", "10.0.0.2", 0 },
		{ "another section's", "[DHCPv4]\nDNS=10.0.0.2\n[Network]\nDHCP=yes\n", "", 0 },
		{ "another key's", "[Network]\nDNSSEC=10.0.0.2\nFallbackDNS=10.0.0.3\n", "", 0 },
		{ "commented", "[Network]\n#DNS=10.0.0.2\n;DNS=10.0.0.3\n", "", 0 },
		{ "all of a line, and of several",
		  "[Network]\nDNS=10.0.0.2 fd00::2\nDNS=10.0.0.3\nDNS=10.0.0.2\n",
		  "10.0.0.2 fd00::2 10.0.0.3", 0 },
		{ "with port, interface and name",
		  "[Network]\nDNS=10.0.0.2:53%eth0#a.example [fd00::2]:53 fe80::1%2\n",
		  "10.0.0.2 fd00::2 fe80::1", 0 },
		{ "a line that goes on", "[Network]\nDNS=10.0.0.2 \\\n# no\n  10.0.0.3\n",
		  "10.0.0.2 10.0.0.3", 0 },
		{ "taken back", "[Network]\nDNS=10.0.0.2\nDNS=\nDNS=10.0.0.3\n", "10.0.0.3", 0 },
		{ "no equals sign", "[Network]\nDNS 10.0.0.2\n", "", 0 },
		{ "no address", "[Network]\nDNS=_gateway 10.0.0.256 10.0.0.2/24\n", "", 0 },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows), servers_of_lines, &lines);
}

static void lines_of_others(void **state)
{
	static const struct server_lines manager = { "ipv[46]", "dns", LINES_PLAIN };
	static const struct server_lines shell = { NULL, "DNS[0-9]*", LINES_PLAIN };
	static const struct server_lines words = { NULL, "dns-nameserver*", LINES_OF_WORDS };
	static const struct server_lines dhcpcd = { NULL, "static*domain_name_servers",
						    LINES_PLAIN };
	static const struct row of_manager[] = {
		{ "lists", "[ipv4]\ndns=10.0.0.2;10.0.0.3;\n[ipv6]\ndns=fd00::2,fd00::3\n",
		  "10.0.0.2 10.0.0.3 fd00::2 fd00::3", 0 },
		{ "schemes", "[ipv4]\ndns=dns+tls://10.0.0.2#a;dns+udp://[fd00::2]:53\n",
		  "10.0.0.2 fd00::2", 0 },
		{ "nothing goes on", "[ipv4]\ndns-search=a\\\ndns=10.0.0.2\n", "10.0.0.2", 0 },
		{ "of something else", "[ipv4]\ndns-priority=1\n[wifi]\ndns=10.0.0.2\n", "", 0 },
	};
	static const struct row of_shell[] = {
		{ "quoted or not", "DNS1=\"10.0.0.2\"\nDNS2='10.0.0.3'\nDNS3=10.0.0.4\n",
		  "10.0.0.2 10.0.0.3 10.0.0.4", 0 },
		{ "an empty one takes nothing back", "DNS1=10.0.0.2\nDNS2=\n", "10.0.0.2", 0 },
		{ "commented", "#DNS1=10.0.0.2\nPEERDNS=no\n", "", 0 },
	};
	static const struct row of_words[] = {
		{ "words", "iface eth0 inet dhcp\n\tdns-nameservers 10.0.0.2  10.0.0.3\n",
		  "10.0.0.2 10.0.0.3", 0 },
		{ "a '=' behind them", "\tdns-nameservers 10.0.0.2 # a=b\n", "10.0.0.2", 0 },
	};
	static const struct row of_dhcpcd[] = {
		{ "one", "option domain_name_servers\nstatic domain_name_servers=10.0.0.2 ::2\n",
		  "10.0.0.2 ::2", 0 },
	};

	(void)state;
	check_rows(of_manager, ARRAY_SIZE(of_manager), servers_of_lines, &manager);
	check_rows(of_shell, ARRAY_SIZE(of_shell), servers_of_lines, &shell);
	check_rows(of_words, ARRAY_SIZE(of_words), servers_of_lines, &words);
	check_rows(of_dhcpcd, ARRAY_SIZE(of_dhcpcd), servers_of_lines, &dhcpcd);
}

static void dhclient(void **state)
{
	static const struct row rows[] = {
		{ "superseded", "supersede domain-name-servers 10.0.0.2, 10.0.0.3;\n",
		  "10.0.0.2 10.0.0.3", 0 },
		{ "prepended, so asked first", "prepend domain-name-servers 10.0.0.2;", "10.0.0.2",
		  0 },
		{ "asked only where no other answers",
		  "append domain-name-servers 10.0.0.2;\ndefault domain-name-servers 10.0.0.3;", "",
		  0 },
		{ "asked for",
		  "request subnet-mask, domain-name-servers;\nalso request domain-name-servers;",
		  "", 0 },
		{ "commented",
		  "#supersede domain-name-servers 10.0.0.2;\nsend a \"b#\"; # prepend "
		  "domain-name-servers 10.0.0.3;\n",
		  "", 0 },
		{ "over lines, in capitals, in a block",
		  "interface \"eth0\" {\n SUPERSEDE\n  Domain-Name-Servers # a\n 10.0.0.2\n,"
		  "10.0.0.3 ; }",
		  "10.0.0.2 10.0.0.3", 0 },
		{ "of DHCPv6", "supersede dhcp6.name-servers fd00::2;", "fd00::2", 0 },
		{ "another option",
		  "supersede domain-name \"10.0.0.2\";\nsupersede "
		  "domain-search \"a; supersede domain-name-servers 10.0.0.3;\";",
		  "", 0 },
		{ "without an end", "supersede domain-name-servers 10.0.0.2", "10.0.0.2", 0 },
		{ "a name", "timeout 1;\nsupersede domain-name-servers ns.example;", "", 2 },
		{ "a text", "supersede domain-name-servers \"10.0.0.2\";", "", 1 },
		{ "another file", "\n\ninclude \"/etc/other.conf\";", "", 3 },
		{ "a text without an end", "send a \"b\n; supersede", "", 0 },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows), servers_of_dhclient, NULL);
}

#define HEAD "network:\n  version: 2\n  ethernets:\n    eth0:\n      addresses: [10.9.9.9/24]\n"

static void netplan(void **state)
{
	static const struct row rows[] = {
		{ "none", HEAD "      dhcp4: true\n", "", 0 },
		{ "a list in one line",
		  HEAD "      nameservers:\n        addresses: [10.0.0.2, \"fd00::2\"]\n"
		       "        search: [a.example, 10.example]\n      dhcp4: true\n",
		  "10.0.0.2 fd00::2", 0 },
		{ "a list of lines, and what is behind it",
		  HEAD "      nameservers:\n        search:\n        - a.example\n"
		       "        addresses:\n          - 10.0.0.2\n          - '10.0.0.3' # c\n\n"
		       "# c\n      routes:\n      - to: 10.0.0.4\n",
		  "10.0.0.2 10.0.0.3", 0 },
		{ "a list that stands no deeper",
		  "nameservers:\n- 10.0.0.2\n- 10.0.0.3\nother:\n- 10.0.0.4\n", "10.0.0.2 10.0.0.3",
		  0 },
		{ "a mapping in one line, and in several",
		  "a: {nameservers: {addresses: [10.0.0.2], search: []}, b: 10.0.0.3}\n"
		  "c:\n  nameservers: {\n    addresses: [10.0.0.4,\n  10.0.0.5]\n  }\n  d: "
		  "10.0.0.6\n",
		  "10.0.0.2 10.0.0.4 10.0.0.5", 0 },
		{ "JSON",
		  "{\"eth0\":{\"nameservers\":{\"addresses\":[\"10.0.0.2\"]},\"a\":\"10.0.0.3\"}}",
		  "10.0.0.2", 0 },
		{ "quoted keys", "'nameservers':\n  \"addresses\" : ['10.0.0.2']\n", "10.0.0.2",
		  0 },
		{ "of two interfaces",
		  "a:\n  nameservers:\n    addresses: [10.0.0.2]\nb:\n  nameservers:\n    "
		  "addresses: [10.0.0.3]\n",
		  "10.0.0.2 10.0.0.3", 0 },
		{ "in a list", "- dns_nameservers: [10.0.0.2]\n  a: 10.0.0.3\n", "10.0.0.2", 0 },
		{ "... in a block", "- nameservers:\n    - 10.0.0.2\n  a: 10.0.0.3\n", "10.0.0.2",
		  0 },
		{ "commented", "# nameservers: [10.0.0.2]\na: it's # nameservers: [10.0.0.3]\n", "",
		  0 },
		{ "a hash in a text", "a: '# nameservers'\nnameservers: [10.0.0.2]\n", "10.0.0.2",
		  1 },
		{ "an anchor", "nameservers: &n\n  addresses: &a [10.0.0.2]\nb:\n  a: 10.0.0.3\n",
		  "10.0.0.2", 0 },
		{ "an alias in its place", "a: 1\nnameservers: *n\nb: 10.0.0.3\n", "", 2 },
		{ "an alias below it", "nameservers:\n  addresses: *n\n", "", 2 },
		{ "an alias beside it, and another pin behind it",
		  "nameservers:\n  <<: *n\nb:\n  nameservers: [10.0.0.2]\n", "10.0.0.2", 2 },
		{ "a list of another name", "nameservers:\n  adresses: [10.0.0.2]\n", "10.0.0.2",
		  2 },
		{ "no address", "nameservers:\n  addresses:\n  - ns.example\n  - 10.0.0.2\n",
		  "10.0.0.2", 3 },
		{ "an escape", "nameservers: [\"10.0.0.\\x32\"]\n", "", 1 },
		{ "a text over lines", "nameservers: [\"10.0.0.2\n\"]\nb: 10.0.0.3\n",
		  "10.0.0.2 10.0.0.3", 1 },
		{ "a list without an end", "nameservers: [10.0.0.2\nb: 10.0.0.3\n",
		  "10.0.0.2 10.0.0.3", 1 },
		{ "tabs", "nameservers:\n\taddresses: [10.0.0.2]\n", "10.0.0.2", 2 },
		{ "a key in the old way", "? nameservers\n: [10.0.0.2]\n", "", 1 },
		{ "cloud-init's first version",
		  "config:\n- type: nameserver\n  address: [10.0.0.2]\n", "", 2 },
		{ "a line of resolv.conf",
		  "runcmd:\n- echo nameserver 10.0.0.2 >>/etc/resolv.conf\n", "", 2 },
		{ "a part of a word", "my-nameserver: a\nnameserver_b: c\n# nameserver\n", "", 0 },
		{ "another word", "nameservers_v2: [10.0.0.2]\n", "", 0 },
		{ "at the end", "nameservers", "", 1 },
		{ "a lone quote", "nameservers\": [10.0.0.2]\n", "", 1 },
		{ "nothing below", "nameservers:\na: 10.0.0.2\n", "", 0 },
	};

	(void)state;
	check_rows(rows, ARRAY_SIZE(rows), servers_of_netplan, NULL);
}

/* Nobody asks the sixty-fifth; and what is long must not take long. */
static void bounds_hold(void **state)
{
	static const char *const units[] = { "nameservers: [",     "nameservers ",
					     "\"nameservers\":\n", "nameservers",
					     "\"'nameservers:\n",  "[10.0.0.2 " };
	static const struct server_lines lines = { NULL, "DNS", LINES_PLAIN };
	enum { BYTES = 256 * 1024 };
	struct named_servers named;
	char *text = xcalloc(BYTES + 1, 1);
	size_t used = 0;

	(void)state;
	for (unsigned i = 0; i < 300; i++)
		used += (size_t)snprintf(text + used, BYTES - used, "DNS=10.0.%u.%u\n", i / 200,
					 i % 200);
	servers_of_lines(text, used, &lines, &named);
	assert_int_equal(named.count, MAX_NAMED_SERVERS);
	for (size_t u = 0; u < ARRAY_SIZE(units); u++) {
		size_t len = strlen(units[u]);

		for (used = 0; used + len <= BYTES; used += len)
			memcpy(text + used, units[u], len);
		text[used] = '\0';
		servers_of_netplan(text, used, NULL, &named);
		assert_int_equal(named.odd_line != 0, u != 2 && u != 5);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_systemd), cmocka_unit_test(lines_of_others),
		cmocka_unit_test(dhclient),         cmocka_unit_test(netplan),
		cmocka_unit_test(bounds_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
