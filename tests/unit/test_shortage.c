/* SPDX-License-Identifier: Apache-2.0 */
/* A call that fails for our own lack of descriptors, memory or buffers is nobody's refusal,
 * whoever makes it: ourselves, c-ares or libcurl. */
#include "ecsprobe/shortage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "check.h"
#include "dial.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "engine/resolve.h"

enum { LIMIT_US = 20000000, CLOSED_PORT = 9 };

/* Which call fails, and how; 0: none. */
static enum call { NO_CALL, SOCKET, CONNECT, SEND, SENDTO, FCNTL, EPOLL_CTL, CALLS } failing;
static int error;

static bool fails(enum call call)
{
	if (call == failing)
		errno = error;
	return call == failing;
}

/* Before the C library's own in the order of linking. */
int socket(int domain, int type, int protocol)
{
	return fails(SOCKET) ? -1 : (int)syscall(SYS_socket, domain, type, protocol);
}

int connect(int fd, const struct sockaddr *address, socklen_t len)
{
	return fails(CONNECT) ? -1 : (int)syscall(SYS_connect, fd, address, len);
}

ssize_t send(int fd, const void *bytes, size_t len, int flags)
{
	return fails(SEND) ? -1 : syscall(SYS_sendto, fd, bytes, len, flags, NULL, 0);
}

ssize_t sendto(int fd, const void *bytes, size_t len, int flags, const struct sockaddr *address,
	       socklen_t address_len)
{
	return fails(SENDTO) ? -1
			     : syscall(SYS_sendto, fd, bytes, len, flags, address, address_len);
}

int fcntl(int fd, int command, ...)
{
	va_list args;
	void *argument;

	va_start(args, command);
	argument = va_arg(args, void *);
	va_end(args);
	return fails(FCNTL) ? -1 : (int)syscall(SYS_fcntl, fd, command, argument);
}

int epoll_ctl(int epoll, int what, int fd, struct epoll_event *event)
{
	return fails(EPOLL_CTL) ? -1 : (int)syscall(SYS_epoll_ctl, epoll, what, fd, event);
}

/* What the linker makes of these calls everywhere but beside their definition. */
int __wrap_socket(int domain, int type, int protocol);
int __wrap_connect(int fd, const struct sockaddr *address, socklen_t len);
ssize_t __wrap_send(int fd, const void *bytes, size_t len, int flags);
ssize_t __wrap_sendto(int fd, const void *bytes, size_t len, int flags,
		      const struct sockaddr *address, socklen_t address_len);
int __wrap_fcntl(int fd, int command, ...);
int __wrap_epoll_ctl(int epoll, int what, int fd, struct epoll_event *event);

static void call_all(void)
{
	const struct sockaddr nowhere = { .sa_family = AF_UNSPEC };
	struct epoll_event event = { 0 };

	(void)__wrap_socket(-1, 0, 0);
	(void)__wrap_connect(-1, &nowhere, sizeof nowhere);
	(void)__wrap_send(-1, "", 0, 0);
	(void)__wrap_sendto(-1, "", 0, 0, NULL, 0);
	(void)__wrap_fcntl(-1, F_GETFD, 0);
	(void)__wrap_epoll_ctl(-1, EPOLL_CTL_ADD, -1, &event);
}

static void every_call_is_counted(void **state)
{
	static const struct {
		int error;
		bool counts;
	} rows[] = {
		{ EMFILE, true },         { ENFILE, true },  { ENOMEM, true },
		{ ENOBUFS, true },        { EBADF, false },  { ECONNREFUSED, false },
		{ ENETUNREACH, false },   { EAGAIN, false }, { EACCES, false },
		{ EADDRNOTAVAIL, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		for (failing = NO_CALL; failing < CALLS; failing++) {
			unsigned before = shortage_count();
			unsigned counted;

			error = rows[i].error;
			call_all();
			counted = shortage_count() - before;
			EXPECT(counted == (failing && rows[i].counts), "call %d %s: %u",
			       (int)failing, strerror(error), counted);
		}
		EXPECT(error_is_shortage(rows[i].error) == rows[i].counts, "%s",
		       strerror(rows[i].error));
	}
	failing = NO_CALL;
	expect_all_held();
}

static void an_attempt_is_not_finished(void **state)
{
	static const struct {
		int error;
		enum code code;
	} rows[] = {
		{ ENOBUFS, CODE_NOT_FINISHED },
		{ ENOMEM, CODE_NOT_FINISHED },
		{ ENETUNREACH, CODE_TCP_UNREACHABLE },
		{ ECONNREFUSED, CODE_TCP_REFUSED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct dial dial;

		dial_open(&dial, NULL);
		failing = CONNECT;
		error = rows[i].error;
		dial_run(&dial, CLOSED_PORT, "localhost", LIMIT_US, LIMIT_US);
		failing = NO_CALL;
		EXPECT(dial.outcome.code == rows[i].code, "%s: %s", strerror(rows[i].error),
		       code_name(dial.outcome.code));
		dial_close(&dial);
	}
	expect_all_held();
}

struct waiter {
	bool over;
	enum code code;
	struct http_reply reply;
};

static void wait_for(sd_event *loop, const struct waiter *waiter)
{
	uint64_t end_us = clock_now_us() + LIMIT_US;

	while (!waiter->over && clock_now_us() < end_us)
		(void)sd_event_run(loop, 10000);
	assert_true(waiter->over);
}

static void on_resolved(void *arg, const struct resolve_result *result)
{
	struct waiter *waiter = arg;

	waiter->code = result->code;
	waiter->over = true;
}

static void a_lookup_is_not_finished(void **state)
{
	static const struct {
		enum call call;
		int error;
		enum code code;
	} rows[] = {
		{ SOCKET, EMFILE, CODE_NOT_FINISHED },    { CONNECT, ENOBUFS, CODE_NOT_FINISHED },
		{ SEND, ENOBUFS, CODE_NOT_FINISHED },     { FCNTL, ENOMEM, CODE_NOT_FINISHED },
		{ NO_CALL, 0, CODE_DNS_UNREACHABLE },     { SOCKET, EACCES, CODE_DNS_UNREACHABLE },
		{ EPOLL_CTL, ENOMEM, CODE_NOT_FINISHED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct resolver server = { .address = { ip_of("127.0.0.1"), CLOSED_PORT } };
		struct waiter waiter = { 0 };
		struct question *question;
		struct resolve *resolve;
		sd_event *loop = NULL;
		struct error e;

		assert_true(sd_event_new(&loop) >= 0);
		assert_int_equal(resolve_open(&resolve, loop, &server, &e), 0);
		failing = rows[i].call;
		error = rows[i].error;
		question = resolve_ask(resolve, "a.example", IP_V4, on_resolved, &waiter);
		/* What cannot be watched is read when its time is over. */
		if (failing == EPOLL_CTL) {
			failing = NO_CALL;
			resolve_poke(question);
		}
		wait_for(loop, &waiter);
		failing = NO_CALL;
		EXPECT(waiter.code == rows[i].code, "row %zu: %s", i, code_name(waiter.code));
		resolve_close(resolve);
		sd_event_unref(loop);
	}
	expect_all_held();
}

static void on_reply(void *arg, const struct http_reply *reply)
{
	struct waiter *waiter = arg;

	waiter->reply = *reply;
	waiter->over = true;
}

static void an_exchange_says_so(void **state)
{
	static const struct {
		enum call call;
		int error;
		bool shortage;
	} rows[] = {
		{ SOCKET, EMFILE, true },
		{ CONNECT, ENOBUFS, true },
		{ NO_CALL, 0, false },
		{ CONNECT, ENETUNREACH, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct http_request request = { .method = "GET",
						      .url = "http://127.0.0.1:9/",
						      .timeout_us = LIMIT_US,
						      .max_body_bytes = 100 };
		struct waiter waiter = { 0 };
		sd_event *loop = NULL;
		struct http *http;
		struct error e;

		assert_true(sd_event_new(&loop) >= 0);
		assert_int_equal(http_open(&http, loop, &e), 0);
		failing = rows[i].call;
		error = rows[i].error;
		assert_int_equal(http_start(http, &request, on_reply, &waiter, &e), 0);
		wait_for(loop, &waiter);
		failing = NO_CALL;
		EXPECT(waiter.reply.result == HTTP_UNREACHABLE, "row %zu: %d", i,
		       (int)waiter.reply.result);
		EXPECT(waiter.reply.shortage == rows[i].shortage, "row %zu: %s", i,
		       waiter.reply.detail);
		http_close(http);
		sd_event_unref(loop);
	}
	expect_all_held();
}

/* A link-local nameserver is asked through the interface that resolv.conf names, and one
 * without is none. */
static void a_server_without_an_interface(void **state)
{
	static const char *const zones[] = { "", "nosuch0" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(zones); i++) {
		struct resolver server = { .address = { ip_of("fe80::53"), CLOSED_PORT } };
		struct waiter waiter = { 0 };
		struct resolve *resolve;
		sd_event *loop = NULL;
		struct error e;

		(void)copy_text(server.zone_id, sizeof server.zone_id, zones[i]);
		assert_true(sd_event_new(&loop) >= 0);
		assert_int_equal(resolve_open(&resolve, loop, &server, &e), 0);
		(void)resolve_ask(resolve, "a.example", IP_V4, on_resolved, &waiter);
		wait_for(loop, &waiter);
		EXPECT(waiter.code == CODE_DNS_UNREACHABLE, "'%s': %s", zones[i],
		       code_name(waiter.code));
		resolve_close(resolve);
		sd_event_unref(loop);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_call_is_counted),
		cmocka_unit_test(an_attempt_is_not_finished),
		cmocka_unit_test(a_lookup_is_not_finished),
		cmocka_unit_test(a_server_without_an_interface),
		cmocka_unit_test(an_exchange_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
