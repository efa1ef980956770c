/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/exit_code.h"

static const struct exit_code_row rows[] = {
	{ EXIT_HEALTHY, 0, NAGIOS_OK, "healthy or degraded" },
	{ EXIT_UNHEALTHY, 5, NAGIOS_CRITICAL,
	  "unhealthy: a required endpoint or the agent fails, or a restart was refused because of the endpoints" },
	{ EXIT_STRICT_WARNINGS, 1, NAGIOS_WARNING, "only with --strict: degraded" },
	{ EXIT_AGENT_NOT_READY, 6, NAGIOS_CRITICAL,
	  "the agent was restarted, and is not back or not connected" },
	{ EXIT_USAGE, 9, NAGIOS_UNKNOWN, "usage: an unknown option or a bad value" },
	{ EXIT_UNDECIDED, 3, NAGIOS_UNKNOWN,
	  "nothing could be judged (no Region, empty plan, interrupted): unknown" },
	{ EXIT_INTERNAL, 10, NAGIOS_UNKNOWN, "internal failure" },
	{ EXIT_OUTPUT, 7, NAGIOS_UNKNOWN, "a requested output could not be written" },
	{ EXIT_DEFERRED, 2, NAGIOS_WARNING,
	  "the restart was deferred for another reason than health, and nothing else is wrong" },
	{ EXIT_NOT_PERMITTED, 8, NAGIOS_UNKNOWN, "not permitted" },
	{ EXIT_BAD_CONFIG, 9, NAGIOS_UNKNOWN, "bad configuration" },
};

const struct exit_code_row *exit_code_table(size_t *count)
{
	*count = sizeof rows / sizeof rows[0];
	return rows;
}

static const struct exit_code_row *row_of(enum exit_code code)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (rows[i].code == code)
			return &rows[i];
	return &rows[EXIT_HEALTHY];
}

enum exit_code exit_code_worse(enum exit_code a, enum exit_code b)
{
	return row_of(b)->rank > row_of(a)->rank ? b : a;
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

enum nagios_status exit_code_nagios(enum exit_code code)
{
	return row_of(code)->nagios;
}

const char *nagios_status_name(enum nagios_status status)
{
	static const char *const names[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };

	return names[status];
}
