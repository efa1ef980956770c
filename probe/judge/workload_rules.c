/* SPDX-License-Identifier: Apache-2.0 */
#include "workload_rules.h"

#include "findings.h"

static const char *const words[WORKLOAD_USES] = {
	[USE_ECR] = "ECR images",
	[USE_AWSLOGS] = "awslogs",
	[USE_EXEC] = "ECS Exec",
	[USE_SERVICE_CONNECT] = "Service Connect",
	[USE_EFS] = "EFS volumes",
	[USE_XRAY] = "the X-Ray daemon",
	[USE_CLOUDWATCH] = "the CloudWatch agent",
	[USE_GUARDDUTY] = "the GuardDuty agent",
	[USE_BATCH] = "AWS Batch",
	[USE_TAGS] = "the instance's tags",
	[USE_FIRELENS] = "FireLens",
};

static void append_uses(struct text *text, const struct workload *workload)
{
	const char *separator = ": ";

	if (!workload->uses)
		text_append(text, ": no AWS service except ECS itself");
	for (int i = 0; i < WORKLOAD_USES; i++) {
		if (!workload_uses(workload, (enum workload_use)i))
			continue;
		text_append(text, "%s%s", separator, words[i]);
		separator = ", ";
	}
}

static void append_count(struct text *text, size_t count, const char *what)
{
	text_append(text, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

static char *tell_found(const struct workload *workload)
{
	struct text text = { 0 };

	append_count(&text, workload->task_count, "task");
	text_append(&text, ", ");
	append_count(&text, workload->container_count, "container");
	append_uses(&text, workload);
	for (size_t i = 0; i < workload->registries.count; i++)
		text_append(&text, "%s%s",
			    i ? ", " : "; registries: ", workload->registries.items[i]);
	return text.bytes;
}

/* A task may need both besides ECS, and ecsprobe does not check them. */
static void judge_unseen(struct report *report, const struct workload *workload)
{
	struct text text = { 0 };
	const char *separator = "";

	if (workload->routed_elsewhere) {
		text_append(
			&text,
			"destinations of a task's log router: its own configuration, another host or an output that is not AWS's");
		separator = "; ";
	}
	for (size_t i = 0; i < workload->other_registries.count; i++) {
		text_append(&text, "%s%s", i ? ", " : separator,
			    i ? "" : "image registries other than ECR: ");
		text_append(&text, "%s", workload->other_registries.items[i]);
	}
	if (text.bytes)
		finding_add(
			report, CODE_PROFILE_SCOPE, SEVERITY_NOTE, profile_auto,
			xasprintf(
				"seen from here: what the agent and Docker report about tasks; not checked: %s",
				text.bytes),
			"If a task needs them to start, pass --host NAME or --require SERVICE. An image of docker.io comes from registry-1.docker.io.");
	free(text.bytes);
}

void judge_workload(struct report *report)
{
	const struct workload *workload = report->workload;

	if (!workload)
		return;
	/* "Nothing in use" is true only if everything was seen. */
	if (workload_is_complete(workload) || workload->uses || workload->container_count)
		finding_add(report, CODE_AUTO_PROFILE, SEVERITY_NOTE, "instance",
			    tell_found(workload), NULL);
	if (!workload_is_complete(workload))
		finding_add(report, CODE_AUTO_INCOMPLETE, SEVERITY_WARN, "instance",
			    xasprintf("ecsprobe could not see everything that is in use here: %s",
				      workload->why_not),
			    NULL);
	judge_unseen(report, workload);
}
