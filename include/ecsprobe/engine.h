/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ENGINE_H
#define ECSPROBE_ENGINE_H
/* Resolves every name at every resolver, connects to every address and makes
 * a verified TLS handshake, all at once on the caller's loop. */
#include "ecsprobe/error.h"
#include "ecsprobe/outcome.h"

struct engine; /* opaque */
struct http;
struct sd_event;
struct trust;

struct engine_config {
	const struct plan *plan;       /* borrowed, with resolvers */
	const struct host_facts *host; /* borrowed */
	struct trust *trust;           /* borrowed; loaded once, for all who share it */
	struct http *http;             /* borrowed: for tunnels through proxies */
	uint64_t deadline_us;          /* clock_now_us() at which every check ends */
	uint64_t dns_budget_us, connect_budget_us, tls_budget_us;
	void (*done)(void *arg); /* once, from the loop, when all is settled */
	void *arg;
};

/* On failure *out is untouched and nothing is under way. */
int engine_start(struct engine **out, struct sd_event *loop, const struct engine_config *config,
		 struct error *e) ECSPROBE_MUST_CHECK;

/* After done: the plan has got more resolvers since, or names for targets that had none.  Asks
 * what has not been asked, dials what is new, and calls done once more.  On failure nothing is under
 * way. */
int engine_ask_more(struct engine *engine, struct error *e) ECSPROBE_MUST_CHECK;

/* The same if the plan has more targets since then: asks only for those. */
int engine_follow_up(struct engine *engine, struct error *e) ECSPROBE_MUST_CHECK;

/* After done: targets without own pins any more get those of /etc/hosts. */
void engine_unpin(struct engine *engine);

/* Settles what is unfinished with this code and calls done, unless all was
 * settled already. */
void engine_interrupt(struct engine *engine, enum code why);

/* Borrowed; complete once done has been called. */
const struct outcomes *engine_outcomes(const struct engine *engine);

/* NULL is fine.  Frees the outcomes too. */
void engine_free(struct engine *engine);

/* Which certificates are trusted: exactly one store.  It is loaded once, at the latest when
 * the first handshake needs it. */
struct trust;

/* ca_file and ca_dir may be NULL.  A store that the caller named is tried at
 * once: ERROR_CONFIG says what is wrong with it. */
int trust_choose(struct trust **out, const char *ca_file, const char *ca_dir,
		 struct error *e) ECSPROBE_MUST_CHECK;
void trust_free(struct trust *trust);
/* Loads it into the SSL_CTX of another library, which verifies: for struct http_tls, whose arg it
 * is.  Wipes what it reads.  False: no certificate is trusted. */
bool trust_set_up(void *trust, void *ssl_context);
/* Where the certificates come from; source and path only. */
void trust_describe(const struct trust *trust, struct trust_outcome *out);

/* Which of Amazon's five roots are not among the certificates of a PEM text: their
 * names, "" when all are there.  What cannot be read counts as not there. */
void trust_missing_roots(const char *pem, size_t len, char *names, size_t size);

/* "1.34.5" of c-ares and "OpenSSL 3.5.0 ..." for --version. */
const char *engine_dns_library(void);
const char *engine_tls_library(void);

#endif
