/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_BAKE_RULES_H
#define ECSPROBE_BAKE_RULES_H
/* The rules about an image, as data.  Private to the judge. */
#include "ecsprobe/judge.h"

/* The message, owned by the caller; NULL: nothing to report. */
typedef char *(*describe_fn)(const struct report *report, const struct judge_policy *policy);

enum wrong { WRONG_WHERE_SEEN, WRONG_WHERE_MISSING };

struct bake_rule {
	enum code code;
	enum severity severity, final; /* --bake, --bake=final */
	describe_fn describe;          /* NULL: an item is wrong, and message says how */
	enum image_item item;
	enum wrong wrong;
	const char *message; /* before the item's detail */
	const char *hint;    /* NULL: what --explain says */
};

const struct bake_rule *bake_rules_table(size_t *count);

/* Findings with the subject "image"; none where nobody looked at one. */
void judge_image(struct report *report, const struct judge_policy *policy);

/* In --bake the image alone decides: what was seen of the network is the build
 * network's, and becomes a note.  Sets the verdict. */
void judge_bake(struct report *report);

#endif
