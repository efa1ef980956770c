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
		if (strcmp(names[i], name) == 0) {
			*code = (enum code)i;
			return true;
		}
	}
	return false;
}
