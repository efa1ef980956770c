/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TARGET_NAMES_H
#define ECSPROBE_TARGET_NAMES_H
/* Host and endpoint service of a target that has a row.  Private to the plan room. */
#include "ecsprobe/plan.h"

/* Of the kind that its client asks for.  False when the host does not fit. */
bool target_name(struct target *target, const struct options *options,
		 const struct identity *identity) ECSPROBE_MUST_CHECK;

/* Of the kind that target->variant says, or the next plainer one. */
bool target_name_as(struct target *target, const struct identity *identity) ECSPROBE_MUST_CHECK;

/* Whether its host has the number that stands for an account that is not known. */
bool target_has_account(const struct target *target);
/* Gives it the account's, or leaves it that way for good. */
void target_name_account(struct plan *plan, struct target *target, const struct identity *identity);

/* NULL when there is none yet. */
struct target *target_find(struct plan *plan, const char *host, uint16_t port);

#endif
