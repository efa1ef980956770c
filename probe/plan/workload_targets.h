/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WORKLOAD_TARGETS_H
#define ECSPROBE_WORKLOAD_TARGETS_H
/* --profile auto: the names that tasks here are seen to use.  Private to the plan room. */
#include "ecsprobe/plan.h"

/* One that is planned already becomes required; the others, such as another
 * account's registry, become targets that go by their host. */
void plan_add_workload(struct plan *plan, const struct options *options,
		       const struct workload *workload, const struct identity *identity);

#endif
