/* SPDX-License-Identifier: Apache-2.0 */
#include "trust.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/shortage.h"
#include "ecsprobe/text.h"
#include "ecsprobe/util.h"

enum trust_kind { TRUST_FILE, TRUST_DIR, TRUST_EMBEDDED };

struct trust {
	enum trust_kind kind;
	const char *source; /* borrowed: a constant */
	char *path;         /* owned; NULL when embedded */
	bool named;         /* by the caller, so it may be anything */
	bool lacking;       /* memory or descriptors, when it was to be loaded: not its fault */
	X509_STORE *store;  /* owned; NULL until it was loaded, once for all handshakes */
};

/* A hash directory costs nothing to open and 0.2 ms at the first handshake, a
 * bundle of 144 certificates 6 ms. */
static const struct {
	enum trust_kind kind;
	const char *path;
} host_stores[] = {
	{ TRUST_DIR, "/etc/ssl/certs" },
	{ TRUST_DIR, "/etc/pki/ca-trust/extracted/pem/directory-hash" },
	{ TRUST_FILE, "/etc/ssl/certs/ca-certificates.crt" },
	{ TRUST_FILE, "/etc/pki/tls/certs/ca-bundle.crt" },
	{ TRUST_FILE, "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem" },
	{ TRUST_FILE, "/etc/ssl/ca-bundle.pem" },
};

/* XXXXXXXX.N, as openssl rehash names them. */
static bool is_hashed_name(const char *name)
{
	size_t i = 0;

	while (i < 8 && isxdigit((unsigned char)name[i]))
		i++;
	if (i != 8 || name[i++] != '.' || !isdigit((unsigned char)name[i]))
		return false;
	while (isdigit((unsigned char)name[i]))
		i++;
	return !name[i];
}

/* An empty or missing directory loads without an error and trusts nobody.  0 where it holds
 * a hashed entry, -ENOENT where not, or another negative errno.  all: no entry may be what
 * OpenSSL would wait for when it opens it at a handshake, such as a pipe. */
static int look_for_hashed_entry(const char *path, bool all)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	int fd = dir ? dirfd(dir) : -1;
	int found = fd < 0 ? -errno : -ENOENT;

	if (!dir)
		return found;
	while (found == -ENOENT || (found == 0 && all)) {
		struct stat st;

		errno = 0;
		entry = readdir(dir);
		if (!entry) {
			found = errno ? -errno : found;
			break;
		}
		if (!is_hashed_name(entry->d_name))
			continue;
		/* A link to nowhere is what a removed package leaves. */
		found = all && fd >= 0 && fstatat(fd, entry->d_name, &st, 0) == 0
				? file_expect_regular(&st)
				: 0;
	}
	(void)closedir(dir);
	return found;
}

/* Of Amazon Root CA 1, which nearly every such directory has: then nobody need read it. */
static bool has_first_root(const char *path)
{
	char entry[PEER_TEXT_BYTES];

	return (size_t)snprintf(entry, sizeof entry, "%s/" AMAZON_ROOT_1_HASH ".0", path) <
		       sizeof entry &&
	       access(entry, F_OK) == 0;
}

/* One that is there and cannot be read is this host's all the same: no other takes its
 * place, and loading it says why.  What is not ours to read counts as not there. */
static bool usable(enum trust_kind kind, const char *path)
{
	int r;

	if (kind == TRUST_DIR)
		r = has_first_root(path) ? 0 : look_for_hashed_entry(path, false);
	else
		r = access(path, R_OK) < 0 ? -errno : 0;
	return r != -ENOENT && r != -ENOTDIR && r != -EACCES;
}

static struct trust *trust_new(enum trust_kind kind, const char *source, const char *path)
{
	struct trust *trust = xcalloc(1, sizeof *trust);

	trust->kind = kind;
	trust->source = source;
	trust->path = path ? xstrdup(path) : NULL;
	return trust;
}

static struct trust *choose_of_host(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(host_stores); i++)
		if (usable(host_stores[i].kind, host_stores[i].path))
			return trust_new(host_stores[i].kind, "host", host_stores[i].path);
	return trust_new(TRUST_EMBEDDED, "embedded", NULL);
}

STACK_OF(X509) * certificates_of_pem(const char *text, size_t len)
{
	BIO *bio = BIO_new_mem_buf(text, (int)len);
	STACK_OF(X509_INFO) *infos = bio ? PEM_X509_INFO_read_bio(bio, NULL, NULL, NULL) : NULL;
	STACK_OF(X509) *certificates = infos ? sk_X509_new_null() : NULL;

	for (int i = 0; certificates && i < sk_X509_INFO_num(infos); i++) {
		X509 *certificate = sk_X509_INFO_value(infos, i)->x509;

		if (certificate && X509_up_ref(certificate) &&
		    !sk_X509_push(certificates, certificate))
			X509_free(certificate);
	}
	sk_X509_INFO_pop_free(infos, X509_INFO_free);
	BIO_free(bio);
	if (certificates && sk_X509_num(certificates) == 0) {
		sk_X509_free(certificates);
		return NULL;
	}
	return certificates;
}

static bool load_pem(X509_STORE *store, const char *text, size_t len)
{
	STACK_OF(X509) *certificates = certificates_of_pem(text, len);
	bool loaded = certificates != NULL;

	for (int i = 0; i < sk_X509_num(certificates); i++)
		loaded &= X509_STORE_add_cert(store, sk_X509_value(certificates, i)) == 1;
	sk_X509_pop_free(certificates, X509_free);
	return loaded;
}

enum { MAX_BUNDLE_BYTES = 16 << 20 };

/* Read by ourselves, so that a pipe or an endless file cannot hold us up. */
static bool load_file(X509_STORE *store, struct trust *trust, const char **reason)
{
	CLEANUP(cleanup_free) char *text = NULL;
	size_t len;
	int r = file_read_bounded(trust->path, MAX_BUNDLE_BYTES, &text, &len);

	if (r < 0)
		*reason = strerror(-r);
	trust->lacking = error_is_shortage(-r);
	return r == 0 && load_pem(store, text, len);
}

static bool holds(STACK_OF(X509) * certificates, const X509 *wanted)
{
	for (int i = 0; i < sk_X509_num(certificates); i++)
		if (X509_cmp(sk_X509_value(certificates, i), wanted) == 0)
			return true;
	return false;
}

void trust_missing_roots(const char *pem, size_t len, char *names, size_t size)
{
	STACK_OF(X509) *roots = certificates_of_pem(amazon_roots_pem, strlen(amazon_roots_pem));
	STACK_OF(X509) *store = pem ? certificates_of_pem(pem, len) : NULL;
	CLEANUP(text_done) struct text missing = { 0 };

	for (int i = 0; i < sk_X509_num(roots); i++) {
		const X509 *root = sk_X509_value(roots, i);
		char name[128] = "";

		if (holds(store, root))
			continue;
		(void)X509_NAME_get_text_by_NID(X509_get_subject_name(root), NID_commonName, name,
						sizeof name);
		text_join(&missing, ", ", "%s", name);
	}
	(void)copy_text(names, size, text_of(&missing));
	sk_X509_pop_free(roots, X509_free);
	sk_X509_pop_free(store, X509_free);
	ERR_clear_error();
}

/* Why it could not be loaded, in words. */
static void tell_why(const struct trust *trust, int r, const char *reason, char *detail,
		     size_t size)
{
	if (!reason)
		reason = ERR_reason_error_string(ERR_peek_last_error());
	if (r == -EINVAL || r == -EISDIR)
		reason = "it contains files that are not named like hashed certificates";
	else if (r < 0 && r != -ENOENT)
		reason = strerror(-r);
	else if (trust->kind == TRUST_DIR)
		reason =
			"it contains no hashed certificate such as 5ad8a5d6.0 (see openssl rehash)";
	escape_text(detail, size, reason ? reason : "no certificate in it");
}

static bool load_store(struct trust *trust, char *detail, size_t size)
{
	X509_STORE *store = X509_STORE_new();
	const char *reason = NULL;
	bool loaded = false;
	int r = 0;

	ERR_clear_error();
	switch (trust->kind) {
	case TRUST_FILE:
		loaded = store && load_file(store, trust, &reason);
		break;
	case TRUST_DIR:
		r = look_for_hashed_entry(trust->path, trust->named);
		loaded = store && r == 0 && X509_STORE_load_path(store, trust->path) == 1;
		break;
	case TRUST_EMBEDDED:
		loaded = store && load_pem(store, amazon_roots_pem, strlen(amazon_roots_pem));
		break;
	}
	if (loaded) {
		trust->store = store;
		return true;
	}
	trust->lacking |= error_is_shortage(-r) ||
			  ERR_GET_REASON(ERR_peek_last_error()) == ERR_R_MALLOC_FAILURE;
	tell_why(trust, r, reason, detail, size);
	X509_STORE_free(store);
	ERR_clear_error();
	return false;
}

bool trust_load(struct trust *trust, SSL_CTX *context, char *detail, size_t size)
{
	if (!trust->store && !load_store(trust, detail, size))
		return false;
	SSL_CTX_set1_cert_store(context, trust->store);
	return true;
}

bool trust_set_up(void *trust, void *ssl_context)
{
	char detail[PEER_TEXT_BYTES];

	(void)SSL_CTX_set_options(ssl_context, SSL_OP_CLEANSE_PLAINTEXT);
	return SSL_CTX_set_min_proto_version(ssl_context, TLS1_2_VERSION) == 1 &&
	       trust_load(trust, ssl_context, detail, sizeof detail);
}

/* Whoever names a store wants to hear at once that it is wrong. */
static int try_named(struct trust *trust, enum error_class class, struct error *e)
{
	char detail[PEER_TEXT_BYTES];
	char shown[PEER_TEXT_BYTES];

	if (load_store(trust, detail, sizeof detail))
		return 0;
	escape_text(shown, sizeof shown, trust->path);
	if (trust->lacking)
		return error_set(e, ERROR_INTERNAL, ENOMEM, "cannot load %s: %s", shown, detail);
	return error_set(e, class, EINVAL, "%s: found '%s', expected %s: %s", trust->source, shown,
			 trust->kind == TRUST_DIR ? "a directory of hashed certificates"
						  : "a file of PEM certificates",
			 detail);
}

int trust_choose(struct trust **out, const char *ca_file, const char *ca_dir, struct error *e)
{
	const struct {
		enum trust_kind kind;
		const char *source;
		const char *path;
		enum error_class class;
	} named[] = {
		{ TRUST_FILE, "--ca-file", ca_file, ERROR_CONFIG },
		{ TRUST_DIR, "--ca-dir", ca_dir, ERROR_CONFIG },
		{ TRUST_FILE, "SSL_CERT_FILE", getenv("SSL_CERT_FILE"), ERROR_CONFIG },
		{ TRUST_DIR, "SSL_CERT_DIR", getenv("SSL_CERT_DIR"), ERROR_CONFIG },
	};
	struct trust *trust;
	int r;

	for (size_t i = 0; i < ARRAY_SIZE(named); i++) {
		if (!named[i].path || !*named[i].path)
			continue;
		trust = trust_new(named[i].kind, named[i].source, named[i].path);
		trust->named = true;
		r = try_named(trust, named[i].class, e);
		if (r < 0) {
			trust_free(trust);
			return r;
		}
		*out = trust;
		return 0;
	}
	*out = choose_of_host();
	return 0;
}

void trust_free(struct trust *trust)
{
	if (!trust)
		return;
	X509_STORE_free(trust->store);
	free(trust->path);
	free(trust);
}

void trust_describe(const struct trust *trust, struct trust_outcome *out)
{
	*out = (struct trust_outcome){ .embedded = trust->kind == TRUST_EMBEDDED };
	(void)copy_text(out->source, sizeof out->source, trust->source);
	escape_text(out->path, sizeof out->path, trust->path);
}
