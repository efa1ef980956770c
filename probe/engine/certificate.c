/* SPDX-License-Identifier: Apache-2.0 */
#include "certificate.h"

#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ecsprobe/escape.h"

/* One bit a kind; the lowest set bit is the most telling: the certificate of another server usually
 * has another name too, while an expired one is only expired. */
enum refusal { REFUSAL_UNTRUSTED, REFUSAL_WRONG_HOST, REFUSAL_EXPIRED, REFUSAL_NOT_YET, REFUSALS };

static const enum code refusal_codes[REFUSALS] = {
	[REFUSAL_UNTRUSTED] = CODE_TLS_UNTRUSTED,
	[REFUSAL_WRONG_HOST] = CODE_TLS_WRONG_HOST,
	[REFUSAL_EXPIRED] = CODE_TLS_EXPIRED,
	[REFUSAL_NOT_YET] = CODE_TLS_NOT_YET_VALID,
};

static enum refusal refusal_of(int verify_error)
{
	switch (verify_error) {
	case X509_V_ERR_HOSTNAME_MISMATCH:
		return REFUSAL_WRONG_HOST;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return REFUSAL_EXPIRED;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return REFUSAL_NOT_YET;
	default:
		return REFUSAL_UNTRUSTED;
	}
}

/* What one verification found, reached from its store context. */
struct findings {
	int errors[REFUSALS]; /* the first X509_V_ERR_* of each kind, or 0 */
};

static int findings_index = -1;

/* Continues after every error, so that all are seen; the verdict is ours. */
static int note_error(int ok, X509_STORE_CTX *store)
{
	struct findings *found = X509_STORE_CTX_get_ex_data(store, findings_index);
	int error = X509_STORE_CTX_get_error(store);
	enum refusal refusal;

	if (ok)
		return 1;
	refusal = refusal_of(error);
	if (!found->errors[refusal])
		found->errors[refusal] = error ? error : X509_V_ERR_UNSPECIFIED;
	return 1;
}

static void describe_name(const X509_NAME *name, char *out, size_t size)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text;
	long len;

	out[0] = '\0';
	if (!bio)
		return;
	/* Without the library's own escapes: ours follow, once. */
	if (X509_NAME_print_ex(bio, name, 0,
			       XN_FLAG_SEP_COMMA_PLUS | XN_FLAG_DN_REV | XN_FLAG_FN_SN |
				       ASN1_STRFLGS_UTF8_CONVERT) >= 0) {
		len = BIO_get_mem_data(bio, &text);
		escape_bytes(out, size, text, (size_t)len);
	}
	BIO_free(bio);
}

static void describe_sans(X509 *certificate, struct string_list *sans)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);

	for (int i = 0; i < sk_GENERAL_NAME_num(names) && sans->count < MAX_SANS; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
		char shown[PEER_TEXT_BYTES];
		int type;
		const ASN1_STRING *value = GENERAL_NAME_get0_value(name, &type);

		if (type != GEN_DNS)
			continue;
		escape_bytes(shown, sizeof shown, ASN1_STRING_get0_data(value),
			     (size_t)ASN1_STRING_length(value));
		string_list_add(sans, shown, strlen(shown));
	}
	GENERAL_NAMES_free(names);
}

static int64_t seconds_of(const ASN1_TIME *time)
{
	struct tm tm;

	return ASN1_TIME_to_tm(time, &tm) == 1 ? (int64_t)timegm(&tm) : 0;
}

void certificate_describe(X509 *certificate, struct tls_facts *facts)
{
	facts->certificate_seen = true;
	describe_name(X509_get_subject_name(certificate), facts->subject, sizeof facts->subject);
	describe_name(X509_get_issuer_name(certificate), facts->issuer, sizeof facts->issuer);
	string_list_done(&facts->sans);
	describe_sans(certificate, &facts->sans);
	facts->not_before_s = seconds_of(X509_get0_notBefore(certificate));
	facts->not_after_s = seconds_of(X509_get0_notAfter(certificate));
}

/* Of no kind that TLS has a name for: SHA-224, or RSA-PSS with a salt of another length. */
static bool is_signed_oddly(X509 *certificate)
{
	uint32_t flags = 0;

	return X509_get_signature_info(certificate, NULL, NULL, NULL, &flags) == 1 &&
	       !(flags & X509_SIG_INFO_TLS);
}

/* What Go refuses and OpenSSL lets pass: a serial number below zero, at which no certificate of
 * a chain can be read; what is for "server gated crypto" alone; odd signatures. */
static void note_as_go(struct findings *found, X509_STORE_CTX *store, X509 *leaf)
{
	STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(store);
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(store);
	int *error = &found->errors[REFUSAL_UNTRUSTED];

	if (!*error && leaf && (X509_get_extension_flags(leaf) & EXFLAG_XKUSAGE) &&
	    !(X509_get_extended_key_usage(leaf) & (XKU_SSL_SERVER | XKU_ANYEKU)))
		*error = X509_V_ERR_INVALID_PURPOSE;
	for (int i = 0; !*error && i < sk_X509_num(sent); i++)
		if (ASN1_STRING_type(X509_get0_serialNumber(sk_X509_value(sent, i))) ==
		    V_ASN1_NEG_INTEGER)
			*error = X509_V_ERR_CERT_REJECTED;
	/* The root's own signature proves nothing and is not looked at. */
	for (int i = 0; !*error && i < sk_X509_num(chain) - 1; i++)
		if (is_signed_oddly(sk_X509_value(chain, i)))
			*error = X509_V_ERR_UNSUPPORTED_SIGNATURE_ALGORITHM;
}

static enum code conclude(const struct findings *found, X509_STORE_CTX *store,
			  struct tls_facts *facts)
{
	for (int i = 0; i < REFUSALS; i++) {
		if (!found->errors[i])
			continue;
		X509_STORE_CTX_set_error(store, found->errors[i]);
		escape_text(facts->verify_detail, sizeof facts->verify_detail,
			    X509_verify_cert_error_string(found->errors[i]));
		return refusal_codes[i];
	}
	return CODE_NONE;
}

bool root_key_of(const X509 *certificate, unsigned char key[static ROOT_KEY_BYTES])
{
	unsigned char *der = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
	bool known = len > 0 && EVP_Digest(der, (size_t)len, key, NULL, EVP_sha256(), NULL) == 1;

	OPENSSL_free(der);
	return known;
}

/* By its key: the same root may be there under several certificates. */
static bool is_amazon_root(const X509 *root, const struct root_keys *amazon)
{
	unsigned char key[ROOT_KEY_BYTES];

	if (!root_key_of(root, key))
		return false;
	for (size_t i = 0; i < amazon->count; i++)
		if (memcmp(amazon->items[i], key, sizeof key) == 0)
			return true;
	return false;
}

static void describe_root(X509_STORE_CTX *store, const struct root_keys *amazon,
			  struct tls_facts *facts)
{
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(store);
	const X509 *root = sk_X509_value(chain, sk_X509_num(chain) - 1);

	if (!root)
		return;
	describe_name(X509_get_subject_name(root), facts->root, sizeof facts->root);
	facts->root_is_amazon = is_amazon_root(root, amazon);
}

enum code certificate_verify(X509_STORE_CTX *store, const struct root_keys *amazon,
			     struct tls_facts *facts)
{
	struct findings found = { 0 };
	X509 *leaf = X509_STORE_CTX_get0_cert(store);
	enum code code;
	int rc;

	if (leaf)
		certificate_describe(leaf, facts);
	facts->chain_length = (unsigned)sk_X509_num(X509_STORE_CTX_get0_untrusted(store));
	if (findings_index < 0)
		findings_index = X509_STORE_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	if (findings_index < 0 || !X509_STORE_CTX_set_ex_data(store, findings_index, &found))
		return CODE_TLS_UNTRUSTED;
	X509_STORE_CTX_set_verify_cb(store, note_error);
	rc = X509_verify_cert(store);
	note_as_go(&found, store, leaf);
	(void)X509_STORE_CTX_set_ex_data(store, findings_index, NULL);
	code = conclude(&found, store, facts);
	/* The callback never refuses, so a failure comes from something else, such as memory: it is
	 * never taken for success. */
	if (rc <= 0 && code == CODE_NONE) {
		X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
		(void)copy_text(facts->verify_detail, sizeof facts->verify_detail,
				"verification could not be completed");
		return CODE_TLS_UNTRUSTED;
	}
	if (code == CODE_NONE)
		describe_root(store, amazon, facts);
	return code;
}
