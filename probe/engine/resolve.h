/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RESOLVE_H
#define ECSPROBE_RESOLVE_H
/* Asks one nameserver, without blocking, on the loop.  Private to the engine.
 * Deadlines are the caller's: ask, and stop listening when the time is up. */
#include "ecsprobe/code.h"
#include "ecsprobe/error.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/util.h"

struct resolve; /* opaque: owns its questions, their sockets and event sources */
struct sd_event;

struct resolve_result {
	enum code code; /* CODE_NONE: at least one address */
	uint32_t ttl_s;
	struct string_list cnames; /* escaped, in the order followed */
	struct ip *addresses;
	size_t address_count;
	bool no_edns;              /* the question was refused with EDNS, and asked again without */
	char soa_zone[HOST_BYTES]; /* who says so, of an answer without an address; or "" */
};

/* result is borrowed for the call.  May be called from inside resolve_ask(). */
typedef void (*resolve_done_fn)(void *arg, const struct resolve_result *result);

struct question; /* opaque: one that is under way, with sockets of its own */

int resolve_open(struct resolve **out, struct sd_event *loop, const struct resolver *server,
		 struct error *e) ECSPROBE_MUST_CHECK;

/* One question: no other is asked for it because of silence.  Calls done once,
 * for an answer or an error; not at all after resolve_close() or resolve_forget().
 * Its sockets are closed as soon as it is answered.  NULL: done was called already;
 * else borrowed until it is. */
struct question *resolve_ask(struct resolve *r, const char *host, enum ip_family family,
			     resolve_done_fn done, void *arg);

/* Nobody listens for its answer any more.  NULL is fine; never from inside done. */
void resolve_forget(struct question *question);

/* Reads what has come in for it and was not looked at yet.  NULL is fine. */
void resolve_poke(struct question *question);

/* The server was refused or unreachable by ICMP and never answered.  The
 * kernel there sends few of these messages, so one question's silence does not
 * mean that nobody said no. */
bool resolve_is_refused(const struct resolve *r);

void resolve_close(struct resolve *r); /* NULL is fine */

#endif
