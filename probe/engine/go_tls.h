/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_GO_TLS_H
#define ECSPROBE_GO_TLS_H
/* The ClientHello of a dialler, so that a server that the dialler cannot talk to fails here too.
 * Private to the engine. */
#include <stdbool.h>

#include "ecsprobe/dialler.h"

typedef struct ssl_st SSL;

/* False: OpenSSL has no room for it. */
bool go_tls_offer(SSL *ssl, enum dialler dialler);

#endif
