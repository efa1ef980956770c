/* SPDX-License-Identifier: Apache-2.0 */
#include "pace.h"

/* A burst and one second at the full rate are about half of what the resolver takes from one
 * interface in a second. */
enum { BURST = 128, FULL_RATE_PER_S = 400, LEAST_RATE_PER_S = 50 };

/* Credit for one question: what the rate earns in a second at 1 a second. */
static const uint64_t question = 1000000;

void pace_init(struct pace *pace, uint64_t now_us)
{
	pace->credit = BURST * question;
	pace->last_us = now_us;
	pace->rate_per_s = FULL_RATE_PER_S;
}

uint64_t pace_take(struct pace *pace, uint64_t now_us)
{
	const uint64_t full = BURST * question;
	const uint64_t lacking = full - pace->credit;

	if (now_us > pace->last_us) {
		uint64_t rest_us = now_us - pace->last_us;

		pace->credit = rest_us > lacking / pace->rate_per_s
				       ? full
				       : pace->credit + rest_us * pace->rate_per_s;
		pace->last_us = now_us;
	}
	if (pace->credit < question)
		return (question - pace->credit + pace->rate_per_s - 1) / pace->rate_per_s;
	pace->credit -= question;
	return 0;
}

void pace_lost(struct pace *pace)
{
	pace->rate_per_s /= 2;
	if (pace->rate_per_s < LEAST_RATE_PER_S)
		pace->rate_per_s = LEAST_RATE_PER_S;
	if (pace->credit > question)
		pace->credit = question;
}

void pace_answered(struct pace *pace)
{
	if (pace->rate_per_s < FULL_RATE_PER_S)
		pace->rate_per_s++;
}
