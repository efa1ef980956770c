/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PACE_H
#define ECSPROBE_PACE_H
/* A token bucket over the queries: the VPC resolver drops what exceeds 1024
 * packets a second of an interface, and that allowance is everybody's.  Time
 * is passed in. */
#include <stdint.h>

struct pace {
	uint64_t credit_us; /* earned; one query costs cost_us */
	uint64_t last_us;
};

void pace_init(struct pace *pace, uint64_t now_us);

/* Takes one query's worth.  0: go ahead; else nothing was taken, and this
 * many microseconds must pass before it is worth asking again. */
uint64_t pace_take(struct pace *pace, uint64_t now_us);

#endif
