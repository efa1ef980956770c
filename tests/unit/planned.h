/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_PLANNED_H
#define ECSPROBE_TESTS_PLANNED_H
/* Plans made from words of a command line, for the tests of what is planned. */
#include "ecsprobe/plan.h"

/* words ends with NULL; a test whose words are wrong fails here. */
void planned_options(struct options *options, const char *const *words);

/* As a survey would give it.  A Region of no known partition ends in aws.example. */
struct identity planned_identity(const char *region, const char *account);

int planned(struct plan *plan, struct error *e, const char *region, const char *account,
	    const char *const *words);

#define PLANNED(plan, e, ...) \
	planned(plan, e, "us-east-1", "123456789012", (const char *const[]){ __VA_ARGS__, NULL })

/* NULL when the plan has no such service. */
const struct target *planned_target(const struct plan *plan, const char *service);

/* The services with spaces between, optional ones with '-' before. */
void planned_services(const struct plan *plan, char *out, size_t size);

#endif
