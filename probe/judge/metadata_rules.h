/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_METADATA_RULES_H
#define ECSPROBE_METADATA_RULES_H
/* The metadata service, and what the agent needs of it.  Private to the judge. */
#include "ecsprobe/judge.h"

void judge_metadata(struct report *report, const struct judge_policy *policy);

#endif
