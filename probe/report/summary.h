/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SUMMARY_H
#define ECSPROBE_SUMMARY_H
/* What the reports for people say in the same way: the sum in one line, and the
 * findings of one cause together.  Private to the report room. */
#include "ecsprobe/report.h"
#include "ecsprobe/text.h"

/* "7 of 8 endpoints work (14 of 16 addresses), 6 private, 1 public as expected (S3), 39 ms". */
void summary_add(struct text *sentence, const struct report *report);

/* The way to an endpoint in a reader's words; the JSON's are address_class_name()'s. */
const char *summary_path(const struct report *report, enum address_class class);

/* What nobody could look at: endpoints, and parts of the agent with the reason. */
void summary_add_unchecked(struct text *sentence, const struct report *report);

/* How much was seen of what is judged of the agent.  An image has none. */
enum agent_sight { AGENT_NOBODY_LOOKED, AGENT_UNSEEN, AGENT_PARTLY_SEEN, AGENT_SEEN };
enum agent_sight summary_agent_sight(const struct report *report);
const char *agent_sight_name(enum agent_sight sight); /* "partial"; NULL: nobody looked */

/* Adds "agent not fully seen: run with sudo" where a verdict says nothing of it. */
void summary_add_unseen(struct text *sentence, const char *separator, const struct report *report);

/* The findings from the worst on; of one severity in their own order. */
const struct finding *finding_ranked(const struct findings *findings, size_t rank);

/* The two are told under one heading. */
bool finding_is_akin(const struct finding *a, const struct finding *b);
/* None of its kind stands before it. */
bool finding_is_first(const struct findings *findings, size_t index);
/* The same advice once is enough: a failing required endpoint and a failing
 * optional one differ in severity only. */
bool finding_hints_first(const struct findings *findings, const struct finding *kind);

/* Whether a failure of this endpoint has no finding of its own because this one reports the cause. */
bool finding_stands_for(const struct report *report, const struct finding *f,
			const struct endpoint_verdict *e);
/* "ecs, logs (optional)": those that it stands for. */
void finding_add_endpoints(struct text *list, const struct report *report, const struct finding *f);

/* Whether it is the worst of its code, and the first of those: for what is said once a code. */
bool finding_leads(const struct findings *findings, const struct finding *f);

/* Why a nameserver is asked, behind its address: "" for the host's own. */
const char *resolver_role(const struct resolver *resolver);

#endif
