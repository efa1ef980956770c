/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_FINDING_H
#define ECSPROBE_FINDING_H
/* One thing worth telling: the code, how bad, about what, and what to do. */
#include <stddef.h>

#include "ecsprobe/code.h"
#include "ecsprobe/origin.h"
#include "ecsprobe/plan.h"

enum { EVIDENCE_BYTES = 256 };

enum severity { SEVERITY_NOTE, SEVERITY_WARN, SEVERITY_FAIL };
const char *severity_name(enum severity severity);

/* Where what a finding says is written. */
struct evidence {
	struct origin origin;
	char text[EVIDENCE_BYTES]; /* the line without secrets, or "" */
};

struct finding {
	enum code code;
	enum severity severity;
	char subject[SERVICE_BYTES]; /* a service, a resolver, "instance", "agent" or "image" */
	char *message;               /* owned; what was seen */
	const char *hint;            /* borrowed: a constant; what to check */
	struct evidence *evidence;   /* owned, or NULL */
	size_t evidence_count;
	struct string_list
		commands; /* owned: of the AWS CLI, that look up what the hint asks for */
};

struct findings {
	struct finding *items; /* owned */
	size_t count;
};

/* The first with this code about this subject (NULL: about any); NULL: there is none. */
const struct finding *findings_find(const struct findings *findings, enum code code,
				    const char *subject);

/* Frees them all. */
void findings_done(struct findings *findings);

#endif
