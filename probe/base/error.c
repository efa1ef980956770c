/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/error.h"

#include <stdio.h>

int error_set(struct error *e, enum error_class class, int err, const char *fmt, ...)
{
	if (e) {
		va_list args;

		e->class = class;
		va_start(args, fmt);
		(void)vsnprintf(e->text, sizeof e->text, fmt, args);
		va_end(args);
	}
	return -err;
}
