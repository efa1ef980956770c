/* SPDX-License-Identifier: Apache-2.0 */
/* ecs.config and ecs.config.json against the container. */
#include <stdio.h>
#include <string.h>

#include "agent/evidence.h"
#include "agent/sources.h"
#include "check.h"
#include "ecsprobe/util.h"
#include "tree.h"

static struct agent_file file_of(const char *text, size_t len)
{
	return (struct agent_file){ .sight = text ? SIGHT_SEEN : SIGHT_ABSENT,
				    .bytes = (char *)text,
				    .len = len };
}

static struct agent_files files_of(const char *instance, const char *user)
{
	return (struct agent_files){
		.files = { [AGENT_FILE_GENERATED] =
				   file_of(instance, instance ? strlen(instance) : 0),
			   [AGENT_FILE_CONFIG] = file_of(user, user ? strlen(user) : 0),
			   [AGENT_FILE_JSON] = file_of(NULL, 0) },
	};
}

static void differences(void **state)
{
	static const struct {
		const char *instance, *user;
		const char *environment[6];
		const char *changed, *unmodelled;
	} rows[] = {
		{ NULL, NULL, { 0 }, "", "" },
		{ "", "", { "PATH=/bin", "ECS_DATADIR=/data" }, "", "" },
		{ NULL, "ECS_CLUSTER=a\n", { "ECS_CLUSTER=a" }, "", "" },
		{ NULL, "ECS_CLUSTER=a\n", { "ECS_CLUSTER=b" }, "ECS_CLUSTER", "" },
		{ NULL, "ECS_CLUSTER=a\n", { "ECS_CLUSTERS=a" }, "ECS_CLUSTER", "" },
		{ NULL, "ECS_CLUSTER=a\n", { 0 }, "ECS_CLUSTER", "" },
		{ NULL, "ECS_CLUSTER=\n", { "ECS_CLUSTER=" }, "", "" },
		/* The user's file wins, and the later line. */
		{ "ECS_CLUSTER=a\n", "ECS_CLUSTER=b\n", { "ECS_CLUSTER=b" }, "", "" },
		{ "ECS_CLUSTER=a\n", "ECS_CLUSTER=b\n", { "ECS_CLUSTER=a" }, "ECS_CLUSTER", "" },
		{ "ECS_CLUSTER=a\n", NULL, { "ECS_CLUSTER=a" }, "", "" },
		{ NULL,
		  "ECS_LOGFILE=1\nECS_LOGFILE=2\nECS_LOGFILE=3\n",
		  { "ECS_LOGFILE=3" },
		  "",
		  "" },
		{ NULL,
		  "ECS_LOGFILE=1\nECS_LOGFILE=2\nECS_LOGFILE=3\n",
		  { "ECS_LOGFILE=1" },
		  "ECS_LOGFILE",
		  "" },
		/* Of a name that is given twice, a Go program reads the first. */
		{ NULL, "ECS_LOGFILE=1\n", { "ECS_LOGFILE=1", "ECS_LOGFILE=2" }, "", "" },
		/* Quotes are a part of the value, and so is what looks like a comment. */
		{ NULL, "ECS_LOGFILE=\"1\"\n", { "ECS_LOGFILE=1" }, "ECS_LOGFILE", "" },
		{ NULL, "ECS_LOGFILE=\"1\"\n", { "ECS_LOGFILE=\"1\"" }, "", "" },
		{ NULL, "ECS_LOGFILE=1 # x\n", { "ECS_LOGFILE=1 # x" }, "", "" },
		{ NULL, "  ECS_LOGFILE=1\t\r\n\n", { "ECS_LOGFILE=1" }, "", "" },
		{ NULL, "# FOO=1\n", { "# FOO=1" }, "", "" },
		{ NULL, "# FOO=1\n", { "# FOO=2" }, "", "" },
		{ NULL, "  #FOO=1\n", { 0 }, "", "" },
		{ NULL,
		  "\nQUJD=\nQUJD=1\n",
		  { 0 },
		  "/etc/ecs/ecs.config:3 (an unknown key of 4 bytes)",
		  "" },
		{ NULL, "AWS_ENDPOINT_URL_EC2=x\n", { 0 }, "AWS_ENDPOINT_URL_EC2", "" },
		{ NULL,
		  "AWS_ENDPOINT_URL_x=x\n",
		  { 0 },
		  "/etc/ecs/ecs.config:1 (an unknown key of 18 bytes)",
		  "" },
		/* No restart makes it count. */
		{ NULL, "ECS_INSTANCE_ATTRIBUTES={}\n", { "ECS_INSTANCE_ATTRIBUTES={1}" }, "", "" },
		{ NULL, "", { "ECS_INSTANCE_ATTRIBUTES={1}" }, "", "" },
		/* What left the files was taken back, where nobody else sets it. */
		{ NULL,
		  "",
		  { "ECS_CONTAINER_STOP_TIMEOUT=2m", "ECS_DATADIR=/data" },
		  "ECS_CONTAINER_STOP_TIMEOUT",
		  "" },
		/* Names that no program asks for. */
		{ NULL, "export FOO=1\n", { 0 }, "", "" },
		{ NULL, "FOO = 1\n", { 0 }, "", "" },
		{ NULL, "A_B\xc2\xa0=1\n", { "A_B\xc2\xa0=2" }, "", "" },
		/* Go trims what is a blank to Unicode. */
		{ NULL,
		  "\xe3\x80\x80"
		  "A_B=1\xc2\xa0\n",
		  { "A_B=1" },
		  "",
		  "" },
		{ NULL, "no setting\n", { 0 }, "", "" },
		{ NULL, "ECS_LOGFILE=x=y\n", { "ECS_LOGFILE=x=y" }, "", "" },
		/* ecs-init has the last word. */
		{ "ECS_EXTERNAL=true\n",
		  "ECS_ENABLE_TASK_ENI=true\n",
		  { "ECS_ENABLE_TASK_ENI=false", "ECS_EXTERNAL=true" },
		  "",
		  "ECS_ENABLE_TASK_ENI" },
		{ "ECS_ENABLE_GPU_SUPPORT=true\n", NULL, { 0 }, "", "ECS_ENABLE_GPU_SUPPORT" },
		/* ... and only there. */
		{ NULL,
		  "ECS_ENABLE_TASK_ENI=true\n",
		  { "ECS_ENABLE_TASK_ENI=false" },
		  "ECS_ENABLE_TASK_ENI",
		  "" },
		{ NULL, "ECS_ENABLE_GPU_SUPPORT=true\n", { 0 }, "ECS_ENABLE_GPU_SUPPORT", "" },
		{ "ECS_ENABLE_GPU_SUPPORT=false\n",
		  NULL,
		  { "ECS_ENABLE_GPU_SUPPORT=true" },
		  "ECS_ENABLE_GPU_SUPPORT",
		  "" },
		{ NULL,
		  "ECS_EBSTA_SUPPORTED=false\n",
		  { "ECS_EBSTA_SUPPORTED=true" },
		  "ECS_EBSTA_SUPPORTED",
		  "" },
		{ NULL, "", { "ECS_ENABLE_GPU_SUPPORT=true" }, "ECS_ENABLE_GPU_SUPPORT", "" },
		{ NULL, "", { "ECS_ENABLE_TASK_ENI=false" }, "ECS_ENABLE_TASK_ENI", "" },
		{ "ECS_EXTERNAL=true\n",
		  NULL,
		  { "ECS_ENABLE_TASK_ENI=false", "ECS_EXTERNAL=true" },
		  "",
		  "" },
		{ NULL, "", { "ECS_EBSTA_SUPPORTED=false" }, "", "" },
		/* Of its defaults, what none of its releases sets. */
		{ NULL, "", { "ECS_UPDATES_ENABLED=false" }, "ECS_UPDATES_ENABLED", "" },
		{ NULL, "", { "ECS_DATADIR=/elsewhere" }, "ECS_DATADIR", "" },
		{ NULL, "", { "ECS_AVAILABLE_LOGGING_DRIVERS=[]" }, "", "" },
		{ NULL,
		  "ECS_EBSTA_SUPPORTED=true\n",
		  { "ECS_EBSTA_SUPPORTED=false" },
		  "",
		  "ECS_EBSTA_SUPPORTED" },
		{ NULL, "ECS_ENABLE_TASK_ENI=true\n", { "ECS_ENABLE_TASK_ENI=true" }, "", "" },
		/* Its defaults are what a file replaces. */
		{ NULL,
		  "ECS_UPDATES_ENABLED=false\n",
		  { "ECS_UPDATES_ENABLED=true" },
		  "ECS_UPDATES_ENABLED",
		  "" },
		{ NULL, "ECS_AGENT_LABELS={}\n", { "ECS_AGENT_LABELS={}" }, "", "" },
		/* Go replaces what is not UTF-8 on the way. */
		{ NULL, "ECS_LOGFILE=\xff\n", { "ECS_LOGFILE=\xef\xbf\xbd" }, "", "ECS_LOGFILE" },
		{ NULL, "ECS_LOGFILE=\xc3\xa4\n", { "ECS_LOGFILE=\xc3\xa4" }, "", "" },
		{ NULL, "ECS_LOGFILE=\xc3\xa4\n", { "ECS_LOGFILE=x" }, "ECS_LOGFILE", "" },
		/* Taken back. */
		{ NULL, "", { "HTTP_PROXY=http://p:1" }, "HTTP_PROXY", "" },
		{ NULL,
		  NULL,
		  { "https_proxy=http://p:1", "ECS_CLUSTER=a" },
		  "ECS_CLUSTER https_proxy",
		  "" },
		{ NULL, "", { "HTTP_PROXY=" }, "", "" },
		{ NULL, "", { "AWS_ENDPOINT_URL_ECS=https://x" }, "AWS_ENDPOINT_URL_ECS", "" },
		{ NULL, "", { "AWS_ENDPOINT_URL=https://x" }, "AWS_ENDPOINT_URL", "" },
		{ NULL, "", { "ECS_UPDATES_ENABLED=true", "LD_PRELOAD=x", "bare" }, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct agent_files files = files_of(rows[i].instance, rows[i].user);
		struct agent_status status = { 0 };
		char text[1024];

		strings_fill(&status.container.environment, rows[i].environment);
		config_compare(&status.config, &files, &status.container.environment);
		EXPECT(strcmp(strings_joined(&status.config.changed, text), rows[i].changed) == 0,
		       "row %zu: changed '%s'", i, text);
		EXPECT(strcmp(strings_joined(&status.config.unmodelled, text),
			      rows[i].unmodelled) == 0,
		       "row %zu: unmodelled '%s'", i, text);
		agent_status_done(&status);
	}
	expect_all_held();
}

/* A key may be anything: a secret with a '=' at its end, for example. */
static void names_that_are_not_shown(void **state)
{
	static const char *const lines[] = {
		"c2VjcmV0cw==",
		/* The rest of a wrapped secret can be spelled as any key. */
		"JBSWY3DPEBLW64TMMQ======",
		"ECS_CLUSTERS=x",
		"\x1b[31mA=1",
		"=value",
		"1ABC=1",
		"ECS_CL\xc3\x9cSTER=x",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=1",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		const struct agent_files files = files_of(NULL, lines[i]);
		struct agent_status status = { 0 };
		char expected[80];
		char text[1024];

		config_compare(&status.config, &files, &status.container.environment);
		(void)snprintf(expected, sizeof expected,
			       "/etc/ecs/ecs.config:1 (an unknown key of %zu bytes)",
			       strcspn(lines[i], "="));
		EXPECT(strcmp(strings_joined(&status.config.changed, text), expected) == 0,
		       "%s: %s", lines[i], text);
		agent_status_done(&status);
	}
	expect_all_held();
}

static void lists_are_bounded(void **state)
{
	enum { LINES = 20000, LINE_BYTES = 16 };
	char *text = xcalloc(LINES, LINE_BYTES);
	struct agent_files files = files_of(NULL, text);
	struct agent_file *file = &files.files[AGENT_FILE_CONFIG];
	struct agent_status status = { 0 };

	(void)state;
	for (int i = 0; i < LINES; i++)
		file->len += (size_t)snprintf(text + file->len, LINE_BYTES, "K_%d=%d\n", i, i);
	config_compare(&status.config, &files, &status.container.environment);
	assert_int_equal(status.config.changed.count, 64);
	agent_status_done(&status);
	free(text);
}

static void json_as_the_agent_takes_it(void **state)
{
	static const struct {
		const char *text;
		bool invalid;
		const char *cluster; /* NULL: none */
	} rows[] = {
		{ "", false, NULL },
		{ " \n\t\r\n", false, NULL },
		{ "{}", false, NULL },
		{ "null", false, NULL },
		{ "[]", true, NULL },
		{ "\"Cluster\"", true, NULL },
		{ "{", true, NULL },
		{ "{} {}", true, NULL },
		{ "{\"Cluster\":\"a\",}", true, NULL },
		{ "{'Cluster':'a'}", true, NULL },
		{ "// a word\n{}", true, NULL },
		{ "{} # a word", true, NULL },
		{ "/* a word */ {}", true, NULL },
		{ "{\"Cluster\":\"a\"}", false, "a" },
		{ "{\"cluster\":\"a\"}", false, "a" },
		{ "{\"Cluster\":\"a\",\"CLUSTER\":\"b\"}", false, "b" },
		{ "{\"Cluster\":null}", false, NULL },
		{ "{\"Cluster\":\"\"}", false, NULL },
		{ "{\"ClusterArn\":\"a\"}", false, "a" },
		{ "{\"ClusterArn\":\"a\",\"Cluster\":\"b\"}", false, "b" },
		{ "{\"Cluster\":\"a\\u001b[31m\"}", false, "(6 bytes that are not a name)" },
		{ "{\"Cluster\":1}", true, NULL },
		{ "{\"Cluster\":[\"a\"]}", true, NULL },
		{ "{\"Cluster\":\"a\",\"AWSRegion\":true}", true, NULL },
		{ "{\"APIEndpoint\":\"https://u:p@ECS.example:8443/x\"}", false, NULL },
		{ "{\"apiendpoint\":{}}", true, NULL },
		{ "{\"Unknown\":{\"Cluster\":1}}", false, NULL },
		{ "{\"UpdatesEnabled\":true,\"Checkpoint\":1,\"External\":null}", false, NULL },
		{ "{\"UpdatesEnabled\":\"true\"}", true, NULL },
		{ "{\"UpdatesEnabled\":2}", true, NULL },
		{ "{\"ReservedPorts\":[22,65535]}", false, NULL },
		{ "{\"ReservedPorts\":[65536]}", true, NULL },
		{ "{\"ReservedPorts\":[-1]}", true, NULL },
		{ "{\"ReservedPorts\":22}", true, NULL },
		{ "{\"ReservedMemory\":1.5}", true, NULL },
		{ "{\"TaskCleanupWaitDuration\":10800000000000}", false, NULL },
		{ "{\"TaskCleanupWaitDuration\":\"3h\"}", true, NULL },
		{ "{\"TaskCleanupWaitDuration\":1.0}", true, NULL },
		{ "{\"TaskCleanupWaitDuration\":99999999999999999999}", true, NULL },
		{ "{\"ImageCleanupExclusionList\":[\"a\",null]}", false, NULL },
		{ "{\"AvailableLoggingDrivers\":[\"awslogs\",null]}", false, NULL },
		{ "{\"AvailableLoggingDrivers\":[1]}", true, NULL },
		{ "{\"InstanceAttributes\":{\"a\":\"b\"}}", false, NULL },
		{ "{\"InstanceAttributes\":{\"a\":1}}", true, NULL },
		{ "{\"Cluster\":\"\\ud83d\\ude00\"}", false, "(4 bytes that are not a name)" },
		{ "{\"Cluster\":\"\\u00e4\"", true, NULL },
		{ "{\"Cluster\":\"\\u0000\",}", true, NULL },
		{ "{\"Cluster\":\"\\ud80\"}", true, NULL },
		{ "{\"EngineAuthData\":{\"a\":{\"password\":\"b\"}}}", false, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct config_evidence config = { .cluster_sight = SIGHT_ABSENT };
		const char *cluster = rows[i].cluster ? rows[i].cluster : "";

		config_read_json(&config, rows[i].text, strlen(rows[i].text));
		EXPECT(config.json_invalid == rows[i].invalid, "%s: %s", rows[i].text,
		       config.json_detail);
		EXPECT(config.json_invalid == (config.json_detail[0] != '\0'), "%s", rows[i].text);
		EXPECT(config.cluster_sight == (rows[i].cluster ? SIGHT_SEEN : SIGHT_ABSENT), "%s",
		       rows[i].text);
		EXPECT(strcmp(config.cluster, cluster) == 0, "%s: %s", rows[i].text,
		       config.cluster);
	}
	expect_all_held();
}

static void json_does_not_overrule(void **state)
{
	static const char text[] = "{\"Cluster\":\"json\",\"APIEndpoint\":\"json.example\","
				   "\"WarmPoolsSupport\":true,\"External\":1,"
				   "\"ContainerInstancePropagateTagsFrom\":1}";
	static const char *const odd[] = {
		"{\"Cluster\":\"\\ud800\"}",
		"{\"Cluster\":\"a\\u0000\"}",
		"{\"EngineAuthType\":\"\\uDC00x\"}",
	};
	struct config_evidence config = { .cluster_sight = SIGHT_SEEN, .cluster = "file" };

	(void)state;
	config_read_json(&config, text, sizeof text - 1);
	assert_string_equal(config.cluster, "file");
	assert_true(config.warm_pool_check && config.external && config.propagates_tags);
	config = (struct config_evidence){ .cluster_sight = SIGHT_UNKNOWN };
	config_read_json(&config, "{\"ContainerInstancePropagateTagsFrom\":0}", 40);
	assert_false(config.propagates_tags);
	config_read_json(&config, text, sizeof text - 1);
	assert_int_equal(config.cluster_sight, SIGHT_UNKNOWN);
	/* Go puts something else in its place and goes on. */
	config = (struct config_evidence){ .cluster_sight = SIGHT_ABSENT };
	config_read_json(&config, "{\"Cluster\":\"\xff\"}", 15);
	assert_false(config.json_invalid);
	assert_int_equal(config.cluster_sight, SIGHT_UNKNOWN);
	config = (struct config_evidence){ .cluster_sight = SIGHT_ABSENT };
	for (size_t i = 0; i < ARRAY_SIZE(odd); i++) {
		config_read_json(&config, odd[i], strlen(odd[i]));
		EXPECT(!config.json_invalid && config.json_detail[0], "%s", odd[i]);
		EXPECT(config.cluster_sight == SIGHT_UNKNOWN, "%s", odd[i]);
	}
	expect_all_held();
	config_read_json(&config, "{}\0{}", 5);
	assert_true(config.json_invalid);
}

static void utf8(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} rows[] = {
		{ "", true },
		{ "plain", true },
		{ "\xc3\xa4", true },
		{ "\xe2\x82\xac", true },
		{ "\xf0\x9f\x98\x80", true },
		{ "\x80", false },
		{ "\xc3", false },
		{ "\xc0\xaf", false },
		{ "\xe0\x80\x80", false },
		{ "\xed\xa0\x80", false },
		{ "\xf4\x90\x80\x80", false },
		{ "\xe2\x82", false },
		{ "\xe2\x82q", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(text_is_utf8(rows[i].text, strlen(rows[i].text)) == rows[i].good, "row %zu",
		       i);
	expect_all_held();
}

/* --- the whole of it, on another machine's files ------------------------------- */

#define USER_FILE "/etc/ecs/ecs.config"
#define INSTANCE_FILE "/var/lib/ecs/ecs.config"
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

static void gathered_from_files(void **state)
{
	static const char *const environment[] = { "ECS_CLUSTER=old", NULL };
	struct agent_status status = supervised(environment);
	char *root = tree_open();
	char text[1024];

	(void)state;
	tree_write(root, INSTANCE_FILE, "ECS_EXTERNAL=true\nECS_CLUSTER=first\n");
	tree_write(root, USER_FILE,
		   "ECS_CLUSTER= new \nECS_WARM_POOLS_CHECK=T\n"
		   "AWS_ENDPOINT_URL=https://all.example\n"
		   "AWS_ENDPOINT_URL_ECS=https://ecs.example:444/\n");
	tree_write(root, JSON_FILE, "{\"Cluster\":\"json\"}");
	tree_date(root, JSON_FILE, status.container.started_us + 1);
	tree_gather_config(&status, root);
	assert_int_equal(status.config.sight, SIGHT_SEEN);
	assert_string_equal(strings_joined(&status.config.changed, text),
			    "AWS_ENDPOINT_URL AWS_ENDPOINT_URL_ECS ECS_CLUSTER ECS_EXTERNAL "
			    "ECS_WARM_POOLS_CHECK");
	assert_true(status.config.external && status.config.warm_pool_check);
	assert_int_equal(status.config.cluster_sight, SIGHT_SEEN);
	assert_string_equal(status.config.cluster, "new");
	assert_true(status.config.json_newer);
	assert_false(status.config.json_invalid);
	agent_status_done(&status);
	tree_close(root);
}

static void dates_of_the_json_file(void **state)
{
	static const char *const environment[] = { NULL };
	static const struct {
		const char *text;
		int64_t after_us;
		bool running, newer;
	} rows[] = {
		{ "{}", 1, true, true },     { "{}", 0, true, false }, { "{}", -1, true, false },
		{ " \n", 1, true, false },   { "", 1, true, false },   { "{}", 1, false, false },
		{ "broken", 1, true, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(environment);
		char *root = tree_open();

		status.container.running = rows[i].running;
		tree_write(root, JSON_FILE, rows[i].text);
		tree_date(root, JSON_FILE, status.container.started_us + rows[i].after_us);
		tree_gather_config(&status, root);
		EXPECT(status.config.json_newer == rows[i].newer, "row %zu", i);
		EXPECT(status.config.cluster_sight == SIGHT_ABSENT, "row %zu", i);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* A directory in a file's place: root cannot read it either. */
static void what_cannot_be_read_is_unknown(void **state)
{
	static const char *const environment[] = { "ECS_CLUSTER=a", NULL };
	static const struct {
		const char *path, *other;
		enum sight cluster;
	} rows[] = {
		{ USER_FILE, INSTANCE_FILE, SIGHT_UNKNOWN },
		{ INSTANCE_FILE, USER_FILE, SIGHT_SEEN },
		{ JSON_FILE, USER_FILE, SIGHT_SEEN },
		{ JSON_FILE, "/etc/other", SIGHT_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(environment);
		char *root = tree_open();

		tree_directory(root, rows[i].path);
		tree_write(root, rows[i].other, "ECS_CLUSTER=a\n");
		tree_gather_config(&status, root);
		EXPECT(status.config.sight == SIGHT_UNKNOWN, "row %zu", i);
		EXPECT(strncmp(status.config.why, rows[i].path, strlen(rows[i].path)) == 0,
		       "row %zu: %s", i, status.config.why);
		EXPECT(status.config.cluster_sight == rows[i].cluster, "row %zu", i);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* Only a file that the next start reads matters to a restart. */
static void what_a_start_would_read_unseen(void **state)
{
#define READS "ECS_AGENT_CONFIG_FILE_PATH=/etc/ecs/ecs.config.json"
	static const struct {
		const char *path;
		const char *environment[3];
		enum sight unit;
		bool by_ecs_init, keeps, without_container, unseen;
	} rows[] = {
		{ USER_FILE, { "ECS_CLUSTER=a" }, SIGHT_SEEN, true, false, false, true },
		{ INSTANCE_FILE, { "ECS_CLUSTER=a" }, SIGHT_SEEN, true, false, false, true },
		{ JSON_FILE, { "ECS_CLUSTER=a" }, SIGHT_SEEN, true, false, false, true },
		{ "/etc/other", { "ECS_CLUSTER=a" }, SIGHT_SEEN, true, false, false, false },
		/* A unit of the user's own may make the container from the file again. */
		{ USER_FILE, { "ECS_CLUSTER=a" }, SIGHT_SEEN, false, false, false, true },
		{ USER_FILE, { "ECS_CLUSTER=a" }, SIGHT_SEEN, false, true, false, false },
		{ USER_FILE, { "ECS_CLUSTER=a" }, SIGHT_ABSENT, false, false, false, false },
		{ JSON_FILE, { "ECS_CLUSTER=a" }, SIGHT_ABSENT, false, false, false, false },
		{ JSON_FILE, { READS }, SIGHT_ABSENT, false, false, false, true },
		/* Bottlerocket. */
		{ USER_FILE, { "ECS_CLUSTER=a" }, SIGHT_SEEN, false, false, true, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(rows[i].environment);
		const char *unseen = status.config.file_unseen;
		char *root = tree_open();

		status.unit.sight = rows[i].unit;
		status.unit.by_ecs_init = rows[i].by_ecs_init;
		status.unit.without_container = rows[i].without_container;
		status.owner.keeps = rows[i].keeps;
		tree_directory(root, rows[i].path);
		tree_gather_config(&status, root);
		EXPECT(rows[i].unseen == (unseen[0] != '\0'), "row %zu: %s", i, unseen);
		EXPECT(strncmp(unseen, rows[i].path, strlen(unseen) ? strlen(rows[i].path) : 0) ==
			       0,
		       "row %zu: %s", i, unseen);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* Go reads what the parser here cannot; a file that the start has read is proven. */
static void json_that_cannot_be_checked(void **state)
{
	static const char *const environment[] = { "ECS_CLUSTER=a", NULL };
	static const struct {
		const char *text, *unseen;
		bool after;
	} rows[] = {
		{ "{\"Cluster\":\"\xff\"}", "/etc/ecs/ecs.config.json: it is not UTF-8", true },
		{ "{\"Cluster\":\"\xff\"}", "", false },
		{ "{\"Cluster\":\"a\"}", "", true },
		{ "broken", "", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(environment);
		const char *unseen = status.config.file_unseen;
		char *root = tree_open();

		tree_write(root, JSON_FILE, rows[i].text);
		/* The inode's own time is now. */
		status.container.started_us = rows[i].after ? INT64_C(1000000000000000)
							    : INT64_C(9000000000000000);
		tree_gather_config(&status, root);
		EXPECT(rows[i].unseen[0]
			       ? strncmp(unseen, rows[i].unseen, strlen(rows[i].unseen)) == 0
			       : !unseen[0],
		       "row %zu: %s", i, unseen);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* A server that hangs would hang us: what lies there is not looked at. */
static void network_file_systems(void **state)
{
	static const char *const environment[] = { "ECS_CLUSTER=a", NULL };
	static const struct {
		const char *mounts;
		bool remote;
	} rows[] = {
		{ "1 0 8:1 / / rw - ext4 /dev/a rw\n", false },
		{ "1 0 0:9 / / rw - nfs4 a:/ rw\n", false }, /* we run from it */
		{ "2 1 0:9 / /etc/ecs rw shared:1 - nfs4 a:/b rw\n", true },
		{ "2 1 0:9 / /etc/ecs rw - fuse.sshfs a rw\n", true },
		{ "2 1 0:9 / /etc rw - cifs //a rw\n3 2 8:1 / /etc/ecs rw - ext4 /dev/b rw\n",
		  false },
		{ "2 1 8:1 / /etc/ecs rw - ext4 /dev/b rw\n3 2 0:9 / /etc/ecs rw - nfs a rw\n",
		  true },
		{ "2 1 0:9 / /etc/ec rw - nfs4 a:/b rw\n", false },
		{ "2 1 0:9 / /etc/ecs rw - nfsd nfsd rw\n", false },
		{ "\n - nfs\n2 1 0:9 /\n2 1 0:9 / /etc/ecs - nfs", true },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised(environment);
		char *root = tree_open();

		tree_write(root, "/proc/self/mountinfo", rows[i].mounts);
		tree_write(root, USER_FILE, "ECS_CLUSTER=a\n");
		tree_gather_config(&status, root);
		EXPECT((status.config.sight == SIGHT_UNKNOWN) == rows[i].remote, "row %zu: %s", i,
		       status.config.why);
		EXPECT(rows[i].remote == (strstr(status.config.why,
						 ": it is on a network file system") != NULL),
		       "row %zu: %s", i, status.config.why);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

static void without_a_container_to_compare(void **state)
{
	struct agent_status status = { .unit = { .sight = SIGHT_SEEN } };
	char *root = tree_open();

	(void)state;
	tree_gather_config(&status, root);
	assert_int_equal(status.config.sight, SIGHT_UNKNOWN);
	assert_true(status.config.why[0]);
	assert_int_equal(status.config.cluster_sight, SIGHT_ABSENT);
	agent_status_done(&status);
	/* The unit gives it a cluster in a way of its own. */
	status = (struct agent_status){
		.unit = { .sight = SIGHT_SEEN, .without_container = true },
		.container = { .sight = SIGHT_ABSENT },
	};
	tree_gather_config(&status, root);
	assert_int_equal(status.config.sight, SIGHT_UNKNOWN);
	assert_int_equal(status.config.cluster_sight, SIGHT_UNKNOWN);
	agent_status_done(&status);
	tree_close(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences),
		cmocka_unit_test(names_that_are_not_shown),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(json_as_the_agent_takes_it),
		cmocka_unit_test(json_does_not_overrule),
		cmocka_unit_test(utf8),
		cmocka_unit_test(gathered_from_files),
		cmocka_unit_test(dates_of_the_json_file),
		cmocka_unit_test(what_cannot_be_read_is_unknown),
		cmocka_unit_test(what_a_start_would_read_unseen),
		cmocka_unit_test(json_that_cannot_be_checked),
		cmocka_unit_test(network_file_systems),
		cmocka_unit_test(without_a_container_to_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
