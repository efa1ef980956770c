/* SPDX-License-Identifier: Apache-2.0 */
/* What Docker says of the agent, and what only looks like it. */
#include "agent/docker.h"

#include <string.h>

#include "check.h"
#include "ecsprobe/util.h"

#define ID_A "3f4e8c1b2a5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7"
#define ID_B "aa4e8c1b2a5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7"
#define ID_C "bb4e8c1b2a5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7"
#define IMAGE "sha256:" ID_C
#define TASK "\"com.amazonaws.ecs.task-arn\":\"arn:aws:ecs:us-east-1:123456789012:task/c/1\""

/* --- one container ------------------------------------------------------------ */

#define STATE                                                                 \
	"\"Status\":\"running\",\"Running\":true,\"Pid\":4242,\"ExitCode\":0" \
	",\"StartedAt\":\"2026-11-21T20:15:01.123456789Z\""
#define HEAD "{\"Id\":\"" ID_A "\",\"Created\":\"2026-11-21T20:15:00Z\",\"Image\":\"" IMAGE "\","
#define HOST_CONFIG "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"no\"},\"Dns\":[]}"
#define CONTAINER                     \
	HEAD "\"State\":{" STATE "}," \
	     "\"Config\":{\"Env\":[\"ECS_CLUSTER=canary\",\"EMPTY=\"]}," HOST_CONFIG "}"

static void done_with(struct container_status *container)
{
	struct agent_status status = { .container = *container };

	agent_status_done(&status);
}

static void a_container(void **state)
{
	struct container_status c;

	(void)state;
	assert_true(docker_parse_container(&c, CONTAINER));
	assert_int_equal(c.sight, SIGHT_SEEN);
	assert_string_equal(c.id, ID_A);
	assert_string_equal(c.state, "running");
	assert_true(c.running);
	assert_int_equal(c.pid, 4242);
	assert_int_equal(c.exit_code, 0);
	assert_int_equal(c.created_us, 1795292100000000);
	assert_int_equal(c.started_us, 1795292101123456);
	assert_string_equal(c.image_id, IMAGE);
	assert_string_equal(c.restart_policy, "no");
	assert_false(c.own_dns);
	assert_int_equal(c.environment.count, 2);
	assert_string_equal(c.environment.items[0], "ECS_CLUSTER=canary");
	assert_string_equal(c.environment.items[1], "EMPTY=");
	done_with(&c);
}

/* Where the agent's data are, and who labelled it. */
static void what_outlives_it(void **state)
{
#define BIND(at) "{\"Type\":\"bind\",\"Source\":\"/x\",\"Destination\":\"" at "\"}"
#define VOLUME(name, at) "{\"Type\":\"volume\",\"Name\":\"" name "\",\"Destination\":\"" at "\"}"
#define TMPFS(at) "{\"Type\":\"tmpfs\",\"Destination\":\"" at "\"}"
	static const struct {
		const char *environment, *mounts, *labels;
		enum sight outside;
		const char *kept_by;
	} rows[] = {
		{ "ECS_DATADIR=/data", "[" BIND("/data") "]", "{}", SIGHT_SEEN, "" },
		{ "ECS_DATADIR=/data", "[" BIND("/data/") "]", "{}", SIGHT_SEEN, "" },
		{ "A=B", "[" BIND("/data") "]", "null", SIGHT_SEEN, "" },
		{ "ECS_DATADIR=/data/ecs", "[" BIND("/data") "]", "{}", SIGHT_SEEN, "" },
		{ "ECS_DATADIR=/data", "[" BIND("/") "]", "{}", SIGHT_SEEN, "" },
		{ "ECS_DATADIR=/database", "[" BIND("/data") "]", "{}", SIGHT_ABSENT, "" },
		{ "ECS_DATADIR=/other", "[" BIND("/data") "]", "{}", SIGHT_ABSENT, "" },
		{ "ECS_DATADIR=/data", "[]", "{}", SIGHT_ABSENT, "" },
		{ "ECS_DATADIR=/data", "[" VOLUME("ecs", "/data") "]", "{}", SIGHT_SEEN, "" },
		{ "ECS_DATADIR=/data", "[" VOLUME(ID_A, "/data") "]", "{}", SIGHT_ABSENT, "" },
		{ "ECS_DATADIR=/data", "[" TMPFS("/data") "]", "{}", SIGHT_ABSENT, "" },
		{ "ECS_DATADIR=/d/e", "[" BIND("/d") "," TMPFS("/d/e") "]", "{}", SIGHT_ABSENT,
		  "" },
		{ "ECS_DATADIR=/data", "[7,{},{\"Destination\":7}]", "[]", SIGHT_ABSENT, "" },
		{ "ECS_DATADIR=/data", "null", "7", SIGHT_UNKNOWN, "" },
		{ "ECS_DATADIR=/data", "{}", "{}", SIGHT_UNKNOWN, "" },
		{ "A=B", "[]", "{\"io.kubernetes.pod.name\":\"x\"}", SIGHT_ABSENT, "Kubernetes" },
		{ "A=B", "[]", "{\"com.hashicorp.nomad.alloc_id\":\"\"}", SIGHT_ABSENT, "Nomad" },
		{ "A=B", "[]", "{\"com.docker.swarm.service.id\":\"x\"}", SIGHT_ABSENT,
		  "Docker Swarm" },
		{ "A=B", "[]", "{\"own\":\"x\"}", SIGHT_ABSENT, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct container_status c;
		char *body = xasprintf(HEAD "\"State\":{" STATE "},\"Config\":{\"Env\":[\"%s\"],"
					    "\"Labels\":%s},\"Mounts\":%s}",
				       rows[i].environment, rows[i].labels, rows[i].mounts);

		EXPECT(docker_parse_container(&c, body), "row %zu: %s", i, c.why);
		EXPECT(c.data_outside == rows[i].outside, "row %zu: %d", i, c.data_outside);
		EXPECT(strcmp(c.kept_by, rows[i].kept_by) == 0, "row %zu: %s", i, c.kept_by);
		done_with(&c);
		free(body);
	}
	expect_all_held();
#undef BIND
#undef VOLUME
#undef TMPFS
}

/* The directory of the host, as the mount around ECS_DATADIR tells it. */
static void where_its_data_are(void **state)
{
#define MOUNT(source, at) "{\"Type\":\"bind\",\"Source\":\"" source "\",\"Destination\":\"" at "\"}"
	static const struct {
		const char *data, *mounts, *place;
	} rows[] = {
		{ "/data", MOUNT("/var/lib/ecs/data", "/data"), "/var/lib/ecs/data" },
		{ "/data/", MOUNT("/opt/x/", "/data/"), "/opt/x" },
		{ "/data/a/b", MOUNT("/opt/x", "/data"), "/opt/x/a/b" },
		{ "/data/a/b/", MOUNT("/", "/data"), "/a/b" },
		{ "/data", MOUNT("/opt", "/"), "/opt/data" },
		{ "/d/e", MOUNT("/opt", "/d") "," MOUNT("/srv", "/d/e"), "/srv" },
		{ "/data",
		  "{\"Type\":\"volume\",\"Name\":\"ecs\",\"Source\":\"/v/_data\","
		  "\"Destination\":\"/data\"}",
		  "/v/_data" },
		{ "/other", MOUNT("/opt", "/data"), "" },
		{ "", MOUNT("/opt", "/data"), "" },
		{ "/data/../x", MOUNT("/opt", "/data"), "" },
		{ "/data", MOUNT("/opt/\\u0007", "/data"), "" },
		{ "/data", MOUNT("opt", "/data"), "" },
		{ "/data", "{\"Type\":\"bind\",\"Destination\":\"/data\"}", "" },
		{ "/data", "{\"Type\":\"bind\",\"Source\":7,\"Destination\":\"/data\"}", "" },
		{ "/data", "{\"Type\":\"tmpfs\",\"Source\":\"/x\",\"Destination\":\"/data\"}", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct container_status c;
		CLEANUP(cleanup_free)
		char *body = xasprintf(HEAD "\"State\":{" STATE "},\"Config\":{\"Env\":"
					    "[\"ECS_DATADIR=%s\"]},\"Mounts\":[%s]}",
				       rows[i].data, rows[i].mounts);

		EXPECT(docker_parse_container(&c, body), "row %zu: %s", i, c.why);
		EXPECT(strcmp(c.data_place, rows[i].place) == 0, "row %zu: %s", i, c.data_place);
		done_with(&c);
	}
	expect_all_held();
#undef MOUNT
}

/* Whose /etc/hosts is a copy of the host's. */
static void whose_hosts_file(void **state)
{
	static const struct {
		const char *host_config, *mounts;
		bool own;
	} rows[] = {
		{ "{\"NetworkMode\":\"host\",\"ExtraHosts\":null}", "[]", false },
		{ "{\"NetworkMode\":\"host\",\"ExtraHosts\":[]}", "null", false },
		{ "{\"NetworkMode\":\"host\",\"ExtraHosts\":[\"ecs:10.0.0.9\"]}", "[]", true },
		{ "{\"NetworkMode\":\"default\"}", "[]", true },
		{ "{\"NetworkMode\":\"bridge\"}", "[]", true },
		{ "{\"NetworkMode\":\"host\"}",
		  "[{\"Type\":\"bind\",\"Destination\":\"/etc/hosts\"}]", true },
		{ "{\"NetworkMode\":\"host\"}",
		  "[{\"Type\":\"bind\",\"Destination\":\"/etc/hosts.d\"}]", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		CLEANUP(cleanup_free)
		char *body = xasprintf(HEAD "\"State\":{" STATE "},\"Config\":{\"Env\":[]},"
					    "\"HostConfig\":%s,\"Mounts\":%s}",
				       rows[i].host_config, rows[i].mounts);
		struct container_status c;

		EXPECT(docker_parse_container(&c, body), "row %zu: %s", i, c.why);
		EXPECT(c.own_hosts == rows[i].own, "row %zu", i);
		done_with(&c);
	}
	expect_all_held();
}

static void what_docker_may_leave_out(void **state)
{
	static const struct {
		const char *body;
		const char *policy;
		bool own_dns;
		size_t environment;
	} rows[] = {
		{ "{\"Id\":\"" ID_A "\",\"State\":{" STATE "},\"Config\":{\"Env\":null}}", "",
		  false, 0 },
		{ HEAD "\"State\":{" STATE "},\"Config\":{\"Env\":[]},\"HostConfig\":null}", "",
		  false, 0 },
		{ HEAD "\"State\":{" STATE "},\"Config\":{\"Env\":[\"A=\\u00e9\\n\"]},"
		       "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"on-failure\","
		       "\"MaximumRetryCount\":10},\"Dns\":[\"10.0.0.2\"]}}",
		  "on-failure", true, 1 },
		{ HEAD "\"State\":{" STATE "},\"Config\":{\"Env\":[]},"
		       "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"\"},\"Dns\":null}}",
		  "", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct container_status c;

		EXPECT(docker_parse_container(&c, rows[i].body), "row %zu: %s", i, c.why);
		EXPECT(c.sight == SIGHT_SEEN, "row %zu", i);
		EXPECT(strcmp(c.restart_policy, rows[i].policy) == 0, "row %zu: %s", i,
		       c.restart_policy);
		EXPECT(c.own_dns == rows[i].own_dns, "row %zu", i);
		EXPECT(c.environment.count == rows[i].environment, "row %zu", i);
		done_with(&c);
	}
	expect_all_held();
}

static void no_containers(void **state)
{
#define WITH_STATE(text) HEAD "\"State\":" text ",\"Config\":{\"Env\":[]}," HOST_CONFIG "}"
#define WITH_ENV(text) HEAD "\"State\":{" STATE "},\"Config\":" text "," HOST_CONFIG "}"
	static const struct {
		const char *body, *why;
	} rows[] = {
		{ "", "not a JSON object" },
		{ "null", "not a JSON object" },
		{ "[]", "not a JSON object" },
		{ "\"text\"", "not a JSON object" },
		{ CONTAINER "x", "not a JSON object" },
		{ "{\"Id\":", "not a JSON object" },
		{ "{}", "Id" },
		{ "{\"message\":\"No such container: ecs-agent\"}", "Id" },
		{ "{\"Id\":12}", "Id" },
		{ "{\"Id\":\"\"}", "Id" },
		{ "{\"Id\":\"/../etc\"}", "Id" },
		{ "{\"Id\":\"" ID_A "0\"}", "Id" },
		{ "{\"Id\":\"" ID_A "\"}", "Status" },
		{ WITH_STATE("\"running\""), "Status" },
		{ WITH_STATE("[]"), "Status" },
		{ WITH_STATE("{\"Status\":\"\"}"), "Status" },
		{ WITH_STATE("{\"Status\":\"RUN\\u001b[31m\"}"), "Status" },
		{ WITH_STATE("{\"Status\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}"),
		  "Status" },
		{ WITH_STATE("{\"Status\":\"running\",\"Running\":\"true\"}"), "Running" },
		{ WITH_STATE("{\"Status\":\"running\",\"Running\":true,\"Pid\":-1}"), "Pid" },
		{ WITH_STATE("{\"Status\":\"running\",\"Running\":true,\"Pid\":4294967297}"),
		  "Pid" },
		{ WITH_STATE("{\"Status\":\"running\",\"Running\":true,\"Pid\":1.5}"), "Pid" },
		{ WITH_STATE("{\"Status\":\"exited\",\"Running\":false,\"Pid\":0,"
			     "\"ExitCode\":9999999999}"),
		  "ExitCode" },
		{ WITH_STATE("{\"Status\":\"exited\",\"Running\":false,\"Pid\":0,\"ExitCode\":5,"
			     "\"StartedAt\":\"yesterday\"}"),
		  "StartedAt" },
		{ WITH_ENV("{}"), "Env" },
		{ WITH_ENV("null"), "Env" },
		{ WITH_ENV("\"canary\""), "Env" },
		{ WITH_ENV("{\"Env\":\"canary=1\"}"), "Env" },
		{ WITH_ENV("{\"Env\":{\"canary\":\"1\"}}"), "Env" },
		{ WITH_ENV("{\"Env\":[\"canary=1\",2]}"), "Env" },
		{ HEAD "\"State\":{" STATE "},\"Config\":{\"Env\":[]},\"HostConfig\":[]}", "Name" },
		{ HEAD "\"State\":{" STATE "},\"Config\":{\"Env\":[\"canary=1\"]},"
		       "\"HostConfig\":{\"Dns\":\"10.0.0.2\"}}",
		  "Dns" },
		{ HEAD "\"State\":{" STATE "},\"Config\":{\"Env\":[\"canary=1\"]},"
		       "\"HostConfig\":{\"RestartPolicy\":{\"Name\":7}}}",
		  "Name" },
	};
#undef WITH_STATE
#undef WITH_ENV

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct container_status c;

		EXPECT(!docker_parse_container(&c, rows[i].body), "row %zu", i);
		EXPECT(c.sight == SIGHT_UNKNOWN && strstr(c.why, rows[i].why), "row %zu: %s", i,
		       c.why);
		EXPECT(is_printable(c.why) && !strstr(c.why, "canary"), "row %zu: %s", i, c.why);
		EXPECT(!c.id[0] && !c.running && !c.environment.count && !c.environment.items,
		       "row %zu", i);
	}
	expect_all_held();
}

static void times(void **state)
{
	static const struct {
		const char *text;
		int64_t us; /* -1: no time */
	} rows[] = {
		{ "2026-11-21T20:15:01.123456789Z", 1795292101123456 },
		{ "2026-11-21T20:15:01Z", 1795292101000000 },
		{ "2026-11-21T20:15:01.5Z", 1795292101500000 },
		{ "2026-11-21T20:15:01.000000999Z", 1795292101000000 },
		{ "2026-11-21T22:15:01.1+02:00", 1795292101100000 },
		{ "2026-11-21T14:45:01.1-05:30", 1795292101100000 },
		{ "0001-01-01T00:00:00Z", 0 },
		{ "1969-12-31T23:59:59Z", 0 },
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01T00:00:00.000001Z", 1 },
		{ "2024-02-29T00:00:00Z", 1709164800000000 },
		{ "9999-12-31T23:59:59Z", 253402300799000000 },
		{ "2023-02-29T00:00:00Z", -1 },
		{ "2026-13-01T00:00:00Z", -1 },
		{ "2026-00-01T00:00:00Z", -1 },
		{ "2026-01-00T00:00:00Z", -1 },
		{ "2026-01-01T24:00:00Z", -1 },
		{ "2026-01-01T00:60:00Z", -1 },
		{ "2026-01-01T00:00:60Z", -1 },
		{ "2026-01-01 00:00:00Z", -1 },
		{ "2026-01-01T00:00:00", -1 },
		{ "2026-01-01T00:00:00z", -1 },
		{ "2026-01-01T00:00:00Zx", -1 },
		{ "2026-01-01T00:00:00+25:00", -1 },
		{ "2026-01-01T00:00:00+0100", -1 },
		{ "26-01-01T00:00:00Z", -1 },
		{ "-026-01-01T00:00:00Z", -1 },
		{ "2026", -1 },
		{ "", -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *body = xasprintf("{\"Id\":\"ab\",\"State\":{\"Status\":\"exited\","
				       "\"Running\":false,\"Pid\":0,\"ExitCode\":5,"
				       "\"StartedAt\":\"%s\"},\"Config\":{\"Env\":[]}}",
				       rows[i].text);
		struct container_status c;
		bool seen = docker_parse_container(&c, body);

		EXPECT(seen == (rows[i].us >= 0), "%s: %s", rows[i].text, c.why);
		EXPECT(!seen || c.started_us == rows[i].us, "%s: %lld", rows[i].text,
		       (long long)c.started_us);
		done_with(&c);
		free(body);
	}
	expect_all_held();
}

/* --- lists, images, messages --------------------------------------------------- */

static void lists(void **state)
{
	static const struct {
		const char *body;
		size_t count; /* SIZE_MAX: no list */
	} rows[] = {
		{ "[]", 0 },
		{ "[{\"Id\":\"" ID_A "\",\"Names\":[\"/ecs-agent\"],\"Labels\":{}}]", 0 },
		/* The agent is known by its name, whatever labels it was given. */
		{ "[{\"Id\":\"" ID_A "\",\"Names\":[\"/ecs-agent\"],\"Labels\":{" TASK "}}]", 0 },
		{ "[{\"Id\":\"" ID_A "\",\"Names\":[\"/ecs-c-1\"],\"Labels\":{" TASK "}},"
		  "{\"Id\":\"" ID_B "\",\"Names\":[\"/other\"],\"Labels\":{\"a\":\"b\"}},"
		  "{\"Id\":\"" ID_C "\",\"Names\":[\"/ecs-c-2\",\"/x\"],\"Labels\":{" TASK "}}]",
		  2 },
		{ "[{\"Id\":\"" ID_A "\",\"Names\":null,\"Labels\":null}]", 0 },
		{ "[{\"Id\":\"" ID_A "\",\"Names\":[7],\"Labels\":{" TASK "}}]", 1 },
		{ "[{\"Id\":\"" ID_A "\",\"Names\":[\"/ecs-agents\"],\"Labels\":{" TASK "}}]", 1 },
		{ "", SIZE_MAX },
		{ "null", SIZE_MAX },
		{ "{}", SIZE_MAX },
		{ "{\"message\":\"no\"}", SIZE_MAX },
		{ "[1]", SIZE_MAX },
		{ "[[]]", SIZE_MAX },
		{ "[{}]", SIZE_MAX },
		{ "[{\"Id\":\"x y\"}]", SIZE_MAX },
		{ "[{\"Id\":\"" ID_A "\",\"Labels\":{" TASK "}},{\"Id\":3}]", SIZE_MAX },
		{ "[{\"Id\":\"" ID_A "\",\"Labels\":[\"a\"]}]", SIZE_MAX },
		{ "[{\"Id\":\"" ID_A "\",\"Names\":\"/ecs-agent\"}]", SIZE_MAX },
		{ "[{\"Id\":\"" ID_A "\"}", SIZE_MAX },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct tasks_status tasks;
		bool seen = docker_parse_list(&tasks, rows[i].body);

		EXPECT(seen == (rows[i].count != SIZE_MAX), "row %zu", i);
		EXPECT(tasks.sight == (seen ? SIGHT_SEEN : SIGHT_UNKNOWN), "row %zu", i);
		EXPECT(tasks.ids.count == (seen ? rows[i].count : 0), "row %zu: %zu", i,
		       tasks.ids.count);
		EXPECT(tasks.ids.count < 2 || strcmp(tasks.ids.items[1], ID_C) == 0, "row %zu", i);
		string_list_done(&tasks.ids);
	}
	expect_all_held();
}

static void images(void **state)
{
	static const struct {
		const char *body, *id; /* NULL: no image */
	} rows[] = {
		{ "{\"Id\":\"" IMAGE "\",\"RepoTags\":[\"amazon/amazon-ecs-agent:latest\"]}",
		  IMAGE },
		{ "{\"Id\":\"\"}", NULL },
		{ "{\"Id\":null}", NULL },
		{ "{\"Id\":\"sha256:\\n\"}", NULL },
		{ "{\"Id\":\"sha256:" ID_A ID_B "\"}", NULL },
		{ "[\"" IMAGE "\"]", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct image_evidence image = { .loaded = SIGHT_SEEN, .loaded_id = "old" };
		bool seen = docker_parse_image(&image, rows[i].body);

		EXPECT(seen == (rows[i].id != NULL), "row %zu", i);
		EXPECT(image.loaded == (seen ? SIGHT_SEEN : SIGHT_UNKNOWN), "row %zu", i);
		EXPECT(strcmp(image.loaded_id, seen ? rows[i].id : "") == 0, "row %zu: %s", i,
		       image.loaded_id);
	}
	expect_all_held();
}

static void messages(void **state)
{
	static const struct {
		const char *body, *message;
	} rows[] = {
		{ "{\"message\":\"No such container: ecs-agent\"}", "No such container..." },
		{ "{\"message\":\"\\u001b[31mred\"}", "\\x1b[31mred" },
		{ "{\"message\":7}", "" },
		{ "{}", "" },
		{ "<html>", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char message[21];

		docker_parse_message(message, sizeof message, rows[i].body);
		EXPECT(strcmp(message, rows[i].message) == 0, "row %zu: %s", i, message);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_container),
		cmocka_unit_test(whose_hosts_file),
		cmocka_unit_test(what_docker_may_leave_out),
		cmocka_unit_test(no_containers),
		cmocka_unit_test(times),
		cmocka_unit_test(lists),
		cmocka_unit_test(images),
		cmocka_unit_test(messages),
		cmocka_unit_test(where_its_data_are),
		cmocka_unit_test(what_outlives_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
