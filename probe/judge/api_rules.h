/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_API_RULES_H
#define ECSPROBE_API_RULES_H
/* The rules about what AWS itself answered (--api), as data.  Private to the judge. */
#include "rules.h"

/* X(name, meaning): the result of a call, in the order of enum api_result. */
#define API_RESULT_BITS(X)                                                         \
	X(NOT_ASKED, "it was not sent")                                            \
	X(ALLOWED, "AWS allows it, or refuses it in the way that proves the path") \
	X(POLICY_DENIED, "the policy of a VPC endpoint denies it")                 \
	X(DENIED, "another policy denies it")                                      \
	X(NO_CREDENTIALS, "no credentials, or AWS rejects them")                   \
	X(CLOCK_SKEW, "AWS rejects the time of its signature")                     \
	X(ERROR, "any other answer")                                               \
	X(UNREACHABLE, "no answer, within a fair time")                            \
	X(UNANSWERED, "sent, and the run ended before an answer")

/* The role whose permission a call needs, in the order of enum api_caller. */
#define API_CALLER_BITS(X)                                             \
	X(OF_AGENT, "the agent's, with the instance role")             \
	X(OF_AGENT_MAYBE, "the agent's, or that of an execution role") \
	X(OF_OTHERS, "that of execution or task roles")                \
	X(OF_ANYBODY, "none: it is not signed")

#define API_MORE_BITS(X)                                                       \
	X(OTHER_KEYS, "not signed with the agent's own credentials")           \
	X(NO_KEYS, "there are no credentials to sign with")                    \
	X(EXPLICIT, "a statement denies it; otherwise no statement allows it") \
	X(BY_ORGANIZATION, "a control policy, which holds for every role")     \
	X(BY_NOBODY, "the answer names no policy")                             \
	X(THROTTLED, "throttled: too many calls")                              \
	X(STRANGER, "not an answer in AWS's format")                           \
	X(PATH_WORKS, "a handshake with its endpoint works")                   \
	X(NO_TOKEN, "of the registry: no token, or not its name")              \
	X(NAMES_NOBODY, "allowed, and the agent has no host to poll")          \
	X(NAMES_NO_HOST, "allowed, and the answer has an invalid host name")   \
	X(OF_REGISTRY, "it goes to the registry of images")

#define API_BITS(X) API_RESULT_BITS(X) API_CALLER_BITS(X) API_MORE_BITS(X)

#define X(name, meaning) API_BIT_##name,
enum { API_BITS(X) API_BIT_COUNT };
#undef X
_Static_assert(API_BIT_COUNT <= 32, "the bits of --api fit into an unsigned");
#define X(name, meaning) \
	_Static_assert((int)API_BIT_##name == (int)API_##name, "in the order of enum api_result");
API_RESULT_BITS(X)
#undef X
_Static_assert((int)API_BIT_OF_AGENT == (int)API_RESULT_COUNT, "a bit for each result");
_Static_assert((int)API_BIT_OTHER_KEYS - (int)API_BIT_OF_AGENT == (int)API_CALLER_COUNT,
	       "a bit for each caller");

/* A set of them. */
#define API(...) ((unsigned)(BIT_SET(API_BIT_, __VA_ARGS__)))

struct api_view {
	const struct report *report;             /* borrowed */
	const struct api_outcome *outcome;       /* borrowed */
	const struct endpoint_verdict *endpoint; /* borrowed; NULL: not planned */
	unsigned bits;
};

/* For each call of a planned service the first row that matches applies. */
struct api_rule {
	unsigned need;
	unsigned short code;    /* enum code; NONE: there is nothing to say */
	unsigned char severity; /* enum rule_severity */
	bool of_all;            /* about all calls: reported once, for the instance */
	const char *message;    /* with {words} of api_words.c */
	const char *hint;       /* NULL: what --explain says; of keys what their source needs */
};

const struct api_rule *api_rules_table(size_t *count);
/* The first row that matches, or NULL. */
const struct api_rule *api_rule_of(const struct api_view *view);

/* What to do, where this row speaks; NULL: what --explain says. */
const char *api_hint_of(const struct api_view *view, const struct api_rule *rule);

/* --- api_key_hints.c: what to do about credentials, by where they come from --------------- */

/* What AWS says of some that there are, beyond enum api_lack. */
enum {
	KEY_EXPIRED = API_LACK_COUNT, /* they are over */
	KEY_REFUSED,                  /* unknown, or the signature does not match */
};

struct key_hint {
	unsigned char source;  /* enum api_source */
	unsigned char problem; /* enum api_lack, or KEY_... */
	const char *hint;
};

const struct key_hint *api_key_hints(size_t *count);
/* Of no row: to try again. */
const char *api_key_hint(enum api_source source, int problem);

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
