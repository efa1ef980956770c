/* SPDX-License-Identifier: Apache-2.0 */
#include "tell_timing.h"

#include <stdio.h>

void tell_timing(const struct timing *timing)
{
	for (size_t i = 0; i < TIMING_COUNT; i++) {
		const struct timing_row *row = &timing_rows[i];

		(void)fprintf(stderr, "ecsprobe: timing: %s%-*s ", row->within ? "  " : "",
			      row->within ? 28 : 30, row->label);
		if (timing->happened[i])
			(void)fprintf(stderr, "%9.3f ms\n", (double)timing->us[i] / 1e3);
		else
			(void)fprintf(stderr, "%s\n",
				      row->within ? "none ended" : "did not happen");
	}
}
