/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ecsprobe/profile.h"

/* By the pages that catalog.c names; for ECS Exec also by agent/engine/execcmd
 * of aws/amazon-ecs-agent. */
static const char seen_of_ecs[] = "each endpoint's name, path and port 443 from this subnet";
static const char unseen_of_ecs[] =
	"what endpoint policies allow beyond the calls of --api, and the subnets of Fargate tasks: these need none of the ECS endpoints, but may need those of ECR, Secrets Manager and CloudWatch Logs";

static const struct profile_row table[PROFILE_COUNT] = {
	[PROFILE_ECS] = { "ecs", "an ECS container instance on EC2 (the default)", seen_of_ecs,
			  unseen_of_ecs },
	[PROFILE_BATCH] = { "batch", "AWS Batch on EC2: what ECS needs, and batch itself",
			    seen_of_ecs, unseen_of_ecs },
	[PROFILE_MWAA] = { "mwaa", "Amazon MWAA with private routing, without internet",
			   "each endpoint's name, path and port 443 from this subnet; the environment's database endpoint with --host NAME:5432",
			   "the second subnet and zone, the route tables, the security group's "
			   "rule for itself, and what endpoint policies allow beyond the calls of --api" },
	[PROFILE_SERVICE_CONNECT] = { "service-connect",
				      "ECS Service Connect: through ecs-agent, else ecs-sc", NULL,
				      NULL },
	[PROFILE_EXEC] = { "exec", "ECS Exec",
			   "the endpoints as seen from the host network, which is that of tasks "
			   "in host mode; tasks in bridge mode leave the host through it",
			   "what the host's firewall does to packets of tasks in bridge mode, and "
			   "the network of tasks in awsvpc mode, which have an interface and "
			   "security groups of their own" },
	[PROFILE_SSM] = { "ssm", "Systems Manager: Run Command, Session Manager, Parameter Store",
			  NULL, NULL },
	[PROFILE_CLOUDWATCH] = { "cloudwatch", "the CloudWatch agent, and awslogs as required",
				 NULL, NULL },
	[PROFILE_XRAY] = { "xray", "the X-Ray daemon", NULL, NULL },
	[PROFILE_EFS] = { "efs", "EFS volumes",
			  "the EFS interface endpoint; a mount target with --host "
			  "fs-ID.efs.REGION.amazonaws.com:2049",
			  "which file systems tasks mount, and their access points' policies" },
	[PROFILE_GUARDDUTY] = { "guardduty", "GuardDuty Runtime Monitoring", NULL, NULL },
	[PROFILE_CLOUDMAP] = { "cloudmap", "Cloud Map service discovery by API", NULL, NULL },
	[PROFILE_CODEDEPLOY] = { "codedeploy", "the CodeDeploy agent", NULL, NULL },
};

const char profile_auto[] = "auto";

const struct profile_row *profile_table(void)
{
	return table;
}

const char *profile_name(enum profile profile)
{
	return table[profile].name;
}

bool profile_parse(const char *name, enum profile *profile)
{
	for (int i = 0; i < PROFILE_COUNT; i++) {
		if (strcmp(table[i].name, name) == 0) {
			*profile = (enum profile)i;
			return true;
		}
	}
	return false;
}

bool profile_is_built_in(const char *name)
{
	enum profile ignored;

	return profile_parse(name, &ignored) || strcmp(name, profile_auto) == 0;
}
