/* SPDX-License-Identifier: Apache-2.0 */
/* Which trust store is chosen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/engine.h"
#include "engine/trust.h"
#include "pki.h"

struct store {
	char *dir, *file, *empty, *hashed, *entry, *garbage;
};

static struct store make_stores(void)
{
	struct pki root = pki_make(&(struct pki_wish){ .name = "Root", .authority = true });
	struct store s = { .dir = scratch_open() };

	s.file = xasprintf("%s/ca.pem", s.dir);
	s.garbage = xasprintf("%s/gar\033bage.pem", s.dir);
	s.empty = xasprintf("%s/empty", s.dir);
	s.hashed = xasprintf("%s/hashed", s.dir);
	s.entry = xasprintf("%s/5ad8a5d6.0", s.hashed);
	assert_int_equal(mkdir(s.empty, 0700), 0);
	assert_int_equal(mkdir(s.hashed, 0700), 0);
	pki_write_pem(&root, s.file);
	pki_write_pem(&root, s.entry);
	write_text(s.garbage, "-----BEGIN CERTIFICATE-----\nnonsense\n");
	pki_done(&root);
	return s;
}

static void remove_stores(struct store *s)
{
	assert_int_equal(unlink(s->entry), 0);
	free(s->file);
	free(s->garbage);
	free(s->empty);
	free(s->hashed);
	free(s->entry);
	scratch_close(s->dir);
}

static void expect_store(const char *what, const char *file, const char *dir, const char *source,
			 const char *path)
{
	struct trust_outcome described;
	struct trust *trust = NULL;
	struct error e = { 0 };

	EXPECT(trust_choose(&trust, file, dir, &e) == 0, "%s: %s", what, e.text);
	if (!trust)
		return;
	trust_describe(trust, &described);
	EXPECT(strcmp(described.source, source) == 0, "%s: %s", what, described.source);
	EXPECT(strcmp(described.path, path) == 0, "%s: %s", what, described.path);
	EXPECT(!described.embedded && !described.unusable, "%s", what);
	trust_free(trust);
}

static void expect_refusal(const char *what, const char *file, const char *dir,
			   enum error_class class, const char *source)
{
	struct trust *trust = NULL;
	struct error e = { 0 };

	EXPECT(trust_choose(&trust, file, dir, &e) < 0, "%s", what);
	EXPECT(e.class == class && strstr(e.text, source) && strstr(e.text, "expected"), "%s: %s",
	       what, e.text);
	EXPECT(is_printable(e.text), "%s", what);
}

static void named_stores(void **state)
{
	struct store s = make_stores();

	(void)state;
	expect_store("a file", s.file, NULL, "--ca-file", s.file);
	expect_store("a directory", NULL, s.hashed, "--ca-dir", s.hashed);
	expect_refusal("a missing file", "/nonexistent/ca.pem", NULL, ERROR_CONFIG, "--ca-file");
	expect_refusal("no certificate in it", s.garbage, NULL, ERROR_CONFIG, "--ca-file");
	expect_refusal("a directory as a file", s.empty, NULL, ERROR_CONFIG, "--ca-file");
	/* OpenSSL loads these without a word and trusts nobody. */
	expect_refusal("an empty directory", NULL, s.empty, ERROR_CONFIG, "--ca-dir");
	expect_refusal("certificates that are not hashed", NULL, s.dir, ERROR_CONFIG, "--ca-dir");
	expect_refusal("a missing directory", NULL, "/nonexistent", ERROR_CONFIG, "--ca-dir");
	remove_stores(&s);
	expect_all_held();
}

/* OpenSSL would wait for somebody to write to it, in the middle of a handshake. */
static void pipes_among_certificates(void **state)
{
	struct store s = make_stores();
	char *pipe = xasprintf("%s/5ad8a5d6.1", s.hashed);
	char *other = xasprintf("%s/README", s.hashed);
	char *dangling = xasprintf("%s/5ad8a5d6.2", s.hashed);

	(void)state;
	assert_int_equal(mkfifo(other, 0600), 0);
	assert_int_equal(symlink("nowhere", dangling), 0);
	expect_store("nobody asks for it", NULL, s.hashed, "--ca-dir", s.hashed);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	expect_refusal("a pipe", NULL, s.hashed, ERROR_CONFIG,
		       "not named like hashed certificates");
	assert_int_equal(unlink(pipe), 0);
	assert_int_equal(mkdir(pipe, 0700), 0);
	expect_refusal("a directory", NULL, s.hashed, ERROR_CONFIG,
		       "not named like hashed certificates");
	assert_int_equal(rmdir(pipe), 0);
	assert_int_equal(unlink(other), 0);
	assert_int_equal(unlink(dangling), 0);
	free(dangling);
	free(other);
	free(pipe);
	remove_stores(&s);
	expect_all_held();
}

static void stores_of_the_environment(void **state)
{
	struct store s = make_stores();

	(void)state;
	(void)setenv("SSL_CERT_FILE", s.file, 1);
	expect_store("SSL_CERT_FILE", NULL, NULL, "SSL_CERT_FILE", s.file);
	expect_store("an option beats it", NULL, s.hashed, "--ca-dir", s.hashed);
	(void)setenv("SSL_CERT_FILE", s.garbage, 1);
	expect_refusal("a bad SSL_CERT_FILE", NULL, NULL, ERROR_CONFIG, "SSL_CERT_FILE");
	(void)setenv("SSL_CERT_FILE", "", 1);
	(void)setenv("SSL_CERT_DIR", s.hashed, 1);
	expect_store("SSL_CERT_DIR", NULL, NULL, "SSL_CERT_DIR", s.hashed);
	(void)unsetenv("SSL_CERT_FILE");
	(void)unsetenv("SSL_CERT_DIR");
	remove_stores(&s);
	expect_all_held();
}

/* Our own lack of a descriptor is no fault of a store. */
static void nothing_to_open_it_with(void **state)
{
	struct store s = make_stores();
	const char *const files[] = { s.file, NULL };
	struct rlimit usual;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct rlimit none = { 0, usual.rlim_max };
		struct trust *trust = NULL;
		struct error e = { 0 };
		int r;

		assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
		r = trust_choose(&trust, files[i], files[i] ? NULL : s.hashed, &e);
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
		EXPECT(r < 0 && e.class == ERROR_INTERNAL && strstr(e.text, "Too many open files"),
		       "%zu: class %d, %s", i, e.class, e.text);
	}
	remove_stores(&s);
	expect_all_held();
}

/* amazontrust.com: Amazon Root CA 1 to 4 and Starfield Services Root CA - G2. */
static void five_roots_are_inside(void **state)
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----";
	size_t count = 0;

	(void)state;
	for (const char *at = amazon_roots_pem; (at = strstr(at, begin)); at++)
		count++;
	assert_int_equal(count, 5);
	trust_free(NULL);
}

/* A directory is taken for one of hashes by the name of the first. */
static void the_first_root_is_called_so(void **state)
{
	STACK_OF(X509) *roots = certificates_of_pem(amazon_roots_pem, strlen(amazon_roots_pem));
	char name[16];

	(void)state;
	assert_non_null(roots);
	(void)snprintf(name, sizeof name, "%08lx", X509_subject_name_hash(sk_X509_value(roots, 0)));
	assert_string_equal(name, AMAZON_ROOT_1_HASH);
	sk_X509_pop_free(roots, X509_free);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(named_stores),
		cmocka_unit_test(pipes_among_certificates),
		cmocka_unit_test(stores_of_the_environment),
		cmocka_unit_test(nothing_to_open_it_with),
		cmocka_unit_test(five_roots_are_inside),
		cmocka_unit_test(the_first_root_is_called_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
