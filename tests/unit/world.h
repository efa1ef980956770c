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
 *   vpc=CIDR|none (default 10.0.0.0/16)   allow=CIDR   expect=WORD
 *
 * then the endpoints, each "SERVICE:" followed by
 *
 *   optional, inferred, private, public, any
 *   RESOLVER=ADDRESS,...,[excess],[!CODE]  its answer, or hosts=...; !CODE alone
 *                                          is a failure, else that of a family
 *   ADDRESS=CODE                           how the attempt ended; else it works
 */
#include "ecsprobe/judge.h"

struct world {
	struct facts facts;
	struct plan plan;
	struct outcomes outcomes;
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

/* How one address family failed where the other gave addresses. */
void answer_set_half(struct answer *answer, enum code code);
enum code answer_half(const struct answer *answer);

struct attempt_outcome *world_attempt(struct world *world, size_t target, const char *ip);

#endif
