/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WORKLOAD_RULES_H
#define ECSPROBE_WORKLOAD_RULES_H
/* --profile auto told: what was found, and what could not be seen.  Private to the
 * judge. */
#include "ecsprobe/report.h"

void judge_workload(struct report *report);

#endif
