/* SPDX-License-Identifier: Apache-2.0 */
/* What a nameserver on 127.0.0.1 answers to one question.  The first byte
 * chooses the family and whether the question is repeated as it was. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "ecsprobe/outcome.h"
#include "engine/resolve.h"
#include "fuzz.h"

enum { HEADER_BYTES = 12, ROUNDS = 8, MAX_MESSAGE = 4096 };

static sd_event *loop;
static struct resolver server;
static int server_fd = -1;

static void open_server(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;

	server_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (server_fd < 0 || sd_event_new(&loop) < 0 ||
	    bind(server_fd, (struct sockaddr *)&address, sizeof address) < 0 ||
	    getsockname(server_fd, (struct sockaddr *)&address, &len) < 0)
		abort();
	server.address.port = ntohs(address.sin_port);
	(void)ip_parse("127.0.0.1", &server.address.ip);
}

static size_t question_bytes(const uint8_t *query, size_t len)
{
	size_t at = HEADER_BYTES;

	while (at < len && query[at])
		at += query[at] + 1U;
	return at + 5 - HEADER_BYTES;
}

static void answer(const uint8_t *data, size_t size, bool repeat_question)
{
	uint8_t query[1500];
	uint8_t message[MAX_MESSAGE];
	struct sockaddr_in from;
	socklen_t from_len = sizeof from;
	ssize_t n = recvfrom(server_fd, query, sizeof query, MSG_DONTWAIT, (struct sockaddr *)&from,
			     &from_len);
	size_t used;
	size_t question;

	if (n < HEADER_BYTES || size + (size_t)n > sizeof message)
		return;
	question = question_bytes(query, (size_t)n);
	memcpy(message, query, 2);
	used = 2 + (size < HEADER_BYTES - 2 ? size : HEADER_BYTES - 2);
	memcpy(message + 2, data, used - 2);
	data += used - 2;
	size -= used - 2;
	if (repeat_question && used == HEADER_BYTES && HEADER_BYTES + question <= (size_t)n) {
		memcpy(message + used, query + HEADER_BYTES, question);
		used += question;
	}
	memcpy(message + used, data, size);
	(void)sendto(server_fd, message, used + size, 0, (struct sockaddr *)&from, from_len);
}

static void on_done(void *arg, const struct resolve_result *result)
{
	*(bool *)arg = true;
	PROMISE((result->code == CODE_NONE) == (result->address_count > 0));
	PROMISE(result->cnames.count <= MAX_CNAMES);
	for (size_t i = 0; i < result->cnames.count; i++)
		PROMISE(fuzz_is_printable(result->cnames.items[i]));
	PROMISE(fuzz_is_printable(result->soa_zone));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct resolve *r;
	struct error e;
	bool done = false;

	if (size == 0)
		return 0;
	if (!loop)
		open_server();
	if (resolve_open(&r, loop, &server, &e) < 0)
		abort();
	resolve_ask(r, "ecs.us-east-1.amazonaws.com", data[0] & 1 ? IP_V6 : IP_V4, on_done, &done);
	for (int i = 0; i < ROUNDS && !done; i++) {
		answer(data + 1, size - 1, !(data[0] & 2));
		(void)sd_event_run(loop, 0);
	}
	resolve_close(r);
	/* What it never got to read is not for the next one. */
	while (recv(server_fd, &(char){ 0 }, 1, MSG_DONTWAIT | MSG_TRUNC) >= 0)
		;
	return 0;
}
