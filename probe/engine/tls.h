/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TLS_H
#define ECSPROBE_TLS_H
/* The TLS side of an attempt: one shared context, one session an attempt.
 * Private to the engine. */
#include "ecsprobe/dialler.h"
#include "ecsprobe/error.h"
#include "ecsprobe/outcome.h"
#include "step.h"

struct tls;         /* opaque: the context with its trust store */
struct tls_session; /* opaque: one handshake */
struct trust;
struct large_hello;

/* Builds the context and loads the store.  A store that cannot be loaded is
 * reported in *described and leaves a context that trusts nobody. */
int tls_open(struct tls **out, struct trust *trust, struct trust_outcome *described,
	     struct error *e) ECSPROBE_MUST_CHECK;
void tls_close(struct tls *tls); /* NULL is fine */

/* fd stays the caller's; host is what the certificate must be for; what is offered is what
 * the dialler offers; facts are filled as they become known. */
int tls_session_new(struct tls_session **out, struct tls *tls, int fd, const char *host,
		    enum dialler dialler, struct tls_facts *facts) ECSPROBE_MUST_CHECK;
void tls_session_free(struct tls_session *session); /* NULL is fine */

/* Harmless when nothing happened.  On STEP_FAILED the failure says why. */
enum step tls_session_step(struct tls_session *session, struct step_failure *failure);

/* The ClientHello with which no session begins: large_hello.h.  0 or -ENOMEM. */
int tls_large_hello(struct large_hello *hello, struct tls *tls, enum dialler dialler,
		    const char *host) ECSPROBE_MUST_CHECK;
/* Sends it and waits for an answer.  STEP_NEXT: the peer has begun its handshake. */
enum step tls_large_hello_step(struct large_hello *hello, int fd, struct step_failure *failure);

#endif
