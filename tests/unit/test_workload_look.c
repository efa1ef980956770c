/* SPDX-License-Identifier: Apache-2.0 */
/* The look at what tasks use, with a Docker and an agent of every kind. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "agent/introspect.h"
#include "check.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "ecsprobe/util.h"
#include "http_peer.h"
#include "tree.h"

enum { LONG_US = 2000000, SHORT_US = 60000 };

#define CLOSES HTTP_PEER_SAYS_AND_CLOSES
#define OK(body) CLOSES, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" body, 0, 0
#define NOT_FOUND(body) CLOSES, "HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n" body, 0, 0
#define SILENT HTTP_PEER_SILENT, NULL, 0, 0
#define ASK_LIST "GET /containers/json?filters="
#define ASK_A "GET /containers/aa/json "
#define ASK_B "GET /containers/bb/json "
#define ENTRY(id) "{\"Id\":\"" id "\",\"Labels\":{\"com.amazonaws.ecs.task-arn\":\"arn:x\"}}"
#define CONTAINER(image)                                                       \
	"{\"Config\":{\"Image\":\"" image "\"},\"HostConfig\":{\"LogConfig\":" \
	"{\"Type\":\"json-file\"}}}"
#define ECR "111122223333.dkr.ecr.us-east-1.amazonaws.com/a"
#define TASKS(containers)                                                                        \
	"{\"Tasks\":[{\"Arn\":\"arn:x\",\"KnownStatus\":\"RUNNING\",\"Containers\":[" containers \
	"]}]}"

struct lab {
	sd_event *loop;
	struct http *http;
	struct workload_look *look;
	struct agent_status status;
	struct workload workload;
	struct http_peer docker, agent;
	char *directory, *socket;
	struct agent_places places;
	unsigned done;
};

static void open_lab(struct lab *lab, const struct http_peer_line *docker,
		     const struct http_peer_line *agent)
{
	struct error e;

	*lab = (struct lab){ .directory = scratch_open() };
	lab->socket = xasprintf("%s/docker.sock", lab->directory);
	lab->places.docker_socket = lab->socket;
	assert_true(sd_event_new(&lab->loop) >= 0);
	assert_int_equal(http_open(&lab->http, lab->loop, &e), 0);
	http_peer_open(&lab->docker, lab->loop, lab->socket, docker);
	http_peer_open(&lab->agent, lab->loop, NULL, agent);
	lab->places.introspect_port = lab->agent.port;
}

static void close_lab(struct lab *lab)
{
	workload_look_stop(lab->look);
	http_close(lab->http);
	http_peer_close(&lab->docker);
	http_peer_close(&lab->agent);
	sd_event_unref(lab->loop);
	workload_done(&lab->workload);
	scratch_close(lab->directory);
	free(lab->socket);
}

/* May stop the look, as a verb could. */
static void on_done(void *arg)
{
	struct lab *lab = arg;

	lab->done++;
	workload_look_stop(lab->look);
	lab->look = NULL;
}

static void start_look(struct lab *lab, uint64_t budget_us)
{
	const struct workload_look_config config = {
		.deadline_us = clock_now_us() + budget_us,
		.status = &lab->status,
		.places = &lab->places,
		.workload = &lab->workload,
		.done = on_done,
		.arg = lab,
	};
	struct error e;

	assert_int_equal(workload_look_start(&lab->look, lab->loop, lab->http, &config, &e), 0);
	assert_int_equal(lab->done, 0);
}

static void looks(void **state)
{
	static const struct {
		const char *what;
		struct http_peer_line docker[4], agent[2];
		uint64_t budget_us;
		const char *why; /* part of it; NULL: nothing was missed */
		size_t containers, registries;
	} rows[] = {
		{ "all there",
		  { { ASK_LIST, OK("[" ENTRY("aa") "," ENTRY("bb") "]") },
		    { ASK_A, OK(CONTAINER(ECR)) },
		    { ASK_B, OK(CONTAINER("nginx")) } },
		  { { "GET /v1/tasks ", OK(TASKS("")) } },
		  LONG_US,
		  NULL,
		  2,
		  1 },
		{ "no containers",
		  { { ASK_LIST, OK("[]") } },
		  { { "GET /v1/tasks ", OK("{\"Tasks\":[]}") } },
		  LONG_US,
		  NULL,
		  0,
		  0 },
		{ "one is gone by now",
		  { { ASK_LIST, OK("[" ENTRY("aa") "," ENTRY("bb") "]") },
		    { ASK_A, NOT_FOUND("{\"message\":\"No such container: aa\"}") },
		    { ASK_B, OK(CONTAINER(ECR)) } },
		  { { "", OK(TASKS("")) } },
		  LONG_US,
		  NULL,
		  2,
		  1 },
		{ "one that is no container",
		  { { ASK_LIST, OK("[" ENTRY("aa") "," ENTRY("bb") "]") },
		    { ASK_A, OK("[]") },
		    { ASK_B, OK(CONTAINER(ECR)) } },
		  { { "", OK(TASKS("")) } },
		  LONG_US,
		  "not about containers",
		  2,
		  1 },
		{ "one that hangs",
		  { { ASK_LIST, OK("[" ENTRY("aa") "," ENTRY("bb") "]") },
		    { ASK_A, SILENT },
		    { ASK_B, OK(CONTAINER(ECR)) } },
		  { { "", OK(TASKS("")) } },
		  SHORT_US,
		  "docker did not answer in time",
		  2,
		  1 },
		{ "no list, but the agent knows the images",
		  { { ASK_LIST, CLOSES, "HTTP/1.1 500 E\r\nConnection: close\r\n\r\n", 0, 0 } },
		  { { "", OK(TASKS("{\"Image\":\"" ECR "\"}")) } },
		  LONG_US,
		  "status 500",
		  1,
		  1 },
		{ "a list that is none",
		  { { ASK_LIST, OK("{\"message\":\"\\u001b[2J\"}") } },
		  { { "", OK(TASKS("")) } },
		  LONG_US,
		  "not about containers",
		  0,
		  0 },
		{ "a list with a NUL byte",
		  { { ASK_LIST, CLOSES, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[]\0", 42,
		      0 } },
		  { { "", OK(TASKS("")) } },
		  LONG_US,
		  "not about containers",
		  0,
		  0 },
		{ "an agent that lists its commands",
		  { { ASK_LIST, OK("[]") } },
		  { { "", OK("{\"AvailableCommands\":[]}") } },
		  LONG_US,
		  "does not list its tasks",
		  0,
		  0 },
		{ "an agent that hangs",
		  { { ASK_LIST, OK("[" ENTRY("aa") "]") }, { ASK_A, OK(CONTAINER(ECR)) } },
		  { { "", SILENT } },
		  SHORT_US,
		  "did not answer in time",
		  1,
		  1 },
		{ "no time at all",
		  { { ASK_LIST, SILENT } },
		  { { "", SILENT } },
		  0,
		  "in time",
		  0,
		  0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct lab lab;
		const struct workload *w = &lab.workload;

		open_lab(&lab, rows[i].docker, rows[i].agent);
		start_look(&lab, rows[i].budget_us);
		run_until(lab.loop, &lab.done, 1);
		run_on(lab.loop);
		EXPECT(lab.done == 1 && w->looked, "%s: %u", rows[i].what, lab.done);
		EXPECT(workload_is_complete(w) == !rows[i].why, "%s: %s", rows[i].what, w->why_not);
		EXPECT(!rows[i].why || strstr(w->why_not, rows[i].why), "%s: %s", rows[i].what,
		       w->why_not);
		EXPECT(w->container_count == rows[i].containers, "%s: %zu", rows[i].what,
		       w->container_count);
		EXPECT(w->registries.count == rows[i].registries, "%s: %zu", rows[i].what,
		       w->registries.count);
		close_lab(&lab);
	}
	expect_all_held();
}

#define ROUTED "[OUTPUT]\n    Name cloudwatch_logs\n    region us-east-1\n"

static void write_bytes(const char *path, const char *bytes, size_t len)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

/* The container's mount says where, the agent's file says to whom. */
static void a_log_router(void **state)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
	static const struct http_peer_line agent[] = { { "", OK(TASKS("")) }, { NULL } };
	enum { NOTHING, A_FILE, WITH_NUL, A_LINK, A_FIFO, CASES };

	(void)state;
	for (int what = 0; what < CASES; what++) {
		char *directory = tree_open();
		char *path = xasprintf("%s/data/firelens/0a/config/fluent.conf", directory);
		char *other = xasprintf("%s/data/firelens/0a/config/other", directory);
		char *answer = xasprintf("%s{\"Config\":{\"Image\":\"" ECR "\"},\"HostConfig\":{"
					 "\"LogConfig\":{\"Type\":\"fluentd\"}},\"Mounts\":[{"
					 "\"Source\":\"%s\"}]}",
					 head, path);
		const struct http_peer_line docker[] = { { ASK_LIST, OK("[" ENTRY("aa") "]") },
							 { ASK_A, CLOSES, answer, 0, 0 },
							 { NULL } };
		struct lab lab;

		tree_write(directory, "/data/firelens/0a/config/other", ROUTED);
		if (what == A_FILE)
			tree_write(directory, "/data/firelens/0a/config/fluent.conf", ROUTED);
		else if (what == WITH_NUL)
			write_bytes(path, ROUTED "\0[OUTPUT]\n", sizeof ROUTED "\0[OUTPUT]\n" - 1);
		else if (what == A_LINK)
			assert_int_equal(symlink(other, path), 0);
		else if (what == A_FIFO)
			assert_int_equal(mkfifo(path, 0600), 0);
		open_lab(&lab, docker, agent);
		start_look(&lab, LONG_US);
		run_until(lab.loop, &lab.done, 1);
		EXPECT(workload_uses(&lab.workload, USE_FIRELENS), "case %d", what);
		EXPECT(lab.workload.routed.count == (what == A_FILE), "case %d: %zu", what,
		       lab.workload.routed.count);
		EXPECT(workload_is_complete(&lab.workload) == (what == A_FILE), "case %d: %s", what,
		       lab.workload.why_not);
		EXPECT(what == A_FILE ||
			       strcmp(lab.workload.why_not, "a task's log destinations cannot be "
							    "read") == 0,
		       "case %d: %s", what, lab.workload.why_not);
		close_lab(&lab);
		free(answer);
		free(other);
		free(path);
		tree_close(directory);
	}
	expect_all_held();
}

/* A mere connect would start it. */
static void a_docker_that_does_not_run(void **state)
{
	static const struct http_peer_line none[] = { { NULL } };
	static const struct http_peer_line agent[] = { { "", OK(TASKS("{\"Image\":\"" ECR "\"}")) },
						       { NULL } };
	struct lab lab;

	(void)state;
	open_lab(&lab, none, agent);
	lab.status.docker.sight = SIGHT_SEEN;
	(void)copy_text(lab.status.docker.active, sizeof lab.status.docker.active, "inactive");
	start_look(&lab, LONG_US);
	run_until(lab.loop, &lab.done, 1);
	assert_int_equal(lab.docker.accepted, 0);
	assert_string_equal(lab.workload.why_not, "docker does not run");
	assert_int_equal(lab.workload.registries.count, 1);
	close_lab(&lab);
}

static void more_containers_than_are_looked_at(void **state)
{
	enum { MANY = MAX_WORKLOAD_CONTAINERS + 5 };
	static const struct http_peer_line agent[] = { { "", OK(TASKS("")) }, { NULL } };
	char *list = xstrdup("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[");
	struct http_peer_line docker[] = { { ASK_LIST, CLOSES, NULL, 0, 0 },
					   { "GET /containers/", OK(CONTAINER("nginx")) },
					   { NULL } };
	struct lab lab;

	(void)state;
	for (unsigned i = 0; i < MANY; i++) {
		char *longer = xasprintf("%s%s{\"Id\":\"%x\",\"Labels\":{\"com.amazonaws.ecs."
					 "task-arn\":\"a\"}}%s",
					 list, i ? "," : "", i, i == MANY - 1 ? "]" : "");

		free(list);
		list = longer;
	}
	docker[0].answer = list;
	open_lab(&lab, docker, agent);
	start_look(&lab, LONG_US);
	run_until(lab.loop, &lab.done, 1);
	assert_int_equal(lab.docker.asked, 1 + MAX_WORKLOAD_CONTAINERS);
	assert_int_equal(lab.workload.container_count, MANY);
	assert_non_null(strstr(lab.workload.why_not,
			       "69 task containers run, but ecsprobe inspected only 64"));
	close_lab(&lab);
	free(list);
}

static void a_look_that_is_stopped(void **state)
{
	static const struct http_peer_line silent[] = { { "", SILENT }, { NULL } };
	struct lab lab;

	(void)state;
	open_lab(&lab, silent, silent);
	start_look(&lab, SHORT_US);
	run_until(lab.loop, &lab.docker.asked, 1);
	workload_look_stop(lab.look);
	lab.look = NULL;
	for (int i = 0; i < 5; i++)
		run_on(lab.loop);
	assert_int_equal(lab.done, 0);
	assert_false(lab.workload.looked);
	close_lab(&lab);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(looks),
		cmocka_unit_test(a_log_router),
		cmocka_unit_test(a_docker_that_does_not_run),
		cmocka_unit_test(more_containers_than_are_looked_at),
		cmocka_unit_test(a_look_that_is_stopped),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
