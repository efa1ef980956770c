/* SPDX-License-Identifier: Apache-2.0 */
#include "config_inputs.h"
#include "ecsprobe/config_check.h"
#include "ecsprobe/util.h"

enum { MAX_FAULTS = 256 };

void setting_faults_add(struct setting_faults *faults, const struct setting_fault *fault)
{
	if (faults->count >= MAX_FAULTS)
		return;
	faults->items = xgrow(faults->items, faults->count, sizeof *faults->items);
	faults->items[faults->count++] = *fault;
}

void setting_faults_done(struct setting_faults *faults)
{
	free(faults->items);
	*faults = (struct setting_faults){ 0 };
}
