/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_OPTION_SOURCES_H
#define ECSPROBE_OPTION_SOURCES_H
/* One value into the options, and those of the file and the environment.
 * Private to the cli room. */
#include "option_values.h"

/* "ECSPROBE_DNS_TIMEOUT"; owned by the caller. */
char *settings_variable_name(enum option_id id);

/* Displaces what a weaker source gave.  text may be NULL where the option
 * stands bare.  False, and the words of what was expected, where the value
 * cannot be read. */
bool option_set(struct options *options, enum option_id id, enum option_source source,
		unsigned line, const char *text, char expected[static OPTION_EXPECTED_BYTES]);

int settings_apply(struct options *options, const struct settings_input *settings,
		   struct error *e) ECSPROBE_MUST_CHECK;

/* The outputs alone, for who has to say there that the rest is wrong: a line that
 * cannot be read is left out. */
void settings_apply_outputs(struct options *options, const struct settings_input *settings);

/* The value of the variable that gives this option, NULL when it is not set. */
const char *settings_variable(char *const *environment, enum option_id id);

#endif
