/* SPDX-License-Identifier: Apache-2.0 */
#include "pki.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "check.h"

static void add_extension(X509 *certificate, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(extension);
	assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

/* Not from text, as text cannot hold every byte. */
static void add_sans(X509 *certificate, const char *const sans[static 3])
{
	GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();

	for (size_t i = 0; i < 3 && sans[i]; i++) {
		GENERAL_NAME *name = GENERAL_NAME_new();
		ASN1_IA5STRING *value = ASN1_IA5STRING_new();
		char bytes[128];
		size_t len = strlen(sans[i]);

		assert_true(len < sizeof bytes);
		for (size_t b = 0; b < len; b++)
			bytes[b] = (char)(sans[i][b] == '^'   ? '\0'
					  : sans[i][b] == '!' ? '\n'
							      : sans[i][b]);
		assert_int_equal(ASN1_STRING_set(value, bytes, (int)len), 1);
		GENERAL_NAME_set0_value(name, GEN_DNS, value);
		assert_true(sk_GENERAL_NAME_push(names, name) > 0);
	}
	assert_int_equal(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, 0), 1);
	GENERAL_NAMES_free(names);
}

static void set_name(X509_NAME *name, const char *text)
{
	assert_int_equal(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
						    (const unsigned char *)text, -1, -1, 0),
			 1);
}

struct pki pki_make(const struct pki_wish *wish)
{
	static long serial = 1;
	struct pki pki = { X509_new(), EVP_EC_gen("P-256") };
	bool default_time = wish->begins_s == 0 && wish->ends_s == 0;
	const struct pki *signer = wish->forger ? wish->forger : wish->issuer;
	X509 *x = pki.certificate;

	assert_non_null(x);
	assert_non_null(pki.key);
	assert_int_equal(X509_set_version(x, X509_VERSION_3), 1);
	assert_int_equal(ASN1_INTEGER_set(X509_get_serialNumber(x), serial++), 1);
	assert_non_null(
		X509_gmtime_adj(X509_getm_notBefore(x), default_time ? -3600 : wish->begins_s));
	assert_non_null(X509_gmtime_adj(X509_getm_notAfter(x), default_time ? 3600 : wish->ends_s));
	assert_int_equal(X509_set_pubkey(x, pki.key), 1);
	set_name(X509_get_subject_name(x), wish->name);
	assert_int_equal(
		X509_set_issuer_name(
			x, X509_get_subject_name(wish->issuer ? wish->issuer->certificate : x)),
		1);
	if (wish->authority)
		add_extension(x, NID_basic_constraints, "critical,CA:TRUE");
	if (wish->extended_usage)
		add_extension(x, NID_ext_key_usage, wish->extended_usage);
	if (wish->sans[0])
		add_sans(x, wish->sans);
	assert_true(X509_sign(x, signer ? signer->key : pki.key, EVP_sha256()) > 0);
	return pki;
}

void pki_done(struct pki *pki)
{
	X509_free(pki->certificate);
	EVP_PKEY_free(pki->key);
	*pki = (struct pki){ 0 };
}

void pki_write_pem(const struct pki *pki, const char *path)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(PEM_write_X509(file, pki->certificate), 1);
	assert_int_equal(fclose(file), 0);
}
