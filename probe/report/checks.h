/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CHECKS_H
#define ECSPROBE_CHECKS_H
/* The report as a list of things that hold or do not, for the formats of test
 * runners: each endpoint, the agent, and each finding about neither.  Private to
 * the report room. */
#include "ecsprobe/report.h"

/* An error is a check that could not be made. */
enum check_result { CHECK_PASS, CHECK_FAIL, CHECK_ERROR, CHECK_SKIP };

enum { CHECK_NAME_BYTES = SERVICE_BYTES + HOST_BYTES + 8 };

struct check {
	const char *group; /* the first profile that has the service; host, agent, instance, run */
	/* The same on every instance of every account and Region, or a test runner has no history of
	 * it: the service, and of a host of the user's own its name. */
	char name[CHECK_NAME_BYTES];
	enum check_result result;
	const char *code; /* NULL where the result is pass */
	uint64_t us;      /* as long as a client waits for this endpoint; else 0 */
	const struct endpoint_verdict *endpoint; /* that it checks; NULL: none */
	const char *subject;                     /* of its findings; NULL: it has none */
	enum code about;                         /* ... and their code; CODE_NONE: any */
};

struct checks {
	struct check *items; /* owned */
	size_t count;
};

/* At least one of a report that is not healthy is no pass or has a finding; of
 * an unknown one at least one is an error. */
struct checks checks_make(const struct report *report);
void checks_done(struct checks *checks);

/* The next one of its findings from *at on, which moves behind it; NULL: none. */
const struct finding *check_next_finding(const struct report *report, const struct check *check,
					 size_t *at);

/* What there is to say about a check that did not pass, in one line. */
const char *check_message(const struct report *report, const struct check *check);

#endif
