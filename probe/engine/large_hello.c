/* SPDX-License-Identifier: Apache-2.0 */
#include "large_hello.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>

#include "ecsprobe/util.h"
#include "go_tls.h"

static const char large_groups[] = "*X25519MLKEM768:*X25519:P-256:P-384:P-521";
static const char placeholder[] = "name.invalid";

/* RFC 8446, sections 4.1.2 and 5.1: where the lengths stand, and what is in front of the session. */
enum {
	RECORD_LENGTH_AT = 3,
	HANDSHAKE_LENGTH_AT = 6,
	SESSION_AT = 5 + 4 + 2 + 32,
	EXTENSION_HEADER_BYTES = 4,
};

void large_hello_done(struct large_hello *hello)
{
	free(hello->bytes);
	*hello = (struct large_hello){ 0 };
}

void large_hellos_done(struct large_hellos *hellos)
{
	for (size_t i = 0; i < ARRAY_SIZE(hellos->of); i++)
		large_hello_done(&hellos->of[i]);
}

static void take_sent(struct large_hello *hello, BIO *sent)
{
	char *bytes;
	long len = BIO_get_mem_data(sent, &bytes);

	if (len <= 0)
		return;
	hello->bytes = xcalloc(1, (size_t)len);
	hello->len = (size_t)len;
	memcpy(hello->bytes, bytes, (size_t)len);
}

static void make_template(struct large_hello *hello, SSL_CTX *context, enum dialler dialler)
{
	SSL *ssl = SSL_new(context);
	BIO *received = BIO_new(BIO_s_mem());
	BIO *sent = BIO_new(BIO_s_mem());

	if (ssl && received && sent) {
		SSL_set_bio(ssl, received, sent);
		if (SSL_set_tlsext_host_name(ssl, placeholder) == 1 && go_tls_offer(ssl, dialler) &&
		    SSL_set1_groups_list(ssl, large_groups) == 1) {
			(void)SSL_connect(ssl); /* waits for an answer that never comes */
			take_sent(hello, sent);
		}
	} else {
		BIO_free(received);
		BIO_free(sent);
	}
	SSL_free(ssl);
	ERR_clear_error();
}

static size_t read_number(const unsigned char *at, size_t bytes)
{
	size_t number = 0;

	for (size_t i = 0; i < bytes; i++)
		number = number << 8 | at[i];
	return number;
}

static void add_to_number(unsigned char *at, size_t bytes, size_t more)
{
	size_t number = read_number(at, bytes) + more;

	for (size_t i = bytes; i > 0; i--, number >>= 8)
		at[i - 1] = (unsigned char)number;
}

/* Where the length of the extensions stands; 0: this is no ClientHello. */
static size_t find_extensions(const struct large_hello *hello)
{
	/* Of the session, the suites and the compression methods. */
	static const size_t length_bytes[] = { 1, 2, 1 };
	size_t at = SESSION_AT;

	for (size_t i = 0; i < ARRAY_SIZE(length_bytes); i++) {
		if (at + length_bytes[i] > hello->len)
			return 0;
		at += length_bytes[i] + read_number(hello->bytes + at, length_bytes[i]);
	}
	return at + 2 <= hello->len ? at : 0;
}

/* Where the extension with the host's name begins; 0: there is none. */
static size_t find_name(const struct large_hello *hello, size_t extensions)
{
	size_t at = extensions + 2;

	while (extensions && at + EXTENSION_HEADER_BYTES <= hello->len) {
		if (read_number(hello->bytes + at, 2) == TLSEXT_TYPE_server_name)
			return at;
		at += EXTENSION_HEADER_BYTES + read_number(hello->bytes + at + 2, 2);
	}
	return 0;
}

/* Its header, the length of the list, the kind and the length of the name. */
enum { LIST_LENGTH_AT = EXTENSION_HEADER_BYTES, NAME_LENGTH_AT = 7, NAME_AT = 9 };

static bool put_name(struct large_hello *out, const struct large_hello *made, const char *host)
{
	size_t old = sizeof placeholder - 1;
	size_t extensions = find_extensions(made);
	size_t name = find_name(made, extensions);
	size_t len = strlen(host);
	size_t behind = name + NAME_AT + old;
	size_t more = len - old; /* modulo: as the sums are */

	if (!name || behind > made->len)
		return false;
	out->len = made->len + more;
	out->bytes = xcalloc(1, out->len);
	memcpy(out->bytes, made->bytes, name + NAME_AT);
	memcpy(out->bytes + name + NAME_AT, host, len);
	memcpy(out->bytes + name + NAME_AT + len, made->bytes + behind, made->len - behind);
	add_to_number(out->bytes + RECORD_LENGTH_AT, 2, more);
	add_to_number(out->bytes + HANDSHAKE_LENGTH_AT, 3, more);
	add_to_number(out->bytes + extensions, 2, more);
	add_to_number(out->bytes + name + 2, 2, more);
	add_to_number(out->bytes + name + LIST_LENGTH_AT, 2, more);
	add_to_number(out->bytes + name + NAME_LENGTH_AT, 2, more);
	return true;
}

int large_hello_make(struct large_hello *hello, struct large_hellos *hellos, SSL_CTX *context,
		     enum dialler dialler, const char *host)
{
	struct large_hello *made = &hellos->of[dialler];

	*hello = (struct large_hello){ 0 };
	if (!made->bytes)
		make_template(made, context, dialler);
	return made->bytes && put_name(hello, made, host) ? 0 : -ENOMEM;
}
