/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_PKI_H
#define ECSPROBE_TESTS_PKI_H
/* Certificates made in memory. */
#include <openssl/x509.h>
#include <stdbool.h>

struct pki {
	X509 *certificate;
	EVP_PKEY *key;
};

struct pki_wish {
	const char *name;         /* the CN */
	const struct pki *issuer; /* NULL: signed by itself */
	/* Signed by this key in the issuer's name: a forgery. */
	const struct pki *forger;
	bool authority;
	const char *sans[3];        /* DNS names; a '^' stands for a NUL, '!' for a newline */
	long begins_s, ends_s;      /* from now; 0 and 0: an hour ago and in an hour */
	const char *extended_usage; /* NULL: none said */
};

struct pki pki_make(const struct pki_wish *wish);
void pki_done(struct pki *pki);
void pki_write_pem(const struct pki *pki, const char *path);

#endif
