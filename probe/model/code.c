/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/code.h"

#include <string.h>

static const char *const names[CODE_COUNT] = {
#define X(enumerator, name) [CODE_##enumerator] = name,
	ECSPROBE_CODES(X)
#undef X
};

const char *code_name(enum code code)
{
	return code < CODE_COUNT ? names[code] : NULL;
}

bool code_parse(const char *name, enum code *code)
{
	for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
		if (strcasecmp(names[i], name) == 0) {
			*code = (enum code)i;
			return true;
		}
	}
	return false;
}

static int weight(enum code code)
{
	static const enum code by_weight[] = {
		CODE_DNS_NODATA,      CODE_NOT_FINISHED,   CODE_INTERRUPTED,   CODE_DNS_TIMEOUT,
		CODE_DNS_UNREACHABLE, CODE_DNS_BAD_ANSWER, CODE_HOST_FIREWALL, CODE_DNS_TOO_SLOW,
		CODE_DNS_NO_EDNS,     CODE_DNS_REFUSED,    CODE_DNS_SERVFAIL,  CODE_DNS_NXDOMAIN,
	};

	for (size_t i = 0; i < sizeof by_weight / sizeof by_weight[0]; i++)
		if (by_weight[i] == code)
			return (int)i;
	return -1;
}

enum code code_more_telling(enum code a, enum code b)
{
	return weight(b) > weight(a) ? b : a;
}

bool code_is_cut(enum code code)
{
	return code == CODE_NOT_FINISHED || code == CODE_INTERRUPTED;
}
