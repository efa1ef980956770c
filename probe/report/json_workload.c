/* SPDX-License-Identifier: Apache-2.0 */
#include "json_workload.h"

void json_put_workload(struct json *root, const struct workload *workload)
{
	struct json object = { 0 };
	struct json uses = { 0 };
	struct json regions = { 0 };

	if (!workload) {
		json_null(root, "workload");
		return;
	}
	json_boolean(&object, "complete", workload_is_complete(workload));
	json_string(&object, "why", workload->why_not);
	json_unsigned(&object, "tasks", workload->task_count);
	json_unsigned(&object, "containers", workload->container_count);
	for (int i = 0; i < WORKLOAD_USES; i++)
		if (workload_uses(workload, (enum workload_use)i))
			json_append_string(&uses, workload_use_name((enum workload_use)i));
	json_child(&object, "uses", &uses, true);
	json_strings(&object, "registries", &workload->registries);
	/* The instance's own is not named by whoever uses it. */
	for (size_t i = 0; i < workload->log_regions.count; i++)
		if (workload->log_regions.items[i][0])
			json_append_string(&regions, workload->log_regions.items[i]);
	json_child(&object, "log_regions", &regions, true);
	json_strings(&object, "log_hosts", &workload->log_hosts);
	json_strings(&object, "routed", &workload->routed);
	json_boolean(&object, "routed_elsewhere", workload->routed_elsewhere);
	json_strings(&object, "other_registries", &workload->other_registries);
	json_child(root, "workload", &object, false);
}
