/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EXCHANGE_H
#define ECSPROBE_EXCHANGE_H
/* One request and what came of it: the handle of libcurl that carries it.  Private to
 * the room. */
#include <curl/curl.h>

#include "ecsprobe/http.h"

struct sd_event_source;

/* What of an answer's headers is kept, raw. */
enum { HEADER_BYTES = 257 };

struct exchange {
	struct http *http; /* borrowed */
	struct exchange *next;
	CURL *easy;
	struct sd_event_source *budget;
	struct curl_slist *headers, *pins;
	http_done_fn done;
	void *arg;
	char *body;
	size_t body_bytes, body_room;
	size_t max_body_bytes;
	int64_t date_s;
	char request_id[HEADER_BYTES], error_type[HEADER_BYTES], authenticate[HEADER_BYTES];
	char registry_version[HEADER_BYTES];
	struct http_tls tls; /* set_up NULL: plain */
	unsigned shortages;  /* before it was started */
	bool proxied;        /* by whatever proxy: libcurl's words may quote its login */
	bool tunnel;
	bool post;
	bool began; /* a status line came */
	bool held;
	bool unwatched; /* its socket is not watched as libcurl wants */
	bool finished;
	char error[CURL_ERROR_SIZE];
};

/* NULL where it cannot be set up; else freed by exchange_free(). */
struct exchange *exchange_new(struct http *http, const struct http_request *request,
			      http_done_fn done, void *arg);
void exchange_free(struct exchange *x);

/* Before anything of libcurl: whatever it frees is wiped first.  False: no memory. */
bool memory_open(void);

#endif
