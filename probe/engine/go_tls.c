/* SPDX-License-Identifier: Apache-2.0 */
#include "go_tls.h"

#include <openssl/ssl.h>

/* What each dialler offers in TLS 1.2; a server that has none of it ends the handshake. In 1.3
 * everybody offers the same three.  The agent's own list is that of SupportedCipherSuites in
 * ecs-agent/utils/cipher: it has no suite for a certificate with an ECDSA or Ed25519 key.  The
 * others are Go's of crypto/tls/defaults.go, since ecs-init and dockerd set none for what they
 * dial here.  A task may be anything, and offers what OpenSSL does.  tests/oracle holds both to
 * the real ones. */
static const char agent_suites[] = "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:"
				   "ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384:"
				   "ECDHE-RSA-AES256-SHA:AES128-GCM-SHA256:AES128-SHA256:"
				   "AES128-SHA:AES256-GCM-SHA384:AES256-SHA";
static const char go_suites[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
				"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
				"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
				"ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:"
				"ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA";
static const char *const suites[DIALLER_COUNT] = {
	[DIALLER_AGENT] = agent_suites,
	[DIALLER_DOCKERD] = go_suites,
	[DIALLER_ECS_INIT] = go_suites,
};

/* In the order of Go, which knows no RSA-PSS key, no Ed448 and nothing with SHA-1 or SHA-224. */
static const char go_signatures[] =
	"rsa_pss_rsae_sha256:ecdsa_secp256r1_sha256:ed25519:rsa_pss_rsae_sha384:"
	"rsa_pss_rsae_sha512:rsa_pkcs1_sha256:rsa_pkcs1_sha384:rsa_pkcs1_sha512:"
	"ecdsa_secp384r1_sha384:ecdsa_secp521r1_sha512";

bool go_tls_offer(SSL *ssl, enum dialler dialler)
{
	if (!suites[dialler])
		return true;
	return SSL_set_cipher_list(ssl, suites[dialler]) == 1 &&
	       SSL_set1_sigalgs_list(ssl, go_signatures) == 1;
}
