/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CERTIFICATE_H
#define ECSPROBE_CERTIFICATE_H
/* Verifies a chain and keeps what the leaf says.  Private to the engine. */
#include <openssl/x509_vfy.h>

#include "ecsprobe/outcome.h"

/* CODE_NONE when the chain, the host name and the validity are all right;
 * else the most telling of all the errors found.  Fills the facts' certificate
 * part either way; amazon_roots tell whether a good chain ends at Amazon. */
enum code certificate_verify(X509_STORE_CTX *store, STACK_OF(X509) * amazon_roots,
			     struct tls_facts *facts);

/* The certificate part alone, from hostile bytes. */
void certificate_describe(X509 *certificate, struct tls_facts *facts);

#endif
