/* SPDX-License-Identifier: Apache-2.0 */
/* What N verified TLS handshakes cost and nothing else: no DNS, no facts, no judging, no report.  Linked with the
 * libraries of ecsprobe, and says hello as it does.
 *
 *   floor [-d] [-l] CA <PAIRS      PAIRS: a line "HOST ADDRESS" for each handshake; all at once
 *   -d   CA is a hashed directory, not a file
 *   -l   beside each the second look of ecsprobe: a large hello, which ends with the first byte of an answer
 *
 * Exits with 0 when every handshake was verified. */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/go_tls.h"
#include "engine/large_hello.h"

enum { HTTPS = 443, EVENTS = 256, PATIENCE_MS = 30000, HOST_BYTES = 256, EXIT_USE = 64 };

/* Those of probe/engine/tls.c. */
static const char groups[] = "*X25519:P-256:P-384:P-521";
static const unsigned char alpn[] = "\x08http/1.1";

struct connection {
	char host[HOST_BYTES];
	struct sockaddr_in to;
	int fd;
	SSL *ssl;
	struct large_hello hello;
	bool large;
};

static SSL_CTX *context;
static struct large_hellos hellos;
static int loop;
static size_t good, bad, open_count;

static void await(struct connection *c, uint32_t events, int operation)
{
	struct epoll_event event = { .events = events | EPOLLONESHOT, .data.ptr = c };

	if (epoll_ctl(loop, operation, c->fd, &event) < 0)
		err(1, "epoll_ctl");
}

static void settle(struct connection *c, bool is_good)
{
	if (is_good)
		good++;
	else
		bad++;
	SSL_free(c->ssl);
	c->ssl = NULL;
	large_hello_done(&c->hello);
	(void)close(c->fd);
	open_count--;
}

static bool begin_tls(struct connection *c)
{
	int error = 0;
	socklen_t len = sizeof error;

	if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0 || error)
		return false;
	if (c->large)
		return large_hello_make(&c->hello, &hellos, context, DIALLER_AGENT, c->host) == 0;
	c->ssl = SSL_new(context);
	if (!c->ssl || SSL_set_fd(c->ssl, c->fd) != 1 || SSL_set1_host(c->ssl, c->host) != 1 ||
	    SSL_set_tlsext_host_name(c->ssl, c->host) != 1 || !go_tls_offer(c->ssl, DIALLER_AGENT))
		return false;
	SSL_set_hostflags(c->ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
					  X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
	return true;
}

/* The second look: ends with the first byte of an answer. */
static void look(struct connection *c)
{
	struct large_hello *hello = &c->hello;
	unsigned char type = 0;

	if (hello->sent < hello->len) {
		ssize_t n = send(c->fd, hello->bytes, hello->len, MSG_NOSIGNAL);

		hello->sent = n < 0 ? 0 : (size_t)n;
		if (hello->sent < hello->len)
			settle(c, false);
		else
			await(c, EPOLLIN, EPOLL_CTL_MOD);
		return;
	}
	settle(c, recv(c->fd, &type, 1, MSG_PEEK) == 1 && type == SSL3_RT_HANDSHAKE);
}

static void step(struct connection *c)
{
	int r;

	if (!c->ssl && !c->hello.bytes && !begin_tls(c)) {
		settle(c, false);
		return;
	}
	if (c->large) {
		look(c);
		return;
	}
	r = SSL_connect(c->ssl);
	if (r == 1) {
		settle(c, SSL_get_verify_result(c->ssl) == X509_V_OK);
		return;
	}
	switch (SSL_get_error(c->ssl, r)) {
	case SSL_ERROR_WANT_READ:
		await(c, EPOLLIN, EPOLL_CTL_MOD);
		return;
	case SSL_ERROR_WANT_WRITE:
		await(c, EPOLLOUT, EPOLL_CTL_MOD);
		return;
	default:
		settle(c, false);
	}
}

static void dial(struct connection *c)
{
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		err(1, "socket");
	open_count++;
	if (connect(c->fd, (const struct sockaddr *)&c->to, sizeof c->to) < 0 &&
	    errno != EINPROGRESS)
		settle(c, false);
	else
		await(c, EPOLLOUT, EPOLL_CTL_ADD);
}

static struct connection *add(struct connection *all, size_t *count, const struct connection *one)
{
	all = realloc(all, (*count + 1) * sizeof *all);
	if (!all)
		err(1, "realloc");
	all[(*count)++] = *one;
	return all;
}

static struct connection *read_pairs(size_t *count, bool both)
{
	struct connection *all = NULL;
	struct connection one = { .to = { .sin_family = AF_INET, .sin_port = htons(HTTPS) } };
	char address[INET_ADDRSTRLEN];

	*count = 0;
	while (scanf("%255s %15s", one.host, address) == 2) {
		if (inet_pton(AF_INET, address, &one.to.sin_addr) != 1)
			errx(EXIT_USE, "%s is no address", address);
		one.large = false;
		all = add(all, count, &one);
		one.large = true;
		if (both)
			all = add(all, count, &one);
	}
	return all;
}

static void run(struct connection *all, size_t count)
{
	struct epoll_event events[EVENTS];

	for (size_t i = 0; i < count; i++)
		dial(&all[i]);
	while (open_count > 0) {
		int n = epoll_wait(loop, events, EVENTS, PATIENCE_MS);

		if (n <= 0)
			errx(1, "%zu handshakes do not end", open_count);
		for (int i = 0; i < n; i++)
			step(events[i].data.ptr);
	}
}

static void open_context(const char *ca, bool directory)
{
	context = SSL_CTX_new(TLS_client_method());
	if (!context || SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
	    SSL_CTX_set1_groups_list(context, groups) != 1 ||
	    SSL_CTX_set_alpn_protos(context, alpn, sizeof alpn - 1) != 0)
		errx(1, "cannot set up TLS");
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	(void)SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	(void)SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	if ((directory ? SSL_CTX_load_verify_dir(context, ca)
		       : SSL_CTX_load_verify_file(context, ca)) != 1)
		errx(1, "cannot load %s", ca);
}

int main(int argc, char **argv)
{
	bool directory = false, both = false;
	struct connection *all;
	struct rlimit limit;
	size_t count;
	int option;

	while ((option = getopt(argc, argv, "dl")) > 0) {
		if (option == 'd')
			directory = true;
		else if (option == 'l')
			both = true;
		else
			return EXIT_USE;
	}
	if (optind + 1 != argc)
		errx(EXIT_USE, "usage: floor [-d] [-l] CA <PAIRS");
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	all = read_pairs(&count, both);
	open_context(argv[optind], directory);
	loop = epoll_create1(EPOLL_CLOEXEC);
	if (loop < 0)
		err(1, "epoll_create1");
	run(all, count);
	printf("%zu as they should be, %zu not\n", good, bad);
	free(all);
	SSL_CTX_free(context);
	return bad == 0 && count > 0 ? 0 : 1;
}
