/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/origin.h"

#include <stdio.h>

#include "ecsprobe/escape.h"

void origin_set(struct origin *origin, const char *place, unsigned line)
{
	escape_text(origin->place, sizeof origin->place, place);
	origin->line = line;
}

void origin_format(const struct origin *origin, char out[static ORIGIN_TEXT_BYTES])
{
	if (origin->line)
		(void)snprintf(out, ORIGIN_TEXT_BYTES, "%s:%u", origin->place, origin->line);
	else
		(void)snprintf(out, ORIGIN_TEXT_BYTES, "%s", origin->place);
}
