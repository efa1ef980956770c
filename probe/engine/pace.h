/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PACE_H
#define ECSPROBE_PACE_H
/* A token bucket over the queries: the VPC resolver drops what exceeds 1024 packets a second per
 * interface, and everything on the instance shares that allowance.  It runs slower while answers
 * are missing, as they are where that limit is reached.  Time is passed in. */
#include <stdint.h>

struct pace {
	uint64_t credit; /* earned, in millionths of a query */
	uint64_t last_us;
	unsigned rate_per_s;
};

void pace_init(struct pace *pace, uint64_t now_us);

/* Takes one query's worth.  0: go ahead; else nothing was taken, and this
 * many microseconds must pass before it is worth asking again. */
uint64_t pace_take(struct pace *pace, uint64_t now_us);

/* A query must be sent again: half the rate from here on, and nothing of the burst is left. */
void pace_lost(struct pace *pace);

/* An answer came in time: one a second faster, up to where it began. */
void pace_answered(struct pace *pace);

#endif
