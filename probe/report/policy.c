/* SPDX-License-Identifier: Apache-2.0 */
/* --api --list: what would be asked of AWS, and the permissions for it as IAM reads them. */
#include <stdio.h>
#include <string.h>

#include "json_build.h"
#include "policy.h"

static const struct target *target_of(const struct plan *plan, const struct api_call *call)
{
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->targets[i]->service, call->service) == 0)
			return plan->targets[i];
	return NULL;
}

static void put_call(FILE *out, const struct render_style *style, const struct api_call *call,
		     const struct target *target)
{
	(void)fputc('\n', out);
	paint_put(out, style, PAINT_STRONG, call->id);
	(void)fprintf(out, "  %s%s, at %s\n", call->action ? "permission " : "needs no permission",
		      call->action ? call->action : "", target->host);
	field_put(out, style, "shows", call->proves);
	field_put(out, style, "used by", call->users);
}

void policy_text(FILE *out, const struct plan *plan, const struct render_style *style)
{
	(void)fputs("\n---- calls of --api, which only read; -o json has them as an IAM policy\n",
		    out);
	for (size_t i = 0; i < plan->call_count; i++) {
		const struct target *target = target_of(plan, &plan->calls[i]);

		if (target)
			put_call(out, style, &plan->calls[i], target);
	}
}

bool plan_needs_permission(const struct plan *plan)
{
	for (size_t i = 0; i < plan->call_count; i++)
		if (plan->calls[i].action && target_of(plan, &plan->calls[i]))
			return true;
	return false;
}

/* IAM User Guide, JSON policy elements: a statement has at least one action, and a policy at
 * least one statement.  Of these actions logs:DescribeLogGroups alone knows resources, and it
 * lists: what it may see is any. */
int policy_json(FILE *out, const struct plan *plan)
{
	struct json root = { 0 };
	struct json statement = { 0 };
	struct json statements = { 0 };
	struct json actions = { 0 };

	for (size_t i = 0; i < plan->call_count; i++)
		if (plan->calls[i].action && target_of(plan, &plan->calls[i]))
			json_append_string(&actions, plan->calls[i].action);
	json_string(&root, "Version", "2012-10-17");
	json_string(&statement, "Sid", "EcsprobeApi");
	json_string(&statement, "Effect", "Allow");
	json_child(&statement, "Action", &actions, true);
	json_string(&statement, "Resource", "*");
	json_append(&statements, &statement, false);
	json_child(&root, "Statement", &statements, true);
	return json_print(&root, true, out);
}
