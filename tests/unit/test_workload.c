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

/* As words with a blank between them, in the order in which they were found. */
static char *joined(const struct string_list *list)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < list->count; i++) {
		char *longer = xasprintf("%s%s%s", text, i ? " " : "", list->items[i]);

		free(text);
		text = longer;
	}
	return text;
}

#define EXPECT_LIST(list, expected)                                                \
	do {                                                                       \
		char *found_ = joined(list);                                       \
                                                                                   \
		EXPECT(strcmp(found_, (expected)) == 0, "row %zu: %s", i, found_); \
		free(found_);                                                      \
	} while (0)

static void where_images_come_from(void **state)
{
	static const struct {
		const char *image, *registry;
	} rows[] = {
		{ "nginx", "docker.io" },
		{ "library/nginx:1", "docker.io" },
		{ "docker.io/library/nginx", "docker.io" },
		{ "ghcr.io/team/app:1", "ghcr.io" },
		{ "public.ecr.aws/nginx/nginx", "public.ecr.aws" },
		{ "Registry.Example:5000/app@sha256:aa", "registry.example:5000" },
		{ "localhost/app", "localhost" },
		{ ECR "/app:1", "" },
		{ ECR ":5000/app", ECR ":5000" },
		{ "sha256:0123", "" },
		{ "", "" },
		{ "amazon/amazon-ecs-pause:0.1.0", "" },
		{ "ecs-service-connect-agent:interface-v1", "" },
		{ "\\u001b[2J.example/app", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *body = container("/a", rows[i].image, NO_LOG, "", "");
		struct workload w = { .looked = true };

		EXPECT(workload_parse_container(&w, body), "%s", body);
		EXPECT_LIST(&w.other_registries, rows[i].registry);
		EXPECT(workload_is_complete(&w), "%s", body);
		workload_done(&w);
		free(body);
	}
	expect_all_held();
}

#define ROUTER "/var/lib/ecs/data/firelens/0a1b/config/"

static void the_log_router(void **state)
{
	static const struct {
		const char *source;
		unsigned uses;
		const char *routers;
	} rows[] = {
		{ ROUTER "fluent.conf", U(FIRELENS), ROUTER "fluent.conf" },
		{ ROUTER "fluent-bit.yaml", U(FIRELENS), ROUTER "fluent-bit.yaml" },
		{ ROUTER "external.conf", U(FIRELENS), "" },
		{ "/var/lib/ecs/data/firelens/0a1b/socket", U(FIRELENS), "" },
		{ "/var/lib/ecs/data/firelens/../../shadow/config/fluent.conf", U(FIRELENS), "" },
		{ "data/firelens/config/fluent.conf", 0, "" },
		{ "/etc/fluent.conf", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *mount = xasprintf("{\"Type\":\"bind\",\"Source\":\"%s\"}", rows[i].source);
		char *body = container("/a", "nginx", NO_LOG, mount, "");
		struct workload w = { .looked = true };

		EXPECT(workload_parse_container(&w, body), "%s", body);
		EXPECT(w.uses == rows[i].uses, "row %zu: %x", i, w.uses);
		EXPECT_LIST(&w.routers, rows[i].routers);
		workload_done(&w);
		free(body);
		free(mount);
	}
	expect_all_held();
}

#define FORWARD "[INPUT]\n    Name forward\n    unix_path /var/run/fluent.sock\n\n"

static void where_the_log_router_sends(void **state)
{
	static const struct {
		const char *text, *routed;
		bool elsewhere;
	} rows[] = {
		{ "", "", false },
		{ FORWARD "[OUTPUT]\n    Name cloudwatch_logs\n    Match web-firelens*\n"
			  "    log_group_name web\n    region us-east-1\n",
		  "logs/us-east-1", false },
		{ FORWARD "[OUTPUT]\n    Name cloudwatch\n    Match *\n", "logs", false },
		{ "[OUTPUT]\n Name kinesis_firehose\n region eu-west-1\n[OUTPUT]\n Name kinesis\n"
		  "[OUTPUT]\n NAME S3\n Region eu-west-2\n[OUTPUT]\n Name firehose\n Region "
		  "eu-west-1\r\n",
		  "kinesis-firehose/eu-west-1 kinesis-streams s3/eu-west-2", false },
		{ "[OUTPUT]\n    Name null\n    Match firelens-healthcheck\n", "", false },
		/* What is not AWS's, or set where nobody looks. */
		{ "[OUTPUT]\n    Name datadog\n    apikey canary\n", "", true },
		{ "@INCLUDE /fluent-bit/etc/external.conf\n[OUTPUT]\n Name s3\n region us-east-1\n",
		  "s3/us-east-1", true },
		/* Without a Region it is us-east-1 to Fluent Bit, wherever it runs. */
		{ "[OUTPUT]\n Name s3\n bucket logs\n[OUTPUT]\n Name kinesis\n", "kinesis-streams",
		  true },
		{ "<match a>\n @type s3\n s3_region eu-west-1\n</match>\n", "s3/eu-west-1", false },
		{ "<match a>\n @type s3\n s3_endpoint https://s3.example\n s3_region eu-west-1\n",
		  "", true },
		/* It takes the role from where it sends to. */
		{ "[OUTPUT]\n Name firehose\n region eu-west-1\n role_arn arn:aws:iam::1:role/a\n"
		  "[OUTPUT]\n Name firehose\n",
		  "kinesis-firehose/eu-west-1 sts/eu-west-1 kinesis-firehose", false },
		{ "[OUTPUT]\n Name cloudwatch_logs\n sts_endpoint sts.example\n", "", true },
		{ "[OUTPUT]\n Name cloudwatch_logs\n region ${WHERE}\n", "", true },
		{ "[OUTPUT]\n Name cloudwatch_logs\n endpoint logs.example\n", "", true },
		/* An input or a filter sends nothing. */
		{ "[INPUT]\n Name s3\n region us-east-1\n[FILTER]\n Name kinesis\n", "", false },
		{ "<source>\n    @type unix\n    path /var/run/fluent.sock\n</source>\n"
		  "<match web-firelens**>\n    @type kinesis_streams\n    region \"us-west-2\"\n"
		  "</match>\n",
		  "kinesis-streams/us-west-2", false },
		{ "<source>\n @type s3\n</source>\n@include /fluentd/etc/external.conf\n", "",
		  true },
		{ "<match **>\n @type elasticsearch\n</match>\n", "", true },
		{ "pipeline:\n  inputs:\n    - name: \"forward\"\n  outputs:\n"
		  "    - name: \"cloudwatch_logs\"\n      match: \"web-firelens*\"\n"
		  "      region: \"us-east-1\"\n    - name: \"null\"\n",
		  "logs/us-east-1", false },
		{ "includes:\n  - \"/fluent-bit/etc/external.yaml\"\npipeline:\n  outputs:\n"
		  "    - name: \"splunk\"\n",
		  "", true },
		{ "# Name s3\n[OUTPUT]\n# Name s3\n\n   \n-\n- \n:\n\"\n[\n<\n", "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct workload w = { .looked = true };

		workload_parse_router(&w, rows[i].text);
		EXPECT_LIST(&w.routed, rows[i].routed);
		EXPECT(w.routed_elsewhere == rows[i].elsewhere, "row %zu", i);
		EXPECT(workload_is_complete(&w), "row %zu: %s", i, w.why_not);
		workload_done(&w);
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
	workload_done(&w);
	/* ecs.config.json says it too. */
	status = (struct agent_status){ .config.propagates_tags = true };
	workload_read_agent(&w, &status);
	assert_int_equal(w.uses, U(TAGS));
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(registries),
		cmocka_unit_test(what_a_container_uses),
		cmocka_unit_test(where_images_come_from),
		cmocka_unit_test(the_log_router),
		cmocka_unit_test(where_the_log_router_sends),
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
