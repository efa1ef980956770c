/* SPDX-License-Identifier: Apache-2.0 */
/* Requests over TLS: whom they go to, what they hold, and what is left of it in memory. */
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "check.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/http.h"
#include "ecsprobe/util.h"
#include "http_peer.h"
#include "peer.h"

#define HOST "ecs.us-east-1.amazonaws.com"
#define ANSWER                                                                     \
	"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\nDate: Sat, 28 Nov 2026 " \
	"12:00:00 GMT\r\nx-amzn-RequestId: 11-22\r\nx-amzn-ErrorType: Denied\r\n"  \
	"WWW-Authenticate: Basic realm=\"x\"\r\n"                                  \
	"Docker-Distribution-Api-Version: registry/2.0\r\n\r\n{}"

enum { BUDGET_US = 2000000, MAX_BODY = 256, SECRET_BYTES = 41 };

static struct {
	char *dir, *path;
	struct pki root, stranger;
	struct trust *trust;
} lab;

static int open_lab(void **state)
{
	struct error e;

	(void)state;
	lab.dir = scratch_open();
	lab.path = xasprintf("%s/ca.pem", lab.dir);
	lab.root = pki_make(&(struct pki_wish){ .name = "Root", .authority = true });
	lab.stranger = pki_make(&(struct pki_wish){ .name = "Stranger", .authority = true });
	pki_write_pem(&lab.root, lab.path);
	assert_int_equal(trust_choose(&lab.trust, lab.path, NULL, &e), 0);
	return 0;
}

static int close_lab(void **state)
{
	(void)state;
	trust_free(lab.trust);
	pki_done(&lab.root);
	pki_done(&lab.stranger);
	free(lab.path);
	scratch_close(lab.dir);
	return 0;
}

/* What the server says to a request. */
static const char *words = ANSWER;

struct run {
	unsigned answers;
	enum http_result result;
	int status;
	int64_t date_s;
	char request_id[64], error_type[64], authenticate[64], registry[64], body[MAX_BODY + 1];
	char request[4096]; /* as the server saw it */
};

static void on_answer(void *arg, const struct http_reply *reply)
{
	struct run *run = arg;

	run->answers++;
	run->result = reply->result;
	run->status = reply->status;
	run->date_s = reply->date_s;
	(void)copy_text(run->request_id, sizeof run->request_id, reply->request_id);
	(void)copy_text(run->error_type, sizeof run->error_type, reply->error_type);
	(void)copy_text(run->authenticate, sizeof run->authenticate, reply->authenticate);
	(void)copy_text(run->registry, sizeof run->registry, reply->registry_version);
	(void)copy_text(run->body, sizeof run->body, reply->body);
}

/* One request to a server with a leaf of this kind. */
static void ask(struct run *run, const struct pki_wish *wish, struct http_request request)
{
	struct pki chain[2] = { pki_make(wish), { 0 } };
	struct http_tls tls = { trust_set_up, lab.trust };
	struct http_pin pin = { .host = HOST, .ip = { IP_V4, { 127, 0, 0, 1 } } };
	struct http *http;
	struct peer peer;
	sd_event *loop;
	char url[128];
	struct error e;

	*run = (struct run){ .answers = 0 };
	assert_true(sd_event_new(&loop) >= 0);
	assert_int_equal(http_open(&http, loop, &e), 0);
	peer_open(&peer, loop, PEER_TLS, chain);
	peer.words = words;
	pin.port = peer.port;
	(void)snprintf(url, sizeof url, "https://" HOST ":%u/", peer.port);
	request.url = url;
	request.pin = &pin;
	if (!request.tls)
		request.tls = &tls;
	request.timeout_us = BUDGET_US;
	request.max_body_bytes = MAX_BODY;
	assert_int_equal(http_start(http, &request, on_answer, run, &e), 0);
	run_until(loop, &run->answers, 1);
	assert_int_equal(run->answers, 1);
	memcpy(run->request, peer.request, sizeof run->request);
	explicit_bzero(peer.request, sizeof peer.request);
	http_close(http);
	peer_close(&peer);
	pki_done(&chain[0]);
	sd_event_unref(loop);
}

static const struct pki_wish *good_leaf(void)
{
	static struct pki_wish wish;

	wish = (struct pki_wish){ .name = "x", .issuer = &lab.root, .sans = { HOST } };
	return &wish;
}

static void a_signed_request(void **state)
{
	static const char *const headers[] = { "Content-Type: application/x-amz-json-1.1",
					       "X-Amz-Target: A.B", NULL };
	static const struct http_signature signature = { "us-east-1", "ecs", "ASIAKEY", "secret",
							 "session/token==" };
	static const char *const expected[] = {
		"POST / HTTP/1.1\r\n",
		"\r\nContent-Type: application/x-amz-json-1.1\r\n",
		"\r\nX-Amz-Target: A.B\r\n",
		"\r\nX-Amz-Security-Token: session/token==\r\n",
		"\r\nX-Amz-Date: 20",
		"\r\nAuthorization: AWS4-HMAC-SHA256 Credential=ASIAKEY/20",
		"/us-east-1/ecs/aws4_request, SignedHeaders=content-type;host;",
		";x-amz-date;x-amz-security-token;x-amz-target, Signature=",
		"\r\n\r\n{\"a\":1}",
	};
	struct run run;

	(void)state;
	ask(&run, good_leaf(),
	    (struct http_request){ .method = "POST",
				   .headers = headers,
				   .body = "{\"a\":1}",
				   .signature = &signature });
	assert_int_equal(run.result, HTTP_ANSWERED);
	assert_int_equal(run.status, 400);
	assert_string_equal(run.body, "{}");
	assert_string_equal(run.request_id, "11-22");
	assert_string_equal(run.error_type, "Denied");
	assert_string_equal(run.authenticate, "Basic realm=\"x\"");
	assert_string_equal(run.registry, "registry/2.0");
	assert_int_equal(run.date_s, 1795867200);
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++)
		EXPECT(strstr(run.request, expected[i]), "no %s in %s", expected[i], run.request);
	EXPECT(!strstr(run.request, "secret"), "%s", run.request);
	expect_all_held();
}

static bool nobody(void *arg, void *context)
{
	(void)arg;
	(void)context;
	return false;
}

/* To whoever cannot prove to be AWS no byte of a request goes. */
static void strangers_hear_nothing(void **state)
{
	static const struct http_tls no_trust = { nobody, NULL };
	const struct {
		const char *what;
		struct pki_wish wish;
		const struct http_tls *tls;
	} rows[] = {
		{ "another root",
		  { .name = "x", .issuer = &lab.stranger, .sans = { HOST } },
		  NULL },
		{ "another host",
		  { .name = "x", .issuer = &lab.root, .sans = { "ecs.eu-west-1.amazonaws.com" } },
		  NULL },
		{ "out of date",
		  { .name = "x",
		    .issuer = &lab.root,
		    .sans = { HOST },
		    .begins_s = -7200,
		    .ends_s = -3600 },
		  NULL },
		{ "no store", { .name = "x", .issuer = &lab.root, .sans = { HOST } }, &no_trust },
	};
	struct run run;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		ask(&run, &rows[i].wish,
		    (struct http_request){ .method = "GET", .tls = rows[i].tls });
		EXPECT(run.result != HTTP_ANSWERED && run.status == 0, "%s: %d", rows[i].what,
		       (int)run.result);
		EXPECT(run.request[0] == '\0', "%s: %s", rows[i].what, run.request);
	}
	expect_all_held();
}

/* Nobody has answered: whatever took the request is no AWS, and nothing is known of it. */
static void a_connection_lost_before_an_answer(void **state)
{
	static const struct {
		const char *words;
		enum http_result expected;
	} rows[] = {
		{ "", HTTP_UNREACHABLE },
		{ "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", HTTP_TIMED_OUT },
		{ "what?\r\n\r\n", HTTP_BAD_ANSWER },
	};
	struct run run;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		words = rows[i].words;
		ask(&run, good_leaf(), (struct http_request){ .method = "POST", .body = "{}" });
		EXPECT(run.result == rows[i].expected, "'%s': %d", words, (int)run.result);
	}
	words = ANSWER;
	expect_all_held();
}

/* --- what is left in memory --------------------------------------------------------- */

/* Made anew, so that no constant of this program is found. */
static void make_secret(char out[static SECRET_BYTES], char first)
{
	for (int i = 0; i < SECRET_BYTES - 1; i++)
		out[i] = (char)(first + i * 7 % 23);
	out[SECRET_BYTES - 1] = '\0';
}

/* How often it stands in the heap of this process. */
static size_t find_in_heap(const char *secret)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];
	size_t found = 0;

	assert_non_null(maps);
	while (fgets(line, sizeof line, maps)) {
		const char *start;
		const char *end;

		if (!strstr(line, "[heap]") ||
		    sscanf(line, "%p-%p", (void **)&start, (void **)&end) != 2)
			continue;
		for (const char *at = start;
		     (at = memmem(at, (size_t)(end - at), secret, SECRET_BYTES - 1)); at++)
			found++;
	}
	(void)fclose(maps);
	return found;
}

static void nothing_is_left(void **state)
{
	char secret[SECRET_BYTES], token[SECRET_BYTES];
	struct http_signature signature = { .region = "us-east-1",
					    .service = "ecs",
					    .key_id = "ASIAKEY",
					    .secret = secret,
					    .token = token };
	struct run run;
	char *proof;

	(void)state;
	make_secret(secret, 'A');
	make_secret(token, 'G');
	/* A memory checker's allocator has other places. */
	proof = xstrdup(secret);
	if (find_in_heap(proof) != 1) {
		free(proof);
		skip();
	}
	text_wipe(proof);
	free(proof);
	ask(&run, good_leaf(),
	    (struct http_request){ .method = "POST", .body = "{}", .signature = &signature });
	assert_int_equal(run.result, HTTP_ANSWERED);
	assert_non_null(strstr(run.request, token));
	assert_int_equal(find_in_heap(secret), 0);
	assert_int_equal(find_in_heap(token), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signed_request),
		cmocka_unit_test(strangers_hear_nothing),
		cmocka_unit_test(a_connection_lost_before_an_answer),
		cmocka_unit_test(nothing_is_left),
	};

	return cmocka_run_group_tests(tests, open_lab, close_lab);
}
