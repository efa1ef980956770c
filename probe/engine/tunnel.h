/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TUNNEL_H
#define ECSPROBE_TUNNEL_H
/* A connection through a proxy, made by the HTTP client, up to the point where
 * the engine's own handshake begins.  Private to the engine. */
#include "ecsprobe/error.h"
#include "ecsprobe/outcome.h"

struct http;
struct tunnel; /* opaque */

struct tunnel_config {
	struct http *http;           /* borrowed */
	const struct proxy *proxy;   /* borrowed */
	const struct target *target; /* borrowed */
	uint64_t budget_us;
	struct attempt_outcome *outcome; /* borrowed; filled when it is over */
	/* fd: the tunnel, now the callee's; or -1, and the outcome has the code. */
	void (*done)(void *arg, int fd);
	void *arg;
};

/* Never calls done from inside.  The tunnel must outlive the HTTP client.
 * ERROR_CONFIG: the dialler cannot use such a proxy either; else nothing can be
 * said. */
int tunnel_start(struct tunnel **out, const struct tunnel_config *config,
		 struct error *e) ECSPROBE_MUST_CHECK;
/* Settles an unfinished tunnel with this code; a late answer is dropped. */
void tunnel_stop(struct tunnel *tunnel, enum code code);
void tunnel_free(struct tunnel *tunnel); /* NULL is fine */

#endif
