/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TASK_RULES_H
#define ECSPROBE_TASK_RULES_H
/* Whether tasks can reach the agent, and leave the host.  Private to the judge. */
#include "ecsprobe/judge.h"

void judge_tasks(struct report *report);

#endif
