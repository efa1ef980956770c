/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_POLICY_H
#define ECSPROBE_POLICY_H
/* The calls of --api in a plan that has some.  Private to the report room. */
#include "text_parts.h"

void policy_text(FILE *out, const struct plan *plan, const struct render_style *style);
int policy_json(FILE *out, const struct plan *plan);

#endif
