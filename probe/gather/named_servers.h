/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_NAMED_SERVERS_H
#define ECSPROBE_NAMED_SERVERS_H
/* One scan for files of many formats that name nameservers.  It parses none of them: it
 * knows which words stand before a nameserver.  Private to the gather room. */
#include <stdbool.h>

#include "ecsprobe/address.h"

/* Patterns of fnmatch(3), in upper or lower case unless the format has sections. */
struct server_words {
	const char *keys[3];
	const char *verbs[2];    /* one of them stands before the key; none: anything may */
	const char *sections[2]; /* "[NAME]" on a line of its own; the key counts in one of them and
				  * before a '=', as it is spelled; none: the format has none */
	const char *includes[2]; /* each stands before the name of a file that counts too */
	const char *included;    /* a part of the names of those that are read anyway */
	bool doubts;             /* the format has other ways to name one: an alias, a host name, a
				  * variable, an included file */
};

enum servers_event {
	SERVER_NAMED,
	SERVERS_TAKEN_BACK, /* "key=" and nothing behind it */
	SERVERS_IN_DOUBT,   /* something else than an address stands there */
};

/* ip is NULL except for SERVER_NAMED; lines count from 1. */
typedef void (*servers_fn)(void *arg, enum servers_event event, const struct ip *ip, unsigned line);

/* An address counts where the last key before it is one of these words.  One with a prefix
 * length (10.0.0.0/16) is no nameserver, and what stands in a comment counts nowhere.  The
 * text is cut up. */
void servers_scan(char *text, const struct server_words *words, servers_fn each, void *arg);

#endif
