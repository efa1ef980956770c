/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_DIALS_H
#define ECSPROBE_DIALS_H
/* All connections to be made, direct or through a proxy: each waits until there is a descriptor
 * for it, and once more until it may make its handshake.  Private to the engine. */
#include "ecsprobe/outcome.h"

struct dials; /* opaque */
struct http;
struct sd_event;
struct tls;

struct dials_config {
	struct sd_event *loop;       /* borrowed */
	struct http *http;           /* borrowed: for tunnels */
	const struct proxy *proxies; /* borrowed: one for each dialler */
	uint64_t connect_budget_us, tls_budget_us;
	struct tls *(*tls)(void *arg); /* the shared context, made at the first handshake */
	/* Once for each dial: from the loop, from dials_add() or from dials_stop(). */
	void (*over)(void *arg);
	void *arg;
};

struct dials *dials_new(const struct dials_config *config);

/* Dials the outcome's address, or the dialler's proxy if the outcome is FROM_PROXY.  target and
 * outcome are borrowed, and outcome is written until the dial is over.  purpose: the target's, or
 * a large ClientHello beside it. */
void dials_add(struct dials *dials, const struct target *target, enum purpose purpose,
	       struct attempt_outcome *outcome);

/* Settles what is unfinished with this code; more may be added later. */
void dials_stop(struct dials *dials, enum code why);
void dials_free(struct dials *dials); /* NULL is fine */

#endif
