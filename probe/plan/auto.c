/* SPDX-License-Identifier: Apache-2.0 */
#include "selection.h"

void selection_add_workload(struct selection *selection, const struct workload *workload)
{
	(void)selection;
	(void)workload;
}
