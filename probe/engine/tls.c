/* SPDX-License-Identifier: Apache-2.0 */
#include "tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "certificate.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/shortage.h"
#include "go_tls.h"
#include "large_hello.h"
#include "trust.h"

struct tls {
	SSL_CTX *context;
	struct large_hellos large_hellos;
};

struct tls_session {
	struct tls *tls; /* borrowed */
	SSL *ssl;
	struct tls_facts *facts; /* borrowed */
	enum code refusal;       /* why our verification said no */
};

/* The agent's releases send one key share.  dockerd, tasks and other builds of the agent may
 * send two: large_hello.h. */
static const char groups[] = "*X25519:P-256:P-384:P-521";
static const unsigned char alpn[] = "\x08http/1.1";

static struct tls_session *session_of(const SSL *ssl)
{
	return SSL_get_app_data(ssl);
}

static void on_message(int sent, int version, int type, const void *data, size_t len, SSL *ssl,
		       void *arg)
{
	(void)version;
	(void)data;
	(void)len;
	(void)arg;
	if (!sent && type == SSL3_RT_HANDSHAKE)
		session_of(ssl)->facts->handshake_spoke = true;
}

/* Runs in place of OpenSSL's own step, so that every error is collected, not
 * only the last, and the certificate is kept even when it is refused. */
static int verify(X509_STORE_CTX *store, void *arg)
{
	const SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct tls_session *session = session_of(ssl);

	(void)arg;
	session->refusal = certificate_verify(store, &amazon_root_keys, session->facts);
	return session->refusal == CODE_NONE;
}

static bool configure(SSL_CTX *context)
{
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(context, verify, NULL);
	SSL_CTX_set_msg_callback(context, on_message);
	(void)SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	/* What waits for an answer keeps no buffers: 34 KB a handshake. */
	(void)SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
	       SSL_CTX_set1_groups_list(context, groups) == 1 &&
	       SSL_CTX_set_alpn_protos(context, alpn, sizeof alpn - 1) == 0;
}

int tls_open(struct tls **out, struct trust *trust, struct trust_outcome *described,
	     struct error *e)
{
	struct tls *tls = xcalloc(1, sizeof *tls);

	ERR_clear_error();
	tls->context = SSL_CTX_new(TLS_client_method());
	if (!tls->context || !configure(tls->context)) {
		const char *reason = ERR_reason_error_string(ERR_peek_last_error());

		tls_close(tls);
		return error_set(e, ERROR_INTERNAL, EINVAL, "cannot set up TLS: %s",
				 reason ? reason : "unknown reason");
	}
	trust_describe(trust, described);
	described->unusable =
		!trust_load(trust, tls->context, described->detail, sizeof described->detail);
	*out = tls;
	return 0;
}

void tls_close(struct tls *tls)
{
	if (!tls)
		return;
	SSL_CTX_free(tls->context);
	large_hellos_done(&tls->large_hellos);
	free(tls);
}

int tls_session_new(struct tls_session **out, struct tls *tls, int fd, const char *host,
		    enum dialler dialler, struct tls_facts *facts)
{
	struct tls_session *session = xcalloc(1, sizeof *session);

	session->tls = tls;
	session->facts = facts;
	session->ssl = SSL_new(tls->context);
	if (!session->ssl || SSL_set_app_data(session->ssl, session) != 1 ||
	    SSL_set_fd(session->ssl, fd) != 1 || SSL_set1_host(session->ssl, host) != 1 ||
	    SSL_set_tlsext_host_name(session->ssl, host) != 1 ||
	    !go_tls_offer(session->ssl, dialler)) {
		tls_session_free(session);
		return -ENOMEM;
	}
	/* As Go does for the agent: only SANs name a host. */
	SSL_set_hostflags(session->ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
						X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
	*out = session;
	return 0;
}

void tls_session_free(struct tls_session *session)
{
	if (!session)
		return;
	SSL_free(session->ssl);
	free(session);
}

static void note_parameters(struct tls_session *session)
{
	struct tls_facts *facts = session->facts;
	const char *group = SSL_get0_group_name(session->ssl);

	(void)copy_text(facts->version, sizeof facts->version, SSL_get_version(session->ssl));
	escape_text(facts->group, sizeof facts->group, group);
	escape_text(facts->cipher, sizeof facts->cipher, SSL_get_cipher_name(session->ssl));
}

/* Reasons whose meaning is sure.  An alert the peer sent has a reason above
 * SSL_AD_REASON_OFFSET. */
static enum code code_of_reason(const struct tls_session *session, int reason)
{
	static const struct {
		int reason;
		enum code code;
	} rows[] = {
		{ SSL_R_TLSV1_ALERT_PROTOCOL_VERSION, CODE_TLS_VERSION },
		{ SSL_R_UNSUPPORTED_PROTOCOL, CODE_TLS_VERSION },
		{ SSL_R_UNEXPECTED_EOF_WHILE_READING, CODE_TLS_CLOSED },
		{ SSL_R_WRONG_VERSION_NUMBER, CODE_TLS_NOT_TLS },
		{ SSL_R_HTTP_REQUEST, CODE_TLS_NOT_TLS },
	};

	if (session->refusal != CODE_NONE)
		return session->refusal;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].reason == reason)
			return rows[i].code;
	if (reason < SSL_AD_REASON_OFFSET && !session->facts->handshake_spoke)
		return CODE_TLS_NOT_TLS;
	return CODE_TLS_ALERT;
}

static enum step fail_library(struct tls_session *session, struct step_failure *failure)
{
	unsigned long error = ERR_peek_last_error();
	const char *words = ERR_reason_error_string(error);

	failure->code = code_of_reason(session, ERR_GET_REASON(error));
	/* Roots are looked for in the store's directory at each handshake. */
	if (failure->code == CODE_TLS_UNTRUSTED && out_of_descriptors())
		failure->code = CODE_NOT_FINISHED;
	if (session->refusal != CODE_NONE)
		words = session->facts->verify_detail;
	escape_text(failure->detail, sizeof failure->detail, words);
	if (session->facts->handshake_spoke)
		note_parameters(session);
	return STEP_FAILED;
}

static enum step fail_system(struct step_failure *failure, int saved_errno)
{
	static const struct {
		int err;
		enum code code;
	} rows[] = {
		{ ECONNRESET, CODE_TLS_RESET },        { EPIPE, CODE_TLS_RESET },
		{ ETIMEDOUT, CODE_TLS_TIMEOUT },       { EHOSTUNREACH, CODE_TCP_UNREACHABLE },
		{ ENETUNREACH, CODE_TCP_UNREACHABLE },
	};

	failure->raw_errno = saved_errno;
	failure->code = error_is_shortage(saved_errno) ? CODE_NOT_FINISHED : CODE_TLS_CLOSED;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].err == saved_errno)
			failure->code = rows[i].code;
	escape_text(failure->detail, sizeof failure->detail,
		    saved_errno ? strerror(saved_errno) : "connection closed");
	return STEP_FAILED;
}

enum step tls_session_step(struct tls_session *session, struct step_failure *failure)
{
	int saved_errno;
	int rc;

	ERR_clear_error(); /* every session shares this thread's queue */
	errno = 0;
	rc = SSL_connect(session->ssl);
	saved_errno = errno;
	switch (SSL_get_error(session->ssl, rc)) {
	case SSL_ERROR_NONE:
		note_parameters(session);
		/* Belt and braces: no success without our own verification. */
		if (!session->facts->certificate_seen || session->refusal != CODE_NONE)
			return fail_library(session, failure);
		return STEP_NEXT;
	case SSL_ERROR_ZERO_RETURN:
		return fail_system(failure, 0);
	case SSL_ERROR_WANT_READ:
		return STEP_WANT_READ;
	case SSL_ERROR_WANT_WRITE:
		return STEP_WANT_WRITE;
	case SSL_ERROR_SYSCALL:
		return fail_system(failure, saved_errno);
	default:
		return fail_library(session, failure);
	}
}

int tls_large_hello(struct large_hello *hello, struct tls *tls, enum dialler dialler,
		    const char *host)
{
	return large_hello_make(hello, &tls->large_hellos, tls->context, dialler, host);
}

/* RFC 8446, section 6: what stands where in a record with an alert. */
enum { ALERT_LEVEL_AT = 5, ALERT_DESCRIPTION_AT = 6, MOST_WARNINGS = 5 };

static enum step fail_as(struct step_failure *failure, enum code code, int reason)
{
	const char *words = ERR_reason_error_string(ERR_PACK(ERR_LIB_SSL, 0, reason));

	failure->code = code;
	escape_text(failure->detail, sizeof failure->detail, words ? words : "an unknown alert");
	return STEP_FAILED;
}

/* A warning is no end, as for OpenSSL and Go, unless it says that the peer closes. */
static enum step take_alert(struct large_hello *hello, struct step_failure *failure)
{
	unsigned char description = hello->answer[ALERT_DESCRIPTION_AT];

	if (description == SSL3_AD_CLOSE_NOTIFY)
		return fail_system(failure, 0);
	hello->answer_len = 0;
	if (hello->answer[ALERT_LEVEL_AT] == SSL3_AL_WARNING && ++hello->warnings < MOST_WARNINGS)
		return STEP_NEXT;
	return fail_as(failure,
		       description == TLS1_AD_PROTOCOL_VERSION ? CODE_TLS_VERSION : CODE_TLS_ALERT,
		       SSL_AD_REASON_OFFSET + description);
}

/* A peer that begins its handshake has read the whole of it. */
static enum step read_answer(struct large_hello *hello, int fd, struct step_failure *failure)
{
	enum step step = STEP_NEXT;

	while (step == STEP_NEXT) {
		ssize_t n = recv(fd, hello->answer + hello->answer_len,
				 sizeof hello->answer - hello->answer_len, MSG_DONTWAIT);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return STEP_WANT_READ;
		if (n <= 0)
			return fail_system(failure, n < 0 ? errno : 0);
		hello->answer_len += (size_t)n;
		if (hello->answer[0] == SSL3_RT_HANDSHAKE)
			return STEP_NEXT;
		if (hello->answer[0] != SSL3_RT_ALERT)
			return fail_as(failure, CODE_TLS_NOT_TLS, SSL_R_WRONG_VERSION_NUMBER);
		if (hello->answer_len == sizeof hello->answer)
			step = take_alert(hello, failure);
	}
	return step;
}

enum step tls_large_hello_step(struct large_hello *hello, int fd, struct step_failure *failure)
{
	while (hello->sent < hello->len) {
		ssize_t n = send(fd, hello->bytes + hello->sent, hello->len - hello->sent,
				 MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return STEP_WANT_WRITE;
		if (n < 0)
			return fail_system(failure, errno);
		hello->sent += (size_t)n;
	}
	return read_answer(hello, fd, failure);
}

const char *engine_tls_library(void)
{
	return OpenSSL_version(OPENSSL_VERSION);
}
