/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EXPLAIN_BAKE_H
#define ECSPROBE_EXPLAIN_BAKE_H
/* The texts of the codes about an image.  Private to the judge. */
#include "ecsprobe/explain.h"

/* NULL for a code that is not about an image. */
const struct explanation *explain_bake(enum code code);

#endif
