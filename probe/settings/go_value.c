/* SPDX-License-Identifier: Apache-2.0 */
/* Values as Go's standard library reads them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ecsprobe/agent_setting.h"

/* unicode.IsSpace(), in UTF-8. */
static const char *const blanks[] = {
	" ",
	"\t",
	"\n",
	"\v",
	"\f",
	"\r",
	"\xc2\x85",
	"\xc2\xa0",
	"\xe1\x9a\x80",
	"\xe2\x80\x80",
	"\xe2\x80\x81",
	"\xe2\x80\x82",
	"\xe2\x80\x83",
	"\xe2\x80\x84",
	"\xe2\x80\x85",
	"\xe2\x80\x86",
	"\xe2\x80\x87",
	"\xe2\x80\x88",
	"\xe2\x80\x89",
	"\xe2\x80\x8a",
	"\xe2\x80\xa8",
	"\xe2\x80\xa9",
	"\xe2\x80\xaf",
	"\xe2\x81\x9f",
	"\xe3\x80\x80",
};

static size_t blank_at(const char *text, size_t len, bool behind)
{
	for (size_t i = 0; i < ARRAY_SIZE(blanks); i++) {
		size_t size = strlen(blanks[i]);

		if (size <= len && memcmp(behind ? text + len - size : text, blanks[i], size) == 0)
			return size;
	}
	return 0;
}

void go_trim(const char **text, size_t *len)
{
	size_t size;

	while ((size = blank_at(*text, *len, false))) {
		*text += size;
		*len -= size;
	}
	while ((size = blank_at(*text, *len, true)))
		*len -= size;
}

int go_bool(const char *text)
{
	static const char *const words[2][6] = {
		{ "0", "f", "F", "false", "FALSE", "False" },
		{ "1", "t", "T", "true", "TRUE", "True" },
	};

	for (int value = 0; value < 2; value++)
		for (size_t i = 0; i < ARRAY_SIZE(words[value]); i++)
			if (strcmp(text, words[value][i]) == 0)
				return value;
	return -1;
}

bool go_integer(const char *text, int64_t *number)
{
	const char *digits = text + (*text == '-' || *text == '+');
	long long value;

	if (!*digits || digits[strspn(digits, "0123456789")])
		return false;
	errno = 0;
	value = strtoll(text, NULL, 10);
	*number = value;
	return errno == 0;
}

static const struct {
	const char *unit;
	double ns;
} units[] = {
	{ "ns", 1 },   { "us", 1e3 }, { "\xc2\xb5s", 1e3 }, { "\xce\xbcs", 1e3 },
	{ "ms", 1e6 }, { "s", 1e9 },  { "m", 60e9 },        { "h", 3600e9 },
};

/* "1.5h" at *text, which is moved behind it. */
static bool take_part(const char **text, double *ns)
{
	size_t whole = strspn(*text, "0123456789");
	size_t fraction = (*text)[whole] == '.' ? 1 + strspn(*text + whole + 1, "0123456789") : 0;
	size_t len = whole + fraction;
	const char *unit = *text + len;
	size_t size = strcspn(unit, "0123456789.");

	if (whole + fraction == 0 || (whole == 0 && fraction == 1))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (strlen(units[i].unit) != size || memcmp(units[i].unit, unit, size) != 0)
			continue;
		*ns += strtod(*text, NULL) * units[i].ns;
		*text = unit + size;
		return true;
	}
	return false;
}

bool go_duration(const char *text, int64_t *ns)
{
	bool minus = *text == '-';
	double sum = 0;

	text += *text == '-' || *text == '+';
	if (strcmp(text, "0") == 0) {
		*ns = 0;
		return true;
	}
	if (!*text)
		return false;
	while (*text)
		if (!take_part(&text, &sum))
			return false;
	if (sum >= 9.2e18)
		return false;
	*ns = (int64_t)(minus ? -sum : sum);
	return true;
}
