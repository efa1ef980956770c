/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <systemd/sd-event.h>
#include <time.h>

#include "ecsprobe/address.h"
#include "ecsprobe/util.h"

/* As Go has it; libcurl's own is 1080. */
enum { DEFAULT_PROXY_PORT = 80 };

enum { GRACE_MS = 2000, FIRST_BODY_BYTES = 4096 };

static size_t on_body(char *data, size_t size, size_t count, void *arg)
{
	struct exchange *x = arg;
	size_t bytes = size * count;

	if (bytes > x->max_body_bytes - x->body_bytes)
		return CURL_WRITEFUNC_ERROR;
	while (bytes > x->body_room - x->body_bytes)
		bytes_grow(&x->body, &x->body_room, x->max_body_bytes);
	memcpy(x->body + x->body_bytes, data, bytes);
	x->body_bytes += bytes;
	x->body[x->body_bytes] = '\0';
	return bytes;
}

static int64_t parse_http_date(const char *text)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &tm);

	return end ? (int64_t)timegm(&tm) : 0;
}

/* The value of this header, without blanks around it.  False: it is another one, or too
 * long to be kept. */
static bool take_value(char *out, size_t out_bytes, const char *name, const char *line,
		       size_t bytes)
{
	size_t skip = strlen(name);

	if (bytes <= skip || strncasecmp(line, name, skip) != 0 || line[skip++] != ':')
		return false;
	while (skip < bytes && line[skip] == ' ')
		skip++;
	while (bytes > skip && strchr(" \r\n", line[bytes - 1]))
		bytes--;
	if (bytes - skip >= out_bytes)
		return false;
	memcpy(out, line + skip, bytes - skip);
	out[bytes - skip] = '\0';
	return true;
}

/* Nothing of a proxy's answer to CONNECT is kept: a status line starts over. */
static size_t on_header(char *data, size_t size, size_t count, void *arg)
{
	struct exchange *x = arg;
	size_t bytes = size * count;
	char value[64];

	if (bytes >= 5 && strncmp(data, "HTTP/", 5) == 0) {
		x->began = true;
		x->date_s = 0;
		x->request_id[0] = x->error_type[0] = x->authenticate[0] = '\0';
		x->registry_version[0] = '\0';
	}
	if (take_value(value, sizeof value, "Date", data, bytes))
		x->date_s = parse_http_date(value);
	(void)(take_value(x->request_id, HEADER_BYTES, "x-amzn-RequestId", data, bytes) ||
	       take_value(x->request_id, HEADER_BYTES, "x-amz-request-id", data, bytes) ||
	       take_value(x->error_type, HEADER_BYTES, "x-amzn-ErrorType", data, bytes) ||
	       take_value(x->authenticate, HEADER_BYTES, "WWW-Authenticate", data, bytes) ||
	       take_value(x->registry_version, HEADER_BYTES, "Docker-Distribution-Api-Version",
			  data, bytes));
	return bytes;
}

static CURLcode on_tls_context(CURL *easy, void *context, void *arg)
{
	struct exchange *x = arg;

	(void)easy;
	return x->tls.set_up(x->tls.arg, context) ? CURLE_OK : CURLE_SSL_CACERT_BADFILE;
}

struct number {
	CURLoption option;
	long value;
};

static const struct number fixed[] = {
	{ CURLOPT_NOSIGNAL, 1 },
	{ CURLOPT_FOLLOWLOCATION, 0 },
	{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
	{ CURLOPT_NOPROGRESS, 1 },
	{ CURLOPT_PROXYPORT, DEFAULT_PROXY_PORT },
	{ CURLOPT_SSL_VERIFYPEER, 1 },
	{ CURLOPT_SSL_VERIFYHOST, 2 },
	{ CURLOPT_SSL_SESSIONID_CACHE, 0 },
	{ CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
};

static CURLcode set_all(CURL *easy, const struct number *numbers, size_t count)
{
	CURLcode rc = CURLE_OK;

	for (size_t i = 0; rc == CURLE_OK && i < count; i++)
		rc = curl_easy_setopt(easy, numbers[i].option, numbers[i].value);
	return rc;
}

static CURLcode set_numbers(struct exchange *x, const struct http_request *request)
{
	const struct number numbers[] = {
		{ CURLOPT_TIMEOUT_MS, (long)(request->timeout_us / 1000U) + GRACE_MS },
		{ CURLOPT_MAXFILESIZE, (long)request->max_body_bytes },
		{ CURLOPT_HTTPPROXYTUNNEL, x->proxied },
		{ CURLOPT_CONNECT_ONLY, x->tunnel },
		/* On a connection that was kept and breaks, libcurl would ask twice. */
		{ CURLOPT_FRESH_CONNECT, x->post || x->tls.set_up },
		{ CURLOPT_FORBID_REUSE, x->tls.set_up != NULL },
	};
	CURLcode rc = set_all(x->easy, fixed, ARRAY_SIZE(fixed));

	return rc == CURLE_OK ? set_all(x->easy, numbers, ARRAY_SIZE(numbers)) : rc;
}

static CURLcode set_pointers(struct exchange *x, const struct http_request *request)
{
	const struct {
		CURLoption option;
		const void *value;
	} pointers[] = {
		{ CURLOPT_URL, request->url },
		{ CURLOPT_CUSTOMREQUEST, request->method },
		{ CURLOPT_UNIX_SOCKET_PATH, request->unix_socket },
		{ CURLOPT_NOPROXY, "" },
		/* "" and not NULL: NULL would let http_proxy capture even IMDS. */
		{ CURLOPT_PROXY, x->proxied ? request->proxy_url : "" },
		{ CURLOPT_PROXYUSERNAME, request->proxy_user },
		{ CURLOPT_PROXYPASSWORD, request->proxy_password },
		{ CURLOPT_PROTOCOLS_STR, x->tls.set_up ? "https" : "http" },
		/* Not among the headers, of which every one is signed: a hop may change it, which
		 * is why AWS's SDKs do not sign it either. */
		{ CURLOPT_USERAGENT, x->tls.set_up ? "ecsprobe/" ECSPROBE_VERSION : NULL },
		{ CURLOPT_HTTPHEADER, x->headers },
		{ CURLOPT_RESOLVE, x->pins },
		{ CURLOPT_PRIVATE, x },
		{ CURLOPT_WRITEDATA, x },
		{ CURLOPT_HEADERDATA, x },
		{ CURLOPT_ERRORBUFFER, x->error },
		{ CURLOPT_SSL_CTX_DATA, x },
	};
	CURLcode rc = CURLE_OK;

	for (size_t i = 0; rc == CURLE_OK && i < ARRAY_SIZE(pointers); i++)
		rc = curl_easy_setopt(x->easy, pointers[i].option, pointers[i].value);
	return rc;
}

static CURLcode set_body(struct exchange *x, const struct http_request *request)
{
	const char *body = request->body ? request->body : "";
	CURLcode rc = curl_easy_setopt(x->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(body));

	/* The type of none: libcurl would call it a form. */
	return rc == CURLE_OK ? curl_easy_setopt(x->easy, CURLOPT_COPYPOSTFIELDS, body) : rc;
}

static CURLcode set_signature(struct exchange *x, const struct http_signature *signature)
{
	char provider[160];
	CURLcode rc;

	if (snprintf(provider, sizeof provider, "aws:amz:%s:%s", signature->region,
		     signature->service) >= (int)sizeof provider)
		return CURLE_BAD_FUNCTION_ARGUMENT;
	rc = curl_easy_setopt(x->easy, CURLOPT_AWS_SIGV4, provider);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(x->easy, CURLOPT_USERNAME, signature->key_id);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(x->easy, CURLOPT_PASSWORD, signature->secret);
	return rc;
}

static CURLcode configure(struct exchange *x, const struct http_request *request)
{
	CURLcode rc = set_numbers(x, request);

	if (rc == CURLE_OK)
		rc = set_pointers(x, request);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(x->easy, CURLOPT_WRITEFUNCTION, on_body);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(x->easy, CURLOPT_HEADERFUNCTION, on_header);
	if (rc == CURLE_OK && x->post)
		rc = set_body(x, request);
	if (rc == CURLE_OK && x->tls.set_up)
		rc = curl_easy_setopt(x->easy, CURLOPT_SSL_CTX_FUNCTION, on_tls_context);
	if (rc == CURLE_OK && request->signature)
		rc = set_signature(x, request->signature);
	return rc;
}

static bool append(struct curl_slist **list, const char *text)
{
	struct curl_slist *longer = curl_slist_append(*list, text);

	if (longer)
		*list = longer;
	return longer != NULL;
}

/* Not by xasprintf(), whose own buffers nobody wipes. */
static bool add_token(struct exchange *x, const char *token)
{
	static const char name[] = "X-Amz-Security-Token: ";
	size_t size = sizeof name + strlen(token);
	char *header = xcalloc(size, 1);
	bool added;

	(void)stpcpy(stpcpy(header, name), token);
	added = append(&x->headers, header);
	text_wipe_bytes(header, size);
	free(header);
	return added;
}

static bool add_headers(struct exchange *x, const struct http_request *request)
{
	/* No body has no type; libcurl would call it a form. */
	if (x->post && !request->body && !append(&x->headers, "Content-Type:"))
		return false;
	for (const char *const *header = request->headers; header && *header; header++)
		if (!append(&x->headers, *header))
			return false;
	return !request->signature || !request->signature->token ||
	       add_token(x, request->signature->token);
}

/* No question of libcurl's own where the address is known. */
static bool add_pin(struct exchange *x, const struct http_request *request)
{
	char address[IP_TEXT_BYTES];
	char pin[HTTP_PIN_BYTES];

	if (!request->pin)
		return true;
	ip_format(&request->pin->ip, address);
	return snprintf(pin, sizeof pin, "%s:%u:%s", request->pin->host, request->pin->port,
			address) < (int)sizeof pin &&
	       append(&x->pins, pin);
}

struct exchange *exchange_new(struct http *http, const struct http_request *request,
			      http_done_fn done, void *arg)
{
	struct exchange *x = xcalloc(1, sizeof *x);

	x->http = http;
	x->done = done;
	x->arg = arg;
	if (request->tls)
		x->tls = *request->tls;
	x->proxied = request->proxy_url != NULL;
	x->tunnel = x->proxied && !request->tls;
	x->post = strcmp(request->method, "POST") == 0;
	x->max_body_bytes = request->max_body_bytes;
	x->body_room = x->max_body_bytes < FIRST_BODY_BYTES ? x->max_body_bytes : FIRST_BODY_BYTES;
	x->body = xcalloc(x->body_room + 1, 1);
	x->easy = curl_easy_init();
	if (x->easy && add_headers(x, request) && add_pin(x, request) &&
	    configure(x, request) == CURLE_OK)
		return x;
	exchange_free(x);
	return NULL;
}

void exchange_free(struct exchange *x)
{
	sd_event_source_disable_unref(x->budget);
	curl_easy_cleanup(x->easy);
	curl_slist_free_all(x->headers);
	curl_slist_free_all(x->pins);
	text_wipe_bytes(x->body, x->body_bytes);
	free(x->body);
	free(x);
}
