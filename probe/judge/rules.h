/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RULES_H
#define ECSPROBE_RULES_H
/* The rules about one endpoint, as data.  Private to the judge. */
#include "view.h"

/* In each group the first row that matches applies; the groups are independent of each other, but
 * an endpoint that does not work has no path to judge.  A list each, in rules_works.c and
 * rules_path.c. */
enum rule_group {
	GROUP_WORKS,   /* does it work, and if not, why? */
	GROUP_PATH,    /* does it go where it should? */
	GROUP_DNS,     /* is the answer itself sound? */
	GROUP_SERVERS, /* do all servers that may be asked give the same answer? */
	GROUP_TLS,     /* is the certificate from the right authority? */
	GROUP_HELLO,   /* does a ClientHello of two segments pass too? */
	GROUP_NOTES,
	GROUP_REGION, /* in any case: was the endpoint made for another Region? */
	GROUP_COUNT,
};

enum rule_severity {
	RULE_FAIL = 1, /* only a warning where the endpoint is optional or inferred */
	RULE_WARN,
	RULE_NOTE,
	RULE_EXPECT,   /* fail, warn or note, as --expect private, auto, any says */
	RULE_SET,      /* fail under --expect private, else a warning, whatever is expected */
	RULE_UNKNOWN,  /* could not be finished: neither good nor bad */
	RULE_NEEDLESS, /* does not work, and nothing depends on it: a note */
};

/* What to check, or to do, if it differs from the text of --explain. */
struct hint {
	const char *text; /* NULL: that */
	/* Outside of EC2, where this instance has no security group, subnet and route table;
	 * NULL: the same. */
	const char *outside;
};
/* Its text, and .outside where there is one. */
/* clang-format off */
#define HINT(says, ...) { .text = says, __VA_ARGS__ }
/* clang-format on */

/* Another finding stands for this one and all like it. */
#define REPORTED_ELSEWHERE NULL

struct rule {
	rule_bits when, unless; /* bits of view.h: all of the one, none of the other */
	enum code symptom;      /* CODE_NONE: any */
	enum code code;         /* CODE_NONE: the symptom itself */
	enum rule_severity severity;
	const char *message;     /* with {words} of words.c, or REPORTED_ELSEWHERE */
	const struct hint *hint; /* NULL: what --explain says */
};

struct rule_list {
	const struct rule *rows;
	size_t count;
};

extern const struct rule_list rules_works, rules_path, rules_dns, rules_servers, rules_tls,
	rules_hello, rules_notes, rules_region;
const struct rule_list *rules_of(enum rule_group group);

/* The severity if that path is expected; a rule may reduce it. */
enum severity rules_severity(enum rule_severity severity, enum expect expect);

/* Its text where this endpoint is seen from; NULL: what --explain says. */
const char *rules_hint(const struct hint *hint, const struct view *view);

/* The first row of the group that matches, NULL when none does. */
const struct rule *rules_match(enum rule_group group, const struct view *view);

#endif
