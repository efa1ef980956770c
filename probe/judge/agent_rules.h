/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_RULES_H
#define ECSPROBE_AGENT_RULES_H
/* The rules about the agent, as data.  Private to the judge. */
#include "agent_view.h"
#include "rules.h"

/* A hint from the agent's own log, if it shows a cause, overrides the row's hint. */
enum hint_log { HINT_STANDS, HINT_OF_ACS, HINT_OF_START };

/* All rows that match apply, but only the first row of each code. */
struct agent_rule {
	rule_bits when, unless; /* bits of agent_view.h: all of the one, none of the other */
	enum code code;
	enum rule_severity severity; /* --expect is the policy's */
	enum hint_log from_log;
	bool of_dockerd;     /* the subject, in place of the agent */
	const char *message; /* with {words} of agent_message_words.c */
	const char *hint;    /* NULL: what --explain says */
};

const struct agent_rule *agent_rules_table(size_t *count);

/* Findings with the subject "agent"; none if ecsprobe did not inspect it. */
void judge_agent(struct report *report, const struct judge_policy *policy);

#endif
