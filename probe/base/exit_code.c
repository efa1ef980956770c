/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/exit_code.h"

static const struct exit_code_row rows[] = {
	{ EXIT_HEALTHY, 0, "healthy (warnings allowed)" },
	{ EXIT_UNHEALTHY, 5,
	  "unhealthy: a required endpoint fails or the agent is in a bad way, or a restart was "
	  "refused because of the endpoints" },
	{ EXIT_STRICT_WARNINGS, 1, "only with --strict: nothing fails, but there are warnings" },
	{ EXIT_AGENT_NOT_READY, 6, "the agent was restarted and did not come back ready" },
	{ EXIT_USAGE, 9, "usage: an unknown option or a bad value" },
	{ EXIT_UNDECIDED, 3,
	  "nothing could be decided (no Region, empty plan, interrupted): unknown" },
	{ EXIT_INTERNAL, 10, "internal failure" },
	{ EXIT_OUTPUT, 7, "a requested output could not be written" },
	{ EXIT_DEFERRED, 2, "the restart was deferred for another reason than health" },
	{ EXIT_NOT_PERMITTED, 8, "not permitted" },
	{ EXIT_BAD_CONFIG, 9, "bad configuration" },
};

const struct exit_code_row *exit_code_table(size_t *count)
{
	*count = sizeof rows / sizeof rows[0];
	return rows;
}

static int rank_of(enum exit_code code)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (rows[i].code == code)
			return rows[i].rank;
	return rows[EXIT_HEALTHY].rank;
}

enum exit_code exit_code_worse(enum exit_code a, enum exit_code b)
{
	return rank_of(b) > rank_of(a) ? b : a;
}

enum exit_code exit_code_of_error(enum error_class class)
{
	switch (class) {
	case ERROR_NONE:
		return EXIT_HEALTHY;
	case ERROR_USAGE:
		return EXIT_USAGE;
	case ERROR_CONFIG:
		return EXIT_BAD_CONFIG;
	case ERROR_PERMISSION:
		return EXIT_NOT_PERMITTED;
	case ERROR_OUTPUT:
		return EXIT_OUTPUT;
	case ERROR_UNDECIDED:
		return EXIT_UNDECIDED;
	case ERROR_INTERNAL:
		break;
	}
	return EXIT_INTERNAL;
}
