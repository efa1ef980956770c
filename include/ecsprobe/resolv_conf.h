/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RESOLV_CONF_H
#define ECSPROBE_RESOLV_CONF_H
/* resolv.conf(5), whoever's it is. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/address.h"

extern const char resolv_conf_path[]; /* where it is, on a host and in a container */

enum {
	MAX_NAMESERVERS = 3, /* of which glibc and Go read no more */
	MAX_SEARCH = 6,
	SEARCH_BYTES = 254,
};

/* Defaults are glibc's and Go's where the file says nothing. */
struct resolver_settings {
	struct ip nameservers[MAX_NAMESERVERS];
	size_t nameserver_count;
	size_t nameserver_excess;              /* behind those, which nobody reads */
	char search[MAX_SEARCH][SEARCH_BYTES]; /* as it stands, hostile */
	size_t search_count;
	unsigned ndots, timeout_s, attempts;
	bool rotate, use_vc, single_request;
};

/* The first max nameservers; returns how many were found. */
size_t resolv_conf_nameservers(const char *text, size_t len, struct ip *nameservers, size_t max);

/* Without a nameserver line, which is what both libraries then ask: 127.0.0.1. */
void resolv_conf_read(struct resolver_settings *settings, const char *text, size_t len);

#endif
