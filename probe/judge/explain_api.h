/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EXPLAIN_API_H
#define ECSPROBE_EXPLAIN_API_H
/* The texts of the codes that only --api finds.  Private to the judge. */
#include "ecsprobe/explain.h"

/* NULL for any other code. */
const struct explanation *explain_api(enum code code);

#endif
