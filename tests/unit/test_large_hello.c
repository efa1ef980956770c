/* SPDX-License-Identifier: Apache-2.0 */
/* The large ClientHello: a server of OpenSSL's reads it as if OpenSSL had made it for that host, and
 * what answers it is named. */
#include <openssl/ssl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "engine/large_hello.h"
#include "engine/tls.h"
#include "pki.h"

enum { SEGMENT_BYTES = 1460, NAME_BYTES = 253 };

static struct {
	SSL_CTX *client, *server;
	struct pki pki;
	struct large_hellos hellos;
} lab;

static int open_lab(void **state)
{
	(void)state;
	lab.pki = pki_make(&(struct pki_wish){ .name = "any", .sans = { "any.example" } });
	lab.client = SSL_CTX_new(TLS_client_method());
	lab.server = SSL_CTX_new(TLS_server_method());
	assert_non_null(lab.client);
	assert_non_null(lab.server);
	assert_int_equal(SSL_CTX_use_certificate(lab.server, lab.pki.certificate), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(lab.server, lab.pki.key), 1);
	return 0;
}

static int close_lab(void **state)
{
	(void)state;
	large_hellos_done(&lab.hellos);
	SSL_CTX_free(lab.client);
	SSL_CTX_free(lab.server);
	pki_done(&lab.pki);
	return 0;
}

struct ends {
	int ours, theirs;
};

static struct ends connect_ends(void)
{
	int fds[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	return (struct ends){ fds[0], fds[1] };
}

static void close_ends(struct ends *ends)
{
	(void)close(ends->ours);
	if (ends->theirs >= 0)
		(void)close(ends->theirs);
}

static void say_hello(enum dialler dialler, const char *host)
{
	struct ends ends = connect_ends();
	SSL *server = SSL_new(lab.server);
	struct step_failure failure = { 0 };
	struct large_hello hello;
	const char *name;

	assert_int_equal(large_hello_make(&hello, &lab.hellos, lab.client, dialler, host), 0);
	EXPECT(hello.len > SEGMENT_BYTES, "%zu bytes for %s", hello.len, host);
	EXPECT(tls_large_hello_step(&hello, ends.ours, &failure) == STEP_WANT_READ, "%s", host);
	assert_int_equal(SSL_set_fd(server, ends.theirs), 1);
	/* It answers, and waits for what the client never sends. */
	EXPECT(SSL_accept(server) <= 0, "%s", host);
	name = SSL_get_servername(server, TLSEXT_NAMETYPE_host_name);
	EXPECT(name && strcmp(name, host) == 0, "%s instead of %s", name ? name : "no name", host);
	EXPECT(strcmp(SSL_get0_group_name(server), "X25519MLKEM768") == 0, "%s",
	       SSL_get0_group_name(server));
	EXPECT(tls_large_hello_step(&hello, ends.ours, &failure) == STEP_NEXT, "%s: %s", host,
	       failure.detail);
	large_hello_done(&hello);
	SSL_free(server);
	close_ends(&ends);
}

/* Shorter, as long as and longer than the name that OpenSSL was given, and the longest there is. */
static void every_host_has_its_own_name(void **state)
{
	static const char *const hosts[] = { "a.b", "ecs.us-east-1.amazonaws.com", "name.invalid",
					     "other.invalid" };
	char longest[NAME_BYTES + 1];

	(void)state;
	memset(longest, 'a', NAME_BYTES);
	longest[NAME_BYTES] = '\0';
	for (size_t i = 31; i < NAME_BYTES; i += 32)
		longest[i] = '.';
	for (int dialler = 0; dialler < DIALLER_COUNT; dialler++) {
		for (size_t i = 0; i < ARRAY_SIZE(hosts); i++)
			say_hello((enum dialler)dialler, hosts[i]);
		say_hello((enum dialler)dialler, longest);
	}
	expect_all_held();
}

static void what_answers_is_named(void **state)
{
	static const struct {
		const char *what, *bytes;
		size_t len;
		enum step step;
		enum code code;
	} rows[] = {
		{ "a handshake", "\x16\x03\x03", 3, STEP_NEXT, CODE_NONE },
		{ "an alert", "\x15\x03\x03\x00\x02\x02\x28", 7, STEP_FAILED, CODE_TLS_ALERT },
		{ "no such version", "\x15\x03\x03\x00\x02\x02\x46", 7, STEP_FAILED,
		  CODE_TLS_VERSION },
		{ "an alert that nobody knows", "\x15\x03\x03\x00\x02\x02\xfe", 7, STEP_FAILED,
		  CODE_TLS_ALERT },
		{ "an alert that is cut", "\x15\x03\x03", 3, STEP_WANT_READ, CODE_NONE },
		{ "a warning", "\x15\x03\x03\x00\x02\x01\x70", 7, STEP_WANT_READ, CODE_NONE },
		{ "a warning, then a handshake", "\x15\x03\x03\x00\x02\x01\x70\x16\x03", 9,
		  STEP_NEXT, CODE_NONE },
		{ "a warning, then an alert",
		  "\x15\x03\x03\x00\x02\x01\x70\x15\x03\x03\x00\x02\x02\x46", 14, STEP_FAILED,
		  CODE_TLS_VERSION },
		{ "warnings without end",
		  "\x15\x03\x03\x00\x02\x01\x70\x15\x03\x03\x00\x02\x01\x70"
		  "\x15\x03\x03\x00\x02\x01\x70\x15\x03\x03\x00\x02\x01\x70"
		  "\x15\x03\x03\x00\x02\x01\x70",
		  35, STEP_FAILED, CODE_TLS_ALERT },
		{ "a goodbye", "\x15\x03\x03\x00\x02\x01\x00", 7, STEP_FAILED, CODE_TLS_CLOSED },
		{ "HTTP", "HTTP/1.1 400 Bad Request\r\n", 26, STEP_FAILED, CODE_TLS_NOT_TLS },
		{ "nothing yet", "", 0, STEP_WANT_READ, CODE_NONE },
		{ "the end", NULL, 0, STEP_FAILED, CODE_TLS_CLOSED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ends ends = connect_ends();
		struct step_failure failure = { 0 };
		struct large_hello hello = { 0 };

		if (rows[i].len)
			assert_int_equal(write(ends.theirs, rows[i].bytes, rows[i].len),
					 rows[i].len);
		if (!rows[i].bytes) {
			(void)close(ends.theirs);
			ends.theirs = -1;
		}
		EXPECT(tls_large_hello_step(&hello, ends.ours, &failure) == rows[i].step, "%s",
		       rows[i].what);
		EXPECT(failure.code == rows[i].code, "%s: %s", rows[i].what,
		       code_name(failure.code));
		EXPECT((failure.code == CODE_NONE) == (failure.detail[0] == '\0'), "%s: '%s'",
		       rows[i].what, failure.detail);
		close_ends(&ends);
	}
	expect_all_held();
}

/* What was sent is not sent again, and what finds no room goes later. */
static void a_hello_is_sent_in_pieces(void **state)
{
	enum { FIRST_BYTES = 700 };
	struct ends ends = connect_ends();
	struct step_failure failure = { 0 };
	struct large_hello hello;
	unsigned char bytes[4096] = { 0 };
	ssize_t n;

	(void)state;
	assert_int_equal(large_hello_make(&hello, &lab.hellos, lab.client, DIALLER_AGENT, "a.b"),
			 0);
	hello.sent = FIRST_BYTES;
	while (send(ends.ours, bytes, sizeof bytes, MSG_DONTWAIT) > 0)
		continue;
	EXPECT(tls_large_hello_step(&hello, ends.ours, &failure) == STEP_WANT_WRITE, "%zu",
	       hello.sent);
	EXPECT(hello.sent == FIRST_BYTES, "%zu", hello.sent);
	while (recv(ends.theirs, bytes, sizeof bytes, MSG_DONTWAIT) > 0)
		continue;
	EXPECT(tls_large_hello_step(&hello, ends.ours, &failure) == STEP_WANT_READ, "%s",
	       failure.detail);
	n = recv(ends.theirs, bytes, sizeof bytes, MSG_DONTWAIT);
	assert_int_equal(n, hello.len - FIRST_BYTES);
	assert_memory_equal(bytes, hello.bytes + FIRST_BYTES, (size_t)n);
	large_hello_done(&hello);
	close_ends(&ends);
	expect_all_held();
}

/* An alert that comes byte by byte, and the end in the middle of one. */
static void alerts_come_in_pieces(void **state)
{
	static const char alert[] = "\x15\x03\x03\x00\x02\x02\x46";
	struct ends ends = connect_ends();
	struct step_failure failure = { 0 };
	struct large_hello hello = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof alert - 1; i++) {
		assert_int_equal(write(ends.theirs, alert + i, 1), 1);
		EXPECT(tls_large_hello_step(&hello, ends.ours, &failure) ==
			       (i + 1 < sizeof alert - 1 ? STEP_WANT_READ : STEP_FAILED),
		       "%zu bytes", i + 1);
	}
	EXPECT(failure.code == CODE_TLS_VERSION, "%s", code_name(failure.code));
	close_ends(&ends);
	ends = connect_ends();
	hello = (struct large_hello){ 0 };
	assert_int_equal(write(ends.theirs, alert, 3), 3);
	(void)close(ends.theirs);
	ends.theirs = -1;
	EXPECT(tls_large_hello_step(&hello, ends.ours, &failure) == STEP_FAILED, "%s", "cut");
	EXPECT(failure.code == CODE_TLS_CLOSED, "%s", code_name(failure.code));
	close_ends(&ends);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_host_has_its_own_name),
		cmocka_unit_test(what_answers_is_named),
		cmocka_unit_test(a_hello_is_sent_in_pieces),
		cmocka_unit_test(alerts_come_in_pieces),
	};

	return cmocka_run_group_tests(tests, open_lab, close_lab);
}
