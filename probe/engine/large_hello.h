/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_LARGE_HELLO_H
#define ECSPROBE_LARGE_HELLO_H
/* A ClientHello with a post-quantum key share, which does not fit into one segment.  It shows whether
 * the path carries it: the first byte of an answer is enough, and no such handshake is ever finished.
 * So OpenSSL makes one for each dialler, and the same keys go to every host with the host's own
 * name.  Private to the engine. */
#include <stddef.h>

#include "ecsprobe/dialler.h"
#include "ecsprobe/error.h"

typedef struct ssl_ctx_st SSL_CTX;

/* All 0 at first. */
struct large_hello {
	unsigned char *bytes; /* owned: one TLS record */
	size_t len, sent;
	unsigned char answer[7]; /* as long as a record with an alert; as far as it is here */
	size_t answer_len;
	unsigned warnings;
};

/* What OpenSSL made for a dialler; NULL bytes: nothing yet. */
struct large_hellos {
	struct large_hello of[DIALLER_COUNT];
};
void large_hellos_done(struct large_hellos *hellos);

/* host: the name in its SNI.  0 or -ENOMEM. */
int large_hello_make(struct large_hello *hello, struct large_hellos *hellos, SSL_CTX *context,
		     enum dialler dialler, const char *host) ECSPROBE_MUST_CHECK;
void large_hello_done(struct large_hello *hello);

#endif
