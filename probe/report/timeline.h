/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TIMELINE_H
#define ECSPROBE_TIMELINE_H
/* How long one address took, stage after stage, and the axis that such times
 * are drawn over.  Private to the report room. */
#include "timings.h"

const char *stage_name(enum stage stage); /* "DNS" */

enum timeline_end { END_DONE, END_FAILED, END_SKIPPED };

/* A stage that failed is as long as it was waited for; where that is not known it has no time,
 * only the code. */
struct timeline {
	bool known[STAGES];
	uint64_t us[STAGES]; /* 0 where not known */
	uint64_t total_us;   /* of those that are known */
	bool failed;         /* ... the last of which is failed_stage */
	enum stage failed_stage;
	enum timeline_end end;
	enum code code; /* what ended it; CODE_NONE of END_DONE */
};

/* Of an address that nobody would dial, DNS is whoever gave it. */
struct timeline timeline_of_address(const struct endpoint_verdict *endpoint,
				    const struct address_verdict *address);

/* The slowest working address, since that is the one a client may wait for; where
 * none works the one that came furthest; where there is none, DNS itself. */
struct timeline timeline_of_endpoint(const struct endpoint_verdict *endpoint);

/* The longest of all addresses of the report. */
uint64_t timeline_longest_us(const struct report *report);

/* Ticks of 1, 2 or 5 times a power of ten, not more than max_ticks of them up to
 * the end, which is one itself. */
struct axis {
	uint64_t step_us, end_us;
};
struct axis axis_for(uint64_t longest_us, unsigned max_ticks);
/* "15" or "0.5", in milliseconds. */
enum { TICK_BYTES = 24 };
void axis_tick(const struct axis *axis, uint64_t us, char out[static TICK_BYTES]);

#endif
