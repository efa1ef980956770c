/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_REMEDY_RULES_H
#define ECSPROBE_REMEDY_RULES_H
/* What is done about the agent, as data.  Private to the judge. */
#include "agent_view.h"
#include "ecsprobe/remedy.h"

/* Beside those of agent_view.h: what was asked for, and what the endpoints and
 * the history say. */
#define MODE_IF_STALE AGENT_BIT(46)
#define HAS_EVIDENCE AGENT_BIT(47)
#define EVIDENCE_PERSISTS AGENT_BIT(48) /* it stood after the last restart for it */
#define ENDPOINTS_DEAD AGENT_BIT(49)    /* one of the ECS names fails */
#define ENDPOINTS_UNSEEN AGENT_BIT(50)  /* ... or was not seen to work */
#define IMDS_SILENT AGENT_BIT(51)
#define COOLING AGENT_BIT(52)
#define AT_MAXIMUM AGENT_BIT(53)
#define UPGRADE_BARRED AGENT_BIT(54) /* it would be one, and nobody allowed it */

#define IS_BLIND AGENT_BIT(55)      /* what would be evidence could not be read */
#define DOCKER_SILENT AGENT_BIT(56) /* it runs, and its socket does not answer root */

enum { REMEDY_BITS = 57 };

/* All that --force overrides. */
#define FORCEABLE \
	(ENDPOINTS_DEAD | ENDPOINTS_UNSEEN | BACKEND_UNUSABLE | IMDS_SILENT | COOLING | AT_MAXIMUM)

struct remedy_row {
	uint64_t need, forbid;
	enum action_kind kind;
	enum action_reason reason;
};

const struct remedy_row *remedy_table(size_t *count);

/* The first row that matches; the last one always does. */
const struct remedy_row *remedy_match(uint64_t bits);

/* Everything a decision is made from. */
struct situation {
	struct agent_view view; /* with all the bits */
	const struct remedy_policy *policy;
	uint64_t last_us; /* since the youngest restart; UINT64_MAX: none is known */
	size_t restarts;  /* within the policy's window */
};

/* fingerprint: of the evidence that stands now, "" without any. */
void situation_build(struct situation *s, const struct report *report,
		     const struct history *history, const struct remedy_policy *policy,
		     const char *fingerprint);

/* What stands in the way or was seen, in words; owned by the caller. */
char *remedy_detail(enum action_reason reason, const struct situation *s);

#endif
