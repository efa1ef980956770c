/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_WORLD_H
#define ECSPROBE_TESTS_WORLD_H
/* A run of ecsprobe written down in one line of words, for the judge and the
 * renderers.  First what holds for all:
 *
 *   ns=r53        the host asks Route 53 (10.0.0.2); this is the default
 *   ns=system     the host asks 10.0.0.53; Route 53 is asked beside
 *   ns=two        the same with 10.0.0.54 as system-2
 *   ns=system,r53 the host asks 10.0.0.53, then Route 53
 *   ns=foreign|stub|hub  as ns=system, at 10.4.0.2, 127.0.0.53 or 10.99.0.53
 *   vpc=CIDR|none (default 10.0.0.0/16)   allow=CIDR   expect=WORD
 *   region=REGION   in=REGION (the instance's, where the agent's is another)
 *   outside=yes (ECS Anywhere, not on EC2)
 *   profile=NAME   skew=SECONDS   bridge=CIDR   uplink=ADDRESS
 *   asked-uplink=ADDRESS (another behind the stub, called uplink-2)   rotate=yes   timeout=SECONDS (a slow answer takes 1.3)
 *   search=NDOTS[,DOMAIN...]   next-search=... (from the next start on)   resolv.conf=missing|none   ignored=ADDRESS (behind three others)
 *   bridged=ADDRESS (what Docker gives to bridge tasks)
 *   proxy=DIALLER (whose NO_PROXY has all it needs)
 *   store=embedded|unusable|SOURCE   agent=VERSION (a healthy one of that version)
 *
 * then the endpoints, each "SERVICE:" followed by
 *
 *   unused           tasks here use other names
 *   optional, inferred, private, public, any, proxied, dual, fips
 *   tcp              port 5432, where connecting is all
 *   RESOLVER=ADDRESS,...,[excess],[lost],[slow],[ttl0],[@ZONE],[!CODE]
 *                    its answer, or hosts=...; via=ADDRESS is the proxy.  !CODE
 *                    alone is a failure, !CODE,!CODE one for each family, and
 *                    beside addresses that of the other family
 *   ADDRESS=CODE     how the attempt ended; else it works
 *   large=CODE       how a large ClientHello to the last of its addresses so far ended; else none was
 *                    sent
 *
 * and about all of its addresses so far
 *
 *   root=NAME        the chain ends there, not at Amazon
 *   chain=N          so many certificates were sent
 *   valid=FROM..TO   seconds from the instance's own time
 *
 * and what was asked in the follow-up about it, "+PURPOSE:" (numbered,
 * same-again, large-hello, large-segments, small-segments, other-region, plain-name, second-look, search-name, service-name, elsewhere,
 * agent-peer) with answers and addresses of its own; "++PURPOSE:" is about the numbered or named
 * host before; a retry (same-again to small-segments) is of one address: 10.0.1.10=CODE.
 */
#include "ecsprobe/judge.h"

enum { WORLD_TIME_S = 1795291200 };

struct world {
	struct facts facts;
	struct plan plan;
	struct outcomes outcomes;
	/* Those of the follow-up while the text is read. */
	struct plan followup;
	struct outcomes followup_outcomes;
	struct agent_status agent;
	struct target_outcome *current; /* while it is made */
	struct report report;
	struct judge_policy policy;
	struct cidr allowed[4];
	struct cidr_list allow;
};

struct world *world_new(const char *text);
void world_judge(struct world *world);
void world_free(struct world *world);

/* "ecs fail tcp-timeout vpc; logs pass - vpc"; owned by the caller. */
char *world_endpoints(const struct world *world);
/* "fail:tcp-timeout:ecs note:private-address:logs"; owned by the caller. */
char *world_findings(const struct world *world);

struct attempt_outcome *world_attempt(struct world *world, size_t target, const char *ip);

#endif
