/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WORKLOAD_H
#define ECSPROBE_WORKLOAD_H
/* What runs on this instance as far as it tells which endpoints are in use:
 * seen in the agent's introspection and in Docker, never a value of a
 * container's environment. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/util.h"

/* What a task uses, by what can be seen of it. */
enum workload_use {
	USE_ECR,             /* an image of a private ECR registry */
	USE_AWSLOGS,         /* the awslogs log driver */
	USE_EXEC,            /* ECS Exec's files are mounted */
	USE_SERVICE_CONNECT, /* a Service Connect sidecar */
	USE_EFS,             /* a volume of the agent's EFS volume plugin */
	USE_XRAY,            /* an X-Ray daemon */
	USE_CLOUDWATCH,      /* a CloudWatch agent */
	USE_GUARDDUTY,       /* a GuardDuty agent */
	USE_BATCH,           /* the cluster is a compute environment of AWS Batch */
	USE_SECRETS,         /* the agent is set to take registry credentials from a secret */
	WORKLOAD_USES,
};
const char *workload_use_name(enum workload_use use);

struct workload {
	bool looked;       /* it was asked for, and the look is over */
	bool docker;       /* ... and Docker answered */
	bool tasks;        /* ... and the agent's introspection did */
	char why_not[160]; /* what did not answer, "" when all did */
	size_t task_count;
	size_t container_count; /* of tasks */
	unsigned uses;          /* 1U << enum workload_use */
	/* Registry hosts of images and hosts of awslogs that are not this Region's
	 * and account's own: ACCOUNT.dkr.ecr.REGION.SUFFIX, logs.REGION.SUFFIX. */
	struct string_list registries, log_hosts;
};

#endif
