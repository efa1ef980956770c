/* SPDX-License-Identifier: Apache-2.0 */
/* Which names the agent's files have its clients call, and where it runs. */
#include <string.h>

#include "check.h"
#include "ecsprobe/agent_status.h"
#include "gather/agent_settings.h"
#include "planned.h"

static void read_settings(struct host_facts *host, const char *config, const char *json)
{
	struct agent_file *files = host->agent_files.files;
	struct error e = { 0 };

	*host = (struct host_facts){ 0 };
	files[AGENT_FILE_GENERATED].sight = SIGHT_ABSENT;
	files[AGENT_FILE_CONFIG] = (struct agent_file){ .sight = SIGHT_SEEN,
							.bytes = xstrdup(config),
							.len = strlen(config) };
	files[AGENT_FILE_JSON].sight = json ? SIGHT_SEEN : SIGHT_ABSENT;
	if (json) {
		files[AGENT_FILE_JSON].bytes = xstrdup(json);
		files[AGENT_FILE_JSON].len = strlen(json);
	}
	assert_int_equal(agent_settings_gather(host, NULL, &e), 0);
	agent_files_done(&host->agent_files);
}

static void external(void **state)
{
	static const struct {
		const char *config, *json;
		bool external;
	} rows[] = {
		{ "", NULL, false },
		{ "ECS_EXTERNAL=true\n", NULL, true },
		{ "ECS_EXTERNAL= 1\n", NULL, true },
		{ "ECS_EXTERNAL=yes\n", NULL, false },
		{ "ECS_EXTERNAL=false\n", "{\"External\":true}", false },
		{ "", "{\"External\":true}", true },
		{ "", "{\"External\":\"true\"}", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host;

		read_settings(&host, rows[i].config, rows[i].json);
		EXPECT(host.agent_external == rows[i].external, "row %zu", i);
	}
	expect_all_held();
}

/* "ecs=HOST:PORT ecr.api=..." of what is called instead of the agent's own names. */
static char *overrides_of(const struct host_facts *host)
{
	char *text = host->agent_backend[0] ? xasprintf(" ecs=%s:%u", host->agent_backend,
							host->agent_backend_port)
					    : xstrdup("");

	for (size_t i = 0; i < host->agent_overrides.count; i++) {
		const struct agent_override *o = &host->agent_overrides.items[i];
		char *longer = xasprintf("%s %s=%s:%u", text, o->service, o->host, o->port);

		free(text);
		text = longer;
	}
	return text;
}

static void endpoint_urls(void **state)
{
	static const struct {
		const char *config;
		const char *overrides;
		bool unreadable;
	} rows[] = {
		{ "", "", false },
		{ "AWS_ENDPOINT_URL_ECS=https://e.example\n", " ecs=e.example:443", false },
		{ "AWS_ENDPOINT_URL_ECR=https://r.example:8443/\n", " ecr.api=r.example:8443",
		  false },
		{ "AWS_ENDPOINT_URL_SECRETS_MANAGER=https://s.example\n"
		  "AWS_ENDPOINT_URL_SSM=https://p.example\nAWS_ENDPOINT_URL_EC2=https://"
		  "i.example\n",
		  " secretsmanager=s.example:443 ssm=p.example:443 ec2=i.example:443", false },
		/* The global one is for whom none of its own is named. */
		{ "AWS_ENDPOINT_URL=https://all.example\nAWS_ENDPOINT_URL_SSM=https://p.example\n",
		  " ecs=all.example:443 ecr.api=all.example:443 secretsmanager=all.example:443"
		  " ssm=p.example:443 ec2=all.example:443",
		  false },
		{ "AWS_ENDPOINT_URL=https://all.example\nECS_BACKEND_HOST=b.example\n",
		  " ecs=b.example:443 ecr.api=all.example:443 secretsmanager=all.example:443"
		  " ssm=all.example:443 ec2=all.example:443",
		  false },
		{ "AWS_ENDPOINT_URL_ECR=http://r.example\n", "", true },
		{ "AWS_ENDPOINT_URL=https://all.example\nECS_BACKEND_HOST=b.example\n"
		  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true\n",
		  "", false },
		{ "AWS_ENDPOINT_URL_ECR=https://r.example\n"
		  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=false\n",
		  " ecr.api=r.example:443", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct host_facts host;
		char *text;

		read_settings(&host, rows[i].config, NULL);
		text = overrides_of(&host);
		EXPECT(strcmp(text, rows[i].overrides) == 0, "row %zu: %s", i, text);
		EXPECT((host.unreadable_count > 0) == rows[i].unreadable, "row %zu", i);
		free(text);
	}
	expect_all_held();
}

static void the_plan_has_them(void **state)
{
	static const char *const words[] = { NULL };
	struct identity identity = planned_identity("us-east-1", "123456789012");
	struct host_facts host;
	struct options options;
	struct error e = { 0 };
	struct plan plan;

	(void)state;
	read_settings(&host, "AWS_ENDPOINT_URL_ECR=https://r.example:8443\n", NULL);
	identity.agent_overrides = host.agent_overrides;
	planned_options(&options, words);
	assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
	assert_string_equal(planned_target(&plan, "ecr.api")->host, "r.example");
	assert_int_equal(planned_target(&plan, "ecr.api")->port, 8443);
	/* Another one's client. */
	assert_string_equal(planned_target(&plan, "ecr.dkr")->host,
			    "123456789012.dkr.ecr.us-east-1.amazonaws.com");
	plan_done(&plan);
	options_done(&options);
}

static void an_external_host_is_in_no_vpc(void **state)
{
	static const struct {
		bool external, outside;
		const char *words[4];
		const char *services;
		enum expect expect;
		size_t resolvers;
	} rows[] = {
#define ECS "ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers -logs -secretsmanager"
		{ false, false, { NULL }, ECS, EXPECT_AUTO, 1 },
		{ true, false, { NULL }, ECS " -ssmmessages ssm", EXPECT_AUTO, 1 },
		{ true, true, { NULL }, ECS " -ssmmessages ssm", EXPECT_ANY, 0 },
		{ true, true, { "--expect=private" }, ECS " -ssmmessages ssm", EXPECT_PRIVATE, 0 },
		{ true, true, { "--skip=ssm" }, ECS " -ssmmessages", EXPECT_ANY, 0 },
		{ true, true, { "--service=ecs" }, "ecs", EXPECT_ANY, 0 },
		{ true, true, { "--resolver=10.0.0.2" }, ECS " -ssmmessages ssm", EXPECT_ANY, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct identity identity = planned_identity("us-east-1", "123456789012");
		static const struct host_facts host;
		char services[512];
		struct options options;
		struct error e = { 0 };
		struct plan plan;

		identity.agent_external = rows[i].external;
		identity.outside = rows[i].outside;
		planned_options(&options, rows[i].words);
		assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
		plan_resolvers(&plan, &options, &identity, &host);
		planned_services(&plan, services, sizeof services);
		EXPECT(strcmp(services, rows[i].services) == 0, "row %zu: %s", i, services);
		EXPECT(planned_target(&plan, "ecs")->expect == rows[i].expect, "row %zu", i);
		EXPECT(plan.resolver_count == rows[i].resolvers, "row %zu", i);
		plan_done(&plan);
		options_done(&options);
	}
	expect_all_held();
}

/* It reads nothing of what the ECS agent's clients are told. */
static void the_ssm_agent_is_another_one(void **state)
{
	static const char *const words[] = { NULL };
	static const struct agent_overrides overrides = { { { "ssm", 443, "p.example" } }, 1 };

	(void)state;
	for (int external = 0; external < 2; external++) {
		struct identity identity = planned_identity("us-east-1", "123456789012");
		const struct target *t;
		struct options options;
		struct error e = { 0 };
		struct plan plan;

		identity.agent_external = external;
		identity.agent_fips = true;
		identity.agent_overrides = overrides;
		planned_options(&options, words);
		if (!external)
			string_list_add(&options.require, "ssm", 3);
		assert_int_equal(plan_build(&plan, &options, NULL, &identity, &e), 0);
		t = planned_target(&plan, "ssm");
		assert_int_equal(t->dialled_by, external ? DIALLER_SSM_AGENT : DIALLER_AGENT);
		assert_string_equal(t->host,
				    external ? "ssm.us-east-1.amazonaws.com" : "p.example");
		plan_done(&plan);
		options_done(&options);
	}
}

static void accounts(void **state)
{
	static const struct {
		const char *arn, *account;
	} rows[] = {
		{ "arn:aws:ecs:us-east-1:123456789012:container-instance/edge/0123",
		  "123456789012" },
		{ "arn:aws-cn:ecs:cn-north-1:123456789012:container-instance/0123",
		  "123456789012" },
		{ "arn:aws:ecs:us-east-1:12345678901:container-instance/0123", "" },
		{ "arn:aws:ecs:us-east-1:1234567890123:container-instance/0123", "" },
		{ "arn:aws:ecs:us-east-1:123456789012", "" },
		{ "arn:aws:ecs", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct introspection seen = { .sight = SIGHT_SEEN };
		char account[13] = "x";
		char region[ARN_REGION_BYTES] = "x";

		(void)copy_text(seen.arn, sizeof seen.arn, rows[i].arn);
		EXPECT(agent_account(&seen, account) == (rows[i].account[0] != '\0'), "row %zu", i);
		EXPECT(strcmp(account, rows[i].account) == 0, "row %zu: %s", i, account);
		EXPECT(agent_arn_region(&seen, region) == (region[0] != '\0'), "row %zu", i);
		EXPECT(region[0] == '\0' || strncmp(strstr(rows[i].arn, ":ecs:") + 5, region,
						    strlen(region)) == 0,
		       "row %zu: %s", i, region);
		EXPECT(!rows[i].account[0] || region[0], "row %zu", i);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(external),
		cmocka_unit_test(endpoint_urls),
		cmocka_unit_test(the_plan_has_them),
		cmocka_unit_test(an_external_host_is_in_no_vpc),
		cmocka_unit_test(the_ssm_agent_is_another_one),
		cmocka_unit_test(accounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
