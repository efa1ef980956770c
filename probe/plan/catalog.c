/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/catalog.h"

#include <string.h>

#include "ecsprobe/util.h"

#define IN_ALL CATALOG_IN_ALL
#define IN_AWS (1U << PARTITION_AWS)
#define IN_AWS_GOV (IN_AWS | (1U << PARTITION_GOV))
#define IN_AWS_GOV_CN (IN_AWS_GOV | (1U << PARTITION_CN))

#define P(profile) (1U << PROFILE_##profile)
#define ECS_BATCH (P(ECS) | P(BATCH))

#define DUAL (1U << NAME_DUAL)
#define FIPS (1U << NAME_FIPS)

/* The regular shape of a service's names.  What is irregular in some partition
 * stands in catalog_names.c. */
/* clang-format off */
#define REGULAR(label)                                                          \
	{                                                                       \
		label ".{region}.{suffix}", label ".{region}.{dual}",           \
		label "-fips.{region}.{suffix}", label "-fips.{region}.{dual}", \
	}
#define NAMES(...) { __VA_ARGS__ }
#define PLAIN_ONLY(host) NAMES(host)

/* What the operations put before the name, the SDK's rules know nothing of. */
#define AIRFLOW(prefix) \
	{ \
		prefix ".airflow.{region}.{suffix}", prefix ".airflow.{region}.{dual}", \
		prefix ".airflow-fips.{region}.{suffix}", prefix ".airflow-fips.{region}.{dual}", \
	}
/* clang-format on */

static const char ecs_page[] = "ECS developer guide, interface VPC endpoints";
static const char ecr_page[] = "ECR user guide, interface VPC endpoints";
static const char batch_page[] = "Batch user guide, interface VPC endpoints";
static const char mwaa_page[] = "MWAA user guide, private network access with VPC endpoints";
static const char exec_page[] = "ECS developer guide, monitor containers with ECS Exec";
static const char ssm_page[] = "Systems Manager user guide, VPC endpoints";
static const char privatelink_page[] = "AWS PrivateLink guide, services that integrate";

static const struct catalog_row table[] = {
	{ "ecs", "ecs", REGULAR("ecs"), "ecs", ECS_BATCH | P(SERVICE_CONNECT),
	  ECS_BATCH | P(SERVICE_CONNECT), DUAL | FIPS, DIALLER_AGENT, EXPECT_AUTO, IN_ALL, ecs_page,
	  "the agent registers the instance, reports task states and asks which hosts to poll" },
	/* DiscoverPollEndpoint hands these two out, whatever the agent is set to. */
	{ "ecs-agent", NULL, PLAIN_ONLY("ecs-a.{region}.{suffix}"), "ecs-agent",
	  ECS_BATCH | P(SERVICE_CONNECT), ECS_BATCH | P(SERVICE_CONNECT), 0, DIALLER_AGENT,
	  EXPECT_AUTO, IN_AWS_GOV_CN, ecs_page,
	  "the agent's websocket that brings it tasks and credentials (ecs:Poll)" },
	{ "ecs-telemetry", NULL, PLAIN_ONLY("ecs-t.{region}.{suffix}"), "ecs-telemetry", ECS_BATCH,
	  ECS_BATCH, 0, DIALLER_AGENT, EXPECT_AUTO, IN_AWS_GOV_CN, ecs_page,
	  "the agent's websocket for metrics and health (ecs:StartTelemetrySession)" },
	{ "ecr.api", "ecr",
	  NAMES("api.ecr.{region}.{suffix}", "ecr.{region}.{dual}", "ecr-fips.{region}.{suffix}",
		"ecr-fips.{region}.{dual}"),
	  "ecr.api", ECS_BATCH | P(MWAA), ECS_BATCH, DUAL | FIPS, DIALLER_AGENT, EXPECT_AUTO,
	  IN_ALL, ecr_page, "the agent gets the token that image pulls from ECR need" },
	/* MWAA's newest list of required endpoints (s3, monitoring, logs, sqs, kms and its own) has
	 * ECR no more, an older one had. */
	/* The image's own name decides what dockerd dials, not the agent's settings. */
	{ "ecr.dkr", NULL,
	  NAMES("{account}.dkr.ecr.{region}.{suffix}", "{account}.dkr-ecr.{region}.on.aws",
		"{account}.dkr.ecr-fips.{region}.{suffix}",
		"{account}.dkr-ecr-fips.{region}.on.aws"),
	  "ecr.dkr", ECS_BATCH | P(MWAA), ECS_BATCH, 0, DIALLER_DOCKERD, EXPECT_AUTO, IN_ALL,
	  ecr_page, "dockerd reads image manifests from the registry" },
	/* A gateway endpoint is a route: the names keep their public addresses. */
	{ "ecr.layers", NULL,
	  PLAIN_ONLY("prod-{region}-starport-layer-bucket.s3.{region}.{suffix}"), "s3", ECS_BATCH,
	  ECS_BATCH, 0, DIALLER_DOCKERD, EXPECT_ANY, IN_AWS_GOV,
	  "ECR user guide, S3 gateway endpoint for image layers",
	  "dockerd downloads image layers from this S3 bucket, normally by the gateway endpoint" },
	{ "logs", "logs", REGULAR("logs"), "logs",
	  ECS_BATCH | P(MWAA) | P(EXEC) | P(SSM) | P(CLOUDWATCH), P(MWAA) | P(CLOUDWATCH), DUAL,
	  DIALLER_DOCKERD, EXPECT_AUTO, IN_ALL, "ECS developer guide, CloudWatch Logs endpoint",
	  "dockerd's awslogs driver sends the containers' logs" },
	{ "secretsmanager", "secretsmanager", REGULAR("secretsmanager"), "secretsmanager",
	  ECS_BATCH, 0, FIPS, DIALLER_AGENT, EXPECT_AUTO, IN_ALL,
	  "ECS developer guide, Secrets Manager endpoint",
	  "the agent reads the secrets of task definitions and private registries" },

	{ "batch", "batch", REGULAR("batch"), "batch", P(BATCH), P(BATCH), 0, DIALLER_TASK,
	  EXPECT_AUTO, IN_ALL, batch_page,
	  "jobs that submit and describe jobs call AWS Batch; the agent itself does not" },

	{ "airflow.api", NULL, AIRFLOW("api"), "airflow.api", P(MWAA), P(MWAA), 0, DIALLER_TASK,
	  EXPECT_AUTO, IN_AWS_GOV_CN, mwaa_page, "clients create and read Airflow environments" },
	{ "airflow.env", NULL, AIRFLOW("env"), "airflow.env", P(MWAA), P(MWAA), 0, DIALLER_TASK,
	  EXPECT_AUTO, IN_AWS_GOV_CN, mwaa_page,
	  "an environment's own components call it for tokens and metrics" },
	{ "airflow.ops", NULL, AIRFLOW("ops"), "airflow.ops", P(MWAA), P(MWAA), 0, DIALLER_TASK,
	  EXPECT_AUTO, IN_AWS, mwaa_page, "an environment's own components report metrics to it" },
	{ "s3", "s3",
	  NAMES("s3.{region}.{suffix}", "s3.dualstack.{region}.{suffix}",
		"s3-fips.{region}.{suffix}", "s3-fips.dualstack.{region}.{suffix}"),
	  "s3", P(MWAA) | P(EXEC) | P(SSM) | P(CODEDEPLOY), P(MWAA), DUAL, DIALLER_TASK, EXPECT_ANY,
	  IN_ALL, "AWS PrivateLink guide, gateway endpoints for S3",
	  "tasks and tools read and write buckets, normally by the gateway endpoint" },
	{ "monitoring", "cloudwatch", REGULAR("monitoring"), "monitoring", P(MWAA) | P(CLOUDWATCH),
	  P(MWAA) | P(CLOUDWATCH), 0, DIALLER_TASK, EXPECT_AUTO, IN_ALL, privatelink_page,
	  "the CloudWatch agent and tasks put metrics" },
	{ "sqs", "sqs", REGULAR("sqs"), "sqs", P(MWAA), P(MWAA), 0, DIALLER_TASK, EXPECT_AUTO,
	  IN_ALL, privatelink_page, "tasks use queues; Airflow hands tasks to its workers by one" },
	{ "kms", "kms", REGULAR("kms"), "kms", P(MWAA) | P(EXEC) | P(SSM), P(MWAA), 0, DIALLER_TASK,
	  EXPECT_AUTO, IN_ALL, privatelink_page,
	  "decrypts data keys of whatever is encrypted with a key of your own" },

	{ "ecs-sc", NULL, PLAIN_ONLY("ecs-sc.{region}.{dual}"), NULL, P(SERVICE_CONNECT),
	  P(SERVICE_CONNECT), 0, DIALLER_TASK, EXPECT_AUTO, IN_AWS_GOV,
	  "ECS developer guide, Service Connect; the agent's source",
	  "Service Connect's proxy gets its configuration, where ecs-agent is not private" },

	{ "ssmmessages", NULL,
	  NAMES("ssmmessages.{region}.{suffix}", "ssmmessages.{region}.{dual}",
		"ssmmessages-fips.{region}.{suffix}"),
	  "ssmmessages", P(EXEC) | P(SSM), P(EXEC) | P(SSM), DUAL, DIALLER_TASK, EXPECT_AUTO,
	  IN_AWS_GOV, exec_page, "ECS Exec and Session Manager carry their sessions over it" },
	{ "ssm", "ssm", REGULAR("ssm"), "ssm", P(SSM) | P(CLOUDWATCH), P(SSM), DUAL | FIPS,
	  DIALLER_AGENT, EXPECT_AUTO, IN_ALL, ssm_page,
	  "the SSM agent registers; the ECS agent reads parameters of task definitions" },
	{ "ec2messages", NULL, PLAIN_ONLY("ec2messages.{region}.{suffix}"), "ec2messages", P(SSM),
	  0, 0, DIALLER_TASK, EXPECT_AUTO, IN_AWS_GOV, ssm_page,
	  "SSM agents before 3.3.40 get their commands from it" },
	{ "ec2", "ec2", REGULAR("ec2"), "ec2", P(CLOUDWATCH), 0, DUAL | FIPS, DIALLER_AGENT,
	  EXPECT_AUTO, IN_ALL, privatelink_page,
	  "the agent propagates instance tags; the CloudWatch agent reads them" },
	{ "xray", "xray", REGULAR("xray"), "xray", P(XRAY), P(XRAY), 0, DIALLER_TASK, EXPECT_AUTO,
	  IN_ALL, privatelink_page, "the X-Ray daemon sends trace segments" },
	{ "elasticfilesystem", "efs", REGULAR("elasticfilesystem"), "elasticfilesystem", P(EFS),
	  P(EFS), 0, DIALLER_TASK, EXPECT_AUTO, IN_ALL, "EFS user guide, interface VPC endpoints",
	  "the mount helper looks mount targets up; check those with --host NAME:2049" },
	{ "guardduty-data", NULL,
	  NAMES("guardduty-data.{region}.{suffix}", NULL, "guardduty-data-fips.{region}.{suffix}"),
	  "guardduty-data", P(GUARDDUTY), P(GUARDDUTY), 0, DIALLER_TASK, EXPECT_AUTO, IN_AWS_GOV,
	  "GuardDuty user guide, Runtime Monitoring for Amazon ECS on EC2",
	  "the GuardDuty agent sends what it saw; GuardDuty often makes this endpoint itself" },
	{ "servicediscovery", "servicediscovery", REGULAR("servicediscovery"), "servicediscovery",
	  P(CLOUDMAP), 0, 0, DIALLER_TASK, EXPECT_AUTO, IN_ALL,
	  "Cloud Map developer guide, interface VPC endpoints",
	  "tasks manage namespaces and services" },
	{ "data-servicediscovery", NULL,
	  NAMES("data-servicediscovery.{region}.{suffix}", "data-servicediscovery.{region}.{dual}",
		"data-servicediscovery-fips.{region}.{suffix}",
		"data-servicediscovery-fips.{region}.{dual}"),
	  "data-servicediscovery", P(CLOUDMAP), P(CLOUDMAP), 0, DIALLER_TASK, EXPECT_AUTO,
	  IN_AWS_GOV, "Cloud Map developer guide, interface VPC endpoints",
	  "tasks find instances of services (DiscoverInstances)" },
	{ "codedeploy", "codedeploy", REGULAR("codedeploy"), "codedeploy", P(CODEDEPLOY),
	  P(CODEDEPLOY), 0, DIALLER_TASK, EXPECT_AUTO, IN_ALL,
	  "CodeDeploy user guide, interface VPC endpoints",
	  "deployment hooks report lifecycle events" },
	{ "codedeploy-commands-secure", NULL,
	  NAMES("codedeploy-commands-secure.{region}.{suffix}", NULL,
		"codedeploy-commands-fips.{region}.{suffix}"),
	  "codedeploy-commands-secure", P(CODEDEPLOY), P(CODEDEPLOY), 0, DIALLER_TASK, EXPECT_AUTO,
	  IN_AWS_GOV, "CodeDeploy user guide, interface VPC endpoints",
	  "the CodeDeploy agent polls for commands" },

	/* Of no profile: tasks may call them, and --service checks them. */
	{ "sts", "sts", REGULAR("sts"), "sts", 0, 0, 0, DIALLER_TASK, EXPECT_AUTO, IN_ALL,
	  privatelink_page, "tasks assume roles" },
	{ "sns", "sns", REGULAR("sns"), "sns", 0, 0, 0, DIALLER_TASK, EXPECT_AUTO, IN_ALL,
	  privatelink_page, "tasks publish messages" },
	{ "events", "events", REGULAR("events"), "events", 0, 0, 0, DIALLER_TASK, EXPECT_AUTO,
	  IN_ALL, privatelink_page, "tasks put events" },
	{ "autoscaling", "autoscaling", REGULAR("autoscaling"), "autoscaling", 0, 0, 0,
	  DIALLER_TASK, EXPECT_AUTO, IN_ALL, privatelink_page,
	  "lifecycle hooks are completed from the instance" },
	{ "elasticloadbalancing", "elbv2", REGULAR("elasticloadbalancing"), "elasticloadbalancing",
	  0, 0, 0, DIALLER_TASK, EXPECT_AUTO, IN_ALL, privatelink_page,
	  "scripts register and drain targets" },
	{ "cloudformation", "cloudformation", REGULAR("cloudformation"), "cloudformation", 0, 0, 0,
	  DIALLER_TASK, EXPECT_AUTO, IN_ALL, privatelink_page,
	  "cfn-init and cfn-signal report from user data" },
	{ "kinesis-streams", "kinesis", REGULAR("kinesis"), "kinesis-streams", 0, 0, 0,
	  DIALLER_TASK, EXPECT_AUTO, IN_ALL, privatelink_page, "FireLens routes logs to streams" },
	{ "kinesis-firehose", "firehose", REGULAR("firehose"), "kinesis-firehose", 0, 0, 0,
	  DIALLER_TASK, EXPECT_AUTO, IN_ALL, privatelink_page,
	  "FireLens routes logs to delivery streams" },
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
