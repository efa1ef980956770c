/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_HTTP_H
#define ECSPROBE_HTTP_H
/* Bounded HTTP/1.1 exchanges on the event loop.  No environment proxy is ever
 * obeyed, no redirect followed; the answer's size and time are limited, and
 * its body is wiped afterwards. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ecsprobe/address.h"
#include "ecsprobe/error.h"

struct http;     /* opaque: owns its connections and their event sources */
struct sd_event; /* borrowed from the caller, which outlives the client */

enum http_result {
	HTTP_ANSWERED,    /* a status line came, whatever it says */
	HTTP_UNREACHABLE, /* refused, no route, connection lost before an answer */
	HTTP_TIMED_OUT,
	HTTP_BAD_ANSWER, /* not HTTP, or longer than max_body_bytes */
};

/* Makes a request one of https.  set_up fills an SSL_CTX of OpenSSL with whom it trusts;
 * false: nobody, and nothing is sent.  Chain and host name are always verified. */
struct http_tls {
	bool (*set_up)(void *arg, void *ssl_context);
	void *arg;
};

/* Signs by AWS's Signature Version 4.  All is borrowed for the call, and every copy of it
 * is wiped when the exchange is over. */
struct http_signature {
	const char *region, *service;
	const char *key_id, *secret, *token; /* token NULL: none */
};

/* Connects to this address for the host of the url, without a lookup. */
enum { HTTP_PIN_BYTES = 320 };
struct http_pin {
	const char *host;
	uint16_t port;
	struct ip ip;
};

/* A request.  With proxy_url and without tls it is only a tunnel: CONNECT to the host and port of
 * url through that proxy; with both, the request goes through such a tunnel.  A POST is sent at
 * most once. */
struct http_request {
	const char *method;      /* borrowed for the call */
	const char *unix_socket; /* path, borrowed for the call; NULL: TCP */
	const char *proxy_url;   /* borrowed for the call; may hold a password */
	const char *proxy_user,
		*proxy_password;    /* borrowed for the call; NULL: none, or in there */
	const char *url;            /* borrowed for the call */
	const char *const *headers; /* "Name: value", NULL-terminated, or NULL */
	const char *body;           /* of a POST; NULL: empty */
	const struct http_tls *tls; /* NULL: http.  The callback's arg outlives the exchange */
	const struct http_pin *pin; /* NULL: its host is an address, or resolved */
	const struct http_signature *signature; /* NULL: not signed */
	uint64_t timeout_us;                    /* for the whole exchange, connect included */
	size_t max_body_bytes;
};

struct http_reply {
	enum http_result result;
	int status;       /* 0 unless answered */
	const char *body; /* NUL-terminated, valid during the callback */
	size_t body_bytes;
	bool silent;    /* of a BAD_ANSWER: not even a status line came */
	bool shortage;  /* it failed, perhaps because ecsprobe ran out of something: unknown */
	int os_errno;   /* of a connect that failed, so nothing was sent; else 0 */
	int64_t date_s; /* the Date header, 0 when there was none */
	/* Headers, raw, "" where there was none, valid during the callback: x-amzn-RequestId or
	 * x-amz-request-id, x-amzn-ErrorType, WWW-Authenticate,
	 * Docker-Distribution-Api-Version. */
	const char *request_id, *error_type, *authenticate, *registry_version;
	char detail[128];   /* the library's own words, escaped; for display */
	int connect_status; /* what the proxy answered to CONNECT, 0: nothing */
	int tunnel_fd;      /* of a tunnel that stands: the callback owns it; else -1 */
};

typedef void (*http_done_fn)(void *arg, const struct http_reply *reply);

int http_open(struct http **out, struct sd_event *loop, struct error *e) ECSPROBE_MUST_CHECK;

/* Starts one exchange; done is called exactly once from the loop, never from
 * inside this call, unless http_close() comes first.  done may start more. */
int http_start(struct http *http, const struct http_request *request, http_done_fn done, void *arg,
	       struct error *e) ECSPROBE_MUST_CHECK;

/* Drops what was started with this arg, without calling its callback; also from inside a
 * callback. */
void http_cancel(struct http *http, const void *arg);

/* Drops everything in progress without calling a callback.  NULL is fine. */
void http_close(struct http *http);

/* The HTTP library's own version, for --version. */
const char *http_library_version(void);

#endif
