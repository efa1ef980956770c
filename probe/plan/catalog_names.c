/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ecsprobe/catalog.h"

/* Where the names of a service leave the catalog's pattern, and which names no
 * endpoint serves. */

#define V(variant) (1U << NAME_##variant)
#define V_OF(variant) (1U << (variant))
#define IN(partition) (1U << PARTITION_##partition)
/* Where there are FIPS endpoints: the United States and Canada are in these. */
#define IN_US (IN(AWS) | IN(GOV))
#define EVERY_VARIANT ((1U << NAME_VARIANTS) - 1)

static const struct {
	const char *id;
	unsigned partitions;
	enum name_variant variant;
	const char *host; /* NULL: there is no such name */
} irregular[] = {
	/* GovCloud's plain names are FIPS ones; where "-fips" was kept the row is missing here. */
	{ "logs", IN(GOV), NAME_FIPS, "logs.{region}.{suffix}" },
	{ "ssm", IN(GOV), NAME_FIPS, "ssm.{region}.{suffix}" },
	{ "sts", IN(GOV), NAME_FIPS, "sts.{region}.{suffix}" },
	{ "sqs", IN(GOV), NAME_FIPS, "sqs.{region}.{suffix}" },
	{ "sns", IN(GOV), NAME_FIPS, "sns.{region}.{suffix}" },
	{ "ec2", IN(GOV), NAME_FIPS, "ec2.{region}.{suffix}" },
	{ "batch", IN(GOV), NAME_FIPS, "batch.{region}.{suffix}" },
	{ "autoscaling", IN(GOV), NAME_FIPS, "autoscaling.{region}.{suffix}" },
	{ "cloudformation", IN(GOV), NAME_FIPS, "cloudformation.{region}.{suffix}" },
	{ "elasticloadbalancing", IN(GOV), NAME_FIPS, "elasticloadbalancing.{region}.{suffix}" },
	{ "kinesis-streams", IN(GOV), NAME_FIPS, "kinesis.{region}.{suffix}" },
	{ "monitoring", IN(GOV), NAME_FIPS, "monitoring.{region}.{suffix}" },
	{ "monitoring", IN(GOV), NAME_DUAL_FIPS, "monitoring.{region}.{dual}" },
	{ "events", IN(GOV), NAME_FIPS, "events.{region}.{suffix}" },
	{ "events", IN(GOV), NAME_DUAL_FIPS, "events.{region}.{dual}" },

	{ "batch", IN(AWS), NAME_FIPS, "fips.batch.{region}.{suffix}" },
	{ "elasticfilesystem", IN(AWS) | IN(CN) | IN(GOV), NAME_DUAL, "efs.{region}.{dual}" },
	{ "elasticfilesystem", IN(AWS) | IN(CN) | IN(GOV), NAME_DUAL_FIPS,
	  "efs-fips.{region}.{dual}" },
	/* Its plain names have both families there. */
	{ SERVICE_SECRETSMANAGER, IN(AWS) | IN(CN) | IN(GOV), NAME_DUAL,
	  "secretsmanager.{region}.{suffix}" },
	{ SERVICE_SECRETSMANAGER, IN(AWS) | IN(GOV), NAME_DUAL_FIPS,
	  "secretsmanager-fips.{region}.{suffix}" },
	{ "s3", IN(CN), NAME_FIPS, NULL },
	{ "s3", IN(CN), NAME_DUAL_FIPS, NULL },
	{ SERVICE_ECR_DKR, IN(CN), NAME_DUAL,
	  "{account}.dkr-ecr.{region}.on.amazonwebservices.com.cn" },
	{ SERVICE_ECR_DKR, ~(IN(AWS) | IN(CN) | IN(GOV)), NAME_DUAL, NULL },
	{ SERVICE_ECR_DKR, ~(IN(AWS) | IN(GOV)), NAME_FIPS, NULL },
	{ SERVICE_ECR_DKR, ~(IN(AWS) | IN(GOV)), NAME_DUAL_FIPS, NULL },
};

static const char *host_of(const struct catalog_row *row, const struct partition *partition,
			   enum name_variant variant)
{
	for (size_t i = 0; partition && i < ARRAY_SIZE(irregular); i++)
		if (irregular[i].variant == variant &&
		    (irregular[i].partitions & (1U << partition->id)) &&
		    strcmp(irregular[i].id, row->id) == 0)
			return irregular[i].host;
	return row->hosts[variant];
}

const char *catalog_host(const struct catalog_row *row, const struct partition *partition,
			 enum name_variant *variant)
{
	static const enum name_variant plainer[] = {
		[NAME_DUAL_FIPS] = NAME_FIPS,
		[NAME_FIPS] = NAME_PLAIN,
		[NAME_DUAL] = NAME_PLAIN,
	};
	const char *host;

	while (!(host = host_of(row, partition, *variant)))
		*variant = plainer[*variant];
	return host;
}

#define OF_FIPS (V(FIPS) | V(DUAL_FIPS))

static const char note_mwaa[] =
	"the MWAA guide uses this name, the AWS PrivateLink guide puts -fips behind the last word: check which one describe-vpc-endpoint-services lists";
static const char note_ecr_fips[] =
	"its documented private name is api.ecr-fips, but the agent's SDK uses ecr-fips: compare the endpoint's private DNS names";
static const char note_ecr_dual[] =
	"for this name the endpoint must have the IP address type dualstack; an older page of the ECR guide says that no endpoint serves it";

/* Endpoint services that serve the FIPS names alone, and what is not sure of others;
 * elsewhere one endpoint serves both, or it is not known to. */
static const struct {
	const char *id;
	unsigned partitions;
	unsigned variants;
	const char *label; /* NULL: as the row has it */
	const char *note;  /* NULL: it is sure */
} services[] = {
	{ SERVICE_ECS, CATALOG_IN_ALL, V(FIPS), "ecs-fips", NULL },
	{ "kms", CATALOG_IN_ALL, V(FIPS), "kms-fips", NULL },
	{ "elasticfilesystem", CATALOG_IN_ALL, V(FIPS), "elasticfilesystem-fips", NULL },
	{ "guardduty-data", CATALOG_IN_ALL, V(FIPS), "guardduty-data-fips", NULL },
	{ "servicediscovery", CATALOG_IN_ALL, V(FIPS), "servicediscovery-fips", NULL },
	{ "batch", CATALOG_IN_ALL, V(DUAL_FIPS), "batch-fips", NULL },
	{ "airflow.api", CATALOG_IN_ALL, OF_FIPS, "airflow-fips.api", note_mwaa },
	{ "airflow.env", CATALOG_IN_ALL, OF_FIPS, "airflow-fips.env", note_mwaa },
	{ SERVICE_ECR_API, CATALOG_IN_ALL, V(DUAL), NULL, note_ecr_dual },
	{ SERVICE_ECR_DKR, CATALOG_IN_ALL, V(DUAL), NULL, note_ecr_dual },
	{ SERVICE_ECR_API, IN_US, V(FIPS), "ecr-fips.api", note_ecr_fips },
	{ SERVICE_ECR_DKR, IN_US, V(FIPS), "ecr-fips.dkr", NULL },
	/* GovCloud's plain names are FIPS ones, which the plain endpoint serves. */
	{ "sqs", IN(AWS), OF_FIPS, "sqs-fips", NULL },
	{ "sts", IN(AWS), OF_FIPS, "sts-fips", NULL },
	{ "ssm", IN(AWS), OF_FIPS, "ssm-fips", NULL },
	{ "ec2", IN(AWS), OF_FIPS, "ec2-fips", NULL },
	{ "events", IN(AWS), OF_FIPS, "events-fips", NULL },
	{ "autoscaling", IN(AWS), OF_FIPS, "autoscaling-fips", NULL },
	{ "cloudformation", IN(AWS), OF_FIPS, "cloudformation-fips", NULL },
	{ "codedeploy", IN(AWS), OF_FIPS, "codedeploy-fips", NULL },
	{ "kinesis-streams", IN(AWS), OF_FIPS, "kinesis-streams-fips", NULL },
	{ "data-servicediscovery", IN_US, OF_FIPS, "data-servicediscovery-fips", NULL },
};

const char *catalog_service_label(const struct catalog_row *row, const struct partition *partition,
				  enum name_variant variant, const char **note)
{
	unsigned here = partition ? 1U << partition->id : CATALOG_IN_ALL;

	*note = NULL;
	for (size_t i = 0; row->service_label && i < ARRAY_SIZE(services); i++) {
		if (!(services[i].variants & V_OF(variant)) ||
		    (services[i].partitions & here) != here || strcmp(services[i].id, row->id) != 0)
			continue;
		*note = services[i].note;
		return services[i].label ? services[i].label : row->service_label;
	}
	return row->service_label;
}

/* Held against botocore's list of endpoints and AWS's pages by make truth.  FIPS and
 * dual-stack names many Regions lack, or are not known to have. */
bool catalog_is_everywhere(const struct catalog_row *row, enum name_variant variant)
{
	return variant == NAME_PLAIN && !row->not_everywhere;
}

enum provenance catalog_provenance(const struct catalog_row *row, const struct partition *partition)
{
	unsigned known = partition ? 1U << partition->id : CATALOG_IN_ALL;

	if (row->sdk)
		return PROVENANCE_SDK;
	return (row->documented_in & known) == known ? PROVENANCE_DOCUMENTED : PROVENANCE_INFERRED;
}

static const char ecr_page[] = "ECR user guide, interface VPC endpoints";
static const char batch_page[] = "Batch user guide, considerations for AWS Batch VPC endpoints";
static const char codedeploy_page[] = "CodeDeploy user guide, interface VPC endpoints";
static const char unknown_dual_fips[] =
	"no interface endpoint is known for ECR's dual-stack FIPS names";

/* A row begins with which names of which service it is about. */
#define NAMES_OF(name, of_variants, of_partitions) \
	.id = name, .variants = of_variants, .partitions = of_partitions

static const struct unoffered unoffered[] = {
	{ NAMES_OF("batch", EVERY_VARIANT, CATALOG_IN_ALL),
	  .regions = "ap-northeast-3 ap-southeast-3", .tolerated = true,
	  .why = "AWS Batch has no interface endpoint in this Region", .source = batch_page },
	{ NAMES_OF("batch", V(FIPS), IN(AWS)),
	  .why = "AWS Batch's endpoints serve batch-fips under the dual-stack suffix, not this name",
	  .source = batch_page },
	{ NAMES_OF(SERVICE_ECR_API, V(DUAL_FIPS), CATALOG_IN_ALL), .why = unknown_dual_fips,
	  .source = ecr_page },
	{ NAMES_OF(SERVICE_ECR_DKR, V(DUAL_FIPS), CATALOG_IN_ALL), .why = unknown_dual_fips,
	  .source = ecr_page },
	{ NAMES_OF(SERVICE_ECR_API, V(FIPS), (unsigned)~IN_US),
	  .why = "no interface endpoint is known for ECR's FIPS names outside the United States and Canada",
	  .source = "AWS PrivateLink guide, services that integrate" },
	{ NAMES_OF("codedeploy", EVERY_VARIANT, CATALOG_IN_ALL),
	  .regions = "us-gov-east-1 us-gov-west-1 cn-north-1 cn-northwest-1", .tolerated = true,
	  .why = "CodeDeploy's guide lists no interface endpoint for its API in this Region",
	  .source = codedeploy_page },
	{ NAMES_OF("codedeploy-commands-secure", EVERY_VARIANT, CATALOG_IN_ALL),
	  .regions = "us-gov-east-1 us-gov-west-1 cn-northwest-1", .tolerated = true,
	  .why = "CodeDeploy's guide lists no interface endpoint for its agent in this Region",
	  .source = codedeploy_page },
	{ NAMES_OF(SERVICE_ECS_SC, EVERY_VARIANT, CATALOG_IN_ALL), .tolerated = true,
	  .why = "there is no endpoint service for it; where ecs-agent is private Service Connect uses that",
	  .source = "ECS developer guide, interface VPC endpoints" },
};

const struct unoffered *catalog_unoffered(const struct catalog_row *row,
					  const struct partition *partition, const char *region,
					  enum name_variant variant)
{
	unsigned here = partition ? 1U << partition->id : CATALOG_IN_ALL;

	for (size_t i = 0; i < ARRAY_SIZE(unoffered); i++) {
		const struct unoffered *u = &unoffered[i];

		if (strcmp(u->id, row->id) == 0 && (u->variants & (1U << variant)) &&
		    (u->partitions & here) == here &&
		    (!u->regions || partition_list_has(u->regions, region)))
			return u;
	}
	return NULL;
}
