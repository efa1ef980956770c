/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RULES_H
#define ECSPROBE_RULES_H
/* The rules about one endpoint, as data.  Private to the judge. */
#include "view.h"

/* In each group the first row that matches speaks; the groups are independent
 * of each other, but an endpoint that does not work has no path to judge. */
enum rule_group {
	GROUP_WORKS,   /* does it work, and if not, why? */
	GROUP_PATH,    /* does it go where it should? */
	GROUP_DNS,     /* is the answer itself sound? */
	GROUP_SERVERS, /* do all that may be asked answer alike? */
	GROUP_TLS,     /* is the certificate whose it should be? */
	GROUP_HELLO,   /* does a ClientHello of two segments pass too? */
	GROUP_NOTES,
	GROUP_REGION, /* whatever else: was the endpoint made for another Region? */
	GROUP_COUNT,
};

enum rule_severity {
	RULE_FAIL, /* only a warning where the endpoint is optional or inferred */
	RULE_WARN,
	RULE_NOTE,
	RULE_EXPECT,   /* fail, warn or note, as --expect private, auto, any says */
	RULE_SET,      /* fail under --expect private, else a warning, whatever is expected */
	RULE_UNKNOWN,  /* could not be finished: neither good nor bad */
	RULE_NEEDLESS, /* does not work, and nothing depends on it: a note */
};

struct rule {
	enum rule_group group;
	enum code symptom;      /* CODE_NONE: any */
	rule_bits need, forbid; /* bits of view.h */
	enum code code;         /* CODE_NONE: the symptom itself */
	enum rule_severity severity;
	const char *message; /* with {words} of text.c; NULL: told elsewhere, once for all */
	const char *hint;
};

const struct rule *rules_table(size_t *count);

/* How bad it is where that path is expected; who failed may make less of it. */
enum severity rules_severity(enum rule_severity severity, enum expect expect);

/* What to check where the view is: outside of EC2 there is no security group of this
 * instance, no subnet and no route table. */
const char *rules_hint(const struct rule *rule, const struct view *view);

/* The first row of the group that matches, NULL when none does. */
const struct rule *rules_match(enum rule_group group, const struct view *view);

#endif
