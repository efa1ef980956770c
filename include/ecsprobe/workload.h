/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WORKLOAD_H
#define ECSPROBE_WORKLOAD_H
/* What runs on this instance, as far as it shows which endpoints are in use: seen in the agent's
 * introspection and in Docker, never a value of a container's environment. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/catalog.h"
#include "ecsprobe/facts.h"
#include "ecsprobe/util.h"

/* What a task uses, as far as it is visible. */
enum workload_use {
	USE_ECR,             /* an image of a private ECR registry */
	USE_AWSLOGS,         /* the awslogs log driver */
	USE_EXEC,            /* ECS Exec's files are mounted */
	USE_SERVICE_CONNECT, /* a Service Connect sidecar */
	USE_EFS,             /* a volume of the agent's EFS volume plugin */
	USE_XRAY,            /* an X-Ray daemon */
	USE_CLOUDWATCH,      /* a CloudWatch agent */
	USE_GUARDDUTY,       /* a GuardDuty agent */
	USE_BATCH,           /* jobs of AWS Batch, or its compute environment's cluster */
	USE_TAGS,            /* the agent is set to propagate the instance's tags */
	USE_FIRELENS,        /* FireLens: a log router of the task */
	WORKLOAD_USES,
};
const char *workload_use_name(enum workload_use use);

/* ecsprobe follows at most this many of a kind, and reports when there are more. */
enum { MAX_WORKLOAD_CONTAINERS = 64, MAX_WORKLOAD_HOSTS = 32, WORKLOAD_WHY_BYTES = 160 };

struct workload {
	bool looked; /* it was asked for, and the look is over */
	/* Why something in use may have been missed; "" if nothing was: then what is not in here is
	 * not in use. */
	char why_not[WORKLOAD_WHY_BYTES];
	size_t task_count;
	size_t container_count;         /* of tasks; not yet ended */
	size_t bridged_count;           /* ... in Docker's bridge, with its nameservers */
	unsigned uses;                  /* 1U << enum workload_use */
	struct string_list registries;  /* private ones of ECR that images come from */
	struct string_list log_regions; /* of awslogs; "": the instance's own */
	struct string_list log_hosts;   /* HOST or HOST:PORT of awslogs-endpoint */
	/* SERVICE of the catalog or SERVICE/REGION that a log router sends to. */
	struct string_list routed;
	bool routed_elsewhere; /* ... or to what cannot be seen, or is no AWS service */
	struct string_list other_registries; /* docker.io and its like: never asked */
	struct string_list routers;          /* what the agent wrote for log routers: files */
};

static inline bool workload_uses(const struct workload *workload, enum workload_use use)
{
	return (workload->uses & (1U << use)) != 0;
}

/* The look succeeded, and nothing was missed. */
static inline bool workload_is_complete(const struct workload *workload)
{
	return workload->looked && !workload->why_not[0];
}

/* The first reason stands.  why is fit to be shown. */
void workload_miss(struct workload *workload, const char *why);

/* ACCOUNT.dkr.ecr.REGION.SUFFIX, ACCOUNT.dkr-ecr.REGION.on.SUFFIX and their FIPS
 * variants, in lower case: what Region and which of them it is, else false. */
bool ecr_registry_parse(const char *host, char region[static REGION_BYTES],
			enum name_variant *variant);

void workload_done(struct workload *workload);

#endif
