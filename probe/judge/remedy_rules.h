/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_REMEDY_RULES_H
#define ECSPROBE_REMEDY_RULES_H
/* What is done about the agent, as data.  Private to the judge. */
#include "agent_view.h"
#include "ecsprobe/remedy.h"

/* Beside those of agent_view.h: what was asked for, and what the endpoints and
 * the history say. */
#define REMEDY_BIT(n) RULE_BIT(AGENT_BITS + (n))

#define MODE_IF_STALE REMEDY_BIT(0)
#define HAS_EVIDENCE REMEDY_BIT(1)
#define EVIDENCE_PERSISTS REMEDY_BIT(2) /* it stood after the last restart for it */
#define ENDPOINTS_DEAD REMEDY_BIT(3)    /* one of the ECS names fails */
#define ENDPOINTS_UNSEEN REMEDY_BIT(4)  /* ... or was not seen to work */
#define IMDS_SILENT REMEDY_BIT(5)
#define COOLING REMEDY_BIT(6)
#define AT_MAXIMUM REMEDY_BIT(7)
#define UPGRADE_BARRED REMEDY_BIT(8)  /* it would be one, and nobody allowed it */
#define IS_BLIND REMEDY_BIT(9)        /* what would be evidence could not be read */
#define DOCKER_SILENT REMEDY_BIT(10)  /* it runs, and its socket does not answer root */
#define CLUSTER_UNSEEN REMEDY_BIT(11) /* the configured one changed, the registered one is hidden */
#define FAILED_BEFORE REMEDY_BIT(12)  /* the agent did not come back with this configuration */
#define TOKENS_UNSEEN REMEDY_BIT(13)  /* an agent of IMDSv1, and whether that does is not known */

enum { REMEDY_BITS = AGENT_BITS + 14 };
_Static_assert(REMEDY_BITS <= 128, "a set of bits holds them all");

/* All that --force overrides. */
#define FORCEABLE                                                                       \
	(ENDPOINTS_DEAD | ENDPOINTS_UNSEEN | BACKEND_UNUSABLE | IMDS_SILENT | COOLING | \
	 AT_MAXIMUM | VALUE_UNPROVEN | OWNERLESS | OWNER_UNREAD)

struct remedy_row {
	rule_bits need, forbid;
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

/* What stands in the way or was seen, in words; owned by the caller. */
char *remedy_detail(enum action_reason reason, const struct situation *s);

#endif
