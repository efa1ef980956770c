/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SELECTION_H
#define ECSPROBE_SELECTION_H
/* Which rows of the catalog are wanted, and how badly.  Private to the plan room. */
#include "ecsprobe/wishes.h"

enum wish { WISH_NONE, WISH_OPTIONAL, WISH_REQUIRED };

struct selection {
	enum wish *rows;   /* owned: one for each row of the catalog */
	unsigned profiles; /* 1U << enum profile: whose rows are in it */
};

/* Of the options alone, then of the profiles they name.  A wish is never made
 * smaller by another profile. */
struct selection selection_make(const struct options *options, const struct wishes *wishes);
void selection_done(struct selection *selection);

void selection_add(struct selection *selection, const char *id, enum wish wish);
void selection_add_profile(struct selection *selection, enum profile profile);

/* The same of 1U << enum profile each. */
void selection_add_profiles(struct selection *selection, unsigned profiles);

/* What --require and --optional make of it.  A name beats "all", and naming
 * beats the default. */
bool is_required(const struct options *options, const char *service, bool by_default);

#endif
