/* SPDX-License-Identifier: Apache-2.0 */
/* What command lines do with the agent's container. */
#include "agent/container_command.h"

#include <string.h>

#include "check.h"

#define IMAGE "amazon/amazon-ecs-agent:latest"
#define ID "3f4e8c1b2a5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7"

enum { MAX_WORDS = 64 };

static char *told(const struct command_reading *reading)
{
	static const struct {
		unsigned bit;
		const char *word;
	} rows[] = {
		{ COMMAND_RUNS, " runs" },     { COMMAND_STARTS, " starts" },
		{ COMMAND_WAITS, " waits" },   { COMMAND_DETACHES, " detaches" },
		{ COMMAND_CLEANS, " cleans" }, { COMMAND_REMOVES, " removes" },
		{ COMMAND_PULLS, " pulls" },   { COMMAND_UNREAD, " unread" },
		{ COMMAND_PODMAN, " podman" }, { COMMAND_BY_ID, " by-id" },
		{ COMMAND_FORCES, " forces" },
	};
	char *text = xstrdup("");

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *longer;

		if (!(reading->does & rows[i].bit))
			continue;
		longer = xasprintf("%s%s", text, rows[i].word + !*text);
		free(text);
		text = longer;
	}
	return text;
}

/* Words parted by one blank; "_" in them stands for one. */
static size_t split(char *line, const char **words)
{
	size_t count = 0;

	for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) {
		for (char *at = word; (at = strchr(at, '_')); at++)
			*at = ' ';
		words[count++] = word;
	}
	return count;
}

static void command_lines(void **state)
{
	static const struct {
		const char *line, *expected;
	} rows[] = {
		{ "docker run --name ecs-agent " IMAGE, "runs" },
		{ "/usr/bin/docker run --name=ecs-agent " IMAGE, "runs" },
		{ "/usr/bin/docker container run --name=ecs-agent " IMAGE, "runs" },
		{ "docker -H unix:///x --debug run --name ecs-agent " IMAGE, "runs" },
		{ "docker --host=unix:///x run --name ecs-agent " IMAGE, "runs" },
		{ "docker run -d --name ecs-agent " IMAGE, "runs detaches" },
		{ "docker run -itd --name ecs-agent " IMAGE, "runs detaches" },
		{ "docker run --detach=true --name ecs-agent " IMAGE, "runs detaches" },
		{ "docker run --detach=false --name ecs-agent " IMAGE, "runs" },
		{ "docker run -v/var/lib/ecs/data:/data --name ecs-agent " IMAGE, "runs" },
		{ "docker run -v /d:/data -e A=B --net=host --name ecs-agent " IMAGE, "runs" },
		{ "docker run --rm --name ecs-agent " IMAGE, "runs cleans" },
		{ "docker run --rm=false --name ecs-agent " IMAGE, "runs" },
		{ "docker run --pull always --name ecs-agent " IMAGE, "runs pulls" },
		{ "docker run --pull=missing --name ecs-agent " IMAGE, "runs" },
		{ "docker run --name ${NAME} " IMAGE, "runs" },
		{ "docker run --name ${NAME} redis", "" },
		{ "docker run --name other " IMAGE, "" },
		{ "docker run " IMAGE, "" },
		{ "docker run " IMAGE " --name ecs-agent", "" },
		{ "docker run --env --name ecs-agent " IMAGE, "" },
		{ "docker run --name ecs-agent-2 " IMAGE, "" },
		{ "docker run --name", "" },
		{ "docker create --name ecs-agent " IMAGE, "runs detaches" },
		{ "docker start -a ecs-agent", "starts" },
		{ "docker start --attach ecs-agent", "starts" },
		{ "docker start -ai other ecs-agent", "starts" },
		{ "docker start ecs-agent -a", "starts" },
		{ "docker start ecs-agent", "starts detaches" },
		{ "docker start -a other", "" },
		{ "docker start -a " ID, "starts by-id" },
		{ "docker start -a 3f4e8c1b2a5d", "starts by-id" },
		{ "docker start -a 3f4e8c1b2a5", "" },
		{ "docker attach --no-stdin ecs-agent", "waits" },
		{ "docker attach --detach-keys ecs-agent other", "" },
		{ "docker wait ecs-agent", "waits" },
		{ "docker rm -f ecs-agent", "removes forces" },
		{ "docker rm -v ecs-agent", "removes" },
		{ "docker rm -vf ecs-agent", "removes forces" },
		{ "docker rm --force=false ecs-agent", "removes" },
		{ "docker rm -f another", "" },
		{ "docker rm other", "" },
		{ "docker pull " IMAGE, "pulls" },
		{ "docker image pull public.ecr.aws/ecs/amazon-ecs-agent:v1.98.0", "pulls" },
		{ "docker pull redis", "" },
		{ "docker logs -f ecs-agent", "" },
		{ "docker exec -it ecs-agent sh", "" },
		{ "docker stop ecs-agent", "" },
		{ "docker", "" },
		{ "docker -H", "" },
		{ "podman run --replace --name ecs-agent " IMAGE, "runs cleans podman" },
		{ "podman ps", "" },
		{ "sudo -E docker run --name ecs-agent " IMAGE, "runs" },
		{ "/usr/bin/timeout 10 /usr/bin/docker start -a ecs-agent", "starts" },
		{ "/usr/bin/env A=B docker wait ecs-agent", "waits" },
		{ "/opt/start-agent docker run --name ecs-agent " IMAGE, "unread" },
		{ "/opt/ecs-agent/start.sh", "unread" },
		{ "/bin/bash /opt/ecs-agent/start.sh", "unread" },
		{ "/bin/sh -c docker_run_--name_ecs-agent_" IMAGE, "runs" },
		{ "/bin/sh -ec exec_docker_run_--name_'ecs-agent'_" IMAGE, "runs" },
		{ "/bin/bash -l -c A=b_docker_start_-a_\"ecs-agent\"", "starts" },
		{ "/bin/sh -c docker_rm_-f_ecs-agent;_docker_run_-d_--name_ecs-agent_" IMAGE,
		  "runs detaches removes forces" },
		{ "/bin/sh -c docker_rm_ecs-agent||true&&sudo_-n_docker_wait_ecs-agent",
		  "waits removes" },
		{ "/bin/sh -c if_true;then_docker_start_-a_ecs-agent;fi", "starts" },
		{ "/bin/sh -c (docker_start_-a_ecs-agent)", "starts" },
		{ "/bin/sh -c docker_create_--name_ecs-agent_" IMAGE
		  "_&&_docker_start_-a_ecs-agent",
		  "runs starts" },
		{ "/bin/sh -c docker_run_-d_--name_ecs-agent_" IMAGE ";docker_wait_ecs-agent",
		  "runs waits" },
		{ "/bin/sh -c docker_start_-a_ecs-agent;docker_rm_ecs-agent", "starts removes" },
		{ "/bin/sh -c docker_run_--name_ecs-agent_-e_A=$(cat_/x)_" IMAGE, "runs unread" },
		{ "/bin/sh -c echo_docker_run_--name_ecs-agent_" IMAGE, "" },
		{ "/bin/sh -c '_\"_\\", "" },
		{ "/bin/sh -c", "unread" },
		{ "/bin/sh", "unread" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *words[MAX_WORDS];
		char *line = xstrdup(rows[i].line);
		struct command_reading reading;
		char *found;

		command_read(&reading, words, split(line, words));
		found = told(&reading);
		EXPECT(strcmp(found, rows[i].expected) == 0, "%s: %s", rows[i].line, found);
		EXPECT(!(reading.does & COMMAND_BY_ID) == !reading.id[0], "%s", rows[i].line);
		free(found);
		free(line);
	}
	expect_all_held();
}

static void no_end_of_words(void **state)
{
	const char *words[MAX_COMMAND_WORDS];
	struct command_reading reading;
	char *text = xcalloc(1 << 20, 1);

	(void)state;
	for (size_t i = 0; i < MAX_COMMAND_WORDS; i++)
		words[i] = i ? "-" : "docker";
	command_read(&reading, words, MAX_COMMAND_WORDS);
	assert_int_equal(reading.does, 0);
	memset(text, 'a', (1 << 20) - 1);
	for (size_t i = 1; i < (1 << 20) - 1; i += 2)
		text[i] = ' ';
	words[0] = "sh";
	words[1] = "-c";
	words[2] = text;
	command_read(&reading, words, 3);
	assert_int_equal(reading.does, 0);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(command_lines),
		cmocka_unit_test(no_end_of_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
