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

uint64_t clock_left_us(uint64_t deadline_us)
{
	uint64_t now_us = clock_now_us();

	return deadline_us > now_us ? deadline_us - now_us : 0;
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

/* count digits that make a number of at most most. */
static bool take_number(const char **at, unsigned count, int most, int *out)
{
	*out = 0;
	for (unsigned i = 0; i < count; i++, ++*at) {
		if (**at < '0' || **at > '9')
			return false;
		*out = *out * 10 + (**at - '0');
	}
	return *out <= most;
}

static bool skip(const char **at, char expected)
{
	return *(*at)++ == expected;
}

static int64_t take_fraction_us(const char **at)
{
	int64_t us = 0;
	int64_t unit = 100000;

	for (; **at >= '0' && **at <= '9'; ++*at, unit /= 10)
		us += unit * (**at - '0');
	return us;
}

static bool take_zone(const char **at, int *offset_s)
{
	char sign = *(*at)++;
	int hours;
	int minutes;

	*offset_s = 0;
	if (sign == 'Z')
		return true;
	if ((sign != '+' && sign != '-') || !take_number(at, 2, 23, &hours) || !skip(at, ':') ||
	    !take_number(at, 2, 59, &minutes))
		return false;
	*offset_s = (hours * 60 + minutes) * 60 * (sign == '+' ? 1 : -1);
	return true;
}

bool clock_parse_rfc3339_us(const char *text, int64_t *us)
{
	const char *at = text;
	struct tm tm = { 0 };
	int64_t fraction_us = 0;
	int offset_s;
	int day;

	if (!take_number(&at, 4, 9999, &tm.tm_year) || !skip(&at, '-') ||
	    !take_number(&at, 2, 12, &tm.tm_mon) || !skip(&at, '-') ||
	    !take_number(&at, 2, 31, &tm.tm_mday) || !skip(&at, 'T') ||
	    !take_number(&at, 2, 23, &tm.tm_hour) || !skip(&at, ':') ||
	    !take_number(&at, 2, 59, &tm.tm_min) || !skip(&at, ':') ||
	    !take_number(&at, 2, 59, &tm.tm_sec))
		return false;
	if (*at == '.') {
		at++;
		fraction_us = take_fraction_us(&at);
	}
	if (!take_zone(&at, &offset_s) || *at || tm.tm_mon == 0)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	day = tm.tm_mday;
	*us = ((int64_t)timegm(&tm) - offset_s) * 1000000 + fraction_us;
	if (*us < 0)
		*us = 0;
	return tm.tm_mday == day; /* timegm() would make March of the 30th of February */
}
