/* SPDX-License-Identifier: Apache-2.0 */
#include "pace.h"

enum { BURST = 64, RATE_PER_S = 200, COST_US = 1000000 / RATE_PER_S };

void pace_init(struct pace *pace, uint64_t now_us)
{
	pace->credit_us = (uint64_t)BURST * COST_US;
	pace->last_us = now_us;
}

uint64_t pace_take(struct pace *pace, uint64_t now_us)
{
	const uint64_t full_us = (uint64_t)BURST * COST_US;

	if (now_us > pace->last_us) {
		uint64_t earned_us = now_us - pace->last_us;

		pace->credit_us = earned_us > full_us - pace->credit_us
					  ? full_us
					  : pace->credit_us + earned_us;
		pace->last_us = now_us;
	}
	if (pace->credit_us < COST_US)
		return COST_US - pace->credit_us;
	pace->credit_us -= COST_US;
	return 0;
}
