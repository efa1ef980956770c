/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_RULES_H
#define ECSPROBE_API_RULES_H
/* The rules about what AWS itself answered (--api), as data.  Private to the judge. */
#include "rules.h"

/* How did it end?  In the order of enum api_result. */
#define API_ENDED(result) (1U << (result))
/* Whose permission does it need?  In the order of enum api_caller. */
#define API_OF(caller) (1U << (8 + (caller)))
#define API_OF_AGENT API_OF(API_CALLER_AGENT)
#define API_OF_AGENT_MAYBE API_OF(API_CALLER_AGENT_MAYBE)
#define API_OF_OTHERS API_OF(API_CALLER_OTHERS)
#define API_OF_ANYBODY API_OF(API_CALLER_ANYBODY)

#define API_OTHER_KEYS (1U << 12)      /* not asked with what the agent itself signs with */
#define API_NO_KEYS (1U << 13)         /* ... but with nothing */
#define API_EXPLICIT (1U << 14)        /* a statement denies it; else none allows it */
#define API_BY_ORGANIZATION (1U << 15) /* a control policy: it holds for every role */
#define API_BY_NOBODY (1U << 16)       /* the answer names no policy */
#define API_THROTTLED (1U << 17)       /* asked too often, by whomever */
#define API_STRANGER (1U << 18)        /* not in the words of AWS */
#define API_PATH_WORKS (1U << 19)      /* a handshake with its endpoint works */
#define API_NO_TOKEN (1U << 20)        /* of the registry: no token, or not its name */
#define API_NAMES_NOBODY (1U << 21)    /* allowed, and the agent has no host to poll */
#define API_OF_REGISTRY (1U << 22)
enum { API_BITS = 23 };

struct api_view {
	const struct report *report;             /* borrowed */
	const struct api_outcome *outcome;       /* borrowed */
	const struct endpoint_verdict *endpoint; /* borrowed; NULL: not planned */
	unsigned bits;
};

/* For each call of a planned service the first row that matches speaks. */
struct api_rule {
	unsigned need;
	unsigned short code;    /* enum code; NONE: there is nothing to say */
	unsigned char severity; /* enum rule_severity */
	bool of_all;         /* about what all calls have in common: told once, of the instance */
	const char *message; /* with {words} of api_words.c */
	const char *hint;
};

const struct api_rule *api_rules_table(size_t *count);
/* The first row that matches, or NULL. */
const struct api_rule *api_rule_of(const struct api_view *view);

void api_view_build(struct api_view *view, const struct report *report,
		    const struct api_outcome *outcome);

/* Owned by the caller; a word that does not exist stays as it is, which a test looks for. */
char *api_text(const char *template, const struct api_view *view);
/* The words there are; NULL beyond the last one. */
const char *api_word(size_t index);

/* Findings about services, the instance and the agent's path; nothing without --api.  The
 * endpoints have been judged. */
void judge_api(struct report *report, const struct judge_policy *policy);

#endif
