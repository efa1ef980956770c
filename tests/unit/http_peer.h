/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_HTTP_PEER_H
#define ECSPROBE_TESTS_HTTP_PEER_H
/* An HTTP server that answers by a script, on a UNIX socket or on 127.0.0.1,
 * driven by the same loop as its client. */
#include <stdint.h>
#include <systemd/sd-event.h>

enum http_peer_manner {
	HTTP_PEER_SAYS, /* and keeps the connection */
	HTTP_PEER_SAYS_AND_CLOSES,
	HTTP_PEER_RESETS, /* on TCP; on a UNIX socket it closes */
	HTTP_PEER_SILENT,
};

struct http_peer_line {
	const char *request; /* how its first line begins; NULL ends the script */
	enum http_peer_manner manner;
	const char *answer; /* all of it, status line and headers included */
	size_t len;         /* of the answer; 0: it is a string */
	size_t piece;       /* bytes sent at a time; 0: as many as go */
};

enum { HTTP_PEER_CONNECTIONS = 8, HTTP_PEER_REQUEST_BYTES = 2048 };

struct http_peer_connection {
	struct http_peer *peer;
	int fd;
	char request[HTTP_PEER_REQUEST_BYTES];
	size_t have;
	const struct http_peer_line *line; /* being said */
	size_t said;
	sd_event_source *source;
};

struct http_peer {
	const struct http_peer_line *script;
	uint16_t port; /* on 127.0.0.1 */
	unsigned accepted, asked;
	char last[HTTP_PEER_REQUEST_BYTES]; /* the last request */
	/* private */
	sd_event *loop;
	int listener;
	sd_event_source *accepts;
	struct http_peer_connection connections[HTTP_PEER_CONNECTIONS];
};

/* path: of the UNIX socket to make; NULL for TCP. */
void http_peer_open(struct http_peer *peer, sd_event *loop, const char *path,
		    const struct http_peer_line *script);
void http_peer_close(struct http_peer *peer);

/* A port of 127.0.0.1 where nobody listens as long as the descriptor is open. */
int port_of_nobody(uint16_t *port);

/* Turns the loop until *count has reached at_least, or three seconds long. */
void run_until(sd_event *loop, const unsigned *count, unsigned at_least);
/* Whatever is left in it, for 20 ms. */
void run_on(sd_event *loop);

#endif
