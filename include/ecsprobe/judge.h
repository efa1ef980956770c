/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JUDGE_H
#define ECSPROBE_JUDGE_H
/* Turns what was seen into verdicts.  Pure: the same data always gives the
 * same report, without a network, a clock or an environment. */
#include "ecsprobe/report.h"

struct judge_policy {
	const struct cidr_list *allow_cidrs; /* borrowed */
	uint64_t dns_budget_us, connect_budget_us, tls_budget_us;
	enum expect expect; /* --expect, for the path that the agent itself has */
	bool require_agent; /* an instance without an agent is a failure */
	/* What a file or the environment excludes from the checks; NULL: nothing. */
	const char *narrowed; /* borrowed */
	enum bake_mode bake;
	const char *expect_cluster, *expect_proxy; /* borrowed; NULL: nothing is expected */
};

/* Fills endpoints, findings and verdict of a report whose facts are set.  plan
 * and outcomes may be NULL: then nothing was decided.  May be called again on
 * the same report once more is known, as after an action. */
void judge(struct report *report, const struct judge_policy *policy);

/* For a run that ended before there was a plan: explains why, by the error's class. */
void judge_undecided(struct report *report, const struct error *why);

void judge_done(struct report *report);

/* The exit status that this report leads to. */
enum exit_code judge_exit_code(const struct report *report, bool strict);

#endif
