/* SPDX-License-Identifier: Apache-2.0 */
/* Host names by variant, and what serves them.  Every Region's names are held
 * against the SDKs' rules by tests/truth/check; here stands why they are so. */
#include <string.h>

#include "check.h"
#include "planned.h"

/* clang-format off */
#define ALL_FOUR { NAME_PLAIN, NAME_DUAL, NAME_FIPS, NAME_DUAL_FIPS }
/* clang-format on */

static const struct target *plan_one(struct plan *plan, const char *region, const char *service,
				     const char *first, const char *second)
{
	char wanted[64] = "--service=";
	const char *words[] = { wanted, first, second, NULL };
	struct error e;

	(void)copy_text(wanted + strlen(wanted), sizeof wanted - strlen(wanted), service);
	if (planned(plan, &e, region, "123456789012", words) < 0)
		fail_msg("%s in %s: %s", service, region, e.text);
	assert_int_equal(plan->count, 1);
	return plan->targets[0];
}

static void regular_and_irregular_names(void **state)
{
	static const struct {
		const char *region, *service;
		const char *hosts[NAME_VARIANTS];
		enum name_variant got[NAME_VARIANTS];
	} rows[] = {
		{ "eu-west-1",
		  "xray",
		  { "xray.eu-west-1.amazonaws.com", "xray.eu-west-1.api.aws",
		    "xray-fips.eu-west-1.amazonaws.com", "xray-fips.eu-west-1.api.aws" },
		  ALL_FOUR },
		{ "us-east-1",
		  "batch",
		  { "batch.us-east-1.amazonaws.com", "batch.us-east-1.api.aws",
		    "fips.batch.us-east-1.amazonaws.com", "batch-fips.us-east-1.api.aws" },
		  ALL_FOUR },
		{ "us-gov-east-1",
		  "batch",
		  { "batch.us-gov-east-1.amazonaws.com", "batch.us-gov-east-1.api.aws",
		    "batch.us-gov-east-1.amazonaws.com", "batch-fips.us-gov-east-1.api.aws" },
		  ALL_FOUR },
		{ "us-iso-west-1",
		  "batch",
		  { "batch.us-iso-west-1.c2s.ic.gov", "batch.us-iso-west-1.api.aws.ic.gov",
		    "batch-fips.us-iso-west-1.c2s.ic.gov",
		    "batch-fips.us-iso-west-1.api.aws.ic.gov" },
		  ALL_FOUR },
		{ "us-west-2",
		  "elasticfilesystem",
		  { "elasticfilesystem.us-west-2.amazonaws.com", "efs.us-west-2.api.aws",
		    "elasticfilesystem-fips.us-west-2.amazonaws.com",
		    "efs-fips.us-west-2.api.aws" },
		  ALL_FOUR },
		{ "eusc-de-east-1",
		  "elasticfilesystem",
		  { "elasticfilesystem.eusc-de-east-1.amazonaws.eu",
		    "elasticfilesystem.eusc-de-east-1.api.amazonwebservices.eu",
		    "elasticfilesystem-fips.eusc-de-east-1.amazonaws.eu",
		    "elasticfilesystem-fips.eusc-de-east-1.api.amazonwebservices.eu" },
		  ALL_FOUR },
		{ "us-gov-west-1",
		  "monitoring",
		  { "monitoring.us-gov-west-1.amazonaws.com", "monitoring.us-gov-west-1.api.aws",
		    "monitoring.us-gov-west-1.amazonaws.com", "monitoring.us-gov-west-1.api.aws" },
		  ALL_FOUR },
		{ "us-east-1",
		  "secretsmanager",
		  { "secretsmanager.us-east-1.amazonaws.com",
		    "secretsmanager.us-east-1.amazonaws.com",
		    "secretsmanager-fips.us-east-1.amazonaws.com",
		    "secretsmanager-fips.us-east-1.amazonaws.com" },
		  ALL_FOUR },
		{ "cn-north-1",
		  "secretsmanager",
		  { "secretsmanager.cn-north-1.amazonaws.com.cn",
		    "secretsmanager.cn-north-1.amazonaws.com.cn",
		    "secretsmanager-fips.cn-north-1.amazonaws.com.cn",
		    "secretsmanager-fips.cn-north-1.api.amazonwebservices.com.cn" },
		  ALL_FOUR },
		{ "us-east-1",
		  "ecr.dkr",
		  { "123456789012.dkr.ecr.us-east-1.amazonaws.com",
		    "123456789012.dkr-ecr.us-east-1.on.aws",
		    "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com",
		    "123456789012.dkr-ecr-fips.us-east-1.on.aws" },
		  ALL_FOUR },
		/* What there is no name for is the next plainer one. */
		{ "cn-north-1",
		  "ecr.dkr",
		  { "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
		    "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn",
		    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
		    "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn" },
		  { NAME_PLAIN, NAME_DUAL, NAME_PLAIN, NAME_PLAIN } },
		{ "us-iso-east-1",
		  "ecr.dkr",
		  { "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov",
		    "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov",
		    "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov",
		    "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov" },
		  { NAME_PLAIN, NAME_PLAIN, NAME_PLAIN, NAME_PLAIN } },
		{ "cn-northwest-1",
		  "s3",
		  { "s3.cn-northwest-1.amazonaws.com.cn",
		    "s3.dualstack.cn-northwest-1.amazonaws.com.cn",
		    "s3.cn-northwest-1.amazonaws.com.cn", "s3.cn-northwest-1.amazonaws.com.cn" },
		  { NAME_PLAIN, NAME_DUAL, NAME_PLAIN, NAME_PLAIN } },
		{ "us-east-1",
		  "guardduty-data",
		  { "guardduty-data.us-east-1.amazonaws.com",
		    "guardduty-data.us-east-1.amazonaws.com",
		    "guardduty-data-fips.us-east-1.amazonaws.com",
		    "guardduty-data-fips.us-east-1.amazonaws.com" },
		  { NAME_PLAIN, NAME_PLAIN, NAME_FIPS, NAME_FIPS } },
	};
	static const char *const words[NAME_VARIANTS][2] = {
		[NAME_DUAL] = { "--dualstack" },
		[NAME_FIPS] = { "--fips" },
		[NAME_DUAL_FIPS] = { "--fips", "--dualstack" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		for (int v = 0; v < NAME_VARIANTS; v++) {
			struct plan plan;
			const struct target *t = plan_one(&plan, rows[i].region, rows[i].service,
							  words[v][0], words[v][1]);

			EXPECT(strcmp(t->host, rows[i].hosts[v]) == 0, "row %zu, %s: %s", i,
			       name_variant_name((enum name_variant)v), t->host);
			EXPECT(t->variant == rows[i].got[v], "row %zu, %s", i,
			       name_variant_name((enum name_variant)v));
			plan_done(&plan);
		}
	}
	expect_all_held();
}

/* Only the agent's own clients, and each in its way: see follows_agent. */
static void the_agents_settings_move_its_clients_alone(void **state)
{
	static const struct {
		const char *id;
		enum name_variant moved[NAME_VARIANTS]; /* by what the agent is set to */
	} rows[] = {
		{ "ecs", ALL_FOUR },
		{ "ecr.api", ALL_FOUR },
		{ "ssm", ALL_FOUR },
		{ "ec2", ALL_FOUR },
		{ "logs", { NAME_PLAIN, NAME_DUAL, NAME_PLAIN, NAME_DUAL } },
		{ "ssmmessages", { NAME_PLAIN, NAME_DUAL, NAME_PLAIN, NAME_DUAL } },
		{ "secretsmanager", { NAME_PLAIN, NAME_PLAIN, NAME_FIPS, NAME_FIPS } },
		{ "s3", { NAME_PLAIN, NAME_DUAL, NAME_PLAIN, NAME_DUAL } },
	};
	static const struct options options = { .all_profiles = true };

	(void)state;
	for (int set = 0; set < NAME_VARIANTS; set++) {
		struct identity identity = planned_identity("us-east-1", "123456789012");
		struct plan plan;
		struct error e;

		identity.agent_dual_stack = set & NAME_DUAL;
		identity.agent_fips = set & NAME_FIPS;
		assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
		for (size_t i = 0; i < plan.count; i++) {
			const struct target *t = plan.targets[i];
			enum name_variant expected = NAME_PLAIN;

			for (size_t r = 0; r < ARRAY_SIZE(rows); r++)
				if (strcmp(rows[r].id, t->service) == 0)
					expected = rows[r].moved[set];
			EXPECT(t->variant == expected, "%s with %s: %s", t->service,
			       name_variant_name((enum name_variant)set),
			       name_variant_name(t->variant));
		}
		plan_done(&plan);
	}
	expect_all_held();
}

/* Batch user guide, considerations for AWS Batch VPC endpoints; CodeDeploy user guide,
 * interface VPC endpoints. */
static void names_that_no_endpoint_serves(void **state)
{
	static const struct {
		const char *region, *service, *word;
		bool unoffered;
		enum expect expect; /* under --expect private */
	} rows[] = {
		{ "us-east-1", "batch", NULL, false, EXPECT_PRIVATE },
		{ "ap-northeast-3", "batch", NULL, true, EXPECT_ANY },
		{ "ap-southeast-3", "batch", "--dualstack", true, EXPECT_ANY },
		{ "us-east-1", "batch", "--fips", true, EXPECT_PRIVATE },
		{ "us-gov-west-1", "batch", "--fips", false, EXPECT_PRIVATE },
		{ "us-east-1", "ecr.api", NULL, false, EXPECT_PRIVATE },
		{ "us-east-1", "ecr.api", "--dualstack", false, EXPECT_PRIVATE },
		{ "us-east-1", "ecr.dkr", "--dualstack", false, EXPECT_PRIVATE },
		{ "cn-north-1", "ecr.dkr", "--dualstack", false, EXPECT_PRIVATE },
		{ "us-east-1", "ecr.api", "--fips", false, EXPECT_PRIVATE },
		{ "us-east-1", "ecr.dkr", "--fips", false, EXPECT_PRIVATE },
		{ "cn-north-1", "ecr.api", "--fips", true, EXPECT_PRIVATE },
		{ "us-gov-west-1", "codedeploy", NULL, true, EXPECT_ANY },
		{ "cn-north-1", "codedeploy", NULL, true, EXPECT_ANY },
		{ "cn-north-1", "codedeploy-commands-secure", NULL, false, EXPECT_PRIVATE },
		{ "cn-northwest-1", "codedeploy-commands-secure", NULL, true, EXPECT_ANY },
		/* No such name there, so it is the plain one. */
		{ "us-iso-east-1", "ecr.dkr", "--dualstack", false, EXPECT_PRIVATE },
		{ "us-east-1", "ecs-sc", NULL, true, EXPECT_ANY },
		{ "xx-new-1", "ecs-sc", NULL, true, EXPECT_ANY },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct plan plan;
		const struct target *t = plan_one(&plan, rows[i].region, rows[i].service,
						  "--expect=private", rows[i].word);

		EXPECT((t->unoffered != NULL) == rows[i].unoffered, "row %zu", i);
		EXPECT(!t->unoffered || (*t->unoffered->why && *t->unoffered->source), "row %zu",
		       i);
		EXPECT((*t->endpoint_service == '\0') == rows[i].unoffered, "row %zu: %s", i,
		       t->endpoint_service);
		EXPECT(t->expect == rows[i].expect, "row %zu: %s", i, expect_name(t->expect));
		EXPECT(!t->unoffered || !t->endpoint_note, "row %zu: %s", i, t->endpoint_note);
		plan_done(&plan);
	}
	expect_all_held();
}

static void endpoint_services_of_fips_names(void **state)
{
	static const struct {
		const char *region, *service, *first, *second, *name;
	} rows[] = {
		{ "us-east-1", "ecs", "--fips", NULL, "com.amazonaws.us-east-1.ecs-fips" },
		{ "us-east-1", "kms", "--fips", NULL, "com.amazonaws.us-east-1.kms-fips" },
		{ "us-east-1", "elasticfilesystem", "--fips", NULL,
		  "com.amazonaws.us-east-1.elasticfilesystem-fips" },
		{ "us-isob-west-1", "elasticfilesystem", "--fips", NULL,
		  "gov.sgov.sc2s.us-isob-west-1.elasticfilesystem-fips" },
		{ "us-isob-west-1", "elasticfilesystem", NULL, NULL,
		  "com.amazonaws.us-isob-west-1.elasticfilesystem" },
		{ "us-east-1", "batch", "--fips", "--dualstack",
		  "com.amazonaws.us-east-1.batch-fips" },
		{ "us-east-1", "servicediscovery", "--fips", NULL,
		  "com.amazonaws.us-east-1.servicediscovery-fips" },
		{ "us-east-1", "airflow.api", "--fips", NULL,
		  "com.amazonaws.us-east-1.airflow-fips.api" },
		{ "us-east-1", "airflow.env", "--dualstack", NULL,
		  "com.amazonaws.us-east-1.airflow.env" },
		{ "cn-north-1", "kinesis-streams", NULL, NULL,
		  "cn.com.amazonaws.cn-north-1.kinesis-streams" },
		/* One endpoint serves both. */
		{ "us-east-1", "monitoring", "--fips", NULL, "com.amazonaws.us-east-1.monitoring" },
		/* The label is not the host's. */
		{ "us-east-1", "kinesis-firehose", NULL, NULL,
		  "com.amazonaws.us-east-1.kinesis-firehose" },
		{ "cn-north-1", "monitoring", NULL, NULL,
		  "cn.com.amazonaws.cn-north-1.monitoring" },
		{ "cn-north-1", "kms", NULL, NULL, "com.amazonaws.cn-north-1.kms" },
		{ "us-iso-west-1", "monitoring", NULL, NULL,
		  "gov.ic.c2s.us-iso-west-1.monitoring" },
		{ "us-iso-east-1", "monitoring", NULL, NULL,
		  "com.amazonaws.us-iso-east-1.monitoring" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct plan plan;
		const struct target *t = plan_one(&plan, rows[i].region, rows[i].service,
						  rows[i].first, rows[i].second);

		EXPECT(strcmp(t->endpoint_service, rows[i].name) == 0, "row %zu: %s", i,
		       t->endpoint_service);
		plan_done(&plan);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regular_and_irregular_names),
		cmocka_unit_test(the_agents_settings_move_its_clients_alone),
		cmocka_unit_test(names_that_no_endpoint_serves),
		cmocka_unit_test(endpoint_services_of_fips_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
