/* SPDX-License-Identifier: Apache-2.0 */
/* --profile auto: from what is in use to what is planned. */
#include <string.h>

#include "check.h"
#include "planned.h"

#define ACCOUNT "123456789012"
#define OWN ACCOUNT ".dkr.ecr.us-east-1.amazonaws.com"
#define OTHERS "444455556666.dkr.ecr.us-east-1.amazonaws.com"
#define AWAY "444455556666.dkr.ecr.eu-west-1.amazonaws.com"
#define U(use) (1U << USE_##use)

/* One of each at most. */
struct seen {
	unsigned uses;
	const char *registry, *log_region, *log_host;
	bool missed;
	const char *routed;
};

static void plan_by(struct plan *plan, struct identity identity, const struct seen *seen,
		    const char *const *words)
{
	struct wishes wishes = { .workload = { .looked = true, .uses = seen->uses } };
	struct workload *w = &wishes.workload;
	struct options options;
	struct error e = { 0 };

	if (seen->registry)
		string_list_add(&w->registries, seen->registry, strlen(seen->registry));
	if (seen->log_region)
		string_list_add(&w->log_regions, seen->log_region, strlen(seen->log_region));
	if (seen->log_host)
		string_list_add(&w->log_hosts, seen->log_host, strlen(seen->log_host));
	if (seen->routed)
		string_list_add(&w->routed, seen->routed, strlen(seen->routed));
	if (seen->missed)
		workload_miss(w, "docker does not run");
	planned_options(&options, words);
	if (plan_build(plan, &options, &wishes, &identity, &e) < 0)
		fail_msg("%s", e.text);
	options_done(&options);
	wishes_done(&wishes);
}

static void plan_of(struct plan *plan, const struct seen *seen, const char *const *words)
{
	plan_by(plan, planned_identity("us-east-1", ACCOUNT), seen, words);
}

#define ECS "ecs ecs-agent ecs-telemetry "
#define IDLE "-ecr.api -ecr.dkr -ecr.layers -logs -secretsmanager"

static void what_is_in_use_is_required(void **state)
{
	static const struct {
		struct seen seen;
		const char *services;
	} rows[] = {
		{ { 0, NULL, NULL, NULL, false, NULL }, ECS IDLE },
		/* What could not be seen may be in use. */
		{ { 0, NULL, NULL, NULL, true, NULL },
		  ECS "ecr.api ecr.dkr ecr.layers -logs -secretsmanager" },
		{ { U(XRAY), NULL, NULL, NULL, true, NULL },
		  ECS "ecr.api ecr.dkr ecr.layers -logs -secretsmanager xray" },
		{ { U(ECR), OWN, NULL, NULL, false, NULL },
		  ECS "ecr.api ecr.dkr ecr.layers -logs -secretsmanager" },
		{ { U(ECR), OTHERS, NULL, NULL, false, NULL },
		  ECS "ecr.api -ecr.dkr ecr.layers -logs -secretsmanager " OTHERS },
		{ { U(ECR), AWAY, NULL, NULL, false, NULL },
		  ECS IDLE " " AWAY " api.ecr.eu-west-1.amazonaws.com "
			   "prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com" },
		{ { U(AWSLOGS), NULL, "", NULL, false, NULL },
		  ECS "-ecr.api -ecr.dkr -ecr.layers logs -secretsmanager" },
		{ { U(AWSLOGS), NULL, "us-east-1", NULL, false, NULL },
		  ECS "-ecr.api -ecr.dkr -ecr.layers logs -secretsmanager" },
		{ { U(AWSLOGS), NULL, "cn-north-1", NULL, false, NULL },
		  ECS IDLE " logs.cn-north-1.amazonaws.com.cn" },
		{ { U(AWSLOGS), NULL, NULL, "logs.us-east-1.amazonaws.com", false, NULL },
		  ECS "-ecr.api -ecr.dkr -ecr.layers logs -secretsmanager" },
		{ { U(AWSLOGS), NULL, NULL, "logs.example:8443", false, NULL },
		  ECS IDLE " logs.example:8443" },
		{ { U(EXEC), NULL, NULL, NULL, false, NULL }, ECS IDLE " -s3 -kms ssmmessages" },
		{ { U(SERVICE_CONNECT), NULL, NULL, NULL, false, NULL }, ECS IDLE " ecs-sc" },
		{ { U(EFS) | U(XRAY), NULL, NULL, NULL, false, NULL },
		  ECS IDLE " xray elasticfilesystem" },
		{ { U(CLOUDWATCH), NULL, NULL, NULL, false, NULL },
		  ECS "-ecr.api -ecr.dkr -ecr.layers logs -secretsmanager monitoring -ssm -ec2" },
		{ { U(GUARDDUTY), NULL, NULL, NULL, false, NULL }, ECS IDLE " guardduty-data" },
		{ { U(BATCH), NULL, NULL, NULL, false, NULL }, ECS IDLE " batch" },
		{ { U(FIRELENS), NULL, NULL, NULL, false, "logs/us-east-1" },
		  ECS "-ecr.api -ecr.dkr -ecr.layers logs -secretsmanager" },
		{ { U(FIRELENS), NULL, NULL, NULL, false, "kinesis-firehose" },
		  ECS IDLE " kinesis-firehose" },
		{ { U(FIRELENS), NULL, NULL, NULL, false, "kinesis-streams/us-east-1" },
		  ECS IDLE " kinesis-streams" },
		{ { U(FIRELENS), NULL, NULL, NULL, false, "logs/eu-west-1" },
		  ECS IDLE " logs.eu-west-1.amazonaws.com" },
		{ { U(FIRELENS), NULL, NULL, NULL, false, "nonsense" }, ECS IDLE },
		{ { U(TAGS) | U(CLOUDWATCH), NULL, NULL, NULL, false, NULL },
		  ECS "-ecr.api -ecr.dkr -ecr.layers logs -secretsmanager monitoring -ssm ec2" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char services[1024];
		struct plan plan;

		plan_of(&plan, &rows[i].seen, (const char *const[]){ "--profile", "auto", NULL });
		planned_services(&plan, services, sizeof services);
		EXPECT(strcmp(services, rows[i].services) == 0, "%zu: %s", i, services);
		plan_done(&plan);
	}
	expect_all_held();
}

/* What a profile says of its limits holds for the use too. */
static void scopes_follow(void **state)
{
	static const struct {
		unsigned uses, scopes;
	} rows[] = {
		{ 0, 0 },
		{ U(ECR) | U(AWSLOGS) | U(TAGS) | U(FIRELENS), 0 },
		{ U(EXEC), 1U << PROFILE_EXEC },
		{ U(EFS) | U(BATCH), 1U << PROFILE_EFS | 1U << PROFILE_BATCH },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct seen seen = { .uses = rows[i].uses };
		struct plan plan;

		plan_of(&plan, &seen, (const char *const[]){ "--profile", "auto", NULL });
		EXPECT(plan.scopes == rows[i].scopes, "%zu: %x", i, plan.scopes);
		EXPECT(plan.profiles == 0, "%zu: %x", i, plan.profiles);
		plan_done(&plan);
		plan_of(&plan, &seen, (const char *const[]){ "--profile", "ecs", NULL });
		EXPECT(plan.scopes == 0, "%zu: %x", i, plan.scopes);
		plan_done(&plan);
	}
	expect_all_held();
}

static void options_hold_for_what_is_found(void **state)
{
	static const struct {
		const char *words[7];
		const char *services;
	} rows[] = {
		{ { "--profile", "auto", "--skip", "ecr.dkr,logs" },
		  ECS "ecr.api ecr.layers -secretsmanager" },
		{ { "--profile", "auto", "--optional", "ecr.dkr" },
		  ECS "ecr.api -ecr.dkr ecr.layers -logs -secretsmanager -" OTHERS },
		{ { "ECSPROBE_PROFILE=auto", "--service", "ecr.dkr" }, "-ecr.dkr " OTHERS },
		{ { "ECSPROBE_PROFILE=auto", "--service", "ecs" }, "ecs" },
		{ { "--profile", "auto,xray" },
		  ECS "ecr.api -ecr.dkr ecr.layers -logs -secretsmanager xray " OTHERS },
		{ { "--profile", "auto", "--host", OTHERS },
		  ECS "ecr.api -ecr.dkr ecr.layers -logs -secretsmanager " OTHERS },
		/* Without auto nothing of it counts. */
		{ { "--profile", "xray" }, "xray" },
	};
	static const struct seen seen = { U(ECR), OTHERS, NULL, NULL, false, NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char services[1024];
		struct plan plan;

		plan_of(&plan, &seen, rows[i].words);
		planned_services(&plan, services, sizeof services);
		EXPECT(strcmp(services, rows[i].services) == 0, "%zu: %s", i, services);
		plan_done(&plan);
	}
	expect_all_held();
}

static void the_targets_of_others(void **state)
{
	static const struct {
		struct seen seen;
		const char *words[5];
		const char *service, *endpoint_service;
		enum dialler dialler;
		enum expect expect;
		uint16_t port;
	} rows[] = {
		{ { U(ECR), OTHERS, NULL, NULL, false, NULL },
		  { "--profile", "auto" },
		  OTHERS,
		  "com.amazonaws.us-east-1.ecr.dkr",
		  DIALLER_DOCKERD,
		  EXPECT_AUTO,
		  443 },
		/* An endpoint for another Region is rare. */
		{ { U(ECR), AWAY, NULL, NULL, false, NULL },
		  { "--profile", "auto" },
		  AWAY,
		  "com.amazonaws.eu-west-1.ecr.dkr",
		  DIALLER_DOCKERD,
		  EXPECT_ANY,
		  443 },
		{ { U(ECR), AWAY, NULL, NULL, false, NULL },
		  { "--profile", "auto", "--expect", "private" },
		  "api.ecr.eu-west-1.amazonaws.com",
		  "com.amazonaws.eu-west-1.ecr.api",
		  DIALLER_AGENT,
		  EXPECT_PRIVATE,
		  443 },
		{ { U(AWSLOGS), NULL, NULL, "logs.example:8443", false, NULL },
		  { "--profile", "auto" },
		  "logs.example:8443",
		  "com.amazonaws.us-east-1.logs",
		  DIALLER_DOCKERD,
		  EXPECT_AUTO,
		  8443 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct identity identity = planned_identity("us-east-1", ACCOUNT);
		const struct target *t;
		char plain[HOST_BYTES];
		struct plan plan;

		plan_of(&plan, &rows[i].seen, rows[i].words);
		t = planned_target(&plan, rows[i].service);
		assert_non_null(t);
		EXPECT(strcmp(t->endpoint_service, rows[i].endpoint_service) == 0, "%zu: %s", i,
		       t->endpoint_service);
		EXPECT(t->dialled_by == rows[i].dialler && t->port == rows[i].port, "%zu", i);
		EXPECT(t->expect == rows[i].expect && t->required, "%zu: %d", i, t->expect);
		EXPECT(!plan_plain_host(t, &identity, plain), "%zu: %s", i, plain);
		plan_done(&plan);
	}
	expect_all_held();
}

/* Of whatever Region the registry is, the agent calls that host for its token. */
static void a_host_of_the_agents_own(void **state)
{
	static const char *const registries[] = { OWN, OTHERS, AWAY };
	static const char *const words[] = { "--profile", "auto", NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(registries); i++) {
		struct identity identity = planned_identity("us-east-1", ACCOUNT);
		struct seen seen = { U(ECR), registries[i], NULL, NULL, false, NULL };
		const struct target *t;
		struct plan plan;

		identity.agent_overrides =
			(struct agent_overrides){ { { "ecr.api", 8443, "vpce-1.example" } }, 1 };
		plan_by(&plan, identity, &seen, words);
		t = planned_target(&plan, "ecr.api");
		assert_non_null(t);
		EXPECT(strcmp(t->host, "vpce-1.example") == 0, "%s: %s", registries[i], t->host);
		EXPECT(t->required && !t->unused, "%s", registries[i]);
		for (size_t n = 0; n < plan.count; n++)
			EXPECT(strncmp(plan.targets[n]->host, "api.ecr.", 8) != 0, "%s: %s",
			       registries[i], plan.targets[n]->host);
		plan_done(&plan);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(what_is_in_use_is_required),
		cmocka_unit_test(scopes_follow),
		cmocka_unit_test(options_hold_for_what_is_found),
		cmocka_unit_test(the_targets_of_others),
		cmocka_unit_test(a_host_of_the_agents_own),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
