/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CLOCK_H
#define ECSPROBE_CLOCK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Monotonic microseconds; the same clock as the event loop's timers. */
uint64_t clock_now_us(void);

/* From now until then; 0 once it has passed. */
uint64_t clock_left_us(uint64_t deadline_us);

/* A timer that is this late belongs to a process that was paused or starved: the limited work did
 * not get its time. */
enum { CLOCK_PAUSE_US = 100 * 1000 };

/* Seconds since the epoch as the instance believes them. */
int64_t clock_wall_s(void);

enum { CLOCK_RFC3339_BYTES = sizeof "-2147483648-12-31T23:59:59Z" };

/* All times are told in UTC: from now on libc reads no file about a time zone for them. */
void clock_read_no_zone(void);

/* UTC, second precision: 2026-11-21T20:15:00Z. */
void clock_format_rfc3339(int64_t wall_s, char out[static CLOCK_RFC3339_BYTES]);

/* The reverse, for any precision and zone, as Go prints it.  Go's zero time and every time before
 * 1970 are 0, "never".  If it returns false, *us may have changed. */
bool clock_parse_rfc3339_us(const char *text, int64_t *us);

#endif
