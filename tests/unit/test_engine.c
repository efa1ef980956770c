/* SPDX-License-Identifier: Apache-2.0 */
/* What the engine asks of its parts: whom it dials, and how. */
#include "ecsprobe/engine.h"

#include <limits.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/eventfd.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/http.h"
#include "ecsprobe/util.h"
#include "peer.h"

#define HOST "ecs-fips.us-east-1.amazonaws.com"

enum { LIMIT_US = 2000000, BUDGET_US = 300000 };

struct run {
	sd_event *loop;
	struct http *http;
	struct trust *trust;
	struct engine *engine;
	struct plan plan;
	struct host_facts host;
	uint64_t dns_budget_us; /* 0: as any other */
	uint64_t deadline_us;
	unsigned done;
	unsigned late; /* what was served between the deadline and the answer's end */
};

static void on_done(void *arg)
{
	((struct run *)arg)->done++;
}

/* One target, and no nameserver. */
static void open_run(struct run *run, const struct target *target)
{
	struct error e;

	*run = (struct run){ .host = { .usable_v4 = true } };
	assert_true(sd_event_new(&run->loop) >= 0);
	assert_int_equal(http_open(&run->http, run->loop, &e), 0);
	assert_int_equal(trust_choose(&run->trust, NULL, NULL, &e), 0);
	(void)plan_add(&run->plan, target);
}

static const struct target_outcome *finish_run(struct run *run)
{
	uint64_t start_us = clock_now_us();
	const struct engine_config config = {
		.plan = &run->plan,
		.host = &run->host,
		.trust = run->trust,
		.http = run->http,
		.deadline_us = start_us + LIMIT_US,
		.dns_budget_us = run->dns_budget_us ? run->dns_budget_us : BUDGET_US,
		.connect_budget_us = BUDGET_US,
		.tls_budget_us = BUDGET_US,
		.done = on_done,
		.arg = run,
	};
	struct error e;

	run->deadline_us = config.deadline_us;
	assert_int_equal(engine_start(&run->engine, run->loop, &config, &e), 0);
	/* Only against a hang: a busy machine may be slow. */
	while (!run->done && clock_now_us() < start_us + 30 * (uint64_t)LIMIT_US)
		(void)sd_event_run(run->loop, 10000);
	assert_int_equal(run->done, 1);
	return engine_outcomes(run->engine)->items[0];
}

static void close_run(struct run *run)
{
	engine_free(run->engine);
	http_close(run->http);
	trust_free(run->trust);
	plan_done(&run->plan);
	host_facts_done(&run->host);
	sd_event_unref(run->loop);
}

/* What cannot be asked the way the dialler asks it is not judged. */
static void kinds_of_proxies(void **state)
{
	static const struct {
		const char *scheme;
		enum code code;
	} rows[] = {
		{ "http", CODE_PROXY_DENIED },
		{ "https", CODE_NOT_FINISHED },
		{ "socks5", CODE_NOT_FINISHED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct target target = { .host = HOST, .port = 443, .proxied = true };
		const struct target_outcome *outcome;
		const struct attempt_outcome *a;
		struct peer peer;
		struct run run;

		open_run(&run, &target);
		peer_open(&peer, run.loop, PEER_SAYS, NULL);
		peer.words = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
		run.plan.proxies[DIALLER_AGENT].set = true;
		run.plan.proxies[DIALLER_AGENT].url =
			xasprintf("%s://u:canary@127.0.0.1:%u", rows[i].scheme, peer.port);
		outcome = finish_run(&run);
		assert_int_equal(outcome->attempt_count, 1);
		a = outcome->attempts[0];
		EXPECT(a->code == rows[i].code && a->from == 1U << FROM_PROXY, "%s: %s, %s",
		       rows[i].scheme, a->code ? code_name(a->code) : "works", a->detail);
		EXPECT(*a->detail && !strstr(a->detail, "canary"), "%s: %s", rows[i].scheme,
		       a->detail);
		EXPECT(peer.accepted == (rows[i].code == CODE_PROXY_DENIED), "%s", rows[i].scheme);
		peer_close(&peer);
		close_run(&run);
	}
	expect_all_held();
}

/* A tunnel that stands is a connection; whoever is behind it hears no ClientHello. */
static void a_tunnel_where_no_tls_is_spoken(void **state)
{
	const struct target target = {
		.host = "db.example", .port = 5432, .tcp_only = true, .proxied = true
	};
	const struct attempt_outcome *a;
	struct peer peer;
	struct run run;

	(void)state;
	open_run(&run, &target);
	peer_open(&peer, run.loop, PEER_SAYS, NULL);
	peer.words = "HTTP/1.1 200 Connection established\r\n\r\n";
	run.plan.proxies[DIALLER_AGENT].set = true;
	run.plan.proxies[DIALLER_AGENT].url = xasprintf("http://127.0.0.1:%u", peer.port);
	a = finish_run(&run)->attempts[0];
	assert_int_equal(a->code, CODE_NONE);
	assert_true(a->connected);
	assert_false(a->handshaken || a->tls.handshake_spoke);
	assert_true(attempt_worked(&target, a));
	peer_close(&peer);
	close_run(&run);
}

/* Names that are only resolved are not dialled, though /etc/hosts pins them. */
static void what_hosts_pins(void **state)
{
	static const struct {
		enum purpose purpose;
		bool dialled;
	} rows[] = {
		{ PURPOSE_CHECK, true },         { PURPOSE_NUMBERED, true },
		{ PURPOSE_ELSEWHERE, true },     { PURPOSE_PLAIN_NAME, false },
		{ PURPOSE_OTHER_REGION, false }, { PURPOSE_AGENT_PEER, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct target target = { .host = HOST, .purpose = rows[i].purpose };
		const struct target_outcome *outcome;
		struct peer peer;
		struct run run;

		open_run(&run, &target);
		peer_open(&peer, run.loop, PEER_CLOSES, NULL);
		run.plan.targets[0]->port = peer.port;
		run.host.hosts_text = xstrdup("127.0.0.1 " HOST "\n");
		hosts_file_find(&run.host, HOST);
		assert_int_equal(run.host.hosts_count, 1);
		outcome = finish_run(&run);
		EXPECT((outcome->attempt_count == 1) == rows[i].dialled, "purpose %d: %zu",
		       (int)rows[i].purpose, outcome->attempt_count);
		EXPECT(rows[i].dialled || peer.accepted == 0, "purpose %d", (int)rows[i].purpose);
		peer_close(&peer);
		close_run(&run);
	}
	expect_all_held();
}

/* The second questions are asked alone, and what came before stays where it is. */
static void targets_that_come_later(void **state)
{
	enum { LATER = 40 };
	struct target target = { .host = HOST };
	const struct target_outcome *first;
	const struct outcomes *outcomes;
	struct error e;
	struct peer peer;
	struct run run;

	(void)state;
	open_run(&run, &target);
	peer_open(&peer, run.loop, PEER_CLOSES, NULL);
	target.port = run.plan.targets[0]->port = peer.port;
	target.purpose = PURPOSE_ELSEWHERE;
	run.host.hosts_text = xstrdup("127.0.0.1 " HOST "\n");
	hosts_file_find(&run.host, HOST);
	first = finish_run(&run);
	for (size_t i = 0; i < LATER; i++)
		(void)plan_add(&run.plan, &target);
	assert_int_equal(engine_follow_up(run.engine, &e), 0);
	for (uint64_t end_us = clock_now_us() + LIMIT_US; run.done < 2 && clock_now_us() < end_us;)
		(void)sd_event_run(run.loop, 10000);
	assert_int_equal(run.done, 2);
	outcomes = engine_outcomes(run.engine);
	assert_int_equal(outcomes->count, 1 + LATER);
	assert_ptr_equal(outcomes->items[0], first);
	assert_int_equal(first->attempt_count, 1);
	for (size_t i = 0; i < outcomes->count; i++)
		EXPECT(outcomes->items[i]->target == run.plan.targets[i] &&
			       outcomes->items[i]->attempt_count == 1 &&
			       outcomes->items[i]->attempts[0]->code != CODE_NOT_FINISHED,
		       "%zu", i);
	peer_close(&peer);
	close_run(&run);
	expect_all_held();
}

/* Whoever has no name yet is asked for when he has one, and only then. */
static void a_name_that_comes_later(void **state)
{
	struct target target = { .host = "unnamed.example", .unnamed = true };
	const struct target_outcome *outcome;
	struct error e;
	struct peer peer;
	struct run run;

	(void)state;
	open_run(&run, &target);
	peer_open(&peer, run.loop, PEER_CLOSES, NULL);
	run.plan.targets[0]->port = peer.port;
	run.host.hosts_text = xstrdup("127.0.0.1 " HOST " unnamed.example\n");
	hosts_file_find(&run.host, "unnamed.example");
	hosts_file_find(&run.host, HOST);
	outcome = finish_run(&run);
	assert_int_equal(outcome->attempt_count, 0);
	assert_int_equal(peer.accepted, 0);
	(void)copy_text(run.plan.targets[0]->host, HOST_BYTES, HOST);
	run.plan.targets[0]->unnamed = false;
	assert_int_equal(engine_ask_more(run.engine, &e), 0);
	for (uint64_t end_us = clock_now_us() + LIMIT_US; run.done < 2 && clock_now_us() < end_us;)
		(void)sd_event_run(run.loop, 10000);
	assert_int_equal(run.done, 2);
	assert_int_equal(outcome->attempt_count, 1);
	assert_int_not_equal(outcome->attempts[0]->code, CODE_NOT_FINISHED);
	peer_close(&peer);
	close_run(&run);
}

enum { BUSY = 200, BUSY_US = 2000 };

/* As the next step of a handshake does on a slow machine. */
static int on_busy(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	struct run *run = arg;

	(void)source;
	(void)fd;
	(void)events;
	run->late += clock_now_us() > run->deadline_us &&
		     engine_outcomes(run->engine)->items[0]->answers[0].us == 0;
	for (uint64_t end_us = clock_now_us() + BUSY_US; clock_now_us() < end_us;)
		;
	return 0;
}

/* However many sockets are ready, the time that is left is kept. */
static void much_to_do_at_the_deadline(void **state)
{
	static sd_event_source *busy[BUSY];
	const struct target target = { .host = HOST, .port = 443 };
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof at;
	int silent = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int ready = eventfd(1, EFD_CLOEXEC);
	const struct answer *answer;
	struct run run;

	(void)state;
	assert_int_equal(bind(silent, (const struct sockaddr *)&at, len), 0);
	assert_int_equal(getsockname(silent, (struct sockaddr *)&at, &len), 0);
	open_run(&run, &target);
	run.dns_budget_us = 10 * (uint64_t)LIMIT_US;
	run.plan.resolver_count = 1;
	run.plan.resolvers[0].diallers = UINT_MAX;
	run.plan.resolvers[0].address =
		(struct socket_address){ { IP_V4, { 127, 0, 0, 1 } }, ntohs(at.sin_port) };
	for (size_t i = 0; i < BUSY; i++) {
		assert_true(sd_event_add_io(run.loop, &busy[i], dup(ready), EPOLLIN, on_busy,
					    &run) >= 0);
		assert_true(sd_event_source_set_io_fd_own(busy[i], true) >= 0);
	}
	answer = &finish_run(&run)->answers[0];
	EXPECT(answer->code == CODE_NOT_FINISHED, "%s",
	       answer->code ? code_name(answer->code) : "works");
	/* Counted, not timed: a busy machine may stop this process at any point. */
	EXPECT(run.late < BUSY / 2, "%u of %u came before the answer ended", run.late, BUSY);
	for (size_t i = 0; i < BUSY; i++)
		sd_event_source_disable_unref(busy[i]);
	(void)close(ready);
	(void)close(silent);
	close_run(&run);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_of_proxies),
		cmocka_unit_test(a_tunnel_where_no_tls_is_spoken),
		cmocka_unit_test(what_hosts_pins),
		cmocka_unit_test(targets_that_come_later),
		cmocka_unit_test(a_name_that_comes_later),
		cmocka_unit_test(much_to_do_at_the_deadline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
