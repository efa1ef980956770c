/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_VIEW_H
#define ECSPROBE_VIEW_H
/* An endpoint reduced to what rules ask about: one symptom and a set of bits.
 * Private to the judge. */
#include "ecsprobe/judge.h"

enum view_bit {
	HAS_ADDRESSES = 1U << 0,  /* the judged answer has at least one */
	NONE_WORKS = 1U << 1,     /* ... and none of them works */
	SOME_DEAD = 1U << 2,      /* one works, another does not */
	UNFINISHED = 1U << 3,     /* a judged check was cut short */
	INTERRUPTED = 1U << 4,    /* ... by a signal */
	FAMILY_ALL = 1U << 5,     /* only addresses of a family the host lacks */
	FAMILY_SOME = 1U << 6,    /* some of those */
	BY_HOSTS = 1U << 7,       /* /etc/hosts decides */
	R53_OTHER = 1U << 8,      /* Route 53 was asked beside and has other addresses */
	R53_PRIVATE = 1U << 9,    /* ... all of them private */
	R53_WORKS = 1U << 10,     /* ... and one of them works */
	IS_PRIVATE = 1U << 11,    /* all judged addresses are vpc, link-local or private */
	IS_PUBLIC = 1U << 12,     /* all are public */
	IS_MIXED = 1U << 13,      /* they differ in class */
	IS_BLACKHOLE = 1U << 14,  /* one of them is */
	ELSEWHERE = 1U << 15,     /* private, in no block of this (known) VPC */
	NOT_ALLOWED = 1U << 16,   /* ... and in no --allow-cidr, where one was given */
	ALLOW_GIVEN = 1U << 17,   /* --allow-cidr was given */
	EXCESS = 1U << 18,        /* more addresses than are dialled */
	RESOLVER_DOWN = 1U << 19, /* the judged resolver failed alike for every name */
	EXPECTS_PRIVATE = 1U << 20,
	EXPECTS_ANY = 1U << 21, /* any or public */
	HALF_ANSWER = 1U << 22, /* one address family was answered, the other failed */
};

struct view {
	const struct report *report;             /* borrowed */
	const struct judge_policy *policy;       /* borrowed */
	const struct endpoint_verdict *endpoint; /* borrowed */
	enum code symptom; /* why it does not work: of DNS, else of its addresses */
	unsigned bits;
};

/* Fills the endpoint's addresses, class, counts and judged_by, and the view. */
void view_build(struct view *view, struct endpoint_verdict *endpoint, const struct report *report,
		const struct judge_policy *policy);

/* The code with which this resolver failed for every name of the plan, or
 * CODE_NONE. */
enum code resolver_failure(const struct report *report, size_t resolver);

/* A family the host lacks, or a check that was cut: neither good nor bad. */
bool address_counts(const struct address_verdict *address);

#endif
