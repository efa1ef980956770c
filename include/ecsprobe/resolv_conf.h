/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RESOLV_CONF_H
#define ECSPROBE_RESOLV_CONF_H
/* Reads resolv.conf(5), of the host or of a container. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/address.h"

extern const char resolv_conf_path[]; /* where it is, on a host and in a container */
extern const char hosts_path[];       /* likewise: /etc/hosts */

enum {
	MAX_NAMESERVERS = 3, /* of which glibc and Go read no more */
	MAX_IGNORED_SERVERS = 4,
	MAX_SEARCH = 6,
	HOST_BYTES = 254, /* of a name, with the NUL */
	SEARCH_BYTES = HOST_BYTES,
	ZONE_ID_BYTES = 16, /* IF_NAMESIZE */
};

/* Defaults are glibc's and Go's where the file says nothing.  A line counts as Go reads
 * it, since the agent, ecs-init and dockerd are Go programs: a blank may stand before the
 * keyword (net/dnsconfig_unix.go; glibc's res_init.c ignores such a line). */
struct resolver_settings {
	struct ip nameservers[MAX_NAMESERVERS];
	size_t nameserver_count;
	char zone_ids[MAX_NAMESERVERS][ZONE_ID_BYTES]; /* "ens5" of fe80::53%ens5 */
	size_t nameserver_excess;                      /* those after them, which no client reads */
	struct ip ignored[MAX_IGNORED_SERVERS];        /* ... the first of them */
	bool names_none;                       /* the defaults that a library asks without any */
	char search[MAX_SEARCH][SEARCH_BYTES]; /* as it stands, hostile */
	size_t search_count;
	bool names_search; /* the file has a search list, be it unusable */
	unsigned ndots, timeout_s, attempts;
	bool rotate, use_vc, single_request;
};

/* The first max nameservers; returns how many were found. */
size_t resolv_conf_nameservers(const char *text, size_t len, struct ip *nameservers, size_t max);

/* Without a nameserver line the nameservers are 127.0.0.1, which both libraries then ask, and ::1,
 * which Go asks next.  Without a search list it is the domain of host_name, the name of the host
 * whose programs read the file; "": unknown. */
void resolv_conf_read(struct resolver_settings *settings, const char *text, size_t len,
		      const char *host_name);

/* The names that are asked for before host itself, in turn: one with fewer dots than ndots
 * is tried in the domains of the search list first.  Returns how many. */
size_t resolv_conf_search_names(const struct resolver_settings *settings, const char *host,
				char names[static MAX_SEARCH][HOST_BYTES]);
/* Whether both make the same queries in the same manner; the servers may differ. */
bool resolv_conf_asks_alike(const struct resolver_settings *a, const struct resolver_settings *b);

#endif
