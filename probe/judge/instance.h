/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_INSTANCE_H
#define ECSPROBE_INSTANCE_H
/* Findings that concern the instance or a resolver, not one endpoint.
 * Private to the judge. */
#include "ecsprobe/judge.h"

void judge_instance(struct report *report, const struct judge_policy *policy);

#endif
