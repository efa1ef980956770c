/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP room over a UNIX socket and TCP, against a peer with a script. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/http.h"
#include "ecsprobe/util.h"
#include "http_peer.h"

enum { BUDGET_US = 2000000, SHORT_US = 50000, MAX_BODY = 256 };

struct lab {
	sd_event *loop;
	struct http *http;
	char *directory, *socket;
	unsigned answers;
	struct http_reply reply; /* without what is borrowed */
	char body[MAX_BODY + 1];
	const void *cancels; /* from inside the callback */
};

/* Of the calls by which a client's socket is watched, this one fails; 0: none. */
static unsigned failing_watch;
static unsigned watches;

static bool is_client(int fd)
{
	struct sockaddr_un peer = { 0 };
	socklen_t len = sizeof peer;

	return getpeername(fd, (struct sockaddr *)&peer, &len) == 0 && peer.sun_path[0] != '\0';
}

/* Before the C library's own in the order of linking. */
int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
{
	if (op != EPOLL_CTL_DEL && is_client(fd) && ++watches == failing_watch) {
		errno = ENOMEM;
		return -1;
	}
	return (int)syscall(SYS_epoll_ctl, epfd, op, fd, event);
}

static void on_answer(void *arg, const struct http_reply *reply)
{
	struct lab *lab = arg;

	lab->answers++;
	lab->reply = *reply;
	(void)copy_text(lab->body, sizeof lab->body, reply->body);
	lab->reply.body = NULL;
	if (lab->cancels)
		http_cancel(lab->http, lab->cancels);
}

static void open_lab(struct lab *lab)
{
	struct error e;

	*lab = (struct lab){ .directory = scratch_open() };
	lab->socket = xasprintf("%s/docker.sock", lab->directory);
	assert_true(sd_event_new(&lab->loop) >= 0);
	assert_int_equal(http_open(&lab->http, lab->loop, &e), 0);
}

static void close_lab(struct lab *lab)
{
	http_close(lab->http);
	sd_event_unref(lab->loop);
	scratch_close(lab->directory);
	free(lab->socket);
}

static void start(struct lab *lab, const char *method, const char *path, uint64_t timeout_us)
{
	struct http_request request = {
		.method = method,
		.unix_socket = lab->socket,
		.url = path,
		.timeout_us = timeout_us,
		.max_body_bytes = MAX_BODY,
	};
	struct error e;

	assert_int_equal(http_start(lab->http, &request, on_answer, lab, &e), 0);
}

static void ask(struct lab *lab, const char *method, const char *path)
{
	unsigned before = lab->answers;

	start(lab, method, path, BUDGET_US);
	run_until(lab->loop, &lab->answers, before + 1);
	assert_int_equal(lab->answers, before + 1);
}

static void bodies_over_a_unix_socket(void **state)
{
	static const struct http_peer_line script[] = {
		{ "GET /plain ", HTTP_PEER_SAYS,
		  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0, 3 },
		{ "GET /chunked ", HTTP_PEER_SAYS,
		  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n",
		  0, 1 },
		{ "GET /closing ", HTTP_PEER_SAYS_AND_CLOSES, "HTTP/1.0 200 OK\r\n\r\nhello", 0,
		  0 },
		{ "GET /none ", HTTP_PEER_SAYS, "HTTP/1.1 204 No Content\r\n\r\n", 0, 0 },
		{ "GET /missing ", HTTP_PEER_SAYS,
		  "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", 0, 0 },
		{ NULL },
	};
	static const struct {
		const char *url;
		int status;
		const char *body;
	} rows[] = {
		{ "http://docker/plain", 200, "hello" }, { "http://docker/chunked", 200, "hello" },
		{ "http://docker/none", 204, "" },       { "http://docker/missing", 404, "no" },
		{ "http://docker/plain", 200, "hello" }, { "http://docker/closing", 200, "hello" },
	};
	struct lab lab;
	struct http_peer peer;

	(void)state;
	open_lab(&lab);
	http_peer_open(&peer, lab.loop, lab.socket, script);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		ask(&lab, "GET", rows[i].url);
		EXPECT(lab.reply.result == HTTP_ANSWERED, "%s: %d, %s", rows[i].url,
		       (int)lab.reply.result, lab.reply.detail);
		EXPECT(lab.reply.status == rows[i].status, "%s: %d", rows[i].url, lab.reply.status);
		EXPECT(strcmp(lab.body, rows[i].body) == 0, "%s: %s", rows[i].url, lab.body);
		EXPECT(lab.reply.os_errno == 0, "%s", rows[i].url);
	}
	/* The connection was kept for all of them. */
	EXPECT(peer.accepted == 1 && peer.asked == ARRAY_SIZE(rows), "%u connections",
	       peer.accepted);
	http_peer_close(&peer);
	close_lab(&lab);
	expect_all_held();
}

static void answers_that_are_none(void **state)
{
	static const struct {
		const char *what;
		struct http_peer_line script[2];
		enum http_result result;
	} rows[] = {
		{ "silence", { { "", HTTP_PEER_SILENT, NULL, 0, 0 } }, HTTP_TIMED_OUT },
		{ "half of an answer",
		  { { "", HTTP_PEER_SAYS, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", 0,
		      0 } },
		  HTTP_TIMED_OUT },
		{ "cut short",
		  { { "", HTTP_PEER_SAYS_AND_CLOSES,
		      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", 0, 0 } },
		  HTTP_BAD_ANSWER },
		{ "closed at once", { { "", HTTP_PEER_RESETS, NULL, 0, 0 } }, HTTP_BAD_ANSWER },
		{ "not HTTP",
		  { { "", HTTP_PEER_SAYS, "\x01\x02 garbage\r\n\r\n", 0, 0 } },
		  HTTP_BAD_ANSWER },
		{ "too long by its own word",
		  { { "", HTTP_PEER_SAYS, "HTTP/1.1 200 OK\r\nContent-Length: 257\r\n\r\n", 0,
		      0 } },
		  HTTP_BAD_ANSWER },
		{ "a chunk that is none",
		  { { "", HTTP_PEER_SAYS,
		      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 0, 0 } },
		  HTTP_BAD_ANSWER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct lab lab;
		struct http_peer peer;

		open_lab(&lab);
		http_peer_open(&peer, lab.loop, lab.socket, rows[i].script);
		start(&lab, "GET", "http://docker/",
		      rows[i].result == HTTP_TIMED_OUT ? SHORT_US : BUDGET_US);
		run_until(lab.loop, &lab.answers, 1);
		EXPECT(lab.answers == 1 && lab.reply.result == rows[i].result, "%s: %d, %s",
		       rows[i].what, (int)lab.reply.result, lab.reply.detail);
		EXPECT(lab.reply.os_errno == 0 && lab.reply.status == 0, "%s", rows[i].what);
		EXPECT(lab.reply.silent == (strcmp(rows[i].what, "closed at once") == 0), "%s",
		       rows[i].what);
		http_peer_close(&peer);
		close_lab(&lab);
	}
	expect_all_held();
}

/* Nothing was sent then, and only then. */
static void sockets_that_cannot_be_had(void **state)
{
	struct lab lab;
	struct http_peer peer;
	static const struct http_peer_line script[] = { { NULL } };

	(void)state;
	open_lab(&lab);
	ask(&lab, "GET", "http://docker/");
	EXPECT(lab.reply.result == HTTP_UNREACHABLE, "no socket: %d", (int)lab.reply.result);
	EXPECT(lab.reply.os_errno == ENOENT, "no socket: %d", lab.reply.os_errno);
	http_peer_open(&peer, lab.loop, lab.socket, script);
	http_peer_close(&peer);
	ask(&lab, "POST", "http://docker/");
	EXPECT(lab.reply.result == HTTP_UNREACHABLE, "nobody: %d", (int)lab.reply.result);
	EXPECT(lab.reply.os_errno == ECONNREFUSED, "nobody: %d", lab.reply.os_errno);
	close_lab(&lab);
	expect_all_held();
}

/* While others still wait for a connection: four is what one server gets. */
static void sockets_that_cannot_be_watched(void **state)
{
	enum { ASKED = 6 };
	static const struct http_peer_line script[] = {
		{ "GET / ", HTTP_PEER_SAYS_AND_CLOSES,
		  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 0, 1 },
		{ NULL },
	};
	unsigned failed = 0;

	(void)state;
	for (unsigned at = 1; at <= ASKED; at++) {
		struct lab lab;
		struct http_peer peer;
		unsigned answered = 0;

		open_lab(&lab);
		http_peer_open(&peer, lab.loop, lab.socket, script);
		watches = 0;
		failing_watch = at;
		for (unsigned i = 1; i <= ASKED; i++)
			start(&lab, "GET", "http://docker/", BUDGET_US);
		for (unsigned i = 1; i <= ASKED; i++) {
			run_until(lab.loop, &lab.answers, i);
			answered += lab.reply.result == HTTP_ANSWERED;
			EXPECT(lab.answers >= i && lab.reply.result != HTTP_TIMED_OUT,
			       "watch %u, answer %u: %d, %s", at, i, (int)lab.reply.result,
			       lab.reply.detail);
		}
		failed += watches >= at && answered < ASKED;
		failing_watch = 0;
		ask(&lab, "GET", "http://docker/");
		EXPECT(lab.reply.result == HTTP_ANSWERED, "after watch %u: %d, %s", at,
		       (int)lab.reply.result, lab.reply.detail);
		http_peer_close(&peer);
		close_lab(&lab);
	}
	EXPECT(failed == ASKED, "%u failures told", failed);
	expect_all_held();
}

static void refused_over_tcp(void **state)
{
	struct lab lab;
	uint16_t port;
	int nobody = port_of_nobody(&port);
	char *url = xasprintf("http://127.0.0.1:%u/", port);

	(void)state;
	open_lab(&lab);
	free(lab.socket);
	lab.socket = NULL;
	ask(&lab, "GET", url);
	assert_int_equal(lab.reply.result, HTTP_UNREACHABLE);
	assert_int_equal(lab.reply.os_errno, ECONNREFUSED);
	close_lab(&lab);
	(void)close(nobody);
	free(url);
}

static void an_empty_post(void **state)
{
	static const struct http_peer_line script[] = {
		{ "POST /restart?t=15 HTTP/1.1\r\n", HTTP_PEER_SAYS,
		  "HTTP/1.1 204 No Content\r\n\r\n", 0, 0 },
		{ "GET / ", HTTP_PEER_SAYS, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0, 0 },
		{ "POST /break ", HTTP_PEER_RESETS, NULL, 0, 0 },
		{ NULL },
	};
	struct lab lab;
	struct http_peer peer;

	(void)state;
	open_lab(&lab);
	http_peer_open(&peer, lab.loop, lab.socket, script);
	ask(&lab, "POST", "http://docker/restart?t=15");
	assert_int_equal(lab.reply.status, 204);
	assert_non_null(strstr(peer.last, "\r\nContent-Length: 0\r\n"));
	assert_null(strstr(peer.last, "Content-Type"));
	assert_null(strstr(peer.last, "Expect"));
	/* A kept connection that breaks is no reason to ask again. */
	ask(&lab, "GET", "http://docker/");
	peer.asked = 0;
	ask(&lab, "POST", "http://docker/break");
	assert_int_equal(lab.reply.result, HTTP_BAD_ANSWER);
	assert_int_equal(lab.reply.os_errno, 0);
	run_on(lab.loop);
	assert_int_equal(peer.asked, 1);
	http_peer_close(&peer);
	close_lab(&lab);
}

static void cancelled_requests_call_nobody(void **state)
{
	static const struct http_peer_line script[] = {
		{ "GET /silent ", HTTP_PEER_SILENT, NULL, 0, 0 },
		{ "GET /half ", HTTP_PEER_SAYS, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
		  0, 0 },
		{ "GET / ", HTTP_PEER_SAYS, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 0, 0 },
		{ NULL },
	};
	struct lab lab;
	struct lab other;
	struct http_peer peer;

	(void)state;
	open_lab(&lab);
	other = lab;
	http_peer_open(&peer, lab.loop, lab.socket, script);
	/* From outside, before and after the request went out. */
	start(&other, "GET", "http://docker/silent", SHORT_US);
	http_cancel(lab.http, &other);
	start(&other, "GET", "http://docker/half", SHORT_US);
	run_until(lab.loop, &peer.asked, 1);
	run_on(lab.loop);
	http_cancel(lab.http, &other);
	http_cancel(lab.http, &other);
	/* From inside another's callback, and from its own. */
	start(&other, "GET", "http://docker/silent", SHORT_US);
	lab.cancels = &other;
	ask(&lab, "GET", "http://docker/");
	lab.cancels = &lab;
	start(&lab, "GET", "http://docker/silent", SHORT_US);
	ask(&lab, "GET", "http://docker/");
	for (int i = 0; i < 5; i++)
		run_on(lab.loop);
	assert_int_equal(lab.answers, 2);
	assert_int_equal(other.answers, 0);
	/* One is left for http_close(). */
	start(&other, "GET", "http://docker/silent", SHORT_US);
	http_cancel(lab.http, &other);
	http_peer_close(&peer);
	close_lab(&lab);
}

/* From the callback of a request whose time is over. */
static void cancelled_by_a_timeout(void **state)
{
	static const struct http_peer_line script[] = { { "", HTTP_PEER_SILENT, NULL, 0, 0 },
							{ NULL } };
	struct lab lab;
	struct lab other;
	struct http_peer peer;

	(void)state;
	open_lab(&lab);
	other = lab;
	http_peer_open(&peer, lab.loop, lab.socket, script);
	lab.cancels = &other;
	start(&lab, "GET", "http://docker/", SHORT_US);
	start(&other, "GET", "http://docker/", SHORT_US);
	run_until(lab.loop, &lab.answers, 1);
	for (int i = 0; i < 5; i++)
		run_on(lab.loop);
	assert_int_equal(lab.answers, 1);
	assert_int_equal(lab.reply.result, HTTP_TIMED_OUT);
	assert_int_equal(other.answers, 0);
	http_peer_close(&peer);
	close_lab(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_over_a_unix_socket),
		cmocka_unit_test(answers_that_are_none),
		cmocka_unit_test(sockets_that_cannot_be_had),
		cmocka_unit_test(sockets_that_cannot_be_watched),
		cmocka_unit_test(refused_over_tcp),
		cmocka_unit_test(an_empty_post),
		cmocka_unit_test(cancelled_requests_call_nobody),
		cmocka_unit_test(cancelled_by_a_timeout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
