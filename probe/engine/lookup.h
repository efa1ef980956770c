/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_LOOKUP_H
#define ECSPROBE_LOOKUP_H
/* Every name of the plan at every resolver of the plan: paced, each question
 * with its budget, the two address families united into one answer.  Private
 * to the engine. */
#include "ecsprobe/error.h"
#include "ecsprobe/outcome.h"

struct lookup; /* opaque */
struct sd_event;

struct lookup_events {
	/* As soon as a question brought addresses; they are borrowed. */
	void (*addresses)(void *arg, struct target_outcome *outcome, size_t resolver,
			  const struct ip *addresses, size_t count);
	/* Once, when every question is settled; after the last addresses. */
	void (*over)(void *arg);
	void *arg;
};

/* Fills the answers of these outcomes until it is over. */
int lookup_open(struct lookup **out, struct sd_event *loop, const struct plan *plan,
		struct target_outcome *const *outcomes, size_t count, uint64_t budget_us,
		const struct lookup_events *events, struct error *e) ECSPROBE_MUST_CHECK;
void lookup_start(struct lookup *lookup);

/* Settles what is unfinished with this code. */
void lookup_stop(struct lookup *lookup, enum code why);
/* Gives the sockets back once it is over; never from inside an answer. */
void lookup_release(struct lookup *lookup);
void lookup_close(struct lookup *lookup); /* NULL is fine */

#endif
