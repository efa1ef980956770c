/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ATTEMPT_H
#define ECSPROBE_ATTEMPT_H
/* One connection to one address: connect, then handshake where TLS is spoken.  An attempt is one
 * fd, never reused; its record lives until the engine ends.  Private to the
 * engine. */
#include "ecsprobe/outcome.h"

struct attempt; /* opaque */
struct sd_event;
struct tls;

struct attempt_config {
	struct sd_event *loop; /* borrowed */
	struct ip ip;
	uint16_t port;
	int fd;           /* a tunnel that stands, which becomes the attempt's; -1: connect to ip */
	const char *host; /* borrowed: SNI and the name to verify */
	enum dialler dialled_by; /* whose ClientHello it is */
	bool tcp_only;           /* over when connected */
	enum purpose purpose;    /* large ClientHello, small segments */
	uint64_t connect_budget_us, tls_budget_us;
	struct attempt_outcome *outcome; /* borrowed; written until settled */
	/* The shared context, made at the first handshake. */
	struct tls *(*tls)(void *arg);
	/* Before the handshake, which needs far more memory than a connection: false, and it
	 * waits for attempt_go_on().  NULL: it never waits. */
	bool (*may_handshake)(void *arg);
	/* Called once, from the loop or from attempt_start(). */
	void (*settled)(void *arg);
	void *arg;
};

struct attempt *attempt_new(const struct attempt_config *config);
void attempt_start(struct attempt *attempt);
/* It may make its handshake now. */
void attempt_go_on(struct attempt *attempt);
/* Ends an unfinished attempt with this code; nothing happens to a settled one. */
void attempt_settle(struct attempt *attempt, enum code code);
void attempt_free(struct attempt *attempt); /* NULL is fine */

/* True when the kernel has a route and a source address for this address; no
 * packet is sent. */
bool attempt_has_route(const struct ip *ip);

#endif
