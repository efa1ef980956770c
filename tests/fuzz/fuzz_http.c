/* SPDX-License-Identifier: Apache-2.0 */
/* What a server says to one request, status line, headers and body: on a socket of this
 * process.  The first byte chooses the kind of the exchange, and in how many pieces it is said. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "fuzz.h"

enum { MOST_BYTES = 2048, BUDGET_US = 8000, SLACK_US = 5000000, TURN_US = 1000 };

struct exchange {
	unsigned done;
	bool tunnel;
};

static int listen_somewhere(uint16_t *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &len) < 0 || listen(fd, 4) < 0)
		abort();
	*port = ntohs(address.sin_port);
	return fd;
}

static void on_reply(void *arg, const struct http_reply *reply)
{
	struct exchange *exchange = arg;

	exchange->done++;
	PROMISE(reply->body_bytes <= MOST_BYTES);
	PROMISE(reply->body && reply->body[reply->body_bytes] == '\0');
	PROMISE(fuzz_is_printable(reply->detail));
	PROMISE((reply->status != 0) == (reply->result == HTTP_ANSWERED) || exchange->tunnel);
	PROMISE(strlen(reply->request_id) <= 256 && strlen(reply->error_type) <= 256);
	PROMISE(strlen(reply->authenticate) <= 256 && strlen(reply->registry_version) <= 256);
	PROMISE(reply->tunnel_fd < 0 || exchange->tunnel);
	if (reply->tunnel_fd >= 0)
		(void)close(reply->tunnel_fd);
}

static void say_piece(int fd, const uint8_t *data, size_t size, size_t *said, size_t piece)
{
	size_t len = size - *said < piece ? size - *said : piece;

	if (len && send(fd, data + *said, len, MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
		*said += len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const headers[] = { "Accept: application/json", NULL };
	struct exchange exchange = { .tunnel = size && data[0] & 1 };
	size_t piece = size && data[0] & 2 ? 7 : MOST_BYTES * 2;
	uint64_t end_us = clock_now_us() + BUDGET_US + SLACK_US;
	struct http_request request = { .method = size && data[0] & 4 ? "POST" : "GET",
					.headers = headers,
					.body = "x",
					.timeout_us = BUDGET_US,
					.max_body_bytes = MOST_BYTES };
	int client = -1;
	struct http *http;
	struct error e;
	sd_event *loop;
	uint16_t port;
	size_t said = 1;
	char url[64];
	int listener;

	if (size == 0)
		return 0;
	listener = listen_somewhere(&port);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%u", port);
	request.url = exchange.tunnel ? "http://ecs.us-east-1.amazonaws.com:443/" : url;
	request.proxy_url = exchange.tunnel ? url : NULL;
	if (sd_event_new(&loop) < 0 || http_open(&http, loop, &e) < 0 ||
	    http_start(http, &request, on_reply, &exchange, &e) < 0)
		abort();
	while (exchange.done == 0) {
		PROMISE(clock_now_us() < end_us);
		(void)sd_event_run(loop, client < 0 || said < size ? 0 : TURN_US);
		if (client < 0)
			client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		else if (said < size)
			say_piece(client, data, size, &said, piece);
		else if (data[0] & 8)
			(void)shutdown(client, SHUT_WR);
	}
	PROMISE(exchange.done == 1);
	http_close(http);
	sd_event_unref(loop);
	if (client >= 0)
		(void)close(client);
	(void)close(listener);
	return 0;
}
