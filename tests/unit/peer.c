/* SPDX-License-Identifier: Apache-2.0 */
#include "peer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

static void hang_up(struct peer *p, bool reset)
{
	struct linger linger = { .l_onoff = reset, .l_linger = 0 };

	p->reads = sd_event_source_disable_unref(p->reads);
	p->sends = sd_event_source_disable_unref(p->sends);
	if (p->fd < 0)
		return;
	(void)setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	(void)close(p->fd);
	p->fd = -1;
}

/* One piece of what TLS wants to say; called until there is no more. */
static int on_send(sd_event_source *source, void *arg)
{
	struct peer *p = arg;
	char bytes[32768];
	size_t most = p->chunk ? p->chunk : sizeof bytes;
	int n = BIO_read(SSL_get_wbio(p->ssl), bytes, (int)most);

	(void)source;
	if (n > 0 && send(p->fd, bytes, (size_t)n, MSG_NOSIGNAL) == n)
		return sd_event_source_set_enabled(p->sends, SD_EVENT_ON);
	return sd_event_source_set_enabled(p->sends, SD_EVENT_OFF);
}

/* The words, once a request has ended, or a reset if they are none.  A body comes with its
 * headers or behind them. */
static void converse(struct peer *p)
{
	size_t room = sizeof p->request - 1 - p->request_bytes;
	int n = SSL_read(p->ssl, p->request + p->request_bytes, (int)room);
	const char *end;
	const char *length;

	if (n <= 0)
		return;
	p->request_bytes += (size_t)n;
	p->request[p->request_bytes] = '\0';
	end = strstr(p->request, "\r\n\r\n");
	length = strcasestr(p->request, "\r\nContent-Length: ");
	if (!p->words || !end || (length && strlen(end + 4) < strtoul(length + 18, NULL, 10)))
		return;
	if (*p->words)
		(void)SSL_write(p->ssl, p->words, (int)strlen(p->words));
	else
		hang_up(p, true);
}

static void answer(struct peer *p, const char *bytes, size_t len)
{
	switch (p->manner) {
	case PEER_TLS:
		(void)BIO_write(SSL_get_rbio(p->ssl), bytes, (int)len);
		if (SSL_accept(p->ssl) == 1)
			converse(p);
		if (p->sends)
			(void)sd_event_source_set_enabled(p->sends, SD_EVENT_ON);
		break;
	case PEER_CLOSES:
	case PEER_RESETS:
		hang_up(p, p->manner == PEER_RESETS);
		break;
	case PEER_SAYS:
		(void)send(p->fd, p->words, strlen(p->words), MSG_NOSIGNAL);
		break;
	case PEER_SILENT:
		break;
	}
}

static int on_read(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	struct peer *p = arg;
	char bytes[16384];
	ssize_t n = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);

	(void)source;
	(void)events;
	if (n > 0)
		answer(p, bytes, (size_t)n);
	else
		hang_up(p, false);
	return 0;
}

static int on_accept(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	struct peer *p = arg;
	int one = 1;

	(void)source;
	(void)events;
	if (p->fd >= 0)
		return 0;
	p->fd = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	p->accepted += p->fd >= 0;
	if (p->fd < 0 || p->manner == PEER_SILENT)
		return 0;
	(void)setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (p->context) {
		p->ssl = SSL_new(p->context);
		SSL_set_bio(p->ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
		SSL_set_accept_state(p->ssl);
		(void)sd_event_add_defer(p->loop, &p->sends, on_send, p);
		(void)sd_event_source_set_enabled(p->sends, SD_EVENT_OFF);
	}
	return sd_event_add_io(p->loop, &p->reads, p->fd, EPOLLIN, on_read, p);
}

static SSL_CTX *make_context(const struct pki *chain)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	assert_non_null(context);
	(void)SSL_CTX_set_options(context, SSL_OP_CLEANSE_PLAINTEXT);
	assert_int_equal(SSL_CTX_use_certificate(context, chain->certificate), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(context, chain->key), 1);
	for (chain++; chain->certificate; chain++)
		assert_int_equal(SSL_CTX_add1_chain_cert(context, chain->certificate), 1);
	return context;
}

void peer_open(struct peer *peer, sd_event *loop, enum peer_manner manner, const struct pki *chain)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;

	*peer = (struct peer){ .manner = manner, .loop = loop, .fd = -1 };
	if (chain)
		peer->context = make_context(chain);
	peer->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(peer->listener >= 0);
	assert_int_equal(bind(peer->listener, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(peer->listener, 8), 0);
	assert_int_equal(getsockname(peer->listener, (struct sockaddr *)&address, &len), 0);
	peer->port = ntohs(address.sin_port);
	assert_true(sd_event_add_io(loop, &peer->accepts, peer->listener, EPOLLIN, on_accept,
				    peer) >= 0);
}

void peer_close(struct peer *peer)
{
	hang_up(peer, false);
	peer->accepts = sd_event_source_disable_unref(peer->accepts);
	SSL_free(peer->ssl);
	SSL_CTX_free(peer->context);
	(void)close(peer->listener);
}
