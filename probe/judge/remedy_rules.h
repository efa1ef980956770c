/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_REMEDY_RULES_H
#define ECSPROBE_REMEDY_RULES_H
/* The decision about the agent, as data.  Private to the judge. */
#include "agent_view.h"
#include "ecsprobe/remedy.h"

/* Besides those of agent_view.h: what the user asked for, and what the endpoints and the history
 * show.  X(name, meaning) */
#define REMEDY_BITS(X)                                                                           \
	X(MODE_IF_STALE, "only a stale agent is to be restarted")                                \
	X(HAS_EVIDENCE, "something is stale now")                                                \
	X(EVIDENCE_PERSISTS, "it was still stale after the last restart for it")                 \
	X(ENDPOINTS_DEAD, "one of the ECS endpoints fails")                                      \
	X(ENDPOINTS_UNSEEN, "one of the ECS endpoints was not confirmed to work")                \
	X(IMDS_SILENT, "the metadata service does not answer")                                   \
	X(NO_CREDENTIALS, "the instance role has no credentials, and the agent no others")       \
	X(CLOCK_WRONG, "AWS rejects signatures that this clock dates")                           \
	X(COOLING, "the last restart was moments ago")                                           \
	X(AT_MAXIMUM, "the maximum number of restarts was reached")                              \
	X(UPGRADE_BARRED, "it would be an upgrade, and upgrades are not allowed")                \
	X(IS_BLIND, "possible evidence could not be read")                                       \
	X(DOCKER_SILENT, "docker runs, and its socket does not answer root")                     \
	X(CLUSTER_UNSEEN, "the configured cluster changed, and the registered one is not known") \
	X(FAILED_BEFORE, "the agent did not come back with this configuration")                  \
	X(TOKENS_UNSEEN, "an agent of IMDSv1, and whether tokens are required is not known")

/* A set of them.  Their numbers go on where those of the agent end. */
#define REMEDY(...) BIT_SET(REMEDY_BIT_, __VA_ARGS__)

#define X(name, meaning) REMEDY_BIT_##name,
enum { REMEDY_BIT_BEFORE = AGENT_BIT_COUNT - 1, REMEDY_BITS(X) REMEDY_BIT_COUNT };
#undef X
_Static_assert(REMEDY_BIT_COUNT <= RULE_BITS_WIDTH, "one set holds the bits of both lists");

/* All that --force overrides.  The first set protects the credentials of tasks. */
#define FORCEABLE_NETWORK                         \
	(AGENT(BACKEND_UNUSABLE, OTHER_NETWORK) | \
	 REMEDY(ENDPOINTS_DEAD, ENDPOINTS_UNSEEN, IMDS_SILENT, NO_CREDENTIALS, CLOCK_WRONG))
#define FORCEABLE_OTHERS \
	(AGENT(VALUE_UNPROVEN, FILE_UNSEEN, OWNERLESS, OWNER_UNREAD) | REMEDY(COOLING, AT_MAXIMUM))
#define FORCEABLE (FORCEABLE_NETWORK | FORCEABLE_OTHERS)

struct remedy_row {
	rule_bits when, unless; /* all of the one, none of the other */
	rule_bits any;          /* ... and one of these, where there are any */
	enum action_kind kind;
	enum action_reason reason;
};

const struct remedy_row *remedy_table(size_t *count);

/* The first row that matches; the last one always does. */
const struct remedy_row *remedy_match(rule_bits bits);

/* Everything a decision is made from. */
struct situation {
	struct agent_view view; /* with all the bits */
	const struct remedy_policy *policy;
	uint64_t last_us; /* since the youngest restart; UINT64_MAX: none is known */
	size_t restarts;  /* within the policy's window */
	const struct history_entry *blamed; /* borrowed: of FAILED_BEFORE */
};

/* fingerprint: of the evidence that stands now, "" without any. */
void situation_build(struct situation *s, const struct report *report,
		     const struct history *history, const struct remedy_policy *policy,
		     const char *fingerprint);

/* The obstacle, or what was seen, in words; owned by the caller. */
char *remedy_detail(enum action_reason reason, const struct situation *s);

#endif
