/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_BAKE_RULES_H
#define ECSPROBE_BAKE_RULES_H
/* The rules about an image, as data.  Private to the judge. */
#include "ecsprobe/judge.h"

/* Findings with the subject "image"; none where nobody looked at one. */
void judge_image(struct report *report, const struct judge_policy *policy);

/* In --bake the image alone decides: what was seen of the network is the build
 * network's, and becomes a note.  Sets the verdict. */
void judge_bake(struct report *report);

#endif
