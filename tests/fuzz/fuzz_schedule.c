/* SPDX-License-Identifier: Apache-2.0 */
/* The engine among peers on 127.0.0.1 that the bytes drive: when each question is answered and
 * how, what becomes of each connection, when the loop wakes up, when descriptors lack, when all
 * is interrupted.  However that goes: it is over once and in time, every target and every
 * attempt has an outcome, and no descriptor is left. */
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/http.h"
#include "ecsprobe/outcome.h"
#include "fuzz.h"

enum {
	HEADER_BYTES = 12,
	CONNECTIONS = 16,
	ROUNDS = 3,
	MILLISECOND_US = 1000,
	/* Of a machine that does other things too. */
	SLACK_US = 5000000,
};

struct peers {
	int dns, listener;
	uint16_t dns_port, port;
	int connections[CONNECTIONS];
	size_t count;
};

struct bytes {
	const uint8_t *at;
	size_t left;
};

struct run {
	sd_event *loop;
	struct peers peers;
	struct http *http;
	struct plan plan;
	struct host_facts host;
	struct engine *engine;
	uint64_t deadline_us;
	unsigned done;
};

/* Loaded once. */
static struct trust *trust;

static uint8_t take(struct bytes *bytes)
{
	if (bytes->left == 0)
		return 0;
	bytes->left--;
	return *bytes->at++;
}

/* --- the peers -------------------------------------------------------------------- */

static int bound(int type, uint16_t *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &len) < 0 ||
	    (type == SOCK_STREAM && listen(fd, CONNECTIONS) < 0))
		abort();
	*port = ntohs(address.sin_port);
	return fd;
}

/* Turns the question in MESSAGE into an answer; how, the byte says. */
static size_t make_answer(uint8_t *message, size_t len, uint8_t how)
{
	static const uint8_t record[] = { 0xc0, HEADER_BYTES, 0, 1, 0,   1, 0, 0,
					  0,    60,           0, 4, 127, 0, 0 };
	size_t end = HEADER_BYTES;
	unsigned count = how >> 4 & 3;

	while (end < len && message[end])
		end += message[end] + 1U;
	end += 5;
	if (end > len)
		return 0;
	message[2] = 0x81;
	message[3] = 0x80 | (how & 1 ? how >> 1 & 7 : 0);
	memset(message + 6, 0, 6);
	for (unsigned i = 0; i < count; i++) {
		memcpy(message + end, record, sizeof record);
		end += sizeof record;
		message[end++] = (uint8_t)(i + 1);
	}
	message[7] = (uint8_t)count;
	if (how & 0x40)
		message[0] ^= 1; /* to nobody's question */
	return how & 0x80 ? end / 2 : end;
}

static void answer_question(const struct peers *peers, uint8_t how)
{
	uint8_t message[2048];
	struct sockaddr_in from;
	socklen_t from_len = sizeof from;
	ssize_t n = recvfrom(peers->dns, message, sizeof message / 2, 0, (struct sockaddr *)&from,
			     &from_len);
	size_t len = n < HEADER_BYTES || how == 0xff ? 0 : make_answer(message, (size_t)n, how);

	if (len)
		(void)sendto(peers->dns, message, len, 0, (struct sockaddr *)&from, from_len);
}

static void accept_one(struct peers *peers)
{
	if (peers->count == CONNECTIONS)
		return;
	peers->connections[peers->count] =
		accept4(peers->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	peers->count += peers->connections[peers->count] >= 0;
}

/* Something is said, or the connection ends or is reset. */
static void treat_connection(struct peers *peers, uint8_t which, struct bytes *bytes)
{
	const struct linger at_once = { 1, 0 };
	char words[64];
	size_t len = which >> 4;
	int *fd;

	if (peers->count == 0)
		return;
	fd = &peers->connections[which % peers->count];
	for (size_t i = 0; i < len; i++)
		words[i] = (char)take(bytes);
	if (len && len < 14) {
		(void)send(*fd, words, len, MSG_NOSIGNAL);
		return;
	}
	if (len)
		(void)setsockopt(*fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	(void)close(*fd);
	*fd = peers->connections[--peers->count];
}

static void peers_open(struct peers *peers)
{
	peers->dns = bound(SOCK_DGRAM, &peers->dns_port);
	peers->listener = bound(SOCK_STREAM, &peers->port);
}

static void peers_close(struct peers *peers)
{
	while (peers->count)
		(void)close(peers->connections[--peers->count]);
	(void)close(peers->dns);
	(void)close(peers->listener);
}

/* --- the run ---------------------------------------------------------------------- */

static void add_target(struct run *run, const char *host, uint8_t kind)
{
	struct target target = { .port = run->peers.port,
				 .tcp_only = kind & 1,
				 .proxied = kind & 2,
				 .dialled_by = DIALLER_AGENT };

	(void)snprintf(target.host, sizeof target.host, "%s", host);
	if (kind & 4)
		(void)ip_parse("127.0.0.1", &target.address);
	(void)plan_add(&run->plan, &target);
}

static void make_plan(struct run *run, struct bytes *bytes)
{
	static const char *const hosts[] = { "a.example", "b.example", "c.example", "d.example" };
	struct proxy *proxy = &run->plan.proxies[DIALLER_AGENT];
	size_t targets = take(bytes) % 4 + 1U;
	size_t servers = take(bytes) % 3;
	char url[64];

	(void)snprintf(url, sizeof url, "http://127.0.0.1:%u", run->peers.port);
	proxy->set = true;
	proxy->url = strdup(url);
	for (size_t i = 0; i < servers; i++) {
		struct resolver *server = &run->plan.resolvers[run->plan.resolver_count++];

		*server = (struct resolver){ .configured = true, .diallers = ~0U };
		(void)snprintf(server->name, sizeof server->name, "system-%u", (unsigned)i);
		(void)ip_parse("127.0.0.1", &server->address.ip);
		/* Of the second, nobody listens. */
		server->address.port = i ? 1 : run->peers.dns_port;
	}
	for (size_t i = 0; i < targets; i++)
		add_target(run, hosts[i], take(bytes));
}

static void on_done(void *arg)
{
	((struct run *)arg)->done++;
}

static void limit_descriptors(bool few)
{
	static struct rlimit usual;
	struct rlimit none;

	if (usual.rlim_max == 0 && getrlimit(RLIMIT_NOFILE, &usual) < 0)
		abort();
	none = (struct rlimit){ 0, usual.rlim_max };
	if (setrlimit(RLIMIT_NOFILE, few ? &none : &usual) < 0)
		abort();
}

static void step(struct run *run, struct bytes *bytes)
{
	uint8_t action = take(bytes);

	switch (action % 8) {
	case 0:
	case 1:
		(void)sd_event_run(run->loop, 0);
		break;
	case 2:
	case 3:
		answer_question(&run->peers, take(bytes));
		break;
	case 4:
		accept_one(&run->peers);
		break;
	case 5:
		treat_connection(&run->peers, take(bytes), bytes);
		break;
	case 6:
		if (action & 0x80)
			engine_interrupt(run->engine, CODE_INTERRUPTED);
		else
			(void)sd_event_run(run->loop, MILLISECOND_US);
		break;
	default:
		limit_descriptors(action & 0x10);
		break;
	}
}

static void expect_outcomes(const struct run *run)
{
	const struct outcomes *outcomes = engine_outcomes(run->engine);

	PROMISE(outcomes->count == run->plan.count);
	for (size_t i = 0; i < outcomes->count; i++) {
		const struct target_outcome *o = outcomes->items[i];

		for (size_t r = 0; r < run->plan.resolver_count; r++)
			PROMISE(!o->answers[r].asked || o->answers[r].code != CODE_NONE ||
				o->answers[r].address_count > 0);
		for (size_t a = 0; a < o->attempt_count; a++) {
			const struct attempt_outcome *attempt = o->attempts[a];

			PROMISE(attempt->code != CODE_NONE || attempt_worked(o->target, attempt));
			PROMISE(!attempt->handshaken); /* nobody here speaks TLS */
			PROMISE(!attempt->large_hello || attempt->large_hello->code != CODE_NONE);
			PROMISE(fuzz_is_printable(attempt->detail));
		}
	}
}

static void finish(struct run *run, struct bytes *bytes, unsigned expected)
{
	while (bytes->left && run->done < expected)
		step(run, bytes);
	limit_descriptors(false);
	while (run->done < expected) {
		PROMISE(clock_now_us() < run->deadline_us + SLACK_US);
		(void)sd_event_run(run->loop, MILLISECOND_US);
	}
	PROMISE(run->done == expected);
	expect_outcomes(run);
}

static void start(struct run *run, struct bytes *bytes)
{
	struct engine_config config = {
		.plan = &run->plan,
		.host = &run->host,
		.trust = trust,
		.http = run->http,
		.dns_budget_us = take(bytes) % 8U * MILLISECOND_US,
		.connect_budget_us = take(bytes) % 8U * MILLISECOND_US,
		.tls_budget_us = take(bytes) % 8U * MILLISECOND_US,
		.done = on_done,
		.arg = run,
	};
	struct error e;

	run->deadline_us = config.deadline_us = clock_now_us() + take(bytes) % 32U * MILLISECOND_US;
	if (engine_start(&run->engine, run->loop, &config, &e) < 0)
		return;
	finish(run, bytes, 1);
	for (unsigned round = 2; bytes->left && round <= ROUNDS; round++) {
		unsigned done = run->done;
		int r;

		if (take(bytes) & 1) {
			add_target(run, "e.example", take(bytes));
			r = engine_follow_up(run->engine, &e);
		} else {
			r = engine_ask_more(run->engine, &e);
		}
		/* Nothing is under way then. */
		if (r < 0)
			break;
		finish(run, bytes, done + 1);
	}
}

static int lowest_free(void)
{
	int fd = dup(STDERR_FILENO);

	(void)close(fd);
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes bytes = { data, size };
	struct run run = { .host = { .usable_v4 = true } };
	struct error e;
	int before;

	limit_descriptors(false);
	before = lowest_free();
	peers_open(&run.peers);
	if (sd_event_new(&run.loop) < 0 || http_open(&run.http, run.loop, &e) < 0 ||
	    (!trust && trust_choose(&trust, NULL, NULL, &e) < 0))
		abort();
	make_plan(&run, &bytes);
	start(&run, &bytes);
	engine_free(run.engine);
	http_close(run.http);
	plan_done(&run.plan);
	host_facts_done(&run.host);
	sd_event_unref(run.loop);
	peers_close(&run.peers);
	PROMISE(lowest_free() == before);
	return 0;
}
