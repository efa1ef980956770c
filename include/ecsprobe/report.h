/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_REPORT_H
#define ECSPROBE_REPORT_H
/* The one struct that every renderer reads. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "ecsprobe/action.h"
#include "ecsprobe/agent_status.h"
#include "ecsprobe/api.h"
#include "ecsprobe/exit_code.h"
#include "ecsprobe/facts.h"
#include "ecsprobe/finding.h"
#include "ecsprobe/image.h"
#include "ecsprobe/outcome.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/timing.h"

enum status { STATUS_PASS, STATUS_WARN, STATUS_FAIL, STATUS_SKIP };
const char *status_name(enum status status);

enum verdict { VERDICT_HEALTHY, VERDICT_DEGRADED, VERDICT_UNHEALTHY, VERDICT_UNKNOWN };
const char *verdict_name(enum verdict verdict);

struct address_verdict {
	const struct attempt_outcome *outcome; /* borrowed */
	enum status status;
	enum address_class class;
	bool nat64;
	bool judged; /* the dialler would use it */
};

enum { JUDGED_NOTHING = -1 };

struct endpoint_verdict {
	const struct target *target;          /* borrowed */
	const struct target_outcome *outcome; /* borrowed */
	const struct vantage *vantage;        /* borrowed: what its dialler sees */
	bool next;                            /* as the next start of the agent sees it */
	enum status status;
	enum code code; /* CODE_NONE when status is pass */
	enum address_class class;
	/* The judged server, by family: the index of a resolver, FROM_HOSTS, FROM_PROXY or
	 * JUDGED_NOTHING. */
	int judged_by[FAMILIES];
	const struct answer
		*answer; /* borrowed: the judged one, NULL if the address does not come from DNS */
	struct address_verdict *addresses; /* owned; one for each attempt */
	size_t address_count;
	size_t judged_count; /* of those: judged, and of a family the host has */
	size_t working_count;
};

/* NULL: none is of this service. */
static inline const struct endpoint_verdict *endpoint_find(const struct endpoint_verdict *endpoints,
							   size_t count, const char *service)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(endpoints[i].target->service, service) == 0)
			return &endpoints[i];
	return NULL;
}

/* Left out of the verdict because nothing depends on it, not for want of time or of an answer
 * of AWS's. */
static inline bool endpoint_is_needless(const struct endpoint_verdict *endpoint)
{
	return endpoint->status == STATUS_SKIP && !code_is_cut(endpoint->code) &&
	       endpoint->code != CODE_PROXY_UNSUPPORTED && endpoint->code != CODE_API_ERROR &&
	       endpoint->code != CODE_API_CREDENTIALS;
}

/* The rounds of --wait so far; none: it was not asked for. */
struct wait_record {
	unsigned rounds;
	uint64_t limit_us, took_us;
};

struct report {
	const char *version;
	int64_t time_s;       /* wall clock at the start */
	uint64_t duration_us; /* of the last round */
	struct wait_record wait;
	enum verdict verdict;
	bool broken;     /* the run itself failed: nothing in here can make it healthy */
	int64_t build_s; /* when the sources of this program were made: a floor for clocks */
	const struct facts *facts;        /* borrowed */
	const struct plan *plan;          /* borrowed; NULL when there was none */
	const struct outcomes *outcomes;  /* borrowed; NULL when there were none */
	const struct agent_status *agent; /* borrowed; NULL: ecsprobe did not inspect the agent */
	const struct action *action;      /* borrowed; NULL until a restart is asked for */
	const struct image_facts *image;  /* borrowed; NULL without --bake: what is
						   * seen of the network is the build network's */
	const struct workload *workload;  /* borrowed; NULL without --profile auto */
	const struct api_facts *api;      /* borrowed; NULL without --api */
	const struct timing *timing;      /* borrowed; NULL without --timing */
	/* owned; what was planned, then the follow-up's judged ones */
	struct endpoint_verdict *endpoints;
	size_t endpoint_count;
	/* owned: the agent's, as its next start would see them; none where that is what
	 * it sees now */
	struct endpoint_verdict *next_endpoints;
	size_t next_endpoint_count;
	enum sight acs_connected; /* whether a registered agent is connected to ACS */
	struct string_list
		unseen; /* owned: the parts of the agent that could not be seen, in words */
	struct findings findings;
};

/* Frees endpoints, findings and what was not seen. */
void report_forget_verdicts(struct report *report);

/* What the endpoints and findings amount to.  The verdict is unknown if nothing required was seen
 * to work: inferred names and warnings alone prove nothing. */
enum verdict report_conclude(const struct report *report);

static inline const struct endpoint_verdict *report_endpoint(const struct report *report,
							     const char *service)
{
	return endpoint_find(report->endpoints, report->endpoint_count, service);
}

#endif
