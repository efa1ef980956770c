/* SPDX-License-Identifier: Apache-2.0 */
/* Verified handshakes with a server of our own, and every way to be refused. */
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "dial.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "engine/certificate.h"
#include "engine/trust.h"
#include "peer.h"

#define HOST "ecs.us-east-1.amazonaws.com"

enum { SECOND_US = 1000000, PAUSE_BUDGET_US = 60000, HOUR_S = 3600 };

static struct {
	char *dir, *path;
	struct pki root, stranger, old_intermediate, intermediate, not_an_authority;
	struct trust *trust;
	struct tls *tls;
} lab;

static int open_lab(void **state)
{
	struct trust_outcome described;
	struct error e = { 0 };

	(void)state;
	lab.dir = scratch_open();
	lab.path = xasprintf("%s/ca.pem", lab.dir);
	lab.root = pki_make(&(struct pki_wish){ .name = "Root", .authority = true });
	lab.stranger = pki_make(&(struct pki_wish){ .name = "Stranger", .authority = true });
	lab.intermediate = pki_make(&(struct pki_wish){
		.name = "Intermediate", .issuer = &lab.root, .authority = true });
	lab.old_intermediate = pki_make(&(struct pki_wish){ .name = "Old",
							    .issuer = &lab.root,
							    .authority = true,
							    .begins_s = -2 * HOUR_S,
							    .ends_s = -HOUR_S });
	lab.not_an_authority = pki_make(
		&(struct pki_wish){ .name = "Leaf", .issuer = &lab.root, .sans = { HOST } });
	pki_write_pem(&lab.root, lab.path);
	assert_int_equal(trust_choose(&lab.trust, lab.path, NULL, &e), 0);
	assert_int_equal(tls_open(&lab.tls, lab.trust, &described, &e), 0);
	assert_false(described.unusable);
	assert_string_equal(described.source, "--ca-file");
	return 0;
}

static int close_lab(void **state)
{
	(void)state;
	tls_close(lab.tls);
	trust_free(lab.trust);
	pki_done(&lab.root);
	pki_done(&lab.stranger);
	pki_done(&lab.intermediate);
	pki_done(&lab.old_intermediate);
	pki_done(&lab.not_an_authority);
	free(lab.path);
	scratch_close(lab.dir);
	return 0;
}

/* One handshake with a leaf of this kind, intermediate may be NULL. */
static void shake_hands(struct dial *d, const struct pki_wish *wish, const struct pki *intermediate,
			size_t chunk)
{
	struct pki chain[3] = { pki_make(wish), { 0 }, { 0 } };
	struct peer peer;

	if (intermediate)
		chain[1] = *intermediate;
	dial_open(d, lab.tls);
	peer_open(&peer, d->loop, PEER_TLS, chain);
	peer.chunk = chunk;
	dial_run(d, peer.port, HOST, SECOND_US, SECOND_US);
	peer_close(&peer);
	pki_done(&chain[0]);
}

static void good_handshakes(void **state)
{
	static const size_t chunks[] = { 0, 1, 7, 100 };
	struct dial d;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(chunks); i++) {
		/* Byte by byte, every wake-up but the last finds nothing to do. */
		shake_hands(
			&d,
			&(struct pki_wish){ .name = "x", .issuer = &lab.root, .sans = { HOST } },
			NULL, chunks[i]);
		EXPECT(d.outcome.code == CODE_NONE, "%zu bytes at a time: %s", chunks[i],
		       d.outcome.detail);
		EXPECT(d.outcome.connected && d.outcome.handshaken && d.settled == 1, "%zu",
		       chunks[i]);
		EXPECT(strcmp(d.outcome.tls.version, "TLSv1.3") == 0, "%s", d.outcome.tls.version);
		EXPECT(strcasecmp(d.outcome.tls.group, "x25519") == 0, "%s", d.outcome.tls.group);
		EXPECT(strncmp(d.outcome.tls.cipher, "TLS_", 4) == 0, "%s", d.outcome.tls.cipher);
		EXPECT(strstr(d.outcome.tls.issuer, "Root") != NULL, "%s", d.outcome.tls.issuer);
		EXPECT(d.outcome.tls.handshake_spoke && d.outcome.tls.certificate_seen, "%zu",
		       chunks[i]);
		EXPECT(string_list_has(&d.outcome.tls.sans, HOST), "%zu", chunks[i]);
		EXPECT(d.outcome.tls.not_after_s > clock_wall_s() &&
			       d.outcome.tls.not_after_s < clock_wall_s() + 2 * HOUR_S,
		       "%zu", chunks[i]);
		dial_close(&d);
	}
	expect_all_held();
}

struct certificate_row {
	const char *what;
	struct pki_wish wish;
	const struct pki *intermediate;
	enum code code;
};

#define UNTRUSTED CODE_TLS_UNTRUSTED
#define WRONG_HOST CODE_TLS_WRONG_HOST

/* What is accepted, what is refused, and for which of several reasons. */
static const struct certificate_row certificates[] = {
	{ "wildcard",
	  { .issuer = &lab.root, .sans = { "*.us-east-1.amazonaws.com" } },
	  NULL,
	  CODE_NONE },
	{ "one of several",
	  { .issuer = &lab.root, .sans = { "a.example", HOST } },
	  NULL,
	  CODE_NONE },
	{ "by an intermediate",
	  { .issuer = &lab.intermediate, .sans = { HOST } },
	  &lab.intermediate,
	  CODE_NONE },
	{ "another host",
	  { .issuer = &lab.root, .sans = { "logs.us-east-1.amazonaws.com" } },
	  NULL,
	  WRONG_HOST },
	{ "the name in the CN only", { .name = HOST, .issuer = &lab.root }, NULL, WRONG_HOST },
	{ "the name in the CN, another in the SAN",
	  { .name = HOST, .issuer = &lab.root, .sans = { "a.example" } },
	  NULL,
	  WRONG_HOST },
	{ "a partial wildcard",
	  { .issuer = &lab.root, .sans = { "e*.us-east-1.amazonaws.com" } },
	  NULL,
	  WRONG_HOST },
	{ "a wildcard of two labels",
	  { .issuer = &lab.root, .sans = { "*.amazonaws.com" } },
	  NULL,
	  WRONG_HOST },
	{ "a NUL behind the name",
	  { .issuer = &lab.root, .sans = { HOST "^.evil.example" } },
	  NULL,
	  WRONG_HOST },
	{ "expired",
	  { .issuer = &lab.root, .sans = { HOST }, .begins_s = -2 * HOUR_S, .ends_s = -HOUR_S },
	  NULL,
	  CODE_TLS_EXPIRED },
	{ "not yet valid",
	  { .issuer = &lab.root, .sans = { HOST }, .begins_s = HOUR_S, .ends_s = 2 * HOUR_S },
	  NULL,
	  CODE_TLS_NOT_YET_VALID },
	{ "its issuer expired",
	  { .issuer = &lab.old_intermediate, .sans = { HOST } },
	  &lab.old_intermediate,
	  CODE_TLS_EXPIRED },
	{ "a stranger's", { .issuer = &lab.stranger, .sans = { HOST } }, NULL, UNTRUSTED },
	{ "its own", { .sans = { HOST } }, NULL, UNTRUSTED },
	{ "the intermediate is missing",
	  { .issuer = &lab.intermediate, .sans = { HOST } },
	  NULL,
	  UNTRUSTED },
	{ "forged",
	  { .issuer = &lab.root, .forger = &lab.stranger, .sans = { HOST } },
	  NULL,
	  UNTRUSTED },
	{ "by one that is no authority",
	  { .issuer = &lab.not_an_authority, .sans = { HOST } },
	  &lab.not_an_authority,
	  UNTRUSTED },
	{ "for clients",
	  { .issuer = &lab.root, .sans = { HOST }, .extended_usage = "clientAuth" },
	  NULL,
	  UNTRUSTED },
	{ "a stranger's, expired and of another host",
	  { .issuer = &lab.stranger,
	    .sans = { "a.example" },
	    .begins_s = -2 * HOUR_S,
	    .ends_s = -HOUR_S },
	  NULL,
	  UNTRUSTED },
	{ "expired and of another host",
	  { .issuer = &lab.root,
	    .sans = { "a.example" },
	    .begins_s = -2 * HOUR_S,
	    .ends_s = -HOUR_S },
	  NULL,
	  WRONG_HOST },
	{ "forged and not yet valid",
	  { .issuer = &lab.root,
	    .forger = &lab.stranger,
	    .sans = { HOST },
	    .begins_s = HOUR_S,
	    .ends_s = 2 * HOUR_S },
	  NULL,
	  UNTRUSTED },
};

static void certificates_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(certificates); i++) {
		const struct certificate_row *row = &certificates[i];
		struct pki_wish wish = row->wish;
		struct dial d;

		if (!wish.name)
			wish.name = "Some server";
		shake_hands(&d, &wish, row->intermediate, 0);
		EXPECT(d.outcome.code == row->code, "%s: %s, %s", row->what,
		       d.outcome.code ? code_name(d.outcome.code) : "works", d.outcome.detail);
		EXPECT(d.outcome.handshaken == (row->code == CODE_NONE), "%s", row->what);
		/* The certificate is kept even when it is refused. */
		EXPECT(d.outcome.tls.certificate_seen && d.outcome.tls.handshake_spoke, "%s",
		       row->what);
		EXPECT(strstr(d.outcome.tls.subject, wish.name), "%s: %s", row->what,
		       d.outcome.tls.subject);
		if (row->code != CODE_NONE)
			EXPECT(*d.outcome.tls.verify_detail && *d.outcome.detail, "%s", row->what);
		dial_close(&d);
	}
	expect_all_held();
}

static void hostile_names_are_escaped(void **state)
{
	struct pki_wish wish = { .name = "evil\033[31m, \"CN\"=\\\xc3\xa9",
				 .issuer = &lab.root,
				 .sans = { HOST "^.evil.example", "new!line", HOST } };
	struct dial d;

	(void)state;
	shake_hands(&d, &wish, NULL, 0);
	assert_int_equal(d.outcome.code, CODE_NONE);
	assert_int_equal(d.outcome.tls.sans.count, 3);
	assert_string_equal(d.outcome.tls.sans.items[0], HOST "\\x00.evil.example");
	assert_string_equal(d.outcome.tls.sans.items[1], "new\\x0aline");
	assert_true(is_printable(d.outcome.tls.subject));
	assert_non_null(strstr(d.outcome.tls.subject, "evil\\x1b[31m, \"CN\"=\\x5c\\xc3\\xa9"));
	dial_close(&d);
}

static int refuse_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_len,
		       const unsigned char *in, unsigned in_len, void *arg)
{
	(void)ssl;
	(void)out;
	(void)out_len;
	(void)in;
	(void)in_len;
	(void)arg;
	return SSL_TLSEXT_ERR_ALERT_FATAL;
}

static void alerts_have_a_meaning(void **state)
{
	struct pki_wish wish = { .name = "x", .issuer = &lab.root, .sans = { HOST } };

	(void)state;
	for (int old = 0; old < 2; old++) {
		struct pki chain[2] = { pki_make(&wish), { 0 } };
		struct peer peer;
		struct dial d;

		dial_open(&d, lab.tls);
		peer_open(&peer, d.loop, PEER_TLS, chain);
		if (old) {
			(void)SSL_CTX_set_cipher_list(peer.context, "ALL:@SECLEVEL=0");
			(void)SSL_CTX_set_max_proto_version(peer.context, TLS1_1_VERSION);
		} else {
			SSL_CTX_set_alpn_select_cb(peer.context, refuse_alpn, NULL);
		}
		dial_run(&d, peer.port, HOST, SECOND_US, SECOND_US);
		assert_int_equal(d.outcome.code, old ? CODE_TLS_VERSION : CODE_TLS_ALERT);
		assert_false(d.outcome.tls.certificate_seen);
		peer_close(&peer);
		dial_close(&d);
		pki_done(&chain[0]);
	}
}

/* The agent's own list has no suite of TLS 1.2 for the ECDSA key that the peer has.  Go's has some,
 * and not the one of CBC with SHA-384, which a task may have. */
static void tls_1_2_will_do(void **state)
{
	static const struct {
		enum dialler dialler;
		int version;
		const char *suites;
		enum code code;
	} rows[] = {
		{ DIALLER_AGENT, TLS1_2_VERSION, "ALL", CODE_TLS_ALERT },
		{ DIALLER_AGENT, TLS1_3_VERSION, "ALL", CODE_NONE },
		{ DIALLER_DOCKERD, TLS1_2_VERSION, "ALL", CODE_NONE },
		{ DIALLER_DOCKERD, TLS1_2_VERSION, "ECDHE-ECDSA-CHACHA20-POLY1305", CODE_NONE },
		{ DIALLER_DOCKERD, TLS1_2_VERSION, "ECDHE-ECDSA-AES256-SHA384", CODE_TLS_ALERT },
		{ DIALLER_ECS_INIT, TLS1_2_VERSION, "ECDHE-ECDSA-AES256-SHA384", CODE_TLS_ALERT },
		{ DIALLER_TASK, TLS1_2_VERSION, "ECDHE-ECDSA-AES256-SHA384", CODE_NONE },
	};
	struct pki_wish wish = { .name = "x", .issuer = &lab.root, .sans = { HOST } };
	struct pki chain[2] = { pki_make(&wish), { 0 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct peer peer;
		struct dial d;

		dial_open(&d, lab.tls);
		d.dialled_by = rows[i].dialler;
		peer_open(&peer, d.loop, PEER_TLS, chain);
		(void)SSL_CTX_set_max_proto_version(peer.context, rows[i].version);
		assert_int_equal(SSL_CTX_set_cipher_list(peer.context, rows[i].suites), 1);
		dial_run(&d, peer.port, HOST, SECOND_US, SECOND_US);
		EXPECT(d.outcome.code == rows[i].code, "row %zu: %d", i, (int)d.outcome.code);
		peer_close(&peer);
		dial_close(&d);
	}
	pki_done(&chain[0]);
	expect_all_held();
}

/* What a leaf of the root's comes to in another context, which is closed. */
static enum code code_of_leaf(struct tls *tls)
{
	struct tls *good = lab.tls;
	enum code code;
	struct dial d;

	lab.tls = tls;
	shake_hands(&d, &(struct pki_wish){ .name = "x", .issuer = &lab.root, .sans = { HOST } },
		    NULL, 0);
	code = d.outcome.code;
	dial_close(&d);
	tls_close(tls);
	lab.tls = good;
	return code;
}

/* A store that cannot be read after it was chosen trusts nobody. */
static void a_store_that_cannot_be_loaded(void **state)
{
	struct trust_outcome described;
	struct rlimit before, none;
	struct trust *trust;
	struct tls *tls;
	struct error e;

	(void)state;
	assert_int_equal(trust_choose(&trust, NULL, NULL, &e), 0);
	trust_describe(trust, &described);
	if (described.embedded) {
		trust_free(trust);
		skip();
	}
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){ 0, before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(tls_open(&tls, trust, &described, &e), 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_true(described.unusable);
	assert_true(strlen(described.detail) > 0);
	assert_int_equal(code_of_leaf(tls), CODE_TLS_UNTRUSTED);
	trust_free(trust);
}

/* It is not read again for a second context: the file may even be gone. */
static void a_store_is_loaded_once(void **state)
{
	char *path = xasprintf("%s/once.pem", lab.dir);
	struct trust_outcome described;
	struct trust *trust;
	struct tls *tls;
	struct error e;

	(void)state;
	pki_write_pem(&lab.root, path);
	assert_int_equal(trust_choose(&trust, path, NULL, &e), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(tls_open(&tls, trust, &described, &e), 0);
	assert_false(described.unusable);
	assert_int_equal(code_of_leaf(tls), CODE_NONE);
	trust_free(trust);
	free(path);
}

static struct tls *give_lab_tls(void *arg)
{
	(void)arg;
	return lab.tls;
}

static void count_settled(void *arg)
{
	++*(unsigned *)arg;
}

/* A tunnel that stands: there is no connection to make, only the handshake; and
 * a ClientHello either fits into one segment or, with the post-quantum key share, does
 * not. */
static void hellos_over_a_standing_connection(void **state)
{
	static const struct {
		enum purpose purpose;
		ssize_t least, most;
	} rows[] = {
		{ PURPOSE_CHECK, 100, 536 },          { PURPOSE_SAME_AGAIN, 100, 536 },
		{ PURPOSE_SMALL_SEGMENTS, 100, 536 }, { PURPOSE_LARGE_SEGMENTS, 1461, 4000 },
		{ PURPOSE_LARGE_HELLO, 1461, 4000 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct attempt_outcome outcome = { 0 };
		struct attempt *attempt;
		unsigned settled = 0;
		sd_event *loop;
		char bytes[8192];
		ssize_t n;
		int pair[2];

		assert_true(sd_event_new(&loop) >= 0);
		assert_int_equal(
			socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair),
			0);
		attempt = attempt_new(&(struct attempt_config){
			.loop = loop,
			.fd = pair[0],
			.host = HOST,
			.purpose = rows[i].purpose,
			.connect_budget_us = SECOND_US,
			.tls_budget_us = SECOND_US,
			.outcome = &outcome,
			.tls = give_lab_tls,
			.settled = count_settled,
			.arg = &settled,
		});
		attempt_start(attempt);
		n = read(pair[1], bytes, sizeof bytes);
		EXPECT(n >= rows[i].least && n <= rows[i].most, "row %zu: %zd bytes", i, n);
		EXPECT(n > 5 && bytes[0] == 0x16, "row %zu", i);
		EXPECT(settled == 0, "row %zu", i);
		attempt_settle(attempt, CODE_INTERRUPTED);
		EXPECT(settled == 1 && outcome.code == CODE_INTERRUPTED, "row %zu", i);
		/* It owned the connection. */
		EXPECT(read(pair[1], bytes, sizeof bytes) == 0, "row %zu", i);
		attempt_free(attempt);
		assert_int_equal(close(pair[1]), 0);
		string_list_done(&outcome.tls.sans);
		sd_event_unref(loop);
	}
	expect_all_held();
}

/* A chain that verifies tells where it ends. */
static void roots_are_named(void **state)
{
	struct dial d;

	(void)state;
	shake_hands(
		&d,
		&(struct pki_wish){ .name = "x", .issuer = &lab.intermediate, .sans = { HOST } },
		&lab.intermediate, 0);
	assert_int_equal(d.outcome.code, CODE_NONE);
	assert_non_null(strstr(d.outcome.tls.root, "Root"));
	assert_false(d.outcome.tls.root_is_amazon);
	assert_int_equal(d.outcome.tls.chain_length, 2);
	dial_close(&d);
	shake_hands(
		&d,
		&(struct pki_wish){ .name = "x", .issuer = &lab.intermediate, .sans = { HOST } },
		NULL, 0);
	assert_int_equal(d.outcome.code, CODE_TLS_UNTRUSTED);
	assert_int_equal(d.outcome.tls.chain_length, 1);
	assert_string_equal(d.outcome.tls.root, "");
	dial_close(&d);
}

/* A leaf of the lab's root, verified with these for Amazon's. */
static struct tls_facts verified_with(const struct root_keys *amazon)
{
	struct pki leaf = pki_make(
		&(struct pki_wish){ .name = "x", .issuer = &lab.intermediate, .sans = { HOST } });
	STACK_OF(X509) *untrusted = sk_X509_new_null();
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	struct tls_facts facts = { 0 };

	assert_true(sk_X509_push(untrusted, lab.intermediate.certificate) > 0);
	assert_int_equal(X509_STORE_add_cert(store, lab.root.certificate), 1);
	assert_int_equal(X509_STORE_CTX_init(context, store, leaf.certificate, untrusted), 1);
	EXPECT(certificate_verify(context, amazon, &facts) == CODE_NONE, "%s", facts.verify_detail);
	EXPECT(strstr(facts.root, "Root") != NULL, "%s", facts.root);
	string_list_done(&facts.sans);
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
	sk_X509_free(untrusted);
	pki_done(&leaf);
	return facts;
}

/* Amazon's are known by their keys, wherever in the list they stand and under
 * whatever certificate. */
static void amazons_roots_are_recognized(void **state)
{
	struct pki namesake = pki_make(&(struct pki_wish){ .name = "Root", .authority = true });
	struct pki other = pki_make(&(struct pki_wish){
		.name = "By another name", .issuer = &lab.stranger, .authority = true });
	const struct {
		const char *what;
		X509 *roots[2];
		bool expected;
	} rows[] = {
		{ "none is known", { NULL, NULL }, false },
		{ "it alone", { lab.root.certificate, NULL }, true },
		{ "it behind another", { lab.stranger.certificate, lab.root.certificate }, true },
		{ "it before another", { lab.root.certificate, lab.stranger.certificate }, true },
		{ "others", { lab.stranger.certificate, lab.intermediate.certificate }, false },
		{ "one that is only called alike", { namesake.certificate, NULL }, false },
		{ "its key under another certificate", { other.certificate, NULL }, true },
	};

	(void)state;
	assert_int_equal(X509_set_pubkey(other.certificate, lab.root.key), 1);
	assert_false(verified_with(&(struct root_keys){ 0 }).root_is_amazon);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned char keys[ARRAY_SIZE(rows[i].roots)][ROOT_KEY_BYTES];
		struct root_keys roots = { keys, 0 };

		for (size_t n = 0; n < ARRAY_SIZE(rows[i].roots) && rows[i].roots[n]; n++)
			assert_true(root_key_of(rows[i].roots[n], keys[roots.count++]));
		EXPECT(verified_with(&roots).root_is_amazon == rows[i].expected, "%s",
		       rows[i].what);
	}
	pki_done(&namesake);
	pki_done(&other);
	expect_all_held();
}

/* amazon_roots.tsv: those in public stores, and those that only the European Sovereign
 * Cloud has, which are in no public store yet.  Where a host trusts one, it is Amazon's. */
static void the_roots_of_amazon_are_known(void **state)
{
	STACK_OF(X509) *roots = certificates_of_pem(amazon_roots_pem, strlen(amazon_roots_pem));
	CLEANUP(cleanup_free) char *pem = NULL;
	STACK_OF(X509) * eu;
	size_t len;

	(void)state;
	assert_int_equal(file_read_bounded("tests/data/amazon-root-eu.pem", 4096, &pem, &len), 0);
	eu = certificates_of_pem(pem, len);
	assert_int_equal(sk_X509_num(eu), 1);
	assert_int_equal(sk_X509_num(roots), 5);
	assert_true(sk_X509_push(roots, sk_X509_value(eu, 0)) > 0);
	for (int i = 0; i < sk_X509_num(roots); i++) {
		X509_STORE *store = X509_STORE_new();
		X509_STORE_CTX *context = X509_STORE_CTX_new();
		struct tls_facts facts = { 0 };

		assert_int_equal(X509_STORE_add_cert(store, sk_X509_value(roots, i)), 1);
		assert_int_equal(X509_STORE_CTX_init(context, store, sk_X509_value(roots, i), NULL),
				 1);
		EXPECT(certificate_verify(context, &amazon_root_keys, &facts) == CODE_NONE,
		       "%d: %s", i, facts.verify_detail);
		EXPECT(facts.root_is_amazon, "%d: %s", i, facts.root);
		string_list_done(&facts.sans);
		X509_STORE_CTX_free(context);
		X509_STORE_free(store);
	}
	EXPECT(!verified_with(&amazon_root_keys).root_is_amazon, "the lab's");
	sk_X509_free(eu);
	sk_X509_pop_free(roots, X509_free);
	expect_all_held();
}

/* With one call it says all it has to say. */
static int on_late_answer(sd_event_source *source, void *arg)
{
	(void)source;
	(void)SSL_accept(arg);
	return 0;
}

/* The peer's whole flight lies in the socket when the process goes on again: it
 * counts, although its time is over. */
static void a_paused_process_reads_what_has_come(void **state)
{
	struct pki_wish wish = { .name = "x", .issuer = &lab.root, .sans = { HOST } };
	struct pki chain[2] = { pki_make(&wish), { 0 } };

	(void)state;
	for (int silent = 0; silent < 2; silent++) {
		struct attempt_outcome outcome = { 0 };
		SSL_CTX *server = SSL_CTX_new(TLS_server_method());
		struct attempt *attempt;
		sd_event_source *late = NULL;
		unsigned settled = 0;
		sd_event *loop;
		int pair[2];
		SSL *ssl;

		assert_int_equal(SSL_CTX_use_certificate(server, chain[0].certificate), 1);
		assert_int_equal(SSL_CTX_use_PrivateKey(server, chain[0].key), 1);
		assert_true(sd_event_new(&loop) >= 0);
		assert_int_equal(
			socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair),
			0);
		ssl = SSL_new(server);
		assert_int_equal(SSL_set_fd(ssl, pair[1]), 1);
		attempt = attempt_new(&(struct attempt_config){
			.loop = loop,
			.fd = pair[0],
			.host = HOST,
			.connect_budget_us = SECOND_US,
			.tls_budget_us = PAUSE_BUDGET_US,
			.outcome = &outcome,
			.tls = give_lab_tls,
			.settled = count_settled,
			.arg = &settled,
		});
		attempt_start(attempt);
		assert_int_equal(usleep(2 * PAUSE_BUDGET_US), 0);
		/* Before the timer's turn, and so that the timer's comes first. */
		if (!silent) {
			assert_true(sd_event_add_defer(loop, &late, on_late_answer, ssl) >= 0);
			assert_true(sd_event_source_set_priority(late,
								 SD_EVENT_PRIORITY_IMPORTANT) >= 0);
		}
		EXPECT(settled == 0, "%d", silent);
		/* Silence that was cut short by a pause is given its time once more. */
		RUN_UNTIL(loop, settled);
		sd_event_source_disable_unref(late);
		EXPECT(settled == 1, "%d: %u", silent, settled);
		EXPECT(outcome.code == (silent ? CODE_TLS_TIMEOUT : CODE_NONE), "%d: %s, %s",
		       silent, outcome.code ? code_name(outcome.code) : "works", outcome.detail);
		EXPECT(outcome.handshaken == !silent, "%d", silent);
		attempt_free(attempt);
		SSL_free(ssl);
		SSL_CTX_free(server);
		assert_int_equal(close(pair[1]), 0);
		string_list_done(&outcome.tls.sans);
		sd_event_unref(loop);
	}
	pki_done(&chain[0]);
	expect_all_held();
}

/* OpenSSL calls "no certificate" an ok: we must not. */
static void nothing_to_verify_is_no_yes(void **state)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	struct tls_facts facts = { 0 };

	(void)state;
	assert_int_equal(X509_STORE_CTX_init(context, store, NULL, NULL), 1);
	assert_int_equal(certificate_verify(context, &(struct root_keys){ 0 }, &facts),
			 CODE_TLS_UNTRUSTED);
	assert_false(facts.certificate_seen);
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_handshakes),
		cmocka_unit_test(certificates_are_judged),
		cmocka_unit_test(hostile_names_are_escaped),
		cmocka_unit_test(alerts_have_a_meaning),
		cmocka_unit_test(tls_1_2_will_do),
		cmocka_unit_test(a_store_that_cannot_be_loaded),
		cmocka_unit_test(a_store_is_loaded_once),
		cmocka_unit_test(hellos_over_a_standing_connection),
		cmocka_unit_test(roots_are_named),
		cmocka_unit_test(amazons_roots_are_recognized),
		cmocka_unit_test(the_roots_of_amazon_are_known),
		cmocka_unit_test(a_paused_process_reads_what_has_come),
		cmocka_unit_test(nothing_to_verify_is_no_yes),
	};

	return cmocka_run_group_tests(tests, open_lab, close_lab);
}
