/* SPDX-License-Identifier: Apache-2.0 */
/* One address, one connection: against real sockets on 127.0.0.1. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "dial.h"
#include "ecsprobe/engine.h"
#include "peer.h"

enum { SECOND_US = 1000000, SHORT_US = 50000, SLACK_US = 5000000 };

static struct tls *any_tls(struct trust **trust)
{
	struct trust_outcome described;
	struct tls *tls = NULL;
	struct error e;

	assert_int_equal(trust_choose(trust, NULL, NULL, &e), 0);
	assert_int_equal(tls_open(&tls, *trust, &described, &e), 0);
	return tls;
}

static struct sockaddr_in loopback(uint16_t port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = htons(port),
				     .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

/* A bound socket that does not listen keeps its port from everybody. */
static void refused(void **state)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = loopback(0);
	socklen_t len = sizeof address;
	struct dial d;

	(void)state;
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	dial_open(&d, NULL);
	dial_run(&d, ntohs(address.sin_port), "ecs.example", SECOND_US, SECOND_US);
	assert_int_equal(d.settled, 1);
	assert_int_equal(d.outcome.code, CODE_TCP_REFUSED);
	assert_int_equal(d.outcome.raw_errno, ECONNREFUSED);
	assert_true(d.outcome.dialled);
	assert_false(d.outcome.connected);
	assert_true(strlen(d.outcome.detail) > 0);
	dial_close(&d);
	assert_int_equal(close(fd), 0);
}

/* The queue of a listener that accepts nobody is full: a SYN gets no answer. */
static void connect_budget(void **state)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = loopback(0);
	socklen_t len = sizeof address;
	int fillers[4];
	struct dial d;

	(void)state;
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(fd, 0), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	for (size_t i = 0; i < ARRAY_SIZE(fillers); i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		(void)connect(fillers[i], (struct sockaddr *)&address, sizeof address);
	}
	dial_open(&d, NULL);
	dial_run(&d, ntohs(address.sin_port), "ecs.example", SHORT_US, SECOND_US);
	assert_int_equal(d.outcome.code, CODE_TCP_TIMEOUT);
	assert_true(d.outcome.dialled);
	assert_false(d.outcome.connected);
	assert_in_range(d.took_us, SHORT_US, SHORT_US + SLACK_US);
	dial_close(&d);
	for (size_t i = 0; i < ARRAY_SIZE(fillers); i++)
		(void)close(fillers[i]);
	assert_int_equal(close(fd), 0);
}

/* Our own delay before the answer is read is not the path's. */
static void a_busy_process_does_not_slow_the_path(void **state)
{
	struct peer peer;
	struct dial d;

	(void)state;
	dial_open(&d, NULL);
	d.tcp_only = true;
	peer_open(&peer, d.loop, PEER_SILENT, NULL);
	dial_start(&d, peer.port, "ecs.example", 60 * SECOND_US, SECOND_US);
	(void)usleep(SECOND_US / 2);
	dial_linger(&d, SHORT_US);
	assert_int_equal(d.settled, 1);
	assert_true(d.outcome.connected);
	assert_in_range(d.outcome.connect_us, 1, SECOND_US / 2 - 1);
	peer_close(&peer);
	dial_close(&d);
}

struct manner_row {
	enum peer_manner manner;
	const char *words;
	enum code code;
};

/* Each way of not answering a ClientHello. */
static void handshakes_that_fail(void **state)
{
	static const struct manner_row rows[] = {
		{ PEER_SILENT, NULL, CODE_TLS_TIMEOUT },
		{ PEER_CLOSES, NULL, CODE_TLS_CLOSED },
		{ PEER_RESETS, NULL, CODE_TLS_RESET },
		{ PEER_SAYS, "HTTP/1.1 400 Bad Request\r\n\r\n", CODE_TLS_NOT_TLS },
		{ PEER_SAYS, "SSH-2.0-OpenSSH_9.2\r\n", CODE_TLS_NOT_TLS },
	};
	struct trust *trust = NULL;
	struct tls *tls = any_tls(&trust);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct peer peer;
		struct dial d;

		dial_open(&d, tls);
		peer_open(&peer, d.loop, rows[i].manner, NULL);
		peer.words = rows[i].words;
		dial_run(&d, peer.port, "ecs.example", SECOND_US, 2 * SHORT_US);
		EXPECT(d.outcome.code == rows[i].code, "row %zu: %s (%s)", i,
		       d.outcome.code ? code_name(d.outcome.code) : "works", d.outcome.detail);
		EXPECT(d.outcome.connected && !d.outcome.handshaken, "row %zu", i);
		EXPECT(!d.outcome.tls.handshake_spoke, "row %zu", i);
		EXPECT(d.settled == 1 && d.took_us < 2 * SHORT_US + SLACK_US, "row %zu", i);
		EXPECT(is_printable(d.outcome.detail), "row %zu", i);
		peer_close(&peer);
		dial_close(&d);
	}
	tls_close(tls);
	trust_free(trust);
	expect_all_held();
}

static bool never(void *arg)
{
	(void)arg;
	return false;
}

/* Who has to wait for his handshake says nothing, and waits as long as it takes. */
static void a_handshake_that_has_to_wait(void **state)
{
	struct trust *trust = NULL;
	struct tls *tls = any_tls(&trust);
	struct peer peer;
	struct dial d;

	(void)state;
	dial_open(&d, tls);
	d.may_handshake = never;
	peer_open(&peer, d.loop, PEER_CLOSES, NULL);
	dial_start(&d, peer.port, "ecs.example", SECOND_US, SHORT_US);
	dial_linger(&d, 3 * SHORT_US);
	assert_true(d.outcome.connected);
	assert_int_equal(peer.accepted, 1);
	assert_int_equal(d.settled, 0);
	attempt_go_on(d.attempt);
	dial_linger(&d, SECOND_US / 2);
	assert_int_equal(d.settled, 1);
	assert_int_equal(d.outcome.code, CODE_TLS_CLOSED);
	peer_close(&peer);
	dial_close(&d);
	tls_close(tls);
	trust_free(trust);
}

/* No stage of one that was never let on has failed, so none has a time. */
static void what_was_held_back_took_no_time(void **state)
{
	struct peer peer;
	struct dial d;

	(void)state;
	dial_open(&d, NULL);
	d.may_handshake = never;
	peer_open(&peer, d.loop, PEER_CLOSES, NULL);
	dial_start(&d, peer.port, "ecs.example", SECOND_US, SHORT_US);
	dial_linger(&d, SHORT_US);
	assert_true(d.outcome.connected);
	attempt_settle(d.attempt, CODE_NOT_FINISHED);
	assert_int_equal(d.settled, 1);
	assert_int_equal(d.outcome.failed_us, 0);
	peer_close(&peer);
	dial_close(&d);
}

/* Whatever the peer would have done with a ClientHello: it gets none. */
static void connecting_is_all_where_no_tls_is_spoken(void **state)
{
	static const enum peer_manner manners[] = { PEER_SILENT, PEER_CLOSES, PEER_RESETS };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(manners); i++) {
		struct peer peer;
		struct dial d;

		/* No context: one would be asked for at a handshake. */
		dial_open(&d, NULL);
		d.tcp_only = true;
		peer_open(&peer, d.loop, manners[i], NULL);
		dial_run(&d, peer.port, "db.example", SECOND_US, SHORT_US);
		EXPECT(d.outcome.code == CODE_NONE, "row %zu: %s", i, d.outcome.detail);
		EXPECT(d.outcome.dialled && d.outcome.connected, "row %zu", i);
		EXPECT(!d.outcome.handshaken && !d.outcome.tls.handshake_spoke, "row %zu", i);
		EXPECT(d.outcome.tls_us == 0 && d.settled == 1, "row %zu", i);
		dial_linger(&d, 20000);
		EXPECT(d.settled == 1 && peer.accepted == 1, "row %zu", i);
		peer_close(&peer);
		dial_close(&d);
	}
	expect_all_held();
}

/* The same connection as everybody's: what fails there fails here. */
static void connecting_is_not_taken_for_granted(void **state)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = loopback(0);
	socklen_t len = sizeof address;
	int fillers[4];
	struct dial d;

	(void)state;
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	dial_open(&d, NULL);
	d.tcp_only = true;
	dial_run(&d, ntohs(address.sin_port), "db.example", SECOND_US, SECOND_US);
	assert_int_equal(d.outcome.code, CODE_TCP_REFUSED);
	assert_false(d.outcome.connected);
	dial_close(&d);
	assert_int_equal(listen(fd, 0), 0);
	for (size_t i = 0; i < ARRAY_SIZE(fillers); i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		(void)connect(fillers[i], (struct sockaddr *)&address, sizeof address);
	}
	dial_open(&d, NULL);
	d.tcp_only = true;
	dial_run(&d, ntohs(address.sin_port), "db.example", SHORT_US, SECOND_US);
	assert_int_equal(d.outcome.code, CODE_TCP_TIMEOUT);
	assert_false(d.outcome.connected);
	dial_close(&d);
	for (size_t i = 0; i < ARRAY_SIZE(fillers); i++)
		(void)close(fillers[i]);
	assert_int_equal(close(fd), 0);
}

static void no_context_is_our_own_trouble(void **state)
{
	struct peer peer;
	struct dial d;

	(void)state;
	dial_open(&d, NULL);
	peer_open(&peer, d.loop, PEER_SILENT, NULL);
	dial_run(&d, peer.port, "ecs.example", SECOND_US, SECOND_US);
	assert_int_equal(d.outcome.code, CODE_NOT_FINISHED);
	assert_true(d.outcome.connected);
	peer_close(&peer);
	dial_close(&d);
}

static size_t open_descriptors(void)
{
	size_t count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += dup2(fd, fd) == fd;
	return count;
}

static void settling_twice_is_harmless(void **state)
{
	struct trust *trust = NULL;
	struct tls *tls = any_tls(&trust);
	size_t settled;
	struct peer peer;
	struct dial d;

	(void)state;
	dial_open(&d, tls);
	peer_open(&peer, d.loop, PEER_CLOSES, NULL);
	dial_run(&d, peer.port, "ecs.example", SECOND_US, SECOND_US);
	assert_int_equal(d.outcome.code, CODE_TLS_CLOSED);
	dial_linger(&d, 20000);
	settled = open_descriptors();
	attempt_settle(d.attempt, CODE_INTERRUPTED);
	attempt_settle(d.attempt, CODE_NONE);
	dial_linger(&d, 20000);
	assert_int_equal(d.outcome.code, CODE_TLS_CLOSED);
	assert_int_equal(d.settled, 1);
	/* Settling has closed the descriptor and kept the record: nothing is left to close. */
	attempt_free(d.attempt);
	d.attempt = NULL;
	assert_int_equal(open_descriptors(), settled);
	peer_close(&peer);
	dial_close(&d);
	tls_close(tls);
	trust_free(trust);
}

/* From outside, while it waits: and the peer's late words reach nobody. */
static void settling_in_the_middle(void **state)
{
	struct trust *trust = NULL;
	struct tls *tls = any_tls(&trust);
	struct peer peer;
	struct dial d;

	(void)state;
	dial_open(&d, tls);
	peer_open(&peer, d.loop, PEER_SAYS, NULL);
	peer.words = "";
	dial_run(&d, peer.port, "ecs.example", SECOND_US, SHORT_US);
	assert_int_equal(d.outcome.code, CODE_TLS_TIMEOUT);
	assert_true(send(peer.fd, "late", 4, MSG_NOSIGNAL) == 4 || errno == EPIPE);
	dial_linger(&d, 20000);
	assert_int_equal(d.settled, 1);
	assert_int_equal(d.outcome.code, CODE_TLS_TIMEOUT);
	peer_close(&peer);
	dial_close(&d);
	tls_close(tls);
	trust_free(trust);
}

/* Both stages at once: the connection has stood long since and the peer's words
 * lie in the socket, when the timer of the first fires. */
static void a_paused_process_has_connected(void **state)
{
	struct trust *trust = NULL;
	struct tls *tls = any_tls(&trust);
	struct peer peer;
	struct dial d;

	(void)state;
	dial_open(&d, tls);
	peer_open(&peer, d.loop, PEER_SILENT, NULL);
	dial_start(&d, peer.port, "ecs.example", SHORT_US, SECOND_US);
	assert_int_equal(usleep(2 * SHORT_US), 0);
	assert_int_equal(d.settled, 0);
	RUN_UNTIL(d.loop, d.outcome.connected || d.settled);
	/* The kernel had made the connection: now the handshake's own time runs. */
	assert_int_equal(d.settled, 0);
	assert_true(d.outcome.connected);
	attempt_settle(d.attempt, CODE_INTERRUPTED);
	peer_close(&peer);
	dial_close(&d);
	tls_close(tls);
	trust_free(trust);
}

static int on_late_words(sd_event_source *source, void *arg)
{
	const struct peer *peer = arg;

	(void)source;
	assert_int_equal(send(peer->fd, "SSH-2.0-OpenSSH_9.2\r\n", 21, MSG_NOSIGNAL), 21);
	return 0;
}

/* What was said before the pause is judged by what it says. */
static void a_paused_process_has_been_answered(void **state)
{
	struct trust *trust = NULL;
	struct tls *tls = any_tls(&trust);
	sd_event_source *late;
	struct peer peer;
	struct dial d;

	(void)state;
	dial_open(&d, tls);
	peer_open(&peer, d.loop, PEER_SILENT, NULL);
	dial_start(&d, peer.port, "ecs.example", SECOND_US, 3 * SHORT_US);
	RUN_UNTIL(d.loop, peer.fd >= 0 && d.outcome.connected);
	assert_true(d.outcome.connected);
	assert_int_equal(usleep(6 * SHORT_US), 0);
	/* Before the timer's turn, and so that the timer's comes first. */
	assert_true(sd_event_add_defer(d.loop, &late, on_late_words, &peer) >= 0);
	assert_true(sd_event_source_set_priority(late, SD_EVENT_PRIORITY_IMPORTANT) >= 0);
	assert_int_equal(d.settled, 0);
	RUN_UNTIL(d.loop, d.settled);
	sd_event_source_disable_unref(late);
	assert_int_equal(d.settled, 1);
	assert_int_equal(d.outcome.code, CODE_TLS_NOT_TLS);
	peer_close(&peer);
	dial_close(&d);
	tls_close(tls);
	trust_free(trust);
}

static void routes_are_found_without_a_packet(void **state)
{
	struct ip loop_v4 = ip_of("127.0.0.1");

	(void)state;
	assert_true(attempt_has_route(&loop_v4));
	attempt_free(NULL);
	/* One that was never started has nothing to give back. */
	attempt_free(attempt_new(&(struct attempt_config){ 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused),
		cmocka_unit_test(connect_budget),
		cmocka_unit_test(a_handshake_that_has_to_wait),
		cmocka_unit_test(a_busy_process_does_not_slow_the_path),
		cmocka_unit_test(handshakes_that_fail),
		cmocka_unit_test(what_was_held_back_took_no_time),
		cmocka_unit_test(connecting_is_all_where_no_tls_is_spoken),
		cmocka_unit_test(connecting_is_not_taken_for_granted),
		cmocka_unit_test(no_context_is_our_own_trouble),
		cmocka_unit_test(settling_twice_is_harmless),
		cmocka_unit_test(settling_in_the_middle),
		cmocka_unit_test(a_paused_process_has_connected),
		cmocka_unit_test(a_paused_process_has_been_answered),
		cmocka_unit_test(routes_are_found_without_a_packet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
