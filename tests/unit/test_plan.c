/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/plan.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "planned.h"

static void default_plan_of_us_east_1(void **state)
{
	static const struct {
		const char *service, *host, *endpoint_service;
		enum dialler dialler;
		bool required;
		enum expect expect;
	} rows[] = {
		{ "ecs", "ecs.us-east-1.amazonaws.com", "com.amazonaws.us-east-1.ecs",
		  DIALLER_AGENT, true, EXPECT_AUTO },
		{ "ecs-agent", "ecs-a.us-east-1.amazonaws.com", "com.amazonaws.us-east-1.ecs-agent",
		  DIALLER_AGENT, true, EXPECT_AUTO },
		{ "ecs-telemetry", "ecs-t.us-east-1.amazonaws.com",
		  "com.amazonaws.us-east-1.ecs-telemetry", DIALLER_AGENT, true, EXPECT_AUTO },
		{ "ecr.api", "api.ecr.us-east-1.amazonaws.com", "com.amazonaws.us-east-1.ecr.api",
		  DIALLER_AGENT, true, EXPECT_AUTO },
		{ "ecr.dkr", "123456789012.dkr.ecr.us-east-1.amazonaws.com",
		  "com.amazonaws.us-east-1.ecr.dkr", DIALLER_DOCKERD, true, EXPECT_AUTO },
		{ "ecr.layers", "prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com",
		  "com.amazonaws.us-east-1.s3", DIALLER_DOCKERD, true, EXPECT_ANY },
		{ "logs", "logs.us-east-1.amazonaws.com", "com.amazonaws.us-east-1.logs",
		  DIALLER_DOCKERD, false, EXPECT_AUTO },
		{ "secretsmanager", "secretsmanager.us-east-1.amazonaws.com",
		  "com.amazonaws.us-east-1.secretsmanager", DIALLER_AGENT, false, EXPECT_AUTO },
	};
	struct plan plan;
	struct error e;

	(void)state;
	assert_int_equal(
		planned(&plan, &e, "us-east-1", "123456789012", (const char *const[]){ NULL }), 0);
	assert_int_equal(plan.count, ARRAY_SIZE(rows));
	assert_false(plan.account_unknown);
	assert_int_equal(plan.resolver_count, 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct target *t = planned_target(&plan, rows[i].service);

		assert_non_null(t);
		EXPECT(strcmp(t->host, rows[i].host) == 0, "%s", t->host);
		EXPECT(strcmp(t->endpoint_service, rows[i].endpoint_service) == 0, "%s",
		       t->endpoint_service);
		EXPECT(t->dialled_by == rows[i].dialler, "%s", t->service);
		EXPECT(t->required == rows[i].required, "%s", t->service);
		EXPECT(t->expect == rows[i].expect, "%s", t->service);
		EXPECT(t->port == 443 && !target_is_inferred(t), "%s", t->service);
	}
	plan_done(&plan);
	expect_all_held();
}

static void hosts_of_other_partitions(void **state)
{
	static const struct {
		const char *region, *service, *host, *endpoint_service;
	} rows[] = {
		{ "cn-north-1", "ecs", "ecs.cn-north-1.amazonaws.com.cn",
		  "com.amazonaws.cn-north-1.ecs" },
		{ "cn-north-1", "ecs-agent", "ecs-a.cn-north-1.amazonaws.com.cn",
		  "com.amazonaws.cn-north-1.ecs-agent" },
		{ "cn-northwest-1", "ecr.api", "api.ecr.cn-northwest-1.amazonaws.com.cn",
		  "cn.com.amazonaws.cn-northwest-1.ecr.api" },
		{ "cn-north-1", "ecr.dkr", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
		  "cn.com.amazonaws.cn-north-1.ecr.dkr" },
		{ "cn-north-1", "ecr.layers",
		  "prod-cn-north-1-starport-layer-bucket.s3.cn-north-1.amazonaws.com.cn",
		  "com.amazonaws.cn-north-1.s3" },
		{ "us-gov-west-1", "ecs", "ecs.us-gov-west-1.amazonaws.com",
		  "com.amazonaws.us-gov-west-1.ecs" },
		{ "us-gov-west-1", "ecr.layers",
		  "prod-us-gov-west-1-starport-layer-bucket.s3.us-gov-west-1.amazonaws.com",
		  "com.amazonaws.us-gov-west-1.s3" },
		{ "us-iso-east-1", "ecr.dkr", "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov",
		  "gov.ic.c2s.us-iso-east-1.ecr.dkr" },
		{ "us-isob-east-1", "logs", "logs.us-isob-east-1.sc2s.sgov.gov",
		  "com.amazonaws.us-isob-east-1.logs" },
		{ "us-isof-south-1", "ecr.api", "api.ecr.us-isof-south-1.csp.hci.ic.gov",
		  "gov.ic.hci.csp.us-isof-south-1.ecr.api" },
		{ "eu-isoe-west-1", "ecs-telemetry", "ecs-t.eu-isoe-west-1.cloud.adc-e.uk",
		  "com.amazonaws.eu-isoe-west-1.ecs-telemetry" },
		{ "eusc-de-east-1", "ecr.api", "api.ecr.eusc-de-east-1.amazonaws.eu",
		  "eu.amazonaws.eusc-de-east-1.ecr.api" },
		/* Known to IMDS only. */
		{ "xx-new-1", "ecs", "ecs.xx-new-1.aws.example", "com.amazonaws.xx-new-1.ecs" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct target *t;
		struct plan plan;
		struct error e;

		assert_int_equal(planned(&plan, &e, rows[i].region, "123456789012",
					 (const char *const[]){ NULL }),
				 0);
		t = planned_target(&plan, rows[i].service);
		assert_non_null(t);
		EXPECT(strcmp(t->host, rows[i].host) == 0, "%s", t->host);
		EXPECT(strcmp(t->endpoint_service, rows[i].endpoint_service) == 0, "%s",
		       t->endpoint_service);
		plan_done(&plan);
	}
	expect_all_held();
}

/* Where no public sample of a name was found, a failure can only warn. */
static void undocumented_names_are_inferred(void **state)
{
	static const struct {
		const char *region, *service;
		bool inferred;
	} rows[] = {
		{ "us-east-1", "ecr.layers", false },
		{ "us-gov-west-1", "ecr.layers", false },
		{ "cn-north-1", "ecr.layers", true },
		{ "us-iso-east-1", "ecr.layers", true },
		{ "eusc-de-east-1", "ecr.layers", true },
		{ "us-gov-west-1", "ecs-agent", false },
		{ "us-iso-east-1", "ecs-agent", true },
		{ "us-iso-east-1", "ecs", false },
		{ "us-isob-east-1", "ecr.dkr", false },
		{ "xx-new-1", "ecr.layers", true },
		/* Alike everywhere, so also where nobody has been yet. */
		{ "xx-new-1", "ecs", false },
		{ "xx-new-1", "secretsmanager", false },
		{ "xx-new-1", "ecs-agent", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct target *t;
		struct plan plan;
		struct error e;

		assert_int_equal(planned(&plan, &e, rows[i].region, "123456789012",
					 (const char *const[]){ NULL }),
				 0);
		t = planned_target(&plan, rows[i].service);
		assert_non_null(t);
		EXPECT(target_is_inferred(t) == rows[i].inferred, "%s in %s", rows[i].service,
		       rows[i].region);
		plan_done(&plan);
	}
	expect_all_held();
}

/* What the options leave: required services as they are, optional ones with '-'. */
static void options_choose(void **state)
{
	static const struct {
		const char *words[6];
		const char *services; /* NULL: the plan is refused */
		const char *told;
	} rows[] = {
		{ { "--service=ecs,logs" }, "ecs -logs", NULL },
		{ { "--service=ecs", "--service=ecr.api" }, "ecs ecr.api", NULL },
		{ { "--skip=ecs,ecs-agent,ecs-telemetry" },
		  "ecr.api ecr.dkr ecr.layers -logs -secretsmanager",
		  NULL },
		{ { "--service=ecs,logs", "--skip=logs" }, "ecs", NULL },
		{ { "--service=ecs,logs", "--require=logs" }, "ecs logs", NULL },
		{ { "--service=ecs,logs", "--optional=ecs" }, "-ecs logs", NULL },
		{ { "--service=ecs,logs", "--require=all" }, "ecs logs", NULL },
		{ { "--service=ecs,logs", "--require=all", "--optional=ecs" }, "-ecs logs", NULL },
		{ { "--service=ecs,logs", "--optional=all", "--require=ecs" }, "ecs -logs", NULL },
		/* Whoever says how badly it is wanted wants it. */
		{ { "--service=ecs,logs,batch", "--require=batch" }, "ecs -logs batch", NULL },
		{ { "--skip=ecs,ecs-agent,ecs-telemetry,ecr.api,ecr.dkr,ecr.layers,logs",
		    "--require=xray", "--optional=kms" },
		  "-secretsmanager -kms xray",
		  NULL },
		{ { "--require=all", "--skip=ecs,ecs-agent,ecs-telemetry,ecr.api,ecr.dkr,logs" },
		  "ecr.layers secretsmanager",
		  NULL },
		/* No profile knows it, and it was asked for by name. */
		{ { "--service=ecs,sts" }, "ecs sts", NULL },
		{ { "--service=ecs,batch,sts", "--optional=sts" }, "ecs batch -sts", NULL },
		{ { "--service=batch,ecs", "ECSPROBE_PROFILE=batch,xray" }, "ecs batch", NULL },
		/* Only optional ones are left: what was asked for by name counts. */
		{ { "--service=logs" }, "logs", NULL },
		{ { "--service=logs,secretsmanager" }, "logs secretsmanager", NULL },
		{ { "--service=logs,secretsmanager", "--optional=logs" },
		  "-logs secretsmanager",
		  NULL },
		{ { "--service=logs", "--optional=logs" }, "-logs", NULL },
		{ { "--service=logs", "--optional=all" }, "-logs", NULL },
		{ { "--service=ecs", "--host=db.example" }, "ecs db.example", NULL },
		{ { "--service=ecs", "--host=DB.example:443", "--host=db.example" },
		  "ecs db.example",
		  NULL },
		{ { "--service=ecs", "--host=db.example:5432", "--host=db.example" },
		  "ecs db.example:5432 db.example",
		  NULL },
		/* The same host is planned once, at another port it is another. */
		{ { "--service=ecs", "--host=ecs.us-east-1.amazonaws.com" }, "ecs", NULL },
		{ { "--service=ecs", "--host=ECS.us-east-1.amazonaws.com:8443" },
		  "ecs ecs.us-east-1.amazonaws.com:8443",
		  NULL },
		{ { "--service=ecs", "--host=db.example", "--optional=db.example" },
		  "ecs -db.example",
		  NULL },
		{ { "--service=ecs", "--host=db.example", "--skip=db.example" }, "ecs", NULL },
		{ { "--service=ecs", "--host=db.example:5432", "--skip=db.example:5432" },
		  "ecs",
		  NULL },
		{ { "--service=ec" }, NULL, "--service: found 'ec'" },
		{ { "--service=all" }, NULL, "--service: found 'all'" },
		{ { "--skip=ECS" }, NULL, "--skip: found 'ECS'" },
		{ { "--skip=all" }, NULL, "--skip: found 'all'" },
		{ { "--require=ecs,nope" }, NULL, "--require: found 'nope'" },
		{ { "--optional=no\033pe" }, NULL, "--optional: found 'no\\x1bpe'" },
		{ { "--skip=db.example:5432", "--host=db.example" }, NULL, "--skip: found" },
		{ { "--service=ecs", "--skip=ecs" }, NULL, "nothing to check" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char services[512] = "";
		struct plan plan;
		struct error e;
		int r = planned(&plan, &e, "us-east-1", "123456789012", rows[i].words);

		EXPECT((r == 0) == (rows[i].services != NULL), "row %zu: %s", i, e.text);
		if (r < 0) {
			EXPECT(rows[i].told && strstr(e.text, rows[i].told), "row %zu: %s", i,
			       e.text);
			EXPECT(is_printable(e.text), "row %zu", i);
			continue;
		}
		planned_services(&plan, services, sizeof services);
		EXPECT(rows[i].services && strcmp(services, rows[i].services) == 0, "row %zu: %s",
		       i, services);
		plan_done(&plan);
	}
	expect_all_held();
}

/* Who needs what, by the pages that catalog.c names. */
static void profiles_choose(void **state)
{
	static const struct {
		const char *words[6];
		const char *services;
	} rows[] = {
		{ { "--profile=ecs" },
		  "ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers -logs -secretsmanager" },
		{ { "--profile=batch" },
		  "ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers -logs -secretsmanager "
		  "batch" },
		{ { "--profile=mwaa" },
		  "-ecr.api -ecr.dkr logs airflow.api airflow.env airflow.ops s3 monitoring sqs "
		  "kms" },
		{ { "--profile=service-connect" }, "ecs ecs-agent ecs-sc" },
		{ { "--profile=exec" }, "-logs -s3 -kms ssmmessages" },
		{ { "--profile=ssm" }, "-logs -s3 -kms ssmmessages ssm -ec2messages" },
		{ { "--profile=cloudwatch" }, "logs monitoring -ssm -ec2" },
		{ { "--profile=xray" }, "xray" },
		{ { "--profile=efs" }, "elasticfilesystem" },
		{ { "--profile=guardduty" }, "guardduty-data" },
		{ { "--profile=cloudmap" }, "-servicediscovery data-servicediscovery" },
		{ { "--profile=codedeploy" }, "-s3 codedeploy codedeploy-commands-secure" },
		/* Required by one of them is required; the order is the catalog's. */
		{ { "--profile=exec,cloudwatch" },
		  "logs -s3 monitoring -kms ssmmessages -ssm -ec2" },
		{ { "--profile=xray", "--profile=efs", "--profile=xray" },
		  "xray elasticfilesystem" },
		{ { "--profile=xray", "--require=logs" }, "logs xray" },
		{ { "--profile=xray", "--optional=all" }, "-xray" },
		{ { "--profile=ssm", "--skip=s3,logs,kms" }, "ssmmessages ssm -ec2messages" },
		{ { "ECSPROBE_PROFILE=exec", "--service=logs,ssmmessages" }, "-logs ssmmessages" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char services[512];
		struct plan plan;
		struct error e;

		if (planned(&plan, &e, "us-east-1", "123456789012", rows[i].words) < 0)
			fail_msg("row %zu: %s", i, e.text);
		planned_services(&plan, services, sizeof services);
		EXPECT(strcmp(services, rows[i].services) == 0,
		       "row %zu: %s (has a profile a new service? then it belongs in this row)", i,
		       services);
		plan_done(&plan);
	}
	expect_all_held();
}

static void all_profiles_are_the_whole_catalog(void **state)
{
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);
	struct plan plan;
	struct error e;

	(void)state;
	assert_int_equal(PLANNED(&plan, &e, "--all-profiles"), 0);
	assert_int_equal(plan.count, count);
	for (size_t i = 0; i < count; i++) {
		EXPECT(strcmp(plan.targets[i]->service, rows[i].id) == 0, "%s", rows[i].id);
		EXPECT(plan.targets[i]->required == (rows[i].required_in != 0), "%s", rows[i].id);
	}
	plan_done(&plan);
	expect_all_held();
}

static void unknown_profiles_are_refused(void **state)
{
	struct plan plan;
	struct error e;

	(void)state;
	assert_true(PLANNED(&plan, &e, "--profile=ecs,no\033pe") < 0);
	assert_int_equal(e.class, ERROR_USAGE);
	assert_true(is_printable(e.text));
	/* Here the list is short enough to be told. */
	assert_non_null(strstr(e.text, "--profile: found 'no\\x1bpe'"));
	for (int i = 0; i < PROFILE_COUNT; i++)
		EXPECT(strstr(e.text, profile_name((enum profile)i)), "%s", e.text);
	EXPECT(strstr(e.text, "auto"), "%s", e.text);
	expect_all_held();
}

static void names_the_agent_asks_for(void **state)
{
	static const struct {
		const char *region;
		bool fips, dual;
		const char *service, *host;
		bool plain;
	} rows[] = {
		{ "us-east-1", false, false, "ecs", "ecs.us-east-1.amazonaws.com", true },
		{ "us-east-1", true, false, "ecs", "ecs-fips.us-east-1.amazonaws.com", false },
		{ "us-east-1", false, true, "ecs", "ecs.us-east-1.api.aws", false },
		{ "us-east-1", true, true, "ecs", "ecs-fips.us-east-1.api.aws", false },
		{ "us-east-1", true, false, "ecr.api", "ecr-fips.us-east-1.amazonaws.com", false },
		/* Handed out by the control plane, or named by the image. */
		{ "us-east-1", true, true, "ecs-agent", "ecs-a.us-east-1.amazonaws.com", true },
		{ "us-east-1", true, true, "ecr.dkr",
		  "123456789012.dkr.ecr.us-east-1.amazonaws.com", true },
		{ "cn-north-1", false, true, "ecs", "ecs.cn-north-1.api.amazonwebservices.com.cn",
		  false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct identity identity = planned_identity(rows[i].region, "123456789012");
		char *profile[] = { "ecs" };
		const struct options options = { .profiles = { profile, 1 } };
		const struct target *t;
		char plain[HOST_BYTES] = "";
		struct plan plan;
		struct error e;

		identity.agent_fips = rows[i].fips;
		identity.agent_dual_stack = rows[i].dual;
		assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
		t = planned_target(&plan, rows[i].service);
		assert_non_null(t);
		EXPECT(strcmp(t->host, rows[i].host) == 0, "row %zu: %s", i, t->host);
		EXPECT(plan_plain_host(t, &identity, plain) == !rows[i].plain, "row %zu: %s", i,
		       plain);
		plan_done(&plan);
	}
	expect_all_held();
}

/* The awslogs driver's client is dockerd's; all else of dockerd goes by the image. */
static void what_dockerds_environment_asks_for(void **state)
{
	static const struct {
		bool fips, dual;
		const char *logs;
	} rows[] = {
		{ false, false, "logs.us-east-1.amazonaws.com" },
		{ true, false, "logs-fips.us-east-1.amazonaws.com" },
		{ false, true, "logs.us-east-1.api.aws" },
		{ true, true, "logs-fips.us-east-1.api.aws" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct identity identity = planned_identity("us-east-1", "123456789012");
		char *profile[] = { "ecs" };
		const struct options options = { .profiles = { profile, 1 } };
		struct plan plan;
		struct error e;

		identity.dockerd_fips = rows[i].fips;
		identity.dockerd_dual_stack = rows[i].dual;
		assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
		assert_string_equal(planned_target(&plan, "logs")->host, rows[i].logs);
		assert_string_equal(planned_target(&plan, "ecs")->host,
				    "ecs.us-east-1.amazonaws.com");
		assert_string_equal(planned_target(&plan, "ecr.dkr")->host,
				    "123456789012.dkr.ecr.us-east-1.amazonaws.com");
		plan_done(&plan);
	}
}

/* What the agent's next start dials by its file, whatever the profile. */
static void what_the_agents_file_asks_for(void **state)
{
	char *profile[] = { "ecs" };
	char *other[] = { "xray" };
	char *skipped[] = { "ec2" };
	struct options options = { .profiles = { profile, 1 } };
	struct identity identity = planned_identity("us-east-1", "123456789012");
	const struct target *t;
	struct plan plan;
	struct error e;

	(void)state;
	identity.agent_tags = true;
	identity.agent_sdk_dual_stack = true;
	assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
	t = planned_target(&plan, "ec2");
	assert_true(t && t->required);
	assert_string_equal(t->host, "ec2.us-east-1.api.aws");
	assert_string_equal(planned_target(&plan, "ecs")->host, "ecs.us-east-1.api.aws");
	/* Another one's client. */
	assert_string_equal(planned_target(&plan, "logs")->host, "logs.us-east-1.amazonaws.com");
	plan_done(&plan);
	options.skip = (struct string_list){ skipped, 1 };
	assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
	assert_null(planned_target(&plan, "ec2"));
	plan_done(&plan);
	options = (struct options){ .profiles = { other, 1 } };
	assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
	assert_null(planned_target(&plan, "ec2"));
	plan_done(&plan);
}

static void failures_have_a_class(void **state)
{
	struct plan plan;
	struct error e;

	(void)state;
	assert_true(PLANNED(&plan, &e, "--service=nope") < 0);
	assert_int_equal(e.class, ERROR_USAGE);
	/* The message says where the list is. */
	assert_non_null(strstr(e.text, "--list --all-profiles"));
	assert_true(PLANNED(&plan, &e, "--service=ecs", "--skip=ecs") < 0);
	assert_int_equal(e.class, ERROR_UNDECIDED);
}

static void hosts_of_the_users_own(void **state)
{
	const struct target *t;
	struct plan plan;
	struct error e;

	(void)state;
	assert_int_equal(PLANNED(&plan, &e, "--service=ecs", "--host=db.example:5432"), 0);
	t = planned_target(&plan, "db.example:5432");
	assert_non_null(t);
	assert_string_equal(t->host, "db.example");
	assert_int_equal(t->port, 5432);
	assert_null(t->row);
	assert_string_equal(t->endpoint_service, "");
	assert_int_equal(t->expect, EXPECT_ANY);
	assert_true(t->required);
	assert_false(target_is_inferred(t));
	plan_done(&plan);
	assert_int_equal(PLANNED(&plan, &e, "--expect=private", "--host=db.example"), 0);
	assert_int_equal(planned_target(&plan, "db.example")->expect, EXPECT_PRIVATE);
	assert_int_equal(planned_target(&plan, "ecs")->expect, EXPECT_PRIVATE);
	/* The catalog's own column where it says more. */
	assert_int_equal(planned_target(&plan, "ecr.layers")->expect, EXPECT_ANY);
	plan_done(&plan);
}

static void unknown_account_is_zeroes(void **state)
{
	struct plan plan;
	struct error e;

	(void)state;
	assert_int_equal(planned(&plan, &e, "us-east-1", "", (const char *const[]){ NULL }), 0);
	assert_string_equal(planned_target(&plan, "ecr.dkr")->host,
			    "000000000000.dkr.ecr.us-east-1.amazonaws.com");
	assert_true(plan.account_unknown);
	plan_done(&plan);
	/* Nobody needs the account of a registry that is not checked. */
	assert_int_equal(planned(&plan, &e, "us-east-1", "",
				 (const char *const[]){ "--skip=ecr.dkr", NULL }),
			 0);
	assert_false(plan.account_unknown);
	plan_done(&plan);
}

/* Begun without the account, the plan is in the end what it would have been. */
static void the_account_may_come_later(void **state)
{
	static const struct {
		const char *host; /* --host */
		bool begun;
	} rows[] = {
		{ "db.example.com", true },
		/* It could be the account's own, which is asked once. */
		{ "123456789012.dkr.ecr.us-east-1.amazonaws.com", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *const words[] = { "--host", rows[i].host, NULL };
		const struct host_facts host = { .usable_v4 = true };
		struct identity identity = planned_identity("us-east-1", "");
		struct options options = { 0 };
		struct plan plan, whole;
		struct error e;

		assert_int_equal(planned(&plan, &e, "us-east-1", "", words), 0);
		assert_int_equal(planned(&whole, &e, "us-east-1", "123456789012", words), 0);
		EXPECT(plan_hold(&plan, &options, &identity, &host) == rows[i].begun, "%s",
		       rows[i].host);
		for (size_t t = 0; rows[i].begun && t < plan.count; t++)
			EXPECT(plan.targets[t]->unnamed ==
				       (strcmp(plan.targets[t]->service, "ecr.dkr") == 0),
			       "%s", plan.targets[t]->host);
		identity = planned_identity("us-east-1", "123456789012");
		plan_release(&plan, &options, &identity, &host);
		EXPECT(!plan.account_unknown || !rows[i].begun, "%s", rows[i].host);
		for (size_t t = 0; rows[i].begun && t < plan.count; t++)
			EXPECT(memcmp(plan.targets[t], whole.targets[t], sizeof(struct target)) ==
				       0,
			       "%s", plan.targets[t]->host);
		plan_done(&plan);
		plan_done(&whole);
	}
	expect_all_held();
}

static void check_alone_says_the_same(void **state)
{
	static const char *const bad[] = { "--skip=nope", NULL };
	static const char *const good[] = { "--skip=db.example", "--host=db.example",
					    "--require=all", NULL };
	struct options options;
	struct error e = { 0 };

	(void)state;
	planned_options(&options, bad);
	assert_true(plan_check(&options, NULL, &e) < 0);
	assert_int_equal(e.class, ERROR_USAGE);
	options_done(&options);
	planned_options(&options, good);
	assert_int_equal(plan_check(&options, NULL, &e), 0);
	options_done(&options);
}

/* A backend of the user's own takes the place of ecs and of nothing else. */
static void backend_replaces_ecs_alone(void **state)
{
	struct identity identity = planned_identity("us-east-1", "123456789012");
	static const char *const words[] = { NULL };
	struct options options;
	struct error e = { 0 };
	struct plan plan;

	(void)state;
	(void)copy_text(identity.agent_backend, sizeof identity.agent_backend, "ecs.example.com");
	identity.agent_backend_port = 8443;
	planned_options(&options, words);
	assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
	assert_string_equal(planned_target(&plan, "ecs")->host, "ecs.example.com");
	assert_int_equal(planned_target(&plan, "ecs")->port, 8443);
	assert_string_equal(planned_target(&plan, "ecs-agent")->host,
			    "ecs-a.us-east-1.amazonaws.com");
	plan_done(&plan);
	options_done(&options);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(default_plan_of_us_east_1),
		cmocka_unit_test(hosts_of_other_partitions),
		cmocka_unit_test(undocumented_names_are_inferred),
		cmocka_unit_test(options_choose),
		cmocka_unit_test(profiles_choose),
		cmocka_unit_test(all_profiles_are_the_whole_catalog),
		cmocka_unit_test(unknown_profiles_are_refused),
		cmocka_unit_test(names_the_agent_asks_for),
		cmocka_unit_test(what_dockerds_environment_asks_for),
		cmocka_unit_test(what_the_agents_file_asks_for),
		cmocka_unit_test(failures_have_a_class),
		cmocka_unit_test(hosts_of_the_users_own),
		cmocka_unit_test(unknown_account_is_zeroes),
		cmocka_unit_test(backend_replaces_ecs_alone),
		cmocka_unit_test(the_account_may_come_later),
		cmocka_unit_test(check_alone_says_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
