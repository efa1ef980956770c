/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of --profile auto. */
#include <string.h>

#include "check.h"
#include "world.h"

static const struct finding *find(const struct world *w, enum code code)
{
	for (size_t i = 0; i < w->report.findings.count; i++)
		if (w->report.findings.items[i].code == code)
			return &w->report.findings.items[i];
	return NULL;
}

static void what_is_not_checked_is_told(void **state)
{
	static char hub[] = "docker.io";
	static char other[] = "ghcr.io";
	static char *registries[] = { hub, other };
	static const struct {
		struct workload workload;
		const char *told[2]; /* NULL: nothing */
	} rows[] = {
		{ { .looked = true }, { NULL } },
		{ { .looked = true, .other_registries = { registries, 2 } },
		  { "image registries other than ECR: docker.io, ghcr.io" } },
		{ { .looked = true, .routed_elsewhere = true },
		  { "destinations of a task's log router" } },
		{ { .looked = true,
		    .routed_elsewhere = true,
		    .other_registries = { registries, 1 } },
		  { "not AWS's; image registries", "other than ECR: docker.io" } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=10.0.1.10");
		const struct finding *found;

		w->report.workload = &rows[i].workload;
		world_judge(w);
		found = find(w, CODE_PROFILE_SCOPE);
		EXPECT((found != NULL) == (rows[i].told[0] != NULL), "%zu", i);
		for (size_t k = 0; found && k < 2 && rows[i].told[k]; k++)
			EXPECT(strstr(found->message, rows[i].told[k]), "%zu: %s", i,
			       found->message);
		EXPECT(!found || (found->severity == SEVERITY_NOTE &&
				  strcmp(found->subject, "auto") == 0),
		       "%zu", i);
		EXPECT(w->report.verdict == VERDICT_HEALTHY, "%zu", i);
		world_free(w);
	}
	expect_all_held();
}

static void what_is_told(void **state)
{
	static char host[] = "111122223333.dkr.ecr.us-east-1.amazonaws.com";
	static char *hosts[] = { host };
	static const struct {
		struct workload workload;
		enum verdict verdict;
		const char *found, *missed; /* NULL: not told */
	} rows[] = {
		{ { .looked = true },
		  VERDICT_HEALTHY,
		  "0 tasks, 0 containers: no AWS service except ECS itself",
		  NULL },
		{ { .looked = true,
		    .task_count = 1,
		    .container_count = 2,
		    .uses = 1U << USE_ECR | 1U << USE_AWSLOGS,
		    .registries = { hosts, 1 } },
		  VERDICT_HEALTHY,
		  "1 task, 2 containers: ECR images, awslogs; registries: "
		  "111122223333.dkr.ecr.us-east-1.amazonaws.com",
		  NULL },
		/* Nothing seen is not nothing in use. */
		{ { .looked = true, .why_not = "docker does not run" },
		  VERDICT_DEGRADED,
		  NULL,
		  "ecsprobe could not see everything that is in use here: docker does not run" },
		{ { .looked = true, .why_not = "docker does not run", .uses = 1U << USE_BATCH },
		  VERDICT_DEGRADED,
		  "0 tasks, 0 containers: AWS Batch",
		  "ecsprobe could not see everything that is in use here: docker does not run" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new("ecs: route53=10.0.1.10");
		const struct finding *found;
		const struct finding *missed;

		w->report.workload = &rows[i].workload;
		world_judge(w);
		found = find(w, CODE_AUTO_PROFILE);
		missed = find(w, CODE_AUTO_INCOMPLETE);
		EXPECT((found != NULL) == (rows[i].found != NULL), "%zu", i);
		EXPECT((missed != NULL) == (rows[i].missed != NULL), "%zu", i);
		EXPECT(!found || strcmp(found->message, rows[i].found) == 0, "%zu: %s", i,
		       found ? found->message : "");
		EXPECT(!missed || strcmp(missed->message, rows[i].missed) == 0, "%zu: %s", i,
		       missed ? missed->message : "");
		EXPECT(!found || found->severity == SEVERITY_NOTE, "%zu", i);
		EXPECT(w->report.verdict == rows[i].verdict, "%zu: %s", i,
		       verdict_name(w->report.verdict));
		world_free(w);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest all[] = { cmocka_unit_test(what_is_told),
					  cmocka_unit_test(what_is_not_checked_is_told) };

	return cmocka_run_group_tests(all, NULL, NULL);
}
