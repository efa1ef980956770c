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

/* A row begins with its name and with whose process dials it. */
#define SERVICE(name, dialler) .id = name, .dialled_by = DIALLER_##dialler

/* The regular shape of a service's names, and of a service that the SDK and PrivateLink
 * call the same.  What is irregular in some partition stands in catalog_names.c. */
/* clang-format off */
#define REGULAR_HOSTS(label)                                                    \
	{                                                                       \
		label ".{region}.{suffix}", label ".{region}.{dual}",           \
		label "-fips.{region}.{suffix}", label "-fips.{region}.{dual}", \
	}
#define REGULAR(name) .sdk = name, .hosts = REGULAR_HOSTS(name), .service_label = name
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
	{ SERVICE(SERVICE_ECS, AGENT), REGULAR("ecs"), .profiles = ECS_BATCH | P(SERVICE_CONNECT),
	  .required_in = ECS_BATCH | P(SERVICE_CONNECT), .follows_agent = DUAL | FIPS,
	  .source = ecs_page,
	  .why = "the agent registers the instance, reports task states and asks which hosts to poll" },
	/* DiscoverPollEndpoint hands these two out, whatever the agent is set to. */
	{ SERVICE(SERVICE_ECS_AGENT, AGENT), .hosts = PLAIN_ONLY("ecs-a.{region}.{suffix}"),
	  .service_label = "ecs-agent", .profiles = ECS_BATCH | P(SERVICE_CONNECT),
	  .required_in = ECS_BATCH | P(SERVICE_CONNECT), .documented_in = IN_AWS_GOV_CN,
	  .source = ecs_page,
	  .why = "the agent's websocket that brings it tasks and credentials (ecs:Poll)" },
	{ SERVICE(SERVICE_ECS_TELEMETRY, AGENT), .hosts = PLAIN_ONLY("ecs-t.{region}.{suffix}"),
	  .service_label = "ecs-telemetry", .profiles = ECS_BATCH, .required_in = ECS_BATCH,
	  .documented_in = IN_AWS_GOV_CN, .source = ecs_page,
	  .why = "the agent's websocket for metrics and health (ecs:StartTelemetrySession)" },
	{ SERVICE(SERVICE_ECR_API, AGENT), .sdk = "ecr",
	  .hosts = NAMES("api.ecr.{region}.{suffix}", "ecr.{region}.{dual}",
			 "ecr-fips.{region}.{suffix}", "ecr-fips.{region}.{dual}"),
	  .service_label = "ecr.api", .profiles = ECS_BATCH | P(MWAA), .required_in = ECS_BATCH,
	  .follows_agent = DUAL | FIPS, .source = ecr_page,
	  .why = "the agent gets the token that image pulls from ECR need" },
	/* MWAA's newest list of required endpoints (s3, monitoring, logs, sqs, kms and its own) has
	 * ECR no more, an older one had. */
	/* The image's own name decides what dockerd dials, not the agent's settings. */
	{ SERVICE(SERVICE_ECR_DKR, DOCKERD),
	  .hosts = NAMES("{account}.dkr.ecr.{region}.{suffix}", "{account}.dkr-ecr.{region}.on.aws",
			 "{account}.dkr.ecr-fips.{region}.{suffix}",
			 "{account}.dkr-ecr-fips.{region}.on.aws"),
	  .service_label = "ecr.dkr", .profiles = ECS_BATCH | P(MWAA), .required_in = ECS_BATCH,
	  .documented_in = IN_ALL, .source = ecr_page,
	  .why = "dockerd reads image manifests from the registry" },
	/* A gateway endpoint is a route: the names keep their public addresses. */
	{ SERVICE(SERVICE_ECR_LAYERS, DOCKERD),
	  .hosts = PLAIN_ONLY("prod-{region}-starport-layer-bucket.s3.{region}.{suffix}"),
	  .service_label = "s3", .profiles = ECS_BATCH, .required_in = ECS_BATCH,
	  .expect = EXPECT_ANY, .documented_in = IN_AWS_GOV,
	  .source = "ECR user guide, S3 gateway endpoint for image layers",
	  .why = "dockerd downloads image layers from this S3 bucket, normally by the gateway endpoint" },
	{ SERVICE("logs", DOCKERD), REGULAR("logs"),
	  .profiles = ECS_BATCH | P(MWAA) | P(EXEC) | P(SSM) | P(CLOUDWATCH),
	  .required_in = P(MWAA) | P(CLOUDWATCH), .follows_agent = DUAL,
	  .follows_dockerd = DUAL | FIPS, .source = "ECS developer guide, CloudWatch Logs endpoint",
	  .why = "dockerd's awslogs driver sends the containers' logs" },
	{ SERVICE(SERVICE_SECRETSMANAGER, AGENT), REGULAR("secretsmanager"), .profiles = ECS_BATCH,
	  .follows_agent = FIPS, .source = "ECS developer guide, Secrets Manager endpoint",
	  .why = "the agent reads the secrets of task definitions and private registries" },

	{ SERVICE("batch", TASK), REGULAR("batch"), .profiles = P(BATCH), .required_in = P(BATCH),
	  .source = batch_page,
	  .why = "jobs that submit and describe jobs call AWS Batch; the agent itself does not" },

	{ SERVICE("airflow.api", TASK), .hosts = AIRFLOW("api"), .service_label = "airflow.api",
	  .profiles = P(MWAA), .required_in = P(MWAA), .documented_in = IN_AWS_GOV_CN,
	  .not_everywhere = true, .source = mwaa_page,
	  .why = "clients create and read Airflow environments" },
	{ SERVICE("airflow.env", TASK), .hosts = AIRFLOW("env"), .service_label = "airflow.env",
	  .profiles = P(MWAA), .required_in = P(MWAA), .documented_in = IN_AWS_GOV_CN,
	  .not_everywhere = true, .source = mwaa_page,
	  .why = "an environment's own components call it for tokens and metrics" },
	{ SERVICE("airflow.ops", TASK), .hosts = AIRFLOW("ops"), .service_label = "airflow.ops",
	  .profiles = P(MWAA), .required_in = P(MWAA), .documented_in = IN_AWS,
	  .not_everywhere = true, .source = mwaa_page,
	  .why = "an environment's own components report metrics to it" },
	{ SERVICE("s3", TASK), .sdk = "s3",
	  .hosts = NAMES("s3.{region}.{suffix}", "s3.dualstack.{region}.{suffix}",
			 "s3-fips.{region}.{suffix}", "s3-fips.dualstack.{region}.{suffix}"),
	  .service_label = "s3", .profiles = P(MWAA) | P(EXEC) | P(SSM) | P(CODEDEPLOY),
	  .required_in = P(MWAA), .follows_agent = DUAL, .expect = EXPECT_ANY,
	  .source = "AWS PrivateLink guide, gateway endpoints for S3",
	  .why = "tasks and tools read and write buckets, normally by the gateway endpoint" },
	{ SERVICE("monitoring", TASK), .sdk = "cloudwatch", .hosts = REGULAR_HOSTS("monitoring"),
	  .service_label = "monitoring", .profiles = P(MWAA) | P(CLOUDWATCH),
	  .required_in = P(MWAA) | P(CLOUDWATCH), .source = privatelink_page,
	  .why = "the CloudWatch agent and tasks put metrics" },
	{ SERVICE("sqs", TASK), REGULAR("sqs"), .profiles = P(MWAA), .required_in = P(MWAA),
	  .source = privatelink_page,
	  .why = "tasks use queues; Airflow hands tasks to its workers by one" },
	{ SERVICE("kms", TASK), REGULAR("kms"), .profiles = P(MWAA) | P(EXEC) | P(SSM),
	  .required_in = P(MWAA), .source = privatelink_page,
	  .why = "decrypts data keys of whatever is encrypted with a key of your own" },

	{ SERVICE(SERVICE_ECS_SC, TASK), .hosts = PLAIN_ONLY("ecs-sc.{region}.{dual}"),
	  .profiles = P(SERVICE_CONNECT), .required_in = P(SERVICE_CONNECT),
	  .documented_in = IN_AWS_GOV,
	  .source = "ECS developer guide, Service Connect; the agent's source",
	  .why = "Service Connect's proxy gets its configuration, where ecs-agent is not private" },

	{ SERVICE("ssmmessages", TASK),
	  .hosts = NAMES("ssmmessages.{region}.{suffix}", "ssmmessages.{region}.{dual}",
			 "ssmmessages-fips.{region}.{suffix}"),
	  .service_label = "ssmmessages", .profiles = P(EXEC) | P(SSM),
	  .required_in = P(EXEC) | P(SSM), .follows_agent = DUAL, .documented_in = IN_AWS_GOV,
	  .source = exec_page, .why = "ECS Exec and Session Manager carry their sessions over it" },
	{ SERVICE("ssm", AGENT), REGULAR("ssm"), .profiles = P(SSM) | P(CLOUDWATCH),
	  .required_in = P(SSM), .follows_agent = DUAL | FIPS, .source = ssm_page,
	  .why = "the SSM agent registers; the ECS agent reads parameters of task definitions" },
	{ SERVICE("ec2messages", TASK), .hosts = PLAIN_ONLY("ec2messages.{region}.{suffix}"),
	  .service_label = "ec2messages", .profiles = P(SSM), .documented_in = IN_AWS_GOV,
	  .not_everywhere = true, .source = ssm_page,
	  .why = "SSM agents before 3.3.40 get their commands from it" },
	{ SERVICE("ec2", AGENT), REGULAR("ec2"), .profiles = P(CLOUDWATCH),
	  .follows_agent = DUAL | FIPS, .source = privatelink_page,
	  .why = "the agent propagates instance tags; the CloudWatch agent reads them" },
	{ SERVICE("xray", TASK), REGULAR("xray"), .profiles = P(XRAY), .required_in = P(XRAY),
	  .source = privatelink_page, .why = "the X-Ray daemon sends trace segments" },
	{ SERVICE("elasticfilesystem", TASK), .sdk = "efs",
	  .hosts = REGULAR_HOSTS("elasticfilesystem"), .service_label = "elasticfilesystem",
	  .profiles = P(EFS), .required_in = P(EFS),
	  .source = "EFS user guide, interface VPC endpoints",
	  .why = "the mount helper looks mount targets up; check those with --host NAME:2049" },
	{ SERVICE("guardduty-data", TASK),
	  .hosts = NAMES("guardduty-data.{region}.{suffix}", NULL,
			 "guardduty-data-fips.{region}.{suffix}"),
	  .service_label = "guardduty-data", .profiles = P(GUARDDUTY), .required_in = P(GUARDDUTY),
	  .documented_in = IN_AWS_GOV,
	  .source = "GuardDuty user guide, Runtime Monitoring for Amazon ECS on EC2",
	  .why = "the GuardDuty agent sends what it saw; GuardDuty often makes this endpoint itself" },
	{ SERVICE("servicediscovery", TASK), REGULAR("servicediscovery"), .profiles = P(CLOUDMAP),
	  .source = "Cloud Map developer guide, interface VPC endpoints",
	  .why = "tasks manage namespaces and services" },
	{ SERVICE("data-servicediscovery", TASK),
	  .hosts = NAMES("data-servicediscovery.{region}.{suffix}",
			 "data-servicediscovery.{region}.{dual}",
			 "data-servicediscovery-fips.{region}.{suffix}",
			 "data-servicediscovery-fips.{region}.{dual}"),
	  .service_label = "data-servicediscovery", .profiles = P(CLOUDMAP),
	  .required_in = P(CLOUDMAP), .documented_in = IN_AWS_GOV,
	  .source = "Cloud Map developer guide, interface VPC endpoints",
	  .why = "tasks find instances of services (DiscoverInstances)" },
	{ SERVICE("codedeploy", TASK), REGULAR("codedeploy"), .profiles = P(CODEDEPLOY),
	  .required_in = P(CODEDEPLOY), .source = "CodeDeploy user guide, interface VPC endpoints",
	  .why = "deployment hooks report lifecycle events" },
	{ SERVICE("codedeploy-commands-secure", TASK),
	  .hosts = NAMES("codedeploy-commands-secure.{region}.{suffix}", NULL,
			 "codedeploy-commands-fips.{region}.{suffix}"),
	  .service_label = "codedeploy-commands-secure", .profiles = P(CODEDEPLOY),
	  .required_in = P(CODEDEPLOY), .documented_in = IN_AWS_GOV,
	  .source = "CodeDeploy user guide, interface VPC endpoints",
	  .why = "the CodeDeploy agent polls for commands" },

	/* Of no profile: tasks may call them, and --service checks them. */
	{ SERVICE("sts", TASK), REGULAR("sts"), .source = privatelink_page,
	  .why = "tasks assume roles" },
	{ SERVICE("sns", TASK), REGULAR("sns"), .source = privatelink_page,
	  .why = "tasks publish messages" },
	{ SERVICE("events", TASK), REGULAR("events"), .source = privatelink_page,
	  .why = "tasks put events" },
	{ SERVICE("autoscaling", TASK), REGULAR("autoscaling"), .source = privatelink_page,
	  .why = "lifecycle hooks are completed from the instance" },
	{ SERVICE("elasticloadbalancing", TASK), .sdk = "elbv2",
	  .hosts = REGULAR_HOSTS("elasticloadbalancing"), .service_label = "elasticloadbalancing",
	  .source = privatelink_page, .why = "scripts register and drain targets" },
	{ SERVICE("cloudformation", TASK), REGULAR("cloudformation"), .source = privatelink_page,
	  .why = "cfn-init and cfn-signal report from user data" },
	{ SERVICE("kinesis-streams", TASK), .sdk = "kinesis", .hosts = REGULAR_HOSTS("kinesis"),
	  .service_label = "kinesis-streams", .source = privatelink_page,
	  .why = "FireLens routes logs to streams" },
	{ SERVICE("kinesis-firehose", TASK), .sdk = "firehose", .hosts = REGULAR_HOSTS("firehose"),
	  .service_label = "kinesis-firehose", .source = privatelink_page,
	  .why = "FireLens routes logs to delivery streams" },
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
