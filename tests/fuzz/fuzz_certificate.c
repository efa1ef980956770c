/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate as the peer sends it, and the same bytes as a trust store. */
#include "ecsprobe/clock.h"
#include "engine/certificate.h"
#include "engine/trust.h"
#include "fuzz.h"

static void describe(X509 *certificate)
{
	struct tls_facts facts = { 0 };
	char time[CLOCK_RFC3339_BYTES];

	certificate_describe(certificate, &facts);
	PROMISE(facts.certificate_seen);
	PROMISE(fuzz_is_printable(facts.subject) && fuzz_is_printable(facts.issuer));
	PROMISE(facts.sans.count <= MAX_SANS);
	for (size_t i = 0; i < facts.sans.count; i++)
		PROMISE(fuzz_is_printable(facts.sans.items[i]));
	clock_format_rfc3339(facts.not_before_s, time);
	clock_format_rfc3339(facts.not_after_s, time);
	string_list_done(&facts.sans);
}

static void verify(X509 *certificate)
{
	static X509_STORE *store;
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	struct tls_facts facts = { 0 };

	if (!store)
		store = X509_STORE_new();
	if (X509_STORE_CTX_init(context, store, certificate, NULL) == 1)
		/* Nobody is trusted here. */
		PROMISE(certificate_verify(context, &(struct root_keys){ 0 }, &facts) != CODE_NONE);
	string_list_done(&facts.sans);
	X509_STORE_CTX_free(context);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const unsigned char *at = data;
	X509 *certificate = size ? d2i_X509(NULL, &at, (long)size) : NULL;
	char *text = fuzz_text(data, size);

	if (certificate) {
		describe(certificate);
		verify(certificate);
	}
	X509_free(certificate);
	sk_X509_pop_free(certificates_of_pem(text, size), X509_free);
	free(text);
	return 0;
}
