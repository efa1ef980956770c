/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/catalog.h"

#include <string.h>

#define IN_ALL CATALOG_IN_ALL
#define IN_AWS_GOV ((1U << PARTITION_AWS) | (1U << PARTITION_GOV))
#define IN_AWS_GOV_CN (IN_AWS_GOV | (1U << PARTITION_CN))
#define ECS (1U << PROFILE_ECS)

/* Why each is needed: facts/requirements.md 2, 3, 9 and 10. */
#define PLAIN_ONLY(host) host, NULL, NULL, NULL

static const struct catalog_row table[] = {
	{ "ecs", "ecs.{region}.{suffix}", "ecs-fips.{region}.{suffix}", "ecs.{region}.{dual}",
	  "ecs-fips.{region}.{dual}", "ecs", ECS, DIALLER_AGENT, true, EXPECT_AUTO, IN_ALL,
	  "ECS developer guide, interface VPC endpoints",
	  "the agent registers the instance, reports task states and asks which hosts to poll" },
	/* DiscoverPollEndpoint hands these two out, whatever the agent is set to. */
	{ "ecs-agent", PLAIN_ONLY("ecs-a.{region}.{suffix}"), "ecs-agent", ECS, DIALLER_AGENT, true,
	  EXPECT_AUTO, IN_AWS_GOV_CN, "ECS developer guide, interface VPC endpoints",
	  "the agent's websocket that brings it tasks and credentials (ecs:Poll)" },
	{ "ecs-telemetry", PLAIN_ONLY("ecs-t.{region}.{suffix}"), "ecs-telemetry", ECS,
	  DIALLER_AGENT, true, EXPECT_AUTO, IN_AWS_GOV_CN,
	  "ECS developer guide, interface VPC endpoints",
	  "the agent's websocket for metrics and health (ecs:StartTelemetrySession)" },
	{ "ecr.api", "api.ecr.{region}.{suffix}", "ecr-fips.{region}.{suffix}",
	  "ecr.{region}.{dual}", "ecr-fips.{region}.{dual}", "ecr.api", ECS, DIALLER_AGENT, true,
	  EXPECT_AUTO, IN_ALL, "ECR user guide, interface VPC endpoints",
	  "the agent gets the token that image pulls from ECR need" },
	/* The image's own name decides what dockerd dials, not the agent's settings. */
	{ "ecr.dkr", PLAIN_ONLY("{account}.dkr.ecr.{region}.{suffix}"), "ecr.dkr", ECS,
	  DIALLER_DOCKERD, true, EXPECT_AUTO, IN_ALL, "ECR user guide, interface VPC endpoints",
	  "dockerd reads image manifests from the registry" },
	/* A gateway endpoint is a route: the names keep their public addresses. */
	{ "ecr.layers", PLAIN_ONLY("prod-{region}-starport-layer-bucket.s3.{region}.{suffix}"),
	  "s3", ECS, DIALLER_DOCKERD, true, EXPECT_ANY, IN_AWS_GOV,
	  "ECR user guide, S3 gateway endpoint for image layers",
	  "dockerd downloads image layers from this S3 bucket, normally by the gateway endpoint" },
	{ "logs", "logs.{region}.{suffix}", NULL, "logs.{region}.{dual}", "logs.{region}.{dual}",
	  "logs", ECS, DIALLER_DOCKERD, false, EXPECT_AUTO, IN_ALL,
	  "ECS developer guide, CloudWatch Logs endpoint",
	  "dockerd's awslogs driver sends the containers' logs" },
	{ "secretsmanager", PLAIN_ONLY("secretsmanager.{region}.{suffix}"), "secretsmanager", ECS,
	  DIALLER_AGENT, false, EXPECT_AUTO, IN_ALL,
	  "ECS developer guide, Secrets Manager endpoint",
	  "the agent reads the secrets of task definitions and private registries" },
};

const struct catalog_row *catalog_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

const struct catalog_row *catalog_find(const char *id)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (strcmp(table[i].id, id) == 0)
			return &table[i];
	return NULL;
}
