/* SPDX-License-Identifier: Apache-2.0 */
#include "http_peer.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/clock.h"

enum { LIMIT_US = 20000000, LINGER_US = 20000 };

static void hang_up(struct http_peer_connection *c, bool reset)
{
	struct linger linger = { .l_onoff = reset, .l_linger = 0 };

	c->source = sd_event_source_disable_unref(c->source);
	if (c->fd < 0)
		return;
	(void)setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	(void)close(c->fd);
	c->fd = -1;
}

static size_t length_of(const struct http_peer_line *line)
{
	return line->len ? line->len : strlen(line->answer);
}

static void speak(struct http_peer_connection *c)
{
	size_t left = length_of(c->line) - c->said;
	size_t most = c->line->piece && c->line->piece < left ? c->line->piece : left;
	ssize_t n = send(c->fd, c->line->answer + c->said, most, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n > 0)
		c->said += (size_t)n;
	if (n >= 0 && c->said < length_of(c->line))
		return;
	if (n < 0 || c->line->manner == HTTP_PEER_SAYS_AND_CLOSES) {
		hang_up(c, false);
		return;
	}
	c->line = NULL;
	(void)sd_event_source_set_io_events(c->source, EPOLLIN);
}

static void answer(struct http_peer_connection *c)
{
	struct http_peer *peer = c->peer;
	const struct http_peer_line *line = peer->script;

	peer->asked++;
	memcpy(peer->last, c->request, sizeof peer->last);
	c->have = 0;
	while (line->request && strncmp(c->request, line->request, strlen(line->request)) != 0)
		line++;
	if (!line->request)
		fail_msg("the script has no answer to %s", c->request);
	switch (line->manner) {
	case HTTP_PEER_SAYS:
	case HTTP_PEER_SAYS_AND_CLOSES:
		c->line = line;
		c->said = 0;
		(void)sd_event_source_set_io_events(c->source, EPOLLOUT);
		break;
	case HTTP_PEER_RESETS:
		hang_up(c, true);
		break;
	case HTTP_PEER_SILENT:
		break;
	}
}

static int on_ready(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	struct http_peer_connection *c = arg;
	ssize_t n;

	(void)source;
	(void)events;
	if (c->line) {
		speak(c);
		return 0;
	}
	n = recv(fd, c->request + c->have, sizeof c->request - 1 - c->have, MSG_DONTWAIT);
	if (n <= 0) {
		hang_up(c, false);
		return 0;
	}
	c->have += (size_t)n;
	c->request[c->have] = '\0';
	if (strstr(c->request, "\r\n\r\n"))
		answer(c);
	return 0;
}

static int on_accept(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	struct http_peer *peer = arg;

	(void)source;
	(void)events;
	for (size_t i = 0; i < HTTP_PEER_CONNECTIONS; i++) {
		struct http_peer_connection *c = &peer->connections[i];

		if (c->fd >= 0)
			continue;
		*c = (struct http_peer_connection){ .peer = peer };
		c->fd = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
		assert_true(c->fd >= 0);
		peer->accepted++;
		return sd_event_add_io(peer->loop, &c->source, c->fd, EPOLLIN, on_ready, c);
	}
	fail_msg("more connections than the peer has room for");
	return 0;
}

static int listen_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0 && strlen(path) < sizeof address.sun_path);
	memcpy(address.sun_path, path, strlen(path));
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	return fd;
}

int port_of_nobody(uint16_t *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	*port = ntohs(address.sin_port);
	return fd;
}

void http_peer_open(struct http_peer *peer, sd_event *loop, const char *path,
		    const struct http_peer_line *script)
{
	*peer = (struct http_peer){ .script = script, .loop = loop };
	for (size_t i = 0; i < HTTP_PEER_CONNECTIONS; i++)
		peer->connections[i].fd = -1;
	peer->listener = path ? listen_unix(path) : port_of_nobody(&peer->port);
	assert_int_equal(listen(peer->listener, 8), 0);
	assert_true(sd_event_add_io(loop, &peer->accepts, peer->listener, EPOLLIN, on_accept,
				    peer) >= 0);
}

void http_peer_close(struct http_peer *peer)
{
	for (size_t i = 0; i < HTTP_PEER_CONNECTIONS; i++)
		hang_up(&peer->connections[i], false);
	peer->accepts = sd_event_source_disable_unref(peer->accepts);
	(void)close(peer->listener);
}

void run_until(sd_event *loop, const unsigned *count, unsigned at_least)
{
	uint64_t start_us = clock_now_us();

	while (*count < at_least && clock_now_us() < start_us + LIMIT_US)
		(void)sd_event_run(loop, 10000);
}

void run_on(sd_event *loop)
{
	uint64_t start_us = clock_now_us();

	while (clock_now_us() < start_us + LINGER_US)
		(void)sd_event_run(loop, 1000);
}
