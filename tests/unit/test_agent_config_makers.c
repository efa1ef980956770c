/* SPDX-License-Identifier: Apache-2.0 */
/* Who makes the agent's container, and what the next one would be made from. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "agent/evidence.h"
#include "check.h"
#include "ecsprobe/util.h"
#include "tree.h"

#define USER_FILE "/etc/ecs/ecs.config"
#define JSON_FILE "/etc/ecs/ecs.config.json"

static struct agent_status supervised(const char *const *environment)
{
	struct agent_status status = {
		.unit = { .sight = SIGHT_SEEN, .by_ecs_init = true },
		.container = { .sight = SIGHT_SEEN,
			       .running = true,
			       .pid = 77,
			       .started_us = INT64_C(1000000000000000) },
	};

	strings_fill(&status.container.environment, environment);
	return status;
}

/* Docker restarts it with what it has, whatever the files say. */
static void a_container_by_hand(void **state)
{
	static const struct {
		const char *file;
		const char *environment[4];
		const char *changed;
		bool compared;
	} rows[] = {
		/* Evidently made from the file. */
		{ "ECS_CLUSTER=file\nECS_LOGLEVEL=info\n",
		  { "ECS_CLUSTER=own", "ECS_LOGLEVEL=info" },
		  "ECS_CLUSTER",
		  true },
		{ "ECS_CLUSTER=file\n",
		  { "ECS_CLUSTER=own", "HTTP_PROXY=x" },
		  "ECS_CLUSTER",
		  true },
		{ "ECS_CLUSTER=own\nHTTP_PROXY=x\n", { "ECS_CLUSTER=own" }, "", true },
		{ "# A=1\nECS_CLUSTER=own\n", { "ECS_CLUSTER=own" }, "", true },
		/* It keeps what it has; the file is another's. */
		{ "ECS_CLUSTER=file\nECS_LOGLEVEL=info\n", { "ECS_CLUSTER=own" }, "", false },
		{ "ECS_LOGLEVEL=info\n", { "ECS_CLUSTER=own" }, "", false },
		{ "# ECS_CLUSTER=own\n", { "# ECS_CLUSTER=own", "ECS_CLUSTER=own" }, "", false },
		{ "", { "ECS_CLUSTER=own" }, "", false },
		{ NULL, { "ECS_CLUSTER=own" }, "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(rows[i].environment);
		char *root = tree_open();
		char text[1024];

		status.unit.sight = SIGHT_ABSENT;
		if (rows[i].file)
			tree_write(root, USER_FILE, rows[i].file);
		/* It reads another one. */
		tree_write(root, JSON_FILE, "broken");
		tree_gather_config(&status, root);
		EXPECT(strcmp(strings_joined(&status.config.changed, text), rows[i].changed) == 0,
		       "row %zu: %s", i, text);
		EXPECT(status.config.sight == (rows[i].compared ? SIGHT_SEEN : SIGHT_ABSENT),
		       "row %zu", i);
		EXPECT(rows[i].compared == !status.config.why[0], "row %zu", i);
		EXPECT(strcmp(status.config.cluster, "own") == 0, "row %zu", i);
		EXPECT(!status.config.json_invalid && !status.config.json_newer, "row %zu", i);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* Who makes the container, and so from what. */
static void makers(void **state)
{
	static const struct {
		enum sight unit;
		bool by_ecs_init, without_container;
		const char *policy;
		enum sight sight;
		const char *changed, *cluster;
	} rows[] = {
		{ SIGHT_SEEN, true, false, "", SIGHT_SEEN, "ECS_CLUSTER ECS_LOGLEVEL HTTP_PROXY",
		  "file" },
		{ SIGHT_UNKNOWN, false, false, "no", SIGHT_SEEN,
		  "ECS_CLUSTER ECS_LOGLEVEL HTTP_PROXY", "file" },
		{ SIGHT_UNKNOWN, false, false, "always", SIGHT_ABSENT, "", "own" },
		{ SIGHT_SEEN, false, false, "", SIGHT_ABSENT, "", "own" },
		{ SIGHT_ABSENT, false, false, "", SIGHT_ABSENT, "", "own" },
		{ SIGHT_SEEN, false, true, "", SIGHT_UNKNOWN, "", "file" },
	};
	static const char *const environment[] = { "ECS_CLUSTER=own", "HTTP_PROXY=x", NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(environment);
		char *root = tree_open();
		char text[1024];

		status.unit.sight = rows[i].unit;
		status.unit.by_ecs_init = rows[i].by_ecs_init;
		status.unit.without_container = rows[i].without_container;
		(void)copy_text(status.container.restart_policy, UNIT_WORD_BYTES, rows[i].policy);
		tree_write(root, USER_FILE, "ECS_CLUSTER=file\nECS_LOGLEVEL=info\n");
		tree_gather_config(&status, root);
		EXPECT(status.config.sight == rows[i].sight, "row %zu", i);
		EXPECT(strcmp(strings_joined(&status.config.changed, text), rows[i].changed) == 0,
		       "row %zu: %s", i, text);
		EXPECT(strcmp(status.config.cluster, rows[i].cluster) == 0, "row %zu: %s", i,
		       status.config.cluster);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* A unit of the user's own that makes the container from the file, evidently. */
static void a_maker_of_the_users_own(void **state)
{
	static const char *const environment[] = { "ECS_CLUSTER=own", NULL };
	struct agent_status status = supervised(environment);
	char *root = tree_open();

	(void)state;
	status.unit.by_ecs_init = false;
	tree_write(root, USER_FILE, "ECS_CLUSTER=file\n");
	tree_gather_config(&status, root);
	assert_int_equal(status.config.sight, SIGHT_SEEN);
	assert_int_equal(status.config.changed.count, 1);
	assert_string_equal(status.config.cluster, "file");
	agent_status_done(&status);
	tree_close(root);
}

static void what_a_start_may_fail_of(void **state)
{
	static const struct {
		const char *file;
		const char *environment[6];
		bool registered, by_hand;
		size_t count;
		const char *words;
	} rows[] = {
		{ "ECS_CLUSTER=a\n", { 0 }, false, false, 0, "" },
		{ "A=1\n=======\nB=2\n",
		  { 0 },
		  true,
		  false,
		  1,
		  "line 2 of /etc/ecs/ecs.config, which has nothing before its '='" },
		{ " =secret\n=\n=\n=\n=\n=\n", { 0 }, false, false, 4, "line 1 of" },
		{ "=======\n", { "A=1" }, false, true, 0, "" },
		{ "<<<<<<< HEAD\n>>>>>>> x\n", { 0 }, false, false, 0, "" },
		{ "AWS_CA_BUNDLE=/a.pem\n", { 0 }, false, false, 1, "AWS_CA_BUNDLE, which" },
		{ "AWS_CA_BUNDLE=/a.pem\n", { 0 }, true, false, 1, "may refuse" },
		{ "AWS_CA_BUNDLE=\n", { 0 }, false, false, 0, "" },
		/* It has registered with just that. */
		{ "AWS_CA_BUNDLE=/a.pem\n", { "AWS_CA_BUNDLE=/a.pem" }, true, false, 0, "" },
		{ "AWS_CA_BUNDLE=/a.pem\n", { "AWS_CA_BUNDLE=/b.pem" }, true, false, 1, "" },
		{ "AWS_CA_BUNDLE=/a.pem\n", { "AWS_CA_BUNDLE=/a.pem" }, false, false, 1, "" },
		{ "", { "AWS_CA_BUNDLE=/a.pem" }, false, false, 0, "" },
		{ "", { "AWS_CA_BUNDLE=/a.pem" }, false, true, 1, "" },
		{ "AWS_USE_FIPS_ENDPOINT=true\n", { 0 }, false, false, 0, "" },
		{ "ECS_BACKEND_HOST=h.example\n", { 0 }, false, false, 0, "" },
		{ "AWS_USE_FIPS_ENDPOINT=True\nECS_BACKEND_HOST=h.example\n",
		  { 0 },
		  false,
		  false,
		  1,
		  "AWS_USE_FIPS_ENDPOINT or" },
		{ "AWS_USE_FIPS_ENDPOINT=1\nECS_BACKEND_HOST=h.example\n",
		  { 0 },
		  false,
		  false,
		  0,
		  "" },
		{ "AWS_USE_DUALSTACK_ENDPOINT=true\nAWS_ENDPOINT_URL=https://h\n",
		  { 0 },
		  false,
		  false,
		  1,
		  "" },
		{ "AWS_USE_DUALSTACK_ENDPOINT=true\nAWS_ENDPOINT_URL_ECS=https://h\n",
		  { 0 },
		  false,
		  false,
		  1,
		  "" },
		{ "AWS_USE_FIPS_ENDPOINT=true\nECS_BACKEND_HOST=h.example\n",
		  { "AWS_USE_FIPS_ENDPOINT=true", "ECS_BACKEND_HOST=h.example" },
		  true,
		  false,
		  0,
		  "" },
		/* The agent fills in an empty one, and too late. */
		{ "HTTP_PROXY=p:1\n", { 0 }, false, false, 1, "NO_PROXY without" },
		{ "HTTP_PROXY=p:1\nNO_PROXY=\n", { 0 }, true, false, 1, "NO_PROXY without" },
		{ "HTTP_PROXY=p:1\n", { "HTTP_PROXY=p:1" }, true, false, 0, "" },
		{ "HTTP_PROXY=p:1\nECS_EXTERNAL=true\n", { 0 }, false, false, 0, "" },
		{ "HTTP_PROXY=p:1\nNO_PROXY=169.254.170.2\n",
		  { 0 },
		  false,
		  false,
		  1,
		  "NO_PROXY without 169.254.169.254" },
		{ "http_proxy=p:1\nno_proxy=x\n", { 0 }, false, false, 1, "" },
		{ "HTTPS_PROXY=p:1\nNO_PROXY=x\n", { 0 }, false, false, 0, "" },
		{ "HTTP_PROXY=p:1\nNO_PROXY=x, 169.254.169.254\n", { 0 }, false, false, 0, "" },
		{ "HTTP_PROXY=p:1\nNO_PROXY=169.254.0.0/16\n", { 0 }, false, false, 0, "" },
		{ "HTTP_PROXY=p:1\nNO_PROXY=*\n", { 0 }, false, false, 0, "" },
		{ "HTTP_PROXY=p:1\nNO_PROXY=x\nECS_EXTERNAL=true\n", { 0 }, false, false, 0, "" },
		{ "HTTP_PROXY=p:1\nNO_PROXY=x\n",
		  { "HTTP_PROXY=p:1", "NO_PROXY=x" },
		  true,
		  false,
		  0,
		  "" },
		{ "HTTP_PROXY=p:1\nNO_PROXY=x\n", { "NO_PROXY=x" }, true, false, 1, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(rows[i].environment);
		const struct string_list *fatal = &status.config.fatal;
		const char *words;
		char *root = tree_open();

		if (rows[i].by_hand)
			status.unit.sight = SIGHT_ABSENT;
		status.introspection.sight = SIGHT_SEEN;
		(void)copy_text(status.introspection.arn, ARN_BYTES,
				rows[i].registered ? "arn:aws:ecs:x" : "");
		tree_write(root, USER_FILE, rows[i].file);
		tree_gather_config(&status, root);
		words = fatal->count ? fatal->items[0] : "";
		EXPECT(fatal->count == rows[i].count, "row %zu: %zu", i, fatal->count);
		EXPECT(strstr(words, rows[i].words), "row %zu: %s", i, words);
		EXPECT(!strstr(words, "secret"), "row %zu: %s", i, words);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* parseCheckpoint() of the agent: a directory turns it on, and only then is it on by
 * itself. */
static void a_container_that_keeps_nothing(void **state)
{
	static const struct {
		const char *environment[4];
		enum sight unit;
		bool dead, nothing;
	} rows[] = {
		{ { "ECS_CLUSTER=a" }, SIGHT_ABSENT, false, true },
		{ { "ECS_CLUSTER=a" }, SIGHT_ABSENT, true, true },
		{ { "ECS_DATADIR=" }, SIGHT_ABSENT, false, true },
		{ { "ECS_DATADIR=/data" }, SIGHT_ABSENT, false, false },
		{ { "ECS_DATADIR=/data", "ECS_CHECKPOINT=false" }, SIGHT_ABSENT, false, true },
		{ { "ECS_DATADIR=/data", "ECS_CHECKPOINT=perhaps" }, SIGHT_ABSENT, false, false },
		{ { "ECS_CHECKPOINT=true" }, SIGHT_ABSENT, false, false },
		{ { "ECS_CHECKPOINT=perhaps" }, SIGHT_ABSENT, false, true },
		/* ecs-init names a directory itself, and a file may take it back. */
		{ { "ECS_DATADIR=/data" }, SIGHT_SEEN, false, false },
		{ { "ECS_DATADIR=/data", "ECS_CHECKPOINT=false" }, SIGHT_SEEN, false, true },
		{ { "ECS_DATADIR=" }, SIGHT_SEEN, false, true },
		{ { "ECS_DATADIR=/data", "ECS_CHECKPOINT=false" }, SIGHT_SEEN, true, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(rows[i].environment);
		char *root = tree_open();

		status.unit.sight = rows[i].unit;
		status.container.running = !rows[i].dead;
		tree_gather_config(&status, root);
		EXPECT(status.config.no_checkpoint == rows[i].nothing, "row %zu", i);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

static int64_t now_us(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* A start that registered proves what it has read: "cp -p" brings another file under an
 * old time of change, and only the inode's own tells. */
static void json_values_that_a_start_has_proven(void **state)
{
	static const char *const environment[] = { "ECS_CLUSTER=a", NULL };
	static const struct {
		bool old_file, old_inode, link, registered;
		size_t refused;
	} rows[] = {
		{ true, true, false, true, 0 },   { true, false, false, true, 1 },
		{ false, false, false, true, 1 }, { true, true, true, true, 0 },
		{ true, false, true, true, 1 },   { true, true, false, false, 1 },
	};
	const int64_t hour_us = INT64_C(3600000000);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(environment);
		const char *path = rows[i].link ? "/etc/ecs/of-old.json" : JSON_FILE;
		char *root = tree_open();
		int64_t start_us;

		start_us = now_us() + (rows[i].old_inode ? hour_us : -hour_us);
		status.container.started_us = start_us;
		status.introspection.sight = SIGHT_SEEN;
		(void)copy_text(status.introspection.arn, ARN_BYTES,
				rows[i].registered ? "arn:aws:ecs:x" : "");
		tree_write(root, path, "{\"Cluster\":\"a b\"}");
		tree_date(root, path, start_us + (rows[i].old_file ? -1 : 1));
		if (rows[i].link)
			tree_link(root, JSON_FILE, "of-old.json");
		tree_gather_config(&status, root);
		EXPECT(status.config.refused.count == rows[i].refused, "row %zu", i);
		EXPECT(status.config.json_newer == !rows[i].old_file, "row %zu", i);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* A container that ecs-init did not make reads the file where its environment says so, and
 * ecs-init sets nothing there that would beat the file. */
static void json_values_of_a_container_by_hand(void **state)
{
#define READS "ECS_AGENT_CONFIG_FILE_PATH=/etc/ecs/ecs.config.json"
#define DRIVERS "{\"AvailableLoggingDrivers\":[\"json-file\",\"parchment\"]}"
#define CHECKPOINT "{\"Checkpoint\":false}"
	static const struct {
		const char *environment[4];
		const char *json;
		enum sight unit;
		size_t refused;
	} rows[] = {
		{ { READS }, "{\"Cluster\":\"a b\"}", SIGHT_ABSENT, 1 },
		{ { READS, "ECS_CLUSTER=a" }, "{\"Cluster\":\"a b\"}", SIGHT_ABSENT, 0 },
		{ { "A=1" }, "{\"Cluster\":\"a b\"}", SIGHT_ABSENT, 0 },
		{ { READS }, "{\"Cluster\":\"a\"}", SIGHT_ABSENT, 0 },
		{ { READS }, DRIVERS, SIGHT_ABSENT, 1 },
		{ { READS, "ECS_AVAILABLE_LOGGING_DRIVERS=[]" }, DRIVERS, SIGHT_ABSENT, 0 },
		{ { READS }, "{\"AvailableLoggingDrivers\":[\"none\"]}", SIGHT_ABSENT, 0 },
		{ { READS }, "{\"AvailableLoggingDrivers\":[]}", SIGHT_ABSENT, 0 },
		{ { READS }, "{\"DataDir\":\"/elsewhere\"}", SIGHT_ABSENT, 1 },
		{ { READS, "ECS_DATADIR=/data" }, "{\"DataDir\":\"/x\"}", SIGHT_ABSENT, 0 },
		{ { READS }, "{\"DataDir\":\"\"}", SIGHT_ABSENT, 0 },
		{ { READS }, CHECKPOINT, SIGHT_ABSENT, 1 },
		{ { READS, "ECS_DATADIR=/data" }, CHECKPOINT, SIGHT_ABSENT, 0 },
		{ { READS, "ECS_CHECKPOINT=true" }, CHECKPOINT, SIGHT_ABSENT, 0 },
		/* ecs-init sets these itself. */
		{ { READS }, DRIVERS, SIGHT_SEEN, 0 },
		{ { READS }, "{\"DataDir\":\"/elsewhere\"}", SIGHT_SEEN, 0 },
		{ { READS }, CHECKPOINT, SIGHT_SEEN, 0 },
		{ { READS }, "{\"Cluster\":\"a b\"}", SIGHT_SEEN, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(rows[i].environment);
		char *root = tree_open();

		status.unit.sight = rows[i].unit;
		/* Not what it was made from: neither its values nor its faults count. */
		if (rows[i].unit == SIGHT_ABSENT)
			tree_write(root, USER_FILE, "ECS_RESERVED_MEMORY=x\nECS_DATADIR=/y\n");
		tree_write(root, JSON_FILE, rows[i].json);
		tree_gather_config(&status, root);
		EXPECT(status.config.refused.count == rows[i].refused, "row %zu: %s", i,
		       status.config.refused.count ? status.config.refused.items[0] : "none");
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* A unit of the user's own makes the container from the environment files alone. */
static void json_that_nobody_reads(void **state)
{
	static const char *const environment[] = { "ECS_CLUSTER=a", NULL };
	struct agent_status status = supervised(environment);
	char *root = tree_open();

	(void)state;
	status.unit.by_ecs_init = false;
	tree_write(root, USER_FILE, "ECS_CLUSTER=a\n");
	tree_write(root, JSON_FILE, "{\"AWSRegion\":\"no region\"}");
	tree_gather_config(&status, root);
	assert_int_equal(status.config.sight, SIGHT_SEEN);
	assert_int_equal(status.config.refused.count, 0);
	agent_status_done(&status);
	tree_close(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_container_by_hand),
		cmocka_unit_test(makers),
		cmocka_unit_test(a_maker_of_the_users_own),
		cmocka_unit_test(what_a_start_may_fail_of),
		cmocka_unit_test(a_container_that_keeps_nothing),
		cmocka_unit_test(json_values_that_a_start_has_proven),
		cmocka_unit_test(json_values_of_a_container_by_hand),
		cmocka_unit_test(json_that_nobody_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
