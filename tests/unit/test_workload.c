/* SPDX-License-Identifier: Apache-2.0 */
/* What tells which endpoints tasks use, and what only looks like it. */
#include "agent/workload_parse.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/util.h"

#define ECR "111122223333.dkr.ecr.us-east-1.amazonaws.com"

/* --- names of registries ---------------------------------------------------------- */

static void registries(void **state)
{
	static const struct {
		const char *host, *region; /* NULL: not one */
		enum name_variant variant;
	} rows[] = {
		{ ECR, "us-east-1", NAME_PLAIN },
		{ "111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1",
		  NAME_FIPS },
		{ "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1", NAME_PLAIN },
		{ "111122223333.dkr-ecr.eu-west-1.on.aws", "eu-west-1", NAME_DUAL },
		{ "111122223333.dkr-ecr-fips.us-east-2.on.aws", "us-east-2", NAME_DUAL_FIPS },
		{ "public.ecr.aws", NULL, NAME_PLAIN },
		{ "docker.io", NULL, NAME_PLAIN },
		{ "", NULL, NAME_PLAIN },
		{ "11112222333.dkr.ecr.us-east-1.amazonaws.com", NULL, NAME_PLAIN },
		{ "1111222233334.dkr.ecr.us-east-1.amazonaws.com", NULL, NAME_PLAIN },
		{ "111122223333.dkr.ecr.", NULL, NAME_PLAIN },
		{ "111122223333.dkr.ecr.us-east-1", NULL, NAME_PLAIN },
		{ "111122223333.dkr.ecr..amazonaws.com", NULL, NAME_PLAIN },
		{ "111122223333.dkr.ecr.us_east_1.amazonaws.com", NULL, NAME_PLAIN },
		{ "111122223333.dkr.ecr.a-region-name-that-is-far-too-long-1.amazonaws.com", NULL,
		  NAME_PLAIN },
		{ "111122223333.dkr.ecrx.us-east-1.amazonaws.com", NULL, NAME_PLAIN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char region[REGION_BYTES];
		enum name_variant variant;
		bool is = ecr_registry_parse(rows[i].host, region, &variant);

		EXPECT(is == (rows[i].region != NULL), "%s", rows[i].host);
		EXPECT(!is || strcmp(region, rows[i].region) == 0, "%s: %s", rows[i].host, region);
		EXPECT(!is || variant == rows[i].variant, "%s", rows[i].host);
	}
	expect_all_held();
}

/* --- one container ------------------------------------------------------------------ */

static const char plain[] =
	"{\"Name\":\"/ecs-web-1-web-aa\",\"Config\":{\"Image\":\"nginx\",\"Env\":null,"
	"\"Labels\":{}},\"HostConfig\":{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{}}},"
	"\"Mounts\":[]}";

#define U(use) (1U << USE_##use)

static char *container(const char *name, const char *image, const char *log, const char *mount,
		       const char *more)
{
	return xasprintf("{\"Name\":\"%s\",\"Config\":{\"Image\":\"%s\"%s},\"HostConfig\":{"
			 "\"LogConfig\":%s},\"Mounts\":[%s]}",
			 name, image, more, log, mount);
}

#define NO_LOG "{\"Type\":\"json-file\",\"Config\":null}"
#define AWSLOGS(options) "{\"Type\":\"awslogs\",\"Config\":{" options "}}"
#define BIND(source, at) "{\"Type\":\"bind\",\"Source\":\"" source "\",\"Destination\":\"" at "\"}"

static void what_a_container_uses(void **state)
{
	static const struct {
		const char *name, *image, *log, *mount, *more;
		unsigned uses;
		const char *registry, *log_region, *log_host; /* NULL: none */
	} rows[] = {
		{ "/a", "nginx", NO_LOG, "", "", 0, NULL, NULL, NULL },
		{ "/a", ECR "/app:1", NO_LOG, "", "", U(ECR), ECR, NULL, NULL },
		{ "/a", ECR "/a/b@sha256:aa", NO_LOG, "", "", U(ECR), ECR, NULL, NULL },
		{ "/a", "public.ecr.aws/nginx/nginx", NO_LOG, "", "", 0, NULL, NULL, NULL },
		{ "/a", ECR ":5000/app", NO_LOG, "", "", 0, NULL, NULL, NULL },
		{ "/a", ECR, NO_LOG, "", "", 0, NULL, NULL, NULL },
		{ "/a", "sha256:0123", NO_LOG, "", "", 0, NULL, NULL, NULL },
		{ "/a", "evil/" ECR "/app", NO_LOG, "", "", 0, NULL, NULL, NULL },
		{ "/a", "nginx", AWSLOGS("\"awslogs-region\":\"eu-west-1\""), "", "", U(AWSLOGS),
		  NULL, "eu-west-1", NULL },
		{ "/a", "nginx", "{\"Type\":\"awslogs\",\"Config\":null}", "", "", U(AWSLOGS), NULL,
		  "", NULL },
		{ "/a", "nginx",
		  AWSLOGS("\"awslogs-region\":\"us-east-1\",\"awslogs-endpoint\":"
			  "\"https://logs.us-east-1.api.aws/\""),
		  "", "", U(AWSLOGS), NULL, NULL, "logs.us-east-1.api.aws" },
		{ "/a", "nginx", AWSLOGS("\"awslogs-endpoint\":\"Logs.Example:8443\""), "", "",
		  U(AWSLOGS), NULL, NULL, "logs.example:8443" },
		{ "/a", "nginx", NO_LOG,
		  BIND("/var/lib/ecs/deps/execute-command/bin/3.2/amazon-ssm-agent", "/x"), "",
		  U(EXEC), NULL, NULL, NULL },
		{ "/a", "nginx", NO_LOG, BIND("/managed-agents/execute-command/bin", "/x"), "",
		  U(EXEC), NULL, NULL, NULL },
		{ "/a", "nginx", NO_LOG, BIND("/anywhere", "/ecs-execute-command-1a/ssm"), "",
		  U(EXEC), NULL, NULL, NULL },
		{ "/a", "nginx", NO_LOG, BIND("/data/execute-command", "/data"), "", 0, NULL, NULL,
		  NULL },
		{ "/a", "nginx", NO_LOG,
		  "{\"Type\":\"volume\",\"Driver\":\"amazon-ecs-volume-plugin\"},{}", "", U(EFS),
		  NULL, NULL, NULL },
		{ "/ecs-web-1-ecs-service-connect-Xy-aa", "nginx", NO_LOG, "", "",
		  U(SERVICE_CONNECT), NULL, NULL, NULL },
		{ "/a", "ecs-service-connect-agent:interface-v1", NO_LOG, "", "",
		  U(SERVICE_CONNECT), NULL, NULL, NULL },
		{ "/a", "amazon/aws-xray-daemon", NO_LOG, "", "", U(XRAY), NULL, NULL, NULL },
		{ "/a", "aws-xray-daemon/other:aws-xray-daemon", NO_LOG, "", "", 0, NULL, NULL,
		  NULL },
		{ "/a", "public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1", NO_LOG, "", "",
		  U(CLOUDWATCH), NULL, NULL, NULL },
		{ "/a", "aws-guardduty-agent-x@sha256:aa", NO_LOG, "", "", U(GUARDDUTY), NULL, NULL,
		  NULL },
		{ "/a", "nginx", NO_LOG, "", ",\"Env\":[\"AWS_BATCH_JOB_ID=secret\"]", U(BATCH),
		  NULL, NULL, NULL },
		{ "/a", "nginx", NO_LOG, "", ",\"Env\":[\"X=AWS_BATCH_JOB_ID\",\"\",\"=\"]", 0,
		  NULL, NULL, NULL },
		{ "/a", "nginx", NO_LOG, "",
		  ",\"Labels\":{\"com.amazonaws.ecs.cluster\":\"arn:aws:ecs:us-east-1:1:cluster/"
		  "AWSBatch-ce-1\"}",
		  U(BATCH), NULL, NULL, NULL },
		{ "/a", "nginx", NO_LOG, "",
		  ",\"Labels\":{\"com.amazonaws.ecs.cluster\":\"web-AWSBatch-\"}", 0, NULL, NULL,
		  NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *body = container(rows[i].name, rows[i].image, rows[i].log, rows[i].mount,
				       rows[i].more);
		const char *const expected[] = { rows[i].registry, rows[i].log_region,
						 rows[i].log_host };
		struct workload w = { .looked = true };
		const struct string_list *lists[] = { &w.registries, &w.log_regions, &w.log_hosts };

		EXPECT(workload_parse_container(&w, body), "%s", body);
		EXPECT(w.uses == rows[i].uses, "%s: %x", body, w.uses);
		EXPECT(workload_is_complete(&w), "%s: %s", body, w.why_not);
		for (size_t l = 0; l < ARRAY_SIZE(lists); l++) {
			const char *found = lists[l]->count ? lists[l]->items[0] : NULL;

			EXPECT(lists[l]->count == (expected[l] != NULL), "%s: list %zu", body, l);
			EXPECT(!found || !expected[l] || strcmp(found, expected[l]) == 0, "%s: %s",
			       body, found);
		}
		workload_done(&w);
		free(body);
	}
	expect_all_held();
}

static void what_is_said_to_be_missed(void **state)
{
	static const char *const logs[] = {
		AWSLOGS("\"awslogs-region\":\"Nowhere\""),
		AWSLOGS("\"awslogs-endpoint\":\"http://logs.example\""),
		AWSLOGS("\"awslogs-endpoint\":\"https://[::1]\""),
		AWSLOGS("\"awslogs-endpoint\":\"https://logs.example:x\""),
		AWSLOGS("\"awslogs-endpoint\":\"\\u001b[2J\""),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(logs); i++) {
		char *body = container("/a", "nginx", logs[i], "", "");
		struct workload w = { .looked = true };

		EXPECT(workload_parse_container(&w, body), "%s", body);
		EXPECT(!workload_is_complete(&w) && w.uses == U(AWSLOGS), "%s", body);
		EXPECT(!w.log_regions.count && !w.log_hosts.count, "%s", body);
		workload_done(&w);
		free(body);
	}
	expect_all_held();
}

static void what_is_no_container(void **state)
{
	static const char *const bodies[] = {
		"",
		"[]",
		"{}",
		"null",
		"{\"message\":\"no such container\"}",
		"{\"Config\":{\"Image\":\"nginx\"}}",
		"{\"Config\":{\"Image\":\"nginx\"},\"HostConfig\":{}}",
		"{\"Config\":{\"Image\":\"nginx\"},\"HostConfig\":{\"LogConfig\":{}}}",
		"{\"Config\":{\"Image\":1},\"HostConfig\":{\"LogConfig\":{\"Type\":\"\"}}}",
		"{\"Config\":{\"Image\":\"" ECR "/a\",\"Env\":{}},\"HostConfig\":{\"LogConfig\":{"
		"\"Type\":\"\"}}}",
		"{\"Config\":{\"Image\":\"" ECR "/a\",\"Env\":[1]},\"HostConfig\":{\"LogConfig\":{"
		"\"Type\":\"\"}}}",
		"{\"Config\":{\"Image\":\"" ECR "/a\"},\"Mounts\":[1],\"HostConfig\":{"
		"\"LogConfig\":{\"Type\":\"awslogs\"}}}",
		"{\"Config\":{\"Image\":\"" ECR "/a\"},\"HostConfig\":{\"LogConfig\":{"
		"\"Type\":\"awslogs\",\"Config\":[]}}}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
		struct workload w = { 0 };

		EXPECT(!workload_parse_container(&w, bodies[i]), "%s", bodies[i]);
		EXPECT(!w.uses && !w.registries.count, "%s", bodies[i]);
		workload_done(&w);
	}
	expect_all_held();
}

static void more_registries_than_are_followed(void **state)
{
	struct workload w = { .looked = true };

	(void)state;
	for (unsigned i = 0; i < MAX_WORKLOAD_HOSTS + 2; i++) {
		char *image = xasprintf("%012u.dkr.ecr.us-east-1.amazonaws.com/a", i);
		char *body = container("/a", image, NO_LOG, "", "");

		EXPECT(workload_is_complete(&w) == (i <= MAX_WORKLOAD_HOSTS), "%u", i);
		/* The same again is no more. */
		assert_true(workload_parse_container(&w, body));
		assert_true(workload_parse_container(&w, plain));
		free(image);
		free(body);
	}
	assert_int_equal(w.registries.count, MAX_WORKLOAD_HOSTS);
	workload_done(&w);
	expect_all_held();
}

/* --- the agent's tasks ----------------------------------------------------------------- */

#define TASK(status, containers)                                                             \
	"{\"Arn\":\"arn:aws:ecs:us-east-1:111122223333:task/c/1\",\"KnownStatus\":\"" status \
	"\",\"Family\":\"web\",\"Version\":\"1\",\"Containers\":" containers "}"

static void tasks(void **state)
{
	static const char body[] = "{\"Tasks\":[" TASK(
		"RUNNING",
		"[{\"Image\":\"" ECR
		"/a\"},{\"Image\":\"b\"}]") "," TASK("STOPPED",
						     "[{\"Image\":\"999999999999.dkr.ecr.us-east-1."
						     "amazonaws.com/a\"}]") "," TASK("PENDING",
										     "null") "]}";
	struct workload w = { .looked = true };
	size_t containers = 0;

	(void)state;
	assert_true(workload_parse_tasks(&w, &containers, body));
	assert_int_equal(w.task_count, 2);
	assert_int_equal(containers, 2);
	assert_int_equal(w.uses, U(ECR));
	assert_int_equal(w.registries.count, 1);
	assert_string_equal(w.registries.items[0], ECR);
	/* What the pending one will use is not to be seen yet. */
	assert_false(workload_is_complete(&w));
	assert_string_equal(w.why_not, "a task has no container yet");
	workload_done(&w);
}

static void tasks_that_tell_all(void **state)
{
	static const char *const bodies[] = {
		"{\"Tasks\":[]}",
		"{\"Tasks\":[" TASK("RUNNING", "[]") "]}",
		"{\"Tasks\":[" TASK("STOPPED", "[]") "]}",
		"{\"Tasks\":[" TASK("PENDING", "[{\"Image\":\"a\"}]") "]}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
		struct workload w = { .looked = true };
		size_t containers = 0;

		EXPECT(workload_parse_tasks(&w, &containers, bodies[i]), "%s", bodies[i]);
		EXPECT(workload_is_complete(&w), "%s: %s", bodies[i], w.why_not);
		workload_done(&w);
	}
	expect_all_held();
}

static void what_are_no_tasks(void **state)
{
	static const char *const bodies[] = {
		"",
		"[]",
		"{}",
		"{\"AvailableCommands\":[\"/v1/metadata\",\"/v1/tasks\",\"/license\"]}",
		"{\"Tasks\":null}",
		"{\"Tasks\":{}}",
		"{\"Tasks\":[1]}",
		"{\"Tasks\":[{}]}",
		"{\"Tasks\":[" TASK("RUNNING", "[]") "," TASK("RUNNING", "[1]") "]}",
		"{\"Tasks\":[" TASK("RUNNING", "{}") "]}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bodies); i++) {
		struct workload w = { 0 };
		size_t containers = 0;

		EXPECT(!workload_parse_tasks(&w, &containers, bodies[i]), "%s", bodies[i]);
		EXPECT(!w.task_count && !containers, "%s", bodies[i]);
		workload_done(&w);
	}
	expect_all_held();
}

static void the_agent_itself(void **state)
{
	static char tags[] = "ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=ec2_instance";
	char *items[] = { tags };
	struct agent_status status = { .container.environment = { items, 1 },
				       .introspection.cluster = "AWSBatch-ce-1234" };
	struct workload w = { 0 };

	(void)state;
	workload_read_agent(&w, &status);
	assert_int_equal(w.uses, U(TAGS) | U(BATCH));
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(registries),
		cmocka_unit_test(what_a_container_uses),
		cmocka_unit_test(what_is_said_to_be_missed),
		cmocka_unit_test(what_is_no_container),
		cmocka_unit_test(more_registries_than_are_followed),
		cmocka_unit_test(tasks),
		cmocka_unit_test(tasks_that_tell_all),
		cmocka_unit_test(what_are_no_tasks),
		cmocka_unit_test(the_agent_itself),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
