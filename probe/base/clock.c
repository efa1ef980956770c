/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/clock.h"

#include <stdio.h>
#include <time.h>

uint64_t clock_now_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000U + (uint64_t)ts.tv_nsec / 1000U;
}

int64_t clock_wall_s(void)
{
	return (int64_t)time(NULL);
}

void clock_format_rfc3339(int64_t wall_s, char out[static CLOCK_RFC3339_BYTES])
{
	time_t t = (time_t)wall_s;
	struct tm tm;

	if (!gmtime_r(&t, &tm) ||
	    strftime(out, CLOCK_RFC3339_BYTES, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		(void)snprintf(out, CLOCK_RFC3339_BYTES, "1970-01-01T00:00:00Z");
}
