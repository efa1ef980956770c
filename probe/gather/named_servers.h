/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_NAMED_SERVERS_H
#define ECSPROBE_NAMED_SERVERS_H
/* Readers of files that name nameservers for good, whoever obeys them.  Private
 * to the gather room. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/address.h"

enum { MAX_NAMED_SERVERS = 64 };

struct named_servers {
	struct ip ips[MAX_NAMED_SERVERS]; /* each once; nobody asks those behind them */
	size_t count;
	bool takes_back;   /* what files before this one named */
	unsigned odd_line; /* the first that names nameservers and was not understood; 0: none */
};

enum line_style {
	LINES_PLAIN,      /* key=value */
	LINES_OF_SYSTEMD, /* ... that go on, and an empty value takes back */
	LINES_OF_WORDS,   /* key value */
};

/* Which lines of a file name them; patterns of fnmatch(3). */
struct server_lines {
	const char *section; /* NULL: any */
	const char *key;
	enum line_style style;
};

/* All take a text that is zeroed behind its length, and may change it. */
typedef void (*servers_reader)(char *text, size_t len, const struct server_lines *lines,
			       struct named_servers *out);

/* key = value or "key value": addresses with blanks, commas or semicolons between
 * them, each with a scheme, port, interface or name (systemd.network(5),
 * NetworkManager.conf(5), ifcfg, interfaces(5)). */
void servers_of_lines(char *text, size_t len, const struct server_lines *lines,
		      struct named_servers *out);

/* resolv.conf(5). */
void servers_of_resolv_conf(char *text, size_t len, const struct server_lines *lines,
			    struct named_servers *out);

/* dhclient.conf(5): what is superseded or prepended.  Appended ones and defaults
 * are asked only where DHCP names none that answers. */
void servers_of_dhclient(char *text, size_t len, const struct server_lines *lines,
			 struct named_servers *out);

/* netplan(5), and the same in cloud-init's: not a reader of YAML, but of what
 * stands below each "nameservers", which says where it gave up. */
void servers_of_netplan(char *text, size_t len, const struct server_lines *lines,
			struct named_servers *out);

/* For the readers. */
void servers_add(struct named_servers *out, const struct ip *ip);
void servers_note_odd(struct named_servers *out, unsigned line);

#endif
