/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TRUST_H
#define ECSPROBE_TRUST_H
/* Loading the chosen trust store.  Private to the engine. */
#include <openssl/ssl.h>

#include "certificate.h"
#include "ecsprobe/engine.h"

/* Gives the context the one store that all contexts share; the first call loads it.  False
 * when nothing could be loaded; detail then says why. */
bool trust_load(struct trust *trust, SSL_CTX *context, char *detail, size_t size);

/* The certificates of a PEM text, NULL when one of them is broken or there is
 * none.  Owned by the caller. */
STACK_OF(X509) * certificates_of_pem(const char *text, size_t len);

/* The five public roots of Amazon Trust Services, PEM, one string. */
extern const char amazon_roots_pem[];

/* How openssl rehash names the first of them. */
#define AMAZON_ROOT_1_HASH "ce5e74ef"

/* The keys of these and of those that only a host's own store may trust. */
extern const struct root_keys amazon_root_keys;

#endif
