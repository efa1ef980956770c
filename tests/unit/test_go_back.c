/* SPDX-License-Identifier: Apache-2.0 */
/* What to put back, and no secret in it. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/agent.h"
#include "ecsprobe/agent_files.h"
#include "ecsprobe/agent_setting.h"

#define FILE_PATH "/etc/ecs/ecs.config"

static void put(struct string_list *list, const char *text)
{
	string_list_add(list, text, strlen(text));
}

static void lines_of(struct string_list *lines, const char *file, const char *given,
		     const char *changed, bool json)
{
	struct agent_status status = { .config.sight = SIGHT_SEEN, .config.json_newer = json };
	struct agent_files files = { 0 };

	files.files[AGENT_FILE_GENERATED].sight = SIGHT_ABSENT;
	files.files[AGENT_FILE_JSON].sight = SIGHT_ABSENT;
	files.files[AGENT_FILE_CONFIG].sight = SIGHT_SEEN;
	files.files[AGENT_FILE_CONFIG].bytes = xstrdup(file);
	files.files[AGENT_FILE_CONFIG].len = strlen(file);
	if (*given)
		put(&status.container.environment, given);
	if (*changed)
		put(&status.config.changed, changed);
	agent_go_back(&status, &files, lines);
	agent_files_done(&files);
	agent_status_done(&status);
}

static void each_way(void **state)
{
	static const struct {
		const char *file, *given, *changed, *line;
	} rows[] = {
		{ "A=1\nECS_LOGLEVEL=x\n", "ECS_LOGLEVEL=info", "ECS_LOGLEVEL",
		  FILE_PATH ":2: ECS_LOGLEVEL was \"info\"" },
		{ "ECS_LOGLEVEL=x\n", "", "ECS_LOGLEVEL",
		  FILE_PATH ":1: ECS_LOGLEVEL was not set: remove the line" },
		{ "", "ECS_CLUSTER=prod", "ECS_CLUSTER",
		  FILE_PATH ": ECS_CLUSTER was \"prod\", and is not set any more" },
		/* Secrets, free text, and what the key would not take. */
		{ "HTTP_PROXY=a\n", "HTTP_PROXY=http://u:canary@p", "HTTP_PROXY",
		  FILE_PATH ":1: HTTP_PROXY had another value (hidden)" },
		{ "ECS_LOGFILE=a\n", "ECS_LOGFILE=canary", "ECS_LOGFILE",
		  FILE_PATH ":1: ECS_LOGFILE had another value (hidden)" },
		{ "ECS_LOGLEVEL=a\n", "ECS_LOGLEVEL=canary", "ECS_LOGLEVEL",
		  FILE_PATH ":1: ECS_LOGLEVEL had another value (hidden)" },
		{ "", "ECS_ENGINE_AUTH_DATA=canary", "ECS_ENGINE_AUTH_DATA",
		  FILE_PATH ": ECS_ENGINE_AUTH_DATA had another value (hidden)" },
		{ "ECS_CLUSTER=\x1b[2J\n", "ECS_CLUSTER=\x1b[2Jcanary", "ECS_CLUSTER",
		  FILE_PATH ":1: ECS_CLUSTER had another value (hidden)" },
		/* The longer name is not the shorter one. */
		{ "ECS_LOGLEVEL=x\n", "ECS_LOGLEVEL_ON_INSTANCE=info", "ECS_LOGLEVEL",
		  FILE_PATH ":1: ECS_LOGLEVEL was not set: remove the line" },
		{ "canary=1\n", "", FILE_PATH ":1 (an unknown key of 6 bytes)",
		  FILE_PATH ":1 (an unknown key of 6 bytes): new or changed value" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct string_list lines = { 0 };

		lines_of(&lines, rows[i].file, rows[i].given, rows[i].changed, false);
		EXPECT(lines.count == 1 && strcmp(lines.items[0], rows[i].line) == 0,
		       "row %zu: %zu, %s", i, lines.count, lines.count ? lines.items[0] : "");
		string_list_done(&lines);
	}
	expect_all_held();
}

static void the_json_file_too(void **state)
{
	struct string_list lines = { 0 };

	(void)state;
	lines_of(&lines, "", "", "", true);
	assert_int_equal(lines.count, 1);
	assert_string_equal(
		lines.items[0],
		"/etc/ecs/ecs.config.json: restore what it contained before the agent's "
		"last start");
	string_list_done(&lines);
	lines_of(&lines, "", "", "", false);
	assert_int_equal(lines.count, 0);
}

static void what_may_be_shown(void **state)
{
	static const struct {
		const char *key, *value;
		bool shown;
	} rows[] = {
		{ "ECS_CLUSTER", "prod", true },
		{ "ECS_CONTAINER_STOP_TIMEOUT", "30s", true },
		{ "ECS_CONTAINER_STOP_TIMEOUT", "canary", false },
		{ "ECS_DISABLE_METRICS", "true", true },
		{ "AWS_DEFAULT_REGION", "us-east-1", true },
		{ "ECS_CLUSTER", "", true },
		{ "ECS_CLUSTER", "a b", false },
		{ "ECS_LOG_OPTS", "{}", false },
		{ "ECS_INSTANCE_ATTRIBUTES", "{}", false },
		{ "AWS_SECRET_ACCESS_KEY", "canary", false },
		{ "HTTPS_PROXY", "proxy:3128", false },
		{ "NO_PROXY", "a", false },
		{ "ECS_CLUSTRE", "prod", false },
		{ "ECS_CLUSTER",
		  "0123456789012345678901234567890123456789012345678901234567890123456789", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(agent_setting_can_be_shown(rows[i].key, strlen(rows[i].key),
						  rows[i].value) == rows[i].shown,
		       "%s=%s", rows[i].key, rows[i].value);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_way),
		cmocka_unit_test(the_json_file_too),
		cmocka_unit_test(what_may_be_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
