/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_OUTCOME_H
#define ECSPROBE_OUTCOME_H
/* What the engine saw.  No verdicts here: those are the judge's.  Text that a
 * peer chose is escaped already. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ecsprobe/address.h"
#include "ecsprobe/code.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/util.h"

enum {
	MAX_ADDRESSES = 128, /* per endpoint; what is beyond is counted, not dialled */
	MAX_CNAMES = 32,
	MAX_SANS = 100,
	PEER_TEXT_BYTES = 256,
	FROM_HOSTS = MAX_RESOLVERS, /* bit numbers beside those of the resolvers */
	FROM_PROXY = MAX_RESOLVERS + 1,
	FROM_NEXT_HOSTS = MAX_RESOLVERS + 2, /* /etc/hosts as the agent's next start sees it */
};

_Static_assert(FROM_NEXT_HOSTS < 32, "attempt_outcome.from has a bit for each");

enum { FAMILIES = 2 }; /* index 0: IPv4, 1: IPv6 */

/* One name at one resolver, both address families. */
struct answer {
	bool asked;
	enum code code; /* CODE_NONE: there is at least one address */
	enum code family_codes[FAMILIES];
	/* The time that the nameserver took for each family; 0: not known, also if it was asked
	 * again, or if this process was paused when the answer came. */
	uint64_t family_us[FAMILIES];
	/* The nameserver rejected the query because of its EDNS; this answer is the one to a query
	 * without, which Go never sends. */
	bool no_edns[FAMILIES];
	uint64_t us;    /* until the slower family was answered or given up */
	uint32_t ttl_s; /* the smallest on the way to an address */
	struct string_list cnames;
	struct ip *addresses; /* owned */
	size_t address_count;
	size_t address_excess; /* how many more there were */
	char *soa_zone;        /* owned: the zone that says there is nothing; NULL: none does */
	size_t asked_count;    /* datagrams' worth of questions, first tries only */
	size_t lost_count;     /* of those: never answered, or only when asked again */
};

static inline const char *answer_zone(const struct answer *answer)
{
	return answer->soa_zone ? answer->soa_zone : "";
}

struct tls_facts {
	bool handshake_spoke; /* the peer sent at least a ServerHello */
	bool certificate_seen;
	bool root_is_amazon;   /* of a chain that verified */
	unsigned chain_length; /* certificates that the peer sent */
	char version[16];
	char group[32];
	char cipher[64];
	char subject[PEER_TEXT_BYTES];
	char issuer[PEER_TEXT_BYTES];
	char root[PEER_TEXT_BYTES];          /* where a chain that verified ends */
	char verify_detail[PEER_TEXT_BYTES]; /* the library's reason for a refusal */
	struct string_list sans;
	int64_t not_before_s, not_after_s;
};

/* One address of one endpoint: one connection, one handshake. */
struct attempt_outcome {
	struct ip ip;   /* of a connection through a proxy: the proxy's, if known */
	unsigned from;  /* 1U << index in plan.resolvers, FROM_HOSTS or FROM_PROXY */
	enum code code; /* CODE_NONE: connected and, unless TCP only, verified */
	bool dialled;
	bool connected;
	uint64_t connect_us; /* until connected */
	bool handshaken;     /* never where the target is TCP only, and no failure there */
	uint64_t tls_us;     /* the handshake alone */
	uint64_t failed_us;  /* how long the stage took that failed; 0: none did, or not known */
	int raw_errno;       /* for display only */
	char detail[PEER_TEXT_BYTES];
	struct tls_facts tls;
	/* Owned: what came of a large ClientHello to the same address, sent beside the handshake;
	 * NULL: none was sent. */
	struct attempt_outcome *large_hello;
};

/* The address answers a small ClientHello, and did not begin a handshake after the large one. */
static inline bool attempt_lost_large_hello(const struct attempt_outcome *attempt)
{
	const struct attempt_outcome *large = attempt->large_hello;

	return attempt->code == CODE_NONE && large && large->connected &&
	       large->code != CODE_NONE && !code_is_cut(large->code);
}

/* Whether the target passed all of its checks. */
static inline bool attempt_worked(const struct target *target,
				  const struct attempt_outcome *attempt)
{
	return attempt->code == CODE_NONE && attempt->connected &&
	       (attempt->handshaken || target->tcp_only);
}

struct target_outcome {
	const struct target *target; /* borrowed, of the plan, with its purpose */
	bool held;                   /* nothing was asked yet: target->unnamed */
	struct answer hosts;         /* /etc/hosts of its dialler; asked where it has the name */
	bool repinned;               /* the former is of the agent's own copy */
	bool pins_kept;              /* ... and its next start has them too */
	struct answer next_hosts;    /* of a target with own_pins: of the agent's next start */
	struct answer answers[MAX_RESOLVERS];
	struct attempt_outcome **attempts; /* owned, and each of them */
	size_t attempt_count;
};

/* Whether the dialler itself would dial this address: /etc/hosts names it, or one of its
 * nameservers. */
static inline bool attempt_is_dialled(const struct plan *plan, const struct target_outcome *outcome,
				      const struct attempt_outcome *attempt)
{
	const struct vantage *vantage =
		&plan->vantages[outcome->target->dialled_by][MOMENT_RUNNING];

	if (outcome->hosts.asked)
		return attempt->from & (1U << FROM_HOSTS);
	for (size_t i = 0; i < vantage->server_count; i++)
		if (attempt->from & (1U << vantage->servers[i]))
			return true;
	return false;
}

struct trust_outcome {
	char source[32];            /* --ca-file, SSL_CERT_FILE, host, embedded, ... */
	char path[PEER_TEXT_BYTES]; /* "" for embedded */
	bool embedded;
	bool unusable; /* it could not be loaded: nothing can be verified */
	char detail[PEER_TEXT_BYTES];
};

/* What came of every target, in the order of the plan; the engine's. */
struct outcomes {
	struct target_outcome **items; /* owned, and each of them: it stays where it is */
	size_t count;
	struct trust_outcome trust;
};

struct target_outcome *outcomes_add(struct outcomes *outcomes, const struct target *target);

/* Sets of purposes: 1U << enum purpose. */
enum {
	PLANNED = 1U << PURPOSE_CHECK,
	HANDED_OUT = 1U << PURPOSE_NUMBERED | 1U << PURPOSE_NAMED,
	JUDGED = PLANNED | HANDED_OUT,
	ALL_PURPOSES = (1U << PURPOSE_COUNT) - 1,
	FOLLOWED_UP = ALL_PURPOSES & ~PLANNED,
};

/* The next one that was asked for one of these purposes, from *at on, which is 0 at first; NULL:
 * no more.  outcomes may be NULL. */
const struct target_outcome *outcomes_next(const struct outcomes *outcomes, unsigned purposes,
					   size_t *at);
/* The planned one of this service; NULL: none.  outcomes may be NULL. */
const struct target_outcome *outcomes_of_service(const struct outcomes *outcomes,
						 const char *service);

void answer_done(struct answer *answer);
void attempt_outcome_free(struct attempt_outcome *attempt);
void outcomes_done(struct outcomes *outcomes);

#endif
