/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ecsprobe/util.h"

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

	/* strftime() would read the time zone's file. */
	if (!gmtime_r(&t, &tm) || snprintf(out, CLOCK_RFC3339_BYTES, "%d-%02d-%02dT%02d:%02d:%02dZ",
					   tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
					   tm.tm_min, tm.tm_sec) >= CLOCK_RFC3339_BYTES)
		(void)snprintf(out, CLOCK_RFC3339_BYTES, "1970-01-01T00:00:00Z");
}

void clock_read_no_zone(void)
{
	const char *zone = getenv("TZ");
	CLEANUP(cleanup_free) char *kept = zone ? xstrdup(zone) : NULL;

	/* An empty name: UTC, and no file. */
	if (setenv("TZ", ":", 1) < 0)
		return;
	tzset();
	if (kept)
		(void)setenv("TZ", kept, 1);
	else
		(void)unsetenv("TZ");
}

static int64_t take_fraction_us(const char **at)
{
	int64_t us = 0;
	int64_t unit = 100000;

	for (; **at >= '0' && **at <= '9'; ++*at, unit /= 10)
		us += unit * (**at - '0');
	return us;
}

/* "Z" or "+02:00", which strptime() takes in other forms too. */
static bool take_zone(const char *text, int64_t *offset_s)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, "%z", &tm);

	*offset_s = tm.tm_gmtoff;
	if (*text == 'Z')
		return !text[1];
	return end && !*end && strchr("+-", *text) && strlen(text) == strlen("+02:00") &&
	       text[3] == ':' && labs(tm.tm_gmtoff) < 24L * 3600;
}

/* strptime() has the names and digits of the C locale: no call of this process sets
 * another one.  Beside RFC 3339 it takes blanks, missing digits and a leap second. */
bool clock_parse_rfc3339_us(const char *text, int64_t *us)
{
	enum { LEN = sizeof "2026-01-01T12:00:00" - 1 };
	struct tm tm = { 0 };
	const char *at = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
	int day = tm.tm_mday;
	int64_t fraction_us = 0;
	int64_t offset_s;

	if (!at || at - text != LEN || memchr(text, ' ', LEN) || tm.tm_sec > 59)
		return false;
	if (*at == '.') {
		at++;
		fraction_us = take_fraction_us(&at);
	}
	if (!take_zone(at, &offset_s))
		return false;
	*us = ((int64_t)timegm(&tm) - offset_s) * 1000000 + fraction_us;
	if (*us < 0)
		*us = 0;
	return tm.tm_mday == day; /* timegm() would make March of the 30th of February */
}
