/* SPDX-License-Identifier: Apache-2.0 */
/* Tunnels through a proxy, up to where the engine's own handshake begins. */
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "engine/tunnel.h"
#include "peer.h"

enum { LIMIT_US = 20000000, BUDGET_US = 500000 };

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

static int start_tunnel(struct tunnel_lab *lab, char *url, const struct target *target,
			struct error *e)
{
	const struct proxy proxy = { .set = true, .url = url };

	return tunnel_start(&lab->tunnel,
			    &(struct tunnel_config){
				    .http = lab->http,
				    .proxy = &proxy,
				    .target = target,
				    .budget_us = BUDGET_US,
				    .outcome = &lab->outcome,
				    .done = on_done,
				    .arg = lab,
			    },
			    e);
}

static void run_tunnel_to(struct tunnel_lab *lab, char *url, const struct target *target)
{
	uint64_t start_us = clock_now_us();
	struct error e;
	int r = start_tunnel(lab, url, target, &e);

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

static void run_tunnel(struct tunnel_lab *lab, char *url)
{
	run_tunnel_to(lab, url,
		      &(struct target){ .host = "ecs.us-east-1.amazonaws.com", .port = 443 });
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
		{ "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", CODE_PROXY_AUTH,
		  "401" },
		/* Neither a yes nor a no: never a tunnel. */
		{ "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n"
		  "Content-Length: 0\r\n\r\n",
		  CODE_PROXY_UNREACHABLE, "" },
		{ "HTTP/1.1 101 Switching Protocols\r\n\r\n", CODE_PROXY_UNREACHABLE, "" },
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

/* A port of 127.0.0.1 where nobody listens; the descriptor keeps it so. */
static int silent_port(uint16_t *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	*port = ntohs(address.sin_port);
	return fd;
}

/* libcurl drops a proxy whose URL it cannot decode: what the proxy was to keep
 * away from must not be dialled then. */
static void an_undecodable_proxy_is_no_direct_path(void **state)
{
	static const char *const credentials[] = { "u:pw%0d", "u:pw%0a", "u%0d%0a:pw", "u:%00",
						   "u%00:pw", "u:pw%7f", "u:pw%1b[31m" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(credentials); i++) {
		struct target target = { .host = "127.0.0.1" };
		struct tunnel_lab lab;
		struct peer peer;
		uint16_t port;
		int nobody = silent_port(&port);
		char *url = xasprintf("http://%s@127.0.0.1:%u", credentials[i], port);

		open_lab(&lab);
		peer_open(&peer, lab.loop, PEER_SAYS, NULL);
		peer.words = "HTTP/1.1 200 OK\r\n\r\n";
		target.port = peer.port;
		run_tunnel_to(&lab, url, &target);
		for (int n = 0; n < 5; n++)
			(void)sd_event_run(lab.loop, 1000);
		EXPECT(lab.settled == 1 && lab.outcome.code == CODE_PROXY_UNREACHABLE, "%s: %s, %s",
		       credentials[i], lab.outcome.code ? code_name(lab.outcome.code) : "works",
		       lab.outcome.detail);
		EXPECT(lab.fd < 0 && !lab.outcome.connected, "%s", credentials[i]);
		EXPECT(peer.accepted == 0, "%s: the target was dialled", credentials[i]);
		EXPECT(!strstr(lab.outcome.detail, "pw") && is_printable(lab.outcome.detail),
		       "%s: %s", credentials[i], lab.outcome.detail);
		peer_close(&peer);
		close_lab(&lab);
		(void)close(nobody);
		free(url);
	}
	expect_all_held();
}

/* What cannot be asked the way the dialler asks it is not begun. */
static void only_http_proxies_are_asked(void **state)
{
	static const struct {
		const char *scheme;
		bool asked;
	} rows[] = {
		{ "http", true },    { "HTTP", true },     { "https", false },
		{ "socks5", false }, { "socks5h", false }, { "socks4", false },
		{ "gopher", false }, { "httpx", false },   { "HTTPS", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct target target = { .host = "127.0.0.1", .port = 443 };
		struct error e = { 0 };
		struct tunnel_lab lab;
		struct peer peer;
		char *url;

		open_lab(&lab);
		peer_open(&peer, lab.loop, PEER_SAYS, NULL);
		peer.words = "HTTP/1.1 200 OK\r\n\r\n";
		url = xasprintf("%s://u:canary@127.0.0.1:%u", rows[i].scheme, peer.port);
		if (rows[i].asked) {
			run_tunnel_to(&lab, url, &target);
			EXPECT(lab.fd >= 0 && lab.outcome.code == CODE_NONE, "%s: %s",
			       rows[i].scheme, lab.outcome.detail);
		} else {
			EXPECT(start_tunnel(&lab, url, &target, &e) < 0, "%s", rows[i].scheme);
			EXPECT(strstr(e.text, "only http proxies") && !strstr(e.text, "canary"),
			       "%s: %s", rows[i].scheme, e.text);
			for (int n = 0; n < 5; n++)
				(void)sd_event_run(lab.loop, 1000);
			EXPECT(peer.accepted == 0 && lab.settled == 0, "%s", rows[i].scheme);
		}
		peer_close(&peer);
		close_lab(&lab);
		free(url);
	}
	expect_all_held();
}

/* As Go has it, not libcurl's 1080. */
static void the_default_port_is_80(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(80),
				       .sin_addr = { htonl(0x7f2a0150) } }; /* 127.42.1.80 */
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	char url[] = "http://user:pw@127.42.1.80";
	struct tunnel_lab lab;
	int client;

	(void)state;
	if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
		(void)close(fd);
		skip();
	}
	assert_int_equal(listen(fd, 1), 0);
	open_lab(&lab);
	run_tunnel(&lab, url);
	client = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	assert_true(client >= 0);
	(void)close(client);
	(void)close(fd);
	close_lab(&lab);
}

struct late_words {
	struct peer peer;
	const char *words;
};

static int on_late_words(sd_event_source *source, void *arg)
{
	const struct late_words *late = arg;
	size_t len = strlen(late->words);

	(void)source;
	assert_int_equal(send(late->peer.fd, late->words, len, MSG_NOSIGNAL), len);
	return 0;
}

/* The proxy's answer lies in the socket when the process goes on again: it
 * counts, although its time is over. */
static void a_paused_process_reads_what_has_come(void **state)
{
	static const struct {
		const char *words;
		enum code code;
	} rows[] = {
		{ "HTTP/1.1 200 OK\r\n\r\n", CODE_NONE },
		{ "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", CODE_PROXY_DENIED },
		{ "", CODE_PROXY_UNREACHABLE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct target target = { .host = "127.0.0.1", .port = 443 };
		struct error e = { 0 };
		struct tunnel_lab lab;
		struct late_words late = { .words = rows[i].words };
		sd_event_source *source;
		struct pollfd asked = { .events = POLLIN };
		char *url;

		open_lab(&lab);
		peer_open(&late.peer, lab.loop, PEER_SILENT, NULL);
		url = xasprintf("http://127.0.0.1:%u", late.peer.port);
		assert_int_equal(start_tunnel(&lab, url, &target, &e), 0);
		for (int n = 0; n < 100 && (late.peer.fd < 0 || poll(&asked, 1, 0) != 1); n++) {
			(void)sd_event_run(lab.loop, 1000);
			asked.fd = late.peer.fd;
		}
		assert_true(late.peer.fd >= 0);
		assert_int_equal(usleep(BUDGET_US + BUDGET_US / 5), 0);
		/* Before the timer's turn, and so that the timer's comes first. */
		assert_true(sd_event_add_defer(lab.loop, &source, on_late_words, &late) >= 0);
		assert_true(sd_event_source_set_priority(source, SD_EVENT_PRIORITY_IMPORTANT) >= 0);
		EXPECT(lab.settled == 0, "row %zu", i);
		RUN_UNTIL(lab.loop, lab.settled);
		sd_event_source_disable_unref(source);
		EXPECT(lab.settled == 1 && lab.outcome.code == rows[i].code, "row %zu: %u, %d, %s",
		       i, lab.settled, (int)lab.outcome.code, lab.outcome.detail);
		EXPECT((lab.fd >= 0) == (rows[i].code == CODE_NONE), "row %zu", i);
		peer_close(&late.peer);
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
		cmocka_unit_test(an_undecodable_proxy_is_no_direct_path),
		cmocka_unit_test(only_http_proxies_are_asked),
		cmocka_unit_test(the_default_port_is_80),
		cmocka_unit_test(a_paused_process_reads_what_has_come),
		cmocka_unit_test(a_stopped_tunnel_is_settled_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
