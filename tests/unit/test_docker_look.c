/* SPDX-License-Identifier: Apache-2.0 */
/* Looks and restarts with a Docker that answers in every bad manner. */
#include "agent/docker.h"

#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "ecsprobe/util.h"
#include "http_peer.h"

#define TASK "\"com.amazonaws.ecs.task-arn\":\"arn:aws:ecs:us-east-1:123456789012:task/c/1\""
#define CONTAINER                                                                        \
	"{\"Id\":\"3f4e8c1b\",\"State\":{\"Status\":\"running\",\"Running\":true,"       \
	"\"Pid\":4242,\"ExitCode\":0,\"StartedAt\":\"2026-11-21T20:15:01.123456789Z\"}," \
	"\"Config\":{\"Env\":[\"ECS_CLUSTER=canary\",\"EMPTY=\"]}}"

struct lab {
	sd_event *loop;
	struct http *http;
	struct docker *docker;
	struct agent_status status;
	char *directory, *socket;
	struct agent_places places;
	unsigned done;
	bool closes; /* from inside done */
	enum act_end end;
	char detail[WHY_BYTES];
};

static void open_lab(struct lab *lab)
{
	struct error e;

	*lab = (struct lab){ .directory = scratch_open() };
	lab->socket = xasprintf("%s/docker.sock", lab->directory);
	lab->places.docker_socket = lab->socket;
	assert_true(sd_event_new(&lab->loop) >= 0);
	assert_int_equal(http_open(&lab->http, lab->loop, &e), 0);
}

static void close_lab(struct lab *lab)
{
	docker_close(lab->docker);
	http_close(lab->http);
	sd_event_unref(lab->loop);
	agent_status_done(&lab->status);
	scratch_close(lab->directory);
	free(lab->socket);
}

static void on_look_done(void *arg)
{
	struct lab *lab = arg;

	lab->done++;
	if (lab->closes) {
		docker_close(lab->docker);
		lab->docker = NULL;
	}
}

static void on_act_done(void *arg, enum act_end end, const char *detail)
{
	struct lab *lab = arg;

	lab->done++;
	lab->end = end;
	(void)copy_text(lab->detail, sizeof lab->detail, detail);
}

static void start_look(struct lab *lab, uint64_t budget_us)
{
	struct error e;

	assert_int_equal(docker_look(&lab->docker, lab->loop, lab->http, &lab->places, &lab->status,
				     clock_now_us() + budget_us, on_look_done, lab, &e),
			 0);
	assert_int_equal(lab->done, 0);
}

static void look(struct lab *lab, uint64_t budget_us)
{
	start_look(lab, budget_us);
	run_until(lab->loop, &lab->done, 1);
	run_on(lab->loop);
	EXPECT(lab->done == 1, "done was called %u times", lab->done);
}

enum { LONG_US = 2000000, SHORT_US = 60000 };

#define OK(body) "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" body
#define NOT_FOUND(body) "HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n" body
#define ASK_CONTAINER "GET /containers/ecs-agent/json HTTP/1.1\r\n"
#define ASK_LIST "GET /containers/json HTTP/1.1\r\n"
#define ASK_IMAGE "GET /images/amazon/amazon-ecs-agent:latest/json HTTP/1.1\r\n"
#define ASK_INFO "GET /info HTTP/1.1\r\n"
#define INFO                                    \
	"{\"ID\":\"a\",\"HttpProxy\":\"http://" \
	"xxxxx:xxxxx@p:1\",\"HttpsProxy\":\"\",\"NoProxy\":\"b,c\"}"
#define CLOSES HTTP_PEER_SAYS_AND_CLOSES
#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

static void a_look_at_a_running_agent(void **state)
{
	static const struct http_peer_line script[] = {
		{ ASK_CONTAINER, CLOSES, OK(CONTAINER), 0, 7 },
		{ ASK_LIST, CLOSES,
		  OK("[{\"Id\":\"3f4e\",\"Names\":[\"/ecs-c\"],\"Labels\":{" TASK "}}]"), 0, 0 },
		{ ASK_IMAGE, HTTP_PEER_SAYS,
		  CHUNKED "8\r\n{\"Id\":\"s\r\n7\r\nha256:a\r\n"
			  "2\r\n\"}\r\n0\r\n\r\n",
		  0, 0 },
		{ ASK_INFO, CLOSES, OK(INFO), 0, 0 },
		{ NULL },
	};

	(void)state;
	for (int closes = 0; closes < 2; closes++) {
		struct lab lab;
		struct http_peer peer;

		open_lab(&lab);
		lab.closes = closes;
		http_peer_open(&peer, lab.loop, lab.socket, script);
		look(&lab, LONG_US);
		EXPECT(lab.status.container.sight == SIGHT_SEEN, "%s", lab.status.container.why);
		EXPECT(!lab.status.container.why[0], "%s", lab.status.container.why);
		EXPECT(lab.status.container.environment.count == 2, "environment");
		EXPECT(lab.status.tasks.sight == SIGHT_SEEN && lab.status.tasks.ids.count == 1,
		       "tasks");
		EXPECT(lab.status.image.loaded == SIGHT_SEEN &&
			       strcmp(lab.status.image.loaded_id, "sha256:a") == 0,
		       "image: %s", lab.status.image.loaded_id);
		EXPECT(lab.status.dockerd.sight == SIGHT_SEEN, "dockerd");
		assert_string_equal(lab.status.dockerd.http_proxy, "http://xxxxx:xxxxx@p:1");
		assert_string_equal(lab.status.dockerd.https_proxy, "");
		assert_string_equal(lab.status.dockerd.no_proxy, "b,c");
		http_peer_close(&peer);
		close_lab(&lab);
	}
	expect_all_held();
}

/* Without an answer it hangs. */
static struct http_peer_line line(const char *ask, const char *says)
{
	return (struct http_peer_line){ ask, says ? CLOSES : HTTP_PEER_SILENT, says, 0, 0 };
}

static void looks_that_see_less(void **state)
{
	static const struct {
		const char *what, *container, *list, *image; /* NULL: silence */
		enum sight sights[3];
		const char *why;
	} rows[] = {
		{ "neither container nor image",
		  NOT_FOUND("{\"message\":\"No such container: ecs-agent\"}"),
		  OK("[]"),
		  NOT_FOUND("{\"message\":\"No such image: amazon/amazon-ecs-agent:latest\"}"),
		  { SIGHT_ABSENT, SIGHT_SEEN, SIGHT_ABSENT },
		  "" },
		{ "a path that this daemon does not know",
		  NOT_FOUND("{\"message\":\"page not found\"}"),
		  OK("[]"),
		  NOT_FOUND("404 page"),
		  { SIGHT_UNKNOWN, SIGHT_SEEN, SIGHT_UNKNOWN },
		  "HTTP status 404: page not found" },
		{ "an ill daemon",
		  "HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\n{\"message\":\"boom\\u0007\"}",
		  OK("nothing"),
		  OK("{}"),
		  { SIGHT_UNKNOWN, SIGHT_UNKNOWN, SIGHT_UNKNOWN },
		  "HTTP status 500: boom\\x07" },
		{ "garbage",
		  "\x16\x03\x01 garbage\r\n\r\n",
		  "more garbage\r\n\r\n",
		  "\r\n\r\n",
		  { SIGHT_UNKNOWN, SIGHT_UNKNOWN, SIGHT_UNKNOWN },
		  "not HTTP" },
		{ "another service",
		  OK("<html></html>"),
		  OK("<html></html>"),
		  OK("<html></html>"),
		  { SIGHT_UNKNOWN, SIGHT_UNKNOWN, SIGHT_UNKNOWN },
		  "not about a container" },
		{ "not allowed",
		  "HTTP/1.1 403 No\r\nConnection: close\r\n\r\n{\"message\":\"no\"}",
		  OK("[]"),
		  OK("{\"Id\":\"a\"}"),
		  { SIGHT_UNKNOWN, SIGHT_SEEN, SIGHT_SEEN },
		  "403" },
		{ "a redirect",
		  "HTTP/1.1 302 F\r\nLocation: http://docker/x\r\n\r\n",
		  OK("[]"),
		  OK("{\"Id\":\"a\"}"),
		  { SIGHT_UNKNOWN, SIGHT_SEEN, SIGHT_SEEN },
		  "302" },
		{ "one hangs",
		  NULL,
		  OK("[]"),
		  OK("{\"Id\":\"a\"}"),
		  { SIGHT_UNKNOWN, SIGHT_SEEN, SIGHT_SEEN },
		  "docker did not answer in time" },
		{ "all hang",
		  NULL,
		  NULL,
		  NULL,
		  { SIGHT_UNKNOWN, SIGHT_UNKNOWN, SIGHT_UNKNOWN },
		  "docker did not answer in time" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct http_peer_line script[] = { line(ASK_CONTAINER, rows[i].container),
							 line(ASK_LIST, rows[i].list),
							 line(ASK_IMAGE, rows[i].image),
							 line(ASK_INFO, rows[i].image),
							 { NULL } };
		struct lab lab;
		struct http_peer peer;
		const struct container_status *c = &lab.status.container;

		open_lab(&lab);
		http_peer_open(&peer, lab.loop, lab.socket, script);
		look(&lab, rows[i].container ? LONG_US : SHORT_US);
		EXPECT(c->sight == rows[i].sights[0], "%s: %d", rows[i].what, (int)c->sight);
		EXPECT(lab.status.tasks.sight == rows[i].sights[1], "%s", rows[i].what);
		EXPECT(lab.status.image.loaded == rows[i].sights[2], "%s", rows[i].what);
		EXPECT(lab.status.dockerd.sight == SIGHT_UNKNOWN, "%s", rows[i].what);
		EXPECT(strstr(c->why, rows[i].why) && !*c->why == !*rows[i].why &&
			       is_printable(c->why),
		       "%s: %s", rows[i].what, c->why);
		http_peer_close(&peer);
		close_lab(&lab);
	}
	expect_all_held();
}

static void answers_beyond_measure(void **state)
{
	enum { HUGE_BYTES = 5 << 20 };
	static const char head[] = "HTTP/1.1 200 OK\r\n\r\n[";
	static const char hole[] = OK("[]\0garbage");
	struct http_peer_line script[] = {
		{ ASK_CONTAINER, CLOSES, NULL, HUGE_BYTES, 0 },
		{ ASK_LIST, CLOSES, hole, sizeof hole - 1, 0 },
		{ ASK_IMAGE, HTTP_PEER_RESETS, NULL, 0, 0 },
		{ ASK_INFO, HTTP_PEER_RESETS, NULL, 0, 0 },
		{ NULL },
	};
	char *huge = xcalloc(HUGE_BYTES, 1);
	struct lab lab;
	struct http_peer peer;

	(void)state;
	memset(huge, ' ', HUGE_BYTES);
	memcpy(huge, head, sizeof head - 1);
	script[0].answer = huge;
	open_lab(&lab);
	http_peer_open(&peer, lab.loop, lab.socket, script);
	look(&lab, LONG_US);
	EXPECT(lab.status.container.sight == SIGHT_UNKNOWN, "huge");
	EXPECT(strstr(lab.status.container.why, "too long"), "%s", lab.status.container.why);
	EXPECT(lab.status.tasks.sight == SIGHT_UNKNOWN, "a NUL byte");
	EXPECT(lab.status.image.loaded == SIGHT_UNKNOWN, "closed");
	http_peer_close(&peer);
	close_lab(&lab);
	free(huge);
	expect_all_held();
}

static void a_docker_that_is_not_there(void **state)
{
	static const struct http_peer_line script[] = { { NULL } };
	struct lab lab;
	struct http_peer peer;

	(void)state;
	open_lab(&lab);
	look(&lab, LONG_US);
	assert_int_equal(lab.status.container.sight, SIGHT_UNKNOWN);
	assert_string_equal(lab.status.container.why,
			    "docker does not answer: No such file or directory");
	docker_close(lab.docker);
	lab.done = 0;
	http_peer_open(&peer, lab.loop, lab.socket, script);
	http_peer_close(&peer);
	look(&lab, LONG_US);
	assert_int_equal(lab.status.container.sight, SIGHT_UNKNOWN);
	assert_int_equal(lab.status.tasks.sight, SIGHT_UNKNOWN);
	assert_int_equal(lab.status.image.loaded, SIGHT_UNKNOWN);
	assert_string_equal(lab.status.container.why, "docker does not answer: Connection refused");
	close_lab(&lab);
	expect_all_held();
}

/* A connect would start it through docker.socket. */
static void a_docker_that_does_not_run_is_left_alone(void **state)
{
	static const struct {
		const char *active;
		enum sight sight;
		unsigned asked;
	} rows[] = { { "inactive", SIGHT_SEEN, 0 },   { "failed", SIGHT_SEEN, 0 },
		     { "active", SIGHT_SEEN, 4 },     { "reloading", SIGHT_SEEN, 4 },
		     { "inactive", SIGHT_ABSENT, 4 }, { "", SIGHT_UNKNOWN, 4 } };
	static const struct http_peer_line script[] = { { "", CLOSES, OK("{}"), 0, 0 }, { NULL } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct lab lab;
		struct http_peer peer;

		open_lab(&lab);
		http_peer_open(&peer, lab.loop, lab.socket, script);
		lab.status.docker.sight = rows[i].sight;
		(void)copy_text(lab.status.docker.active, sizeof lab.status.docker.active,
				rows[i].active);
		look(&lab, LONG_US);
		EXPECT(peer.accepted == rows[i].asked, "row %zu: %u", i, peer.accepted);
		EXPECT(lab.status.container.sight == SIGHT_UNKNOWN && lab.status.container.why[0],
		       "row %zu", i);
		http_peer_close(&peer);
		close_lab(&lab);
	}
	expect_all_held();
}

/* Whoever the test is, the socket is not theirs. */
static void a_docker_for_others(void **state)
{
	static const struct http_peer_line script[] = { { NULL } };
	uid_t me = geteuid();
	struct lab lab;
	struct agent_act_config config = {
		.places = &lab.places,
		.kind = ACTION_RESTART_CONTAINER,
		.deadline_us = clock_now_us() + LONG_US,
		.done = on_act_done,
	};
	struct http_peer peer;
	struct error e;

	(void)state;
	open_lab(&lab);
	http_peer_open(&peer, lab.loop, lab.socket, script);
	assert_int_equal(chmod(lab.socket, 0), 0);
	assert_int_equal(me == 0 ? seteuid(65534) : 0, 0);
	look(&lab, LONG_US);
	docker_close(lab.docker);
	lab.done = 0;
	config.arg = &lab;
	assert_int_equal(docker_act(&lab.docker, lab.loop, lab.http, &config, &e), 0);
	run_until(lab.loop, &lab.done, 1);
	assert_int_equal(me == 0 ? seteuid(me) : 0, 0);
	assert_int_equal(lab.status.container.sight, SIGHT_UNKNOWN);
	assert_non_null(strstr(lab.status.container.why, "needs root"));
	assert_int_equal(lab.end, ACT_FORBIDDEN);
	assert_non_null(strstr(lab.detail, "needs root"));
	assert_int_equal(peer.accepted, 0);
	http_peer_close(&peer);
	close_lab(&lab);
}

static void a_look_that_is_stopped(void **state)
{
	static const struct http_peer_line script[] = { { "", HTTP_PEER_SILENT, NULL, 0, 0 },
							{ NULL } };
	struct lab lab;
	struct http_peer peer;

	(void)state;
	open_lab(&lab);
	http_peer_open(&peer, lab.loop, lab.socket, script);
	start_look(&lab, SHORT_US);
	run_until(lab.loop, &peer.asked, 3);
	docker_close(lab.docker);
	lab.docker = NULL;
	for (int i = 0; i < 5; i++)
		run_on(lab.loop);
	assert_int_equal(lab.done, 0);
	assert_int_equal(lab.status.container.sight, SIGHT_UNKNOWN);
	assert_true(lab.status.container.why[0]);
	/* A deadline that has passed is still answered from the loop. */
	start_look(&lab, 0);
	run_until(lab.loop, &lab.done, 1);
	assert_int_equal(lab.done, 1);
	http_peer_close(&peer);
	close_lab(&lab);
}

/* --- the restart ---------------------------------------------------------------- */

static void ends_of_a_restart(void **state)
{
	static const struct {
		const char *what;
		enum http_peer_manner manner;
		const char *says;
		enum act_end end;
		const char *detail;
	} rows[] = {
		{ "done", CLOSES, "HTTP/1.1 204 No Content\r\n\r\n", ACT_ACCEPTED, "" },
		{ "none", CLOSES, NOT_FOUND("{\"message\":\"No such container: ecs-agent\"}"),
		  ACT_REFUSED, "No such container" },
		{ "failed", CLOSES,
		  "HTTP/1.1 500 E\r\nConnection: close\r\n\r\n{\"message\":\"bad \\u001b[31m\"}",
		  ACT_FAILED, "bad \\x1b[31m" },
		{ "failed without a word", CLOSES, "HTTP/1.1 503 E\r\nConnection: close\r\n\r\n",
		  ACT_FAILED, "503" },
		{ "not for us", CLOSES, "HTTP/1.1 403 E\r\nConnection: close\r\n\r\n",
		  ACT_FORBIDDEN, "403" },
		{ "bad request", CLOSES, "HTTP/1.1 400 E\r\nConnection: close\r\n\r\n", ACT_REFUSED,
		  "400" },
		{ "a word that means nothing", CLOSES, OK("{}"), ACT_PENDING, "200" },
		{ "silence", HTTP_PEER_SILENT, NULL, ACT_PENDING, "in time" },
		{ "lost", HTTP_PEER_RESETS, NULL, ACT_PENDING, "truncated" },
		{ "garbage", CLOSES, "garbage\r\n\r\n", ACT_PENDING, "not HTTP" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct http_peer_line script[] = {
			{ "POST /containers/ecs-agent/restart?t=15 HTTP/1.1\r\n", rows[i].manner,
			  rows[i].says, 0, 0 },
			{ NULL }
		};
		struct lab lab;
		struct agent_act_config config = { .kind = ACTION_RESTART_CONTAINER,
						   .places = &lab.places,
						   .done = on_act_done,
						   .arg = &lab };
		struct http_peer peer;
		struct error e;

		open_lab(&lab);
		http_peer_open(&peer, lab.loop, lab.socket, script);
		config.deadline_us = clock_now_us() +
				     (rows[i].manner == HTTP_PEER_SILENT ? SHORT_US : LONG_US);
		assert_int_equal(docker_act(&lab.docker, lab.loop, lab.http, &config, &e), 0);
		assert_int_equal(lab.done, 0);
		run_until(lab.loop, &lab.done, 1);
		run_on(lab.loop);
		EXPECT(lab.done == 1 && peer.asked == 1, "%s: %u, %u", rows[i].what, lab.done,
		       peer.asked);
		EXPECT(lab.end == rows[i].end, "%s: %d", rows[i].what, (int)lab.end);
		EXPECT(strstr(lab.detail, rows[i].detail) && !*lab.detail == !*rows[i].detail &&
			       is_printable(lab.detail),
		       "%s: %s", rows[i].what, lab.detail);
		http_peer_close(&peer);
		close_lab(&lab);
	}
	expect_all_held();
}

static void a_restart_that_was_not_begun(void **state)
{
	struct lab lab;
	struct agent_act_config config = { .kind = ACTION_RESTART_CONTAINER,
					   .places = &lab.places,
					   .deadline_us = clock_now_us() + LONG_US,
					   .done = on_act_done,
					   .arg = &lab };
	struct error e;

	(void)state;
	open_lab(&lab);
	assert_int_equal(docker_act(&lab.docker, lab.loop, lab.http, &config, &e), 0);
	run_until(lab.loop, &lab.done, 1);
	assert_int_equal(lab.end, ACT_REFUSED);
	assert_non_null(strstr(lab.detail, "does not answer"));
	close_lab(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_look_at_a_running_agent),
		cmocka_unit_test(looks_that_see_less),
		cmocka_unit_test(answers_beyond_measure),
		cmocka_unit_test(a_docker_that_is_not_there),
		cmocka_unit_test(a_docker_that_does_not_run_is_left_alone),
		cmocka_unit_test(a_docker_for_others),
		cmocka_unit_test(a_look_that_is_stopped),
		cmocka_unit_test(ends_of_a_restart),
		cmocka_unit_test(a_restart_that_was_not_begun),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
