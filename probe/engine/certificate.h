/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CERTIFICATE_H
#define ECSPROBE_CERTIFICATE_H
/* Verifies a chain and keeps what the leaf says.  Private to the engine. */
#include <openssl/x509_vfy.h>

#include "ecsprobe/outcome.h"

enum { ROOT_KEY_BYTES = 32 };

/* Each the SHA-256 of a subject public key info. */
struct root_keys {
	const unsigned char (*items)[ROOT_KEY_BYTES];
	size_t count;
};

/* False when OpenSSL could not say. */
bool root_key_of(const X509 *certificate, unsigned char key[static ROOT_KEY_BYTES]);

/* CODE_NONE when the chain, the host name and the validity are all right;
 * else the most telling of all the errors found.  Fills the facts' certificate
 * part either way; amazon's keys tell whether a good chain ends at Amazon. */
enum code certificate_verify(X509_STORE_CTX *store, const struct root_keys *amazon,
			     struct tls_facts *facts);

/* The certificate part alone, from hostile bytes. */
void certificate_describe(X509 *certificate, struct tls_facts *facts);

#endif
