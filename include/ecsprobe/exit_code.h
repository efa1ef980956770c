/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EXIT_CODE_H
#define ECSPROBE_EXIT_CODE_H
/* The exit status is a contract (man page): one table holds number,
 * precedence and meaning.  3, 5, 42 and 194 are never used: they mean other
 * things to Nagios, ecs-init and SSM.  Only where nagios is the format on stdout
 * is the status Nagios's own, 0 to 3. */
#include <stddef.h>

#include "ecsprobe/error.h"

enum exit_code {
	EXIT_HEALTHY = 0,
	EXIT_UNHEALTHY = 1,
	EXIT_STRICT_WARNINGS = 2,
	EXIT_NAGIOS_UNKNOWN = 3, /* the one of Nagios's own that is no other's number */
	EXIT_AGENT_NOT_READY = 10,
	EXIT_USAGE = 64,
	EXIT_UNDECIDED = 69,
	EXIT_INTERNAL = 70,
	EXIT_OUTPUT = 74,
	EXIT_DEFERRED = 75,
	EXIT_NOT_PERMITTED = 77,
	EXIT_BAD_CONFIG = 78,
};

/* In its own order of how bad things are, which is that of the numbers. */
enum nagios_status { NAGIOS_OK, NAGIOS_WARNING, NAGIOS_CRITICAL, NAGIOS_UNKNOWN };

struct exit_code_row {
	enum exit_code code;
	int rank;                  /* the higher one is reported when several hold */
	enum nagios_status nagios; /* at least this */
	const char *meaning;
};

/* The rows in ascending order of code; *count is set. */
const struct exit_code_row *exit_code_table(size_t *count);

/* The one of the two that outranks the other. */
enum exit_code exit_code_worse(enum exit_code a, enum exit_code b);

enum exit_code exit_code_of_error(enum error_class class);

/* What is left of it for Nagios, beside the verdict. */
enum nagios_status exit_code_nagios(enum exit_code code);
const char *nagios_status_name(enum nagios_status status); /* "CRITICAL" */

#endif
