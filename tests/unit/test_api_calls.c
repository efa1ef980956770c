/* SPDX-License-Identifier: Apache-2.0 */
/* The table of calls, and what each is as HTTP. */
#include <stdio.h>
#include <string.h>

#include "api/request.h"
#include "check.h"
#include "ecsprobe/agent_status.h"
#include "ecsprobe/plan.h"
#include "planned.h"

#define HOST "x.us-east-1.amazonaws.com"

/* IAM's access level of each is Read or List: nothing at AWS is changed by a look. */
static bool only_reads(const char *action)
{
	static const char *const verbs[] = { "Describe", "Get", "List", "Discover" };
	const char *verb = strchr(action, ':');

	for (size_t i = 0; verb && i < ARRAY_SIZE(verbs); i++)
		if (strncmp(verb + 1, verbs[i], strlen(verbs[i])) == 0)
			return true;
	return false;
}

/* "AmazonSSM.DescribeParameters" of "ssm:DescribeParameters". */
static bool is_target_of(const char *target, const char *id)
{
	const char *dot = strrchr(target, '.');
	const char *colon = strchr(id, ':');

	return dot && colon && strcmp(dot + 1, colon + 1) == 0;
}

static void each_row_is_whole(void **state)
{
	size_t count;
	const struct api_call *table = api_call_table(&count);

	(void)state;
	assert_true(count >= 8);
	for (size_t i = 0; i < count; i++) {
		const struct api_call *c = &table[i];
		bool made = strcmp(c->id, "ecs:DiscoverPollEndpoint") == 0;

		EXPECT(catalog_find(c->service), "%s: no service %s", c->id, c->service);
		EXPECT(!c->action == !c->signing, "%s", c->id);
		EXPECT(!c->action || only_reads(c->action), "%s", c->id);
		EXPECT(!c->action || strcmp(c->action, c->id) == 0, "%s", c->id);
		EXPECT((c->form == API_FORM_JSON) == (c->target != NULL), "%s", c->id);
		EXPECT((c->body || made) == (c->signing != NULL), "%s", c->id);
		EXPECT(!c->signing == (c->form == API_FORM_REGISTRY || c->form == API_FORM_PLAIN),
		       "%s", c->id);
		EXPECT(!c->holds == !c->signing && (!c->holds_list || c->form == API_FORM_JSON),
		       "%s", c->id);
		EXPECT(c->proves && c->users && c->path[0] == '/', "%s", c->id);
		EXPECT(!c->target || is_target_of(c->target, c->id), "%s", c->id);
		for (size_t k = 0; k < i; k++)
			EXPECT(strcmp(table[k].id, c->id) != 0 &&
				       strcmp(table[k].service, c->service) != 0,
			       "%s", c->id);
		if (c->form == API_FORM_REGISTRY)
			EXPECT(i > 0 && strstr(table[i - 1].id, "GetAuthorizationToken"), "%s",
			       c->id);
	}
	expect_all_held();
}

static const struct api_call *find(const char *id)
{
	size_t count;
	const struct api_call *table = api_call_table(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(table[i].id, id) == 0)
			return &table[i];
	fail_msg("no call %s", id);
	return NULL;
}

/* "POST URL; HEADER; ...; BODY". */
static void describe(char *out, size_t size, const struct request_text *text)
{
	size_t used = (size_t)snprintf(out, size, "%s %s", text->body ? "POST" : "GET", text->url);

	for (const char *const *h = text->headers; *h && used < size; h++)
		used += (size_t)snprintf(out + used, size - used, "; %s", *h);
	if (text->body && used < size)
		(void)snprintf(out + used, size - used, "; %s", text->body);
}

#define JSON_TYPE "Content-Type: application/x-amz-json-1.1; X-Amz-Target: "

static void as_http(void **state)
{
	static const struct {
		const char *id;
		uint16_t port;
		const char *token, *expected;
	} rows[] = {
		{ "ecr:GetAuthorizationToken", 443, "",
		  "POST https://" HOST "/; " JSON_TYPE
		  "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken; {}" },
		{ "logs:DescribeLogGroups", 8443, "",
		  "POST https://" HOST ":8443/; " JSON_TYPE
		  "Logs_20140328.DescribeLogGroups; {\"limit\":1}" },
		{ "sts:GetCallerIdentity", 443, "token",
		  "POST https://" HOST
		  "/; Content-Type: application/x-www-form-urlencoded; charset=utf-8; "
		  "Action=GetCallerIdentity&Version=2011-06-15" },
		{ "ecr:registry", 443,
		  "QVdTOng=", "GET https://" HOST "/v2/; Authorization: Basic QVdTOng=" },
		{ "ecr:registry", 443, "", "GET https://" HOST "/v2/" },
		/* The token of ECR goes to nobody else. */
		{ "s3:layers", 443, "QVdTOng=", "GET https://" HOST "/ecsprobe-path-check" },
	};
	static const struct facts facts;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct target target = { .host = HOST, .port = rows[i].port };
		struct request_text text;
		char shown[1024];

		request_write(&text, find(rows[i].id), &target, rows[i].token, &facts, NULL);
		describe(shown, sizeof shown, &text);
		EXPECT(strcmp(shown, rows[i].expected) == 0, "%s: %s", rows[i].id, shown);
		request_done(&text);
	}
	expect_all_held();
}

static void for_whom_it_discovers(void **state)
{
	static const struct {
		const char *what;
		enum sight introspection;
		const char *arn, *cluster;
		enum sight configured;
		const char *config_cluster, *user_data, *expected;
	} rows[] = {
		{ "registered", SIGHT_SEEN, "arn:aws:ecs:us-east-1:1:container-instance/p/1",
		  "prod", SIGHT_SEEN, "other", "third",
		  "{\"containerInstance\":\"arn:aws:ecs:us-east-1:1:container-instance/p/1\","
		  "\"cluster\":\"prod\"}" },
		{ "not registered yet", SIGHT_SEEN, "", "prod", SIGHT_SEEN, "other", "",
		  "{\"cluster\":\"prod\"}" },
		{ "does not run", SIGHT_ABSENT, "", "", SIGHT_SEEN, "other", "third",
		  "{\"cluster\":\"other\"}" },
		{ "by user data", SIGHT_ABSENT, "", "", SIGHT_ABSENT, "", "third",
		  "{\"cluster\":\"third\"}" },
		{ "not known", SIGHT_UNKNOWN, "", "", SIGHT_UNKNOWN, "", "", "{}" },
		{ "hostile", SIGHT_UNKNOWN, "", "", SIGHT_SEEN, "a\",\"b\":\"\\", "",
		  "{\"cluster\":\"a\\\",\\\"b\\\":\\\"\\\\\"}" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct target target = { .host = HOST, .port = 443 };
		struct agent_status agent = { .looked = true };
		struct facts facts = { 0 };
		struct request_text text;

		agent.introspection.sight = rows[i].introspection;
		agent.config.cluster_sight = rows[i].configured;
		(void)copy_text(agent.introspection.arn, ARN_BYTES, rows[i].arn);
		(void)copy_text(agent.introspection.cluster, CLUSTER_BYTES, rows[i].cluster);
		(void)copy_text(agent.config.cluster, CLUSTER_BYTES, rows[i].config_cluster);
		(void)copy_text(facts.launch.user_data_cluster,
				sizeof facts.launch.user_data_cluster, rows[i].user_data);
		request_write(&text, find("ecs:DiscoverPollEndpoint"), &target, "", &facts, &agent);
		EXPECT(strcmp(text.body, rows[i].expected) == 0, "%s: %s", rows[i].what, text.body);
		request_done(&text);
	}
	expect_all_held();
}

/* The host and the service that is signed for, as the plan names it; the Region is the
 * instance's whatever the name is. */
static void by_partition_and_variant(void **state)
{
	static const struct {
		const char *region, *option, *id, *expected;
	} rows[] = {
		{ "us-gov-west-1", NULL, "ecs:DiscoverPollEndpoint",
		  "https://ecs.us-gov-west-1.amazonaws.com/ ecs" },
		{ "us-gov-west-1", NULL, "ecr:GetAuthorizationToken",
		  "https://api.ecr.us-gov-west-1.amazonaws.com/ ecr" },
		{ "us-gov-west-1", "--fips", "ecs:DiscoverPollEndpoint",
		  "https://ecs-fips.us-gov-west-1.amazonaws.com/ ecs" },
		{ "us-gov-west-1", "--fips", "ecr:GetAuthorizationToken",
		  "https://ecr-fips.us-gov-west-1.amazonaws.com/ ecr" },
		{ "us-gov-west-1", "--fips", "ecr:registry",
		  "https://123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/v2/ -" },
		{ "us-east-1", "--fips", "ecs:DiscoverPollEndpoint",
		  "https://ecs-fips.us-east-1.amazonaws.com/ ecs" },
		{ "cn-north-1", NULL, "ecr:GetAuthorizationToken",
		  "https://api.ecr.cn-north-1.amazonaws.com.cn/ ecr" },
		{ "cn-north-1", "--dualstack", "ecs:DiscoverPollEndpoint",
		  "https://ecs.cn-north-1.api.amazonwebservices.com.cn/ ecs" },
		{ "cn-north-1", "--dualstack", "ecr:GetAuthorizationToken",
		  "https://ecr.cn-north-1.api.amazonwebservices.com.cn/ ecr" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct api_call *call = find(rows[i].id);
		const struct facts facts = { .identity = planned_identity(rows[i].region,
									  "123456789012") };
		struct plan plan;
		struct error e;
		struct request_text text;
		char *shown;

		assert_int_equal(planned(&plan, &e, rows[i].region, "123456789012",
					 (const char *const[]){ rows[i].option, NULL }),
				 0);
		assert_non_null(planned_target(&plan, call->service));
		request_write(&text, call, planned_target(&plan, call->service), "", &facts, NULL);
		shown = xasprintf("%s %s", text.url, call->signing ? call->signing : "-");
		EXPECT(strcmp(shown, rows[i].expected) == 0, "%s %s: %s", rows[i].region,
		       rows[i].option ? rows[i].option : "", shown);
		free(shown);
		request_done(&text);
		plan_done(&plan);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_is_whole),
		cmocka_unit_test(as_http),
		cmocka_unit_test(for_whom_it_discovers),
		cmocka_unit_test(by_partition_and_variant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
