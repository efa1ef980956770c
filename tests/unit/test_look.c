/* SPDX-License-Identifier: Apache-2.0 */
/* A whole look at a machine on which systemd is not visible. */
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "agent/units.h"
#include "check.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/http.h"
#include "ecsprobe/util.h"
#include "http_peer.h"

/* The agent's port refuses, or takes all and says nothing. */
static int take_port(uint16_t *port, bool listens)
{
	int fd = port_of_nobody(port);

	if (listens)
		assert_int_equal(listen(fd, 4), 0);
	return fd;
}

static void on_done(void *arg)
{
	++*(unsigned *)arg;
}

#define CONTAINER                                                                               \
	"{\"Id\":\"3f4e8c1b\",\"State\":{\"Status\":\"running\",\"Running\":true,\"Pid\":4242," \
	"\"ExitCode\":0,\"StartedAt\":\"2026-11-21T20:15:01Z\"},\"Config\":{\"Env\":[]}}"
#define ANSWER(status, body) \
	HTTP_PEER_SAYS_AND_CLOSES, "HTTP/1.1 " status "\r\nConnection: close\r\n\r\n" body, 0, 0

static const struct http_peer_line there[] = {
	{ "GET /containers/ecs-agent/json HTTP/1.1\r\n", ANSWER("200 OK", CONTAINER) },
	{ "GET /containers/json HTTP/1.1\r\n", ANSWER("200 OK", "[]") },
	{ "GET /images/amazon/amazon-ecs-agent:latest/json HTTP/1.1\r\n", ANSWER("200 OK", "{}") },
	{ "GET /info HTTP/1.1\r\n", ANSWER("200 OK", "{}") },
	{ NULL },
};

static const struct http_peer_line gone[] = {
	{ "GET /containers/ecs-agent/json HTTP/1.1\r\n",
	  ANSWER("404 Not Found", "{\"message\":\"No such container: ecs-agent\"}") },
	{ "GET /containers/json HTTP/1.1\r\n", ANSWER("200 OK", "[]") },
	{ "GET /images/amazon/amazon-ecs-agent:latest/json HTTP/1.1\r\n", ANSWER("200 OK", "{}") },
	{ "GET /info HTTP/1.1\r\n", ANSWER("200 OK", "{}") },
	{ NULL },
};

/* What is behind an upstart or outside of our container is not to be guessed. */
static void units_out_of_sight(void **state)
{
	static const struct {
		const struct http_peer_line *docker; /* NULL: no socket */
		bool answers;                        /* somebody on the agent's port */
		enum sight unit, container;
	} rows[] = {
		{ NULL, false, SIGHT_ABSENT, SIGHT_ABSENT },
		{ NULL, true, SIGHT_UNKNOWN, SIGHT_UNKNOWN },
		{ there, false, SIGHT_UNKNOWN, SIGHT_SEEN },
		{ there, true, SIGHT_UNKNOWN, SIGHT_SEEN },
		{ gone, false, SIGHT_ABSENT, SIGHT_ABSENT },
		{ gone, true, SIGHT_UNKNOWN, SIGHT_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *directory = scratch_open();
		char *path = xasprintf("%s/docker.sock", directory);
		struct agent_places places = { .docker_socket = path, .booted = "/proc/none" };
		int port = take_port(&places.introspect_port, rows[i].answers);
		struct agent_status status = { 0 };
		struct agent_files files;
		struct http_peer peer;
		struct agent_look *look;
		sd_event *loop = NULL;
		struct http *http;
		unsigned done = 0;
		struct error e;

		gather_agent_files(&files, directory);
		assert_true(sd_event_new(&loop) >= 0);
		assert_int_equal(http_open(&http, loop, &e), 0);
		if (rows[i].docker)
			http_peer_open(&peer, loop, path, rows[i].docker);
		assert_int_equal(agent_look_start(&look, loop, http,
						  &(struct agent_look_config){
							  .deadline_us = clock_now_us() + 2000000,
							  .files = &files,
							  .places = &places,
							  .status = &status,
							  .done = on_done,
							  .arg = &done },
						  &e),
				 0);
		run_until(loop, &done, 1);
		EXPECT(status.unit.sight == rows[i].unit, "row %zu: %d", i, status.unit.sight);
		EXPECT((status.unit.why[0] != '\0') == (rows[i].unit == SIGHT_UNKNOWN),
		       "row %zu: %s", i, status.unit.why);
		EXPECT(status.container.sight == rows[i].container, "row %zu: %d %s", i,
		       status.container.sight, status.container.why);
		agent_look_stop(look);
		if (rows[i].docker)
			http_peer_close(&peer);
		http_close(http);
		sd_event_unref(loop);
		agent_status_done(&status);
		(void)close(port);
		scratch_close(directory);
		free(path);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_out_of_sight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
