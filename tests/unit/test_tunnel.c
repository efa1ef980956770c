/* SPDX-License-Identifier: Apache-2.0 */
/* Tunnels through a proxy, up to where the engine's own handshake begins. */
#include <string.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "engine/tunnel.h"
#include "peer.h"

enum { LIMIT_US = 3000000, BUDGET_US = 500000 };

struct tunnel_lab {
	sd_event *loop;
	struct http *http;
	struct tunnel *tunnel;
	struct attempt_outcome outcome;
	unsigned settled;
	int fd;
};

static void on_done(void *arg, int fd)
{
	struct tunnel_lab *lab = arg;

	lab->settled++;
	lab->fd = fd;
}

static void open_lab(struct tunnel_lab *lab)
{
	struct error e;

	*lab = (struct tunnel_lab){ .fd = -1 };
	assert_true(sd_event_new(&lab->loop) >= 0);
	assert_int_equal(http_open(&lab->http, lab->loop, &e), 0);
}

static void close_lab(struct tunnel_lab *lab)
{
	http_close(lab->http);
	tunnel_free(lab->tunnel);
	if (lab->fd >= 0)
		(void)close(lab->fd);
	sd_event_unref(lab->loop);
}

static void run_tunnel(struct tunnel_lab *lab, char *url)
{
	const struct target target = { .host = "ecs.us-east-1.amazonaws.com", .port = 443 };
	const struct proxy proxy = { .set = true, .url = url };
	uint64_t start_us = clock_now_us();
	struct error e;
	int r = tunnel_start(&lab->tunnel,
			     &(struct tunnel_config){
				     .http = lab->http,
				     .proxy = &proxy,
				     .target = &target,
				     .budget_us = BUDGET_US,
				     .outcome = &lab->outcome,
				     .done = on_done,
				     .arg = lab,
			     },
			     &e);

	if (r < 0) {
		lab->settled = 1;
		lab->outcome.code = CODE_PROXY_UNREACHABLE;
		(void)copy_text(lab->outcome.detail, sizeof lab->outcome.detail, e.text);
		return;
	}
	assert_int_equal(lab->settled, 0);
	while (!lab->settled && clock_now_us() < start_us + LIMIT_US)
		(void)sd_event_run(lab->loop, 10000);
}

static void answers_of_proxies(void **state)
{
	static const struct {
		const char *words;
		enum code code;
		const char *detail;
	} rows[] = {
		{ "HTTP/1.1 200 Connection established\r\n\r\n", CODE_NONE, "" },
		{ "HTTP/1.0 200 OK\r\nX: y\r\n\r\n", CODE_NONE, "" },
		{ "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", CODE_PROXY_DENIED, "403" },
		{ "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", CODE_PROXY_DENIED,
		  "502" },
		{ "HTTP/1.1 407 Auth\r\nContent-Length: 0\r\n\r\n", CODE_PROXY_AUTH, "407" },
		{ "HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
		  "Content-Length: 0\r\n\r\n",
		  CODE_PROXY_AUTH, "407" },
		{ "no HTTP at all\r\n\r\n", CODE_PROXY_UNREACHABLE, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct tunnel_lab lab;
		struct peer peer;
		char *url;

		open_lab(&lab);
		peer_open(&peer, lab.loop, PEER_SAYS, NULL);
		peer.words = rows[i].words;
		url = xasprintf("http://user:canary@127.0.0.1:%u", peer.port);
		run_tunnel(&lab, url);
		EXPECT(lab.settled == 1, "row %zu: %u", i, lab.settled);
		EXPECT(lab.outcome.code == rows[i].code, "row %zu: %d, %s", i,
		       (int)lab.outcome.code, lab.outcome.detail);
		EXPECT((lab.fd >= 0) == (rows[i].code == CODE_NONE), "row %zu", i);
		EXPECT(lab.outcome.connected == (rows[i].code == CODE_NONE), "row %zu", i);
		EXPECT(strstr(lab.outcome.detail, rows[i].detail) &&
			       !strstr(lab.outcome.detail, "canary"),
		       "row %zu: %s", i, lab.outcome.detail);
		if (lab.fd >= 0)
			EXPECT(strcmp(ip_text(&lab.outcome.ip), "127.0.0.1") == 0, "row %zu: %s", i,
			       ip_text(&lab.outcome.ip));
		peer_close(&peer);
		close_lab(&lab);
		free(url);
	}
	expect_all_held();
}

static void proxies_that_do_not_answer(void **state)
{
	static const enum peer_manner manners[] = { PEER_SILENT, PEER_CLOSES, PEER_RESETS };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(manners); i++) {
		struct tunnel_lab lab;
		struct peer peer;
		char *url;

		open_lab(&lab);
		peer_open(&peer, lab.loop, manners[i], NULL);
		url = xasprintf("http://127.0.0.1:%u", peer.port);
		run_tunnel(&lab, url);
		EXPECT(lab.settled == 1 && lab.fd < 0, "manner %zu", i);
		EXPECT(lab.outcome.code == CODE_PROXY_UNREACHABLE && *lab.outcome.detail,
		       "manner %zu: %s", i, lab.outcome.detail);
		peer_close(&peer);
		close_lab(&lab);
		free(url);
	}
	expect_all_held();
}

/* The library's own words go into the report: they must not hold the URL. */
static void broken_urls_do_not_leak(void **state)
{
	static const char *const urls[] = {
		"http://user:canary@127.0.0.1:99999",
		"http://user:canary@127.0.0.1:port",
		"http://user:canary/rest@127.0.0.1:9",
		"http://user:canary?rest@127.0.0.1:9",
		"http://user:canary#rest@127.0.0.1:9",
		"http://user:canary rest@127.0.0.1:9",
		"gopher://user:canary@127.0.0.1:9",
		"http://user:canary@[127.0.0.1:9",
		"http://user:canary@",
		"http://user:%ff%00canary@127.0.0.1:9",
		"http://us er:canary@127.0.0.1:9",
		"https://user:canary@127.0.0.1:9",
		"socks5://user:canary@127.0.0.1:9",
		"http://user:canary@127.0.0.1:9:9",
		"user:canary://rest@127.0.0.1:9",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(urls); i++) {
		struct tunnel_lab lab;
		char *url = xstrdup(urls[i]);

		open_lab(&lab);
		run_tunnel(&lab, url);
		EXPECT(lab.settled == 1 && lab.outcome.code != CODE_NONE, "%s", urls[i]);
		EXPECT(!strstr(lab.outcome.detail, "canary") && is_printable(lab.outcome.detail),
		       "%s: %s", urls[i], lab.outcome.detail);
		close_lab(&lab);
		free(url);
	}
	expect_all_held();
}

static void a_stopped_tunnel_is_settled_once(void **state)
{
	struct tunnel_lab lab;
	struct peer peer;
	char *url;
	struct error e;
	const struct target target = { .host = "ecs.us-east-1.amazonaws.com", .port = 443 };
	struct proxy proxy = { .set = true };

	(void)state;
	open_lab(&lab);
	peer_open(&peer, lab.loop, PEER_SAYS, NULL);
	peer.words = "HTTP/1.1 200 OK\r\n\r\n";
	url = xasprintf("http://127.0.0.1:%u", peer.port);
	proxy.url = url;
	assert_int_equal(tunnel_start(&lab.tunnel,
				      &(struct tunnel_config){ .http = lab.http,
							       .proxy = &proxy,
							       .target = &target,
							       .budget_us = BUDGET_US,
							       .outcome = &lab.outcome,
							       .done = on_done,
							       .arg = &lab },
				      &e),
			 0);
	tunnel_stop(lab.tunnel, CODE_INTERRUPTED);
	tunnel_stop(lab.tunnel, CODE_NOT_FINISHED);
	assert_int_equal(lab.settled, 1);
	assert_int_equal(lab.outcome.code, CODE_INTERRUPTED);
	/* The answer comes late, and its tunnel is closed. */
	for (uint64_t end_us = clock_now_us() + 200000; clock_now_us() < end_us;)
		(void)sd_event_run(lab.loop, 10000);
	assert_int_equal(lab.settled, 1);
	assert_int_equal(lab.outcome.code, CODE_INTERRUPTED);
	assert_int_equal(lab.fd, -1);
	peer_close(&peer);
	close_lab(&lab);
	free(url);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_of_proxies),
		cmocka_unit_test(proxies_that_do_not_answer),
		cmocka_unit_test(broken_urls_do_not_leak),
		cmocka_unit_test(a_stopped_tunnel_is_settled_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
