/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_OPTION_VALUES_H
#define ECSPROBE_OPTION_VALUES_H
/* The value of one option, by its kind.  Private to the cli room. */
#include "ecsprobe/options.h"

enum { OPTION_EXPECTED_BYTES = 128 };

/* text is NULL where the option stands bare and the row has no word for that.
 * Writes the field on success.  On failure the field keeps what it had and
 * expected says in words what would have been right. */
bool option_value_parse(const struct option_row *row, void *field, const char *text,
			char expected[static OPTION_EXPECTED_BYTES]);

/* Makes the field as if nothing had ever been written, and frees what it owns. */
void option_value_reset(const struct option_row *row, void *field);

#endif
