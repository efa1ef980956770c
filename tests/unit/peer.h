/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_PEER_H
#define ECSPROBE_TESTS_PEER_H
/* A server on 127.0.0.1, driven by the same loop as the client that is tested. */
#include <openssl/ssl.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "pki.h"

enum peer_manner {
	PEER_TLS,    /* a handshake; then, where there are words, an answer to a request */
	PEER_SILENT, /* accepts and reads nothing */
	PEER_CLOSES, /* reads the ClientHello and closes */
	PEER_RESETS, /* reads it and resets */
	PEER_SAYS,   /* reads it and says peer.words */
};

struct peer {
	enum peer_manner manner;
	const char *words; /* of PEER_TLS: "" resets the connection after the request */
	size_t chunk;      /* bytes sent at a time; 0: all */
	SSL_CTX *context;
	uint16_t port;
	unsigned accepted;
	char request[4096]; /* what came in by TLS, cut */
	size_t request_bytes;
	/* private */
	sd_event *loop;
	int listener, fd;
	sd_event_source *accepts, *reads, *sends;
	SSL *ssl;
};

/* chain: leaf, intermediates..., ended by an empty one; NULL for no TLS. */
void peer_open(struct peer *peer, sd_event *loop, enum peer_manner manner, const struct pki *chain);
void peer_close(struct peer *peer);

#endif
