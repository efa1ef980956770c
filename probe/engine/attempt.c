/* SPDX-License-Identifier: Apache-2.0 */
#include "attempt.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/ports.h"
#include "ecsprobe/shortage.h"
#include "ecsprobe/sockaddr.h"
#include "large_hello.h"
#include "own_refusal.h"
#include "step.h"
#include "tls.h"

/* Every path that carries IPv4 at all must pass packets of this size in one piece. */
enum { SMALL_SEGMENT_BYTES = 536 };

enum stage { STAGE_CONNECT, STAGE_HANDSHAKE, STAGE_DONE };

struct attempt {
	struct attempt_config config;
	enum stage stage;
	bool settled;
	bool asked; /* whether it may make its handshake */
	int fd;
	struct tls_session *session; /* NULL beside a large ClientHello */
	struct large_hello hello;
	sd_event_source *io, *timer;
	uint64_t stage_start_us;
	struct step_failure failure;
};

/* A stage: how it begins, what it tries, and what the end of its budget means. */
struct stage_row {
	enum step (*enter)(struct attempt *a);
	enum step (*step)(struct attempt *a);
	enum code timed_out;
};

static enum step fail(struct attempt *a, enum code code, int err)
{
	a->failure.code = code;
	a->failure.raw_errno = err;
	escape_text(a->failure.detail, sizeof a->failure.detail, strerror(err));
	return STEP_FAILED;
}

static enum step fail_connect(struct attempt *a, int err)
{
	static const struct {
		int err;
		enum code code;
	} rows[] = {
		{ ECONNREFUSED, CODE_TCP_REFUSED },
		{ ECONNRESET, CODE_TCP_RESET },
		{ ETIMEDOUT, CODE_TCP_TIMEOUT },
	};

	if (err == EPERM ||
	    own_refusal_seen(a->fd, &a->config.ip, clock_now_us() - a->stage_start_us))
		return fail(a, CODE_HOST_FIREWALL, err);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].err == err)
			return fail(a, rows[i].code, err);
	return fail(a, error_is_shortage(err) ? CODE_NOT_FINISHED : CODE_TCP_UNREACHABLE, err);
}

bool attempt_has_route(const struct ip *ip)
{
	struct sockaddr_storage address;
	socklen_t len = ip_to_sockaddr(ip, HTTPS_PORT, &address);
	CLEANUP(cleanup_close) int fd = socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return errno != EAFNOSUPPORT;
	/* No other error may be called "no route". */
	return connect(fd, (const struct sockaddr *)&address, len) == 0 ||
	       (errno != ENETUNREACH && errno != EHOSTUNREACH && errno != EADDRNOTAVAIL);
}

static enum step connect_enter(struct attempt *a)
{
	struct sockaddr_storage address;
	socklen_t len = ip_to_sockaddr(&a->config.ip, a->config.port, &address);

	a->fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	/* Our own shortage of descriptors says nothing about the path. */
	if (a->fd < 0)
		return fail(a, errno == EAFNOSUPPORT ? CODE_NO_FAMILY_ROUTE : CODE_NOT_FINISHED,
			    errno);
	a->config.outcome->dialled = true;
	own_refusal_watch(a->fd, a->config.ip.family);
	if (a->config.purpose == PURPOSE_SMALL_SEGMENTS ||
	    a->config.purpose == PURPOSE_LARGE_SEGMENTS)
		(void)setsockopt(a->fd, IPPROTO_TCP, TCP_MAXSEG, &(int){ SMALL_SEGMENT_BYTES },
				 sizeof(int));
	if (connect(a->fd, (const struct sockaddr *)&address, len) < 0 && errno != EINPROGRESS)
		return fail_connect(a, errno);
	return STEP_WANT_WRITE;
}

/* SO_ERROR == 0 alone proves nothing: it is 0 before the peer has answered. */
static enum step connect_step(struct attempt *a)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof peer;
	int err = 0;
	socklen_t err_len = sizeof err;

	if (getsockopt(a->fd, SOL_SOCKET, SO_ERROR, &err, &err_len) < 0)
		return fail_connect(a, errno);
	if (err)
		return fail_connect(a, err);
	if (getpeername(a->fd, (struct sockaddr *)&peer, &len) == 0) {
		own_refusal_unwatch(a->fd, a->config.ip.family);
		return STEP_NEXT;
	}
	return errno == ENOTCONN ? STEP_WANT_WRITE : fail_connect(a, errno);
}

static bool sends_large_hello(enum purpose purpose)
{
	return purpose == PURPOSE_LARGE_HELLO || purpose == PURPOSE_LARGE_SEGMENTS;
}

static enum step handshake_enter(struct attempt *a)
{
	const struct attempt_config *config = &a->config;
	struct tls *tls = config->tls(config->arg);
	int r;

	if (!tls)
		r = -ENOMEM;
	else if (sends_large_hello(config->purpose))
		r = tls_large_hello(&a->hello, tls, config->dialled_by, config->host);
	else
		r = tls_session_new(&a->session, tls, a->fd, config->host, config->dialled_by,
				    &config->outcome->tls);
	return r < 0 ? fail(a, CODE_NOT_FINISHED, -r) : STEP_NEXT;
}

/* The handshake with a small ClientHello judges the certificate. */
static enum step handshake_step(struct attempt *a)
{
	return a->session ? tls_session_step(a->session, &a->failure)
			  : tls_large_hello_step(&a->hello, a->fd, &a->failure);
}

static const struct stage_row stages[STAGE_DONE] = {
	[STAGE_CONNECT] = { connect_enter, connect_step, CODE_TCP_TIMEOUT },
	[STAGE_HANDSHAKE] = { handshake_enter, handshake_step, CODE_TLS_TIMEOUT },
};

void attempt_settle(struct attempt *a, enum code code)
{
	if (a->settled)
		return;
	a->settled = true;
	a->config.outcome->code = code;
	if (code != CODE_NONE && a->stage_start_us)
		a->config.outcome->failed_us = clock_now_us() - a->stage_start_us;
	sd_event_source_disable_unref(a->io);
	sd_event_source_disable_unref(a->timer);
	a->io = NULL;
	a->timer = NULL;
	tls_session_free(a->session);
	a->session = NULL;
	large_hello_done(&a->hello);
	if (a->fd >= 0)
		(void)close(a->fd);
	a->fd = -1;
	a->config.settled(a->config.arg);
}

/* From the SYN to its answer as the kernel saw them: by our own clock a connection that waits
 * while we compute the handshakes of others looks slow.  A SYN that was sent again was slow. */
static uint64_t connect_time_us(const struct attempt *a, uint64_t own_us)
{
	struct tcp_info info = { 0 };
	socklen_t len = sizeof info;

	if (getsockopt(a->fd, IPPROTO_TCP, TCP_INFO, &info, &len) < 0 || info.tcpi_rtt == 0 ||
	    info.tcpi_total_retrans || info.tcpi_rtt > own_us)
		return own_us;
	return info.tcpi_rtt;
}

static void note_stage_time(struct attempt *a)
{
	struct attempt_outcome *outcome = a->config.outcome;
	uint64_t us = clock_now_us() - a->stage_start_us;

	if (a->stage == STAGE_CONNECT) {
		outcome->connected = true;
		outcome->connect_us = connect_time_us(a, us);
	} else {
		outcome->handshaken = true;
		outcome->tls_us = us;
	}
}

static void end_stage(struct attempt *a)
{
	note_stage_time(a);
	a->stage = a->config.tcp_only ? STAGE_DONE : a->stage + 1;
	if (a->stage == STAGE_DONE)
		attempt_settle(a, CODE_NONE);
}

static void drive(struct attempt *a, bool entering);

static int on_io(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	(void)source;
	(void)fd;
	(void)events;
	drive(arg, false);
	return 0;
}

static bool start_budget(struct attempt *a);

static void settle_timed_out(struct attempt *a)
{
	if (a->stage != STAGE_CONNECT || !own_refusal_dropped(a->fd)) {
		attempt_settle(a, stages[a->stage].timed_out);
		return;
	}
	(void)copy_text(a->config.outcome->detail, sizeof a->config.outcome->detail,
			"no packet left this host");
	attempt_settle(a, CODE_HOST_FIREWALL);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *arg)
{
	struct attempt *a = arg;
	enum stage timed_out = a->stage;
	bool paused = clock_now_us() > usec + CLOCK_PAUSE_US;

	(void)source;
	/* A process that was paused finds its timer and its answer together. */
	drive(a, false);
	if (a->settled || a->stage != timed_out)
		return 0;
	if (!paused || !start_budget(a))
		settle_timed_out(a);
	return 0;
}

static bool wait_for(struct attempt *a, uint32_t events)
{
	if (!a->io)
		return sd_event_add_io(a->config.loop, &a->io, a->fd, events, on_io, a) >= 0;
	return sd_event_source_set_io_events(a->io, events) >= 0;
}

static bool start_budget(struct attempt *a)
{
	uint64_t budget_us = a->stage == STAGE_CONNECT ? a->config.connect_budget_us
						       : a->config.tls_budget_us;

	a->stage_start_us = clock_now_us();
	if (a->timer)
		return sd_event_source_set_time(a->timer, a->stage_start_us + budget_us) >= 0 &&
		       sd_event_source_set_enabled(a->timer, SD_EVENT_ONESHOT) >= 0;
	return sd_event_add_time(a->config.loop, &a->timer, CLOCK_MONOTONIC,
				 a->stage_start_us + budget_us, 1, on_timer, a) >= 0;
}

static void settle_failed(struct attempt *a)
{
	a->config.outcome->raw_errno = a->failure.raw_errno;
	(void)copy_text(a->config.outcome->detail, sizeof a->config.outcome->detail,
			a->failure.detail);
	attempt_settle(a, a->failure.code);
}

static enum step enter(struct attempt *a)
{
	return start_budget(a) ? stages[a->stage].enter(a) : fail(a, CODE_NOT_FINISHED, ENOMEM);
}

/* Its budget begins when it goes on. */
static bool is_held_back(struct attempt *a)
{
	if (a->stage != STAGE_HANDSHAKE || a->asked || !a->config.may_handshake)
		return false;
	a->asked = true;
	if (a->config.may_handshake(a->config.arg))
		return false;
	a->io = sd_event_source_disable_unref(a->io);
	a->timer = sd_event_source_disable_unref(a->timer);
	a->stage_start_us = 0;
	return true;
}

/* The only place that arms the loop and reads the clock. */
static void drive(struct attempt *a, bool entering)
{
	while (!a->settled && !(entering && is_held_back(a))) {
		enum step step = entering ? enter(a) : stages[a->stage].step(a);

		switch (step) {
		case STEP_NEXT:
			if (!entering)
				end_stage(a);
			entering = !entering;
			continue;
		case STEP_FAILED:
			settle_failed(a);
			return;
		case STEP_WANT_READ:
		case STEP_WANT_WRITE:
			if (!wait_for(a, step == STEP_WANT_READ ? EPOLLIN : EPOLLOUT))
				attempt_settle(a, CODE_NOT_FINISHED);
			return;
		}
	}
}

struct attempt *attempt_new(const struct attempt_config *config)
{
	struct attempt *a = xcalloc(1, sizeof *a);

	a->config = *config;
	a->fd = config->fd;
	a->stage = config->fd < 0 ? STAGE_CONNECT : STAGE_HANDSHAKE;
	return a;
}

void attempt_start(struct attempt *a)
{
	/* An open tunnel is all that this attempt checks. */
	if (a->config.tcp_only && a->stage != STAGE_CONNECT)
		attempt_settle(a, CODE_NONE);
	else
		drive(a, true);
}

void attempt_go_on(struct attempt *a)
{
	drive(a, true);
}

void attempt_free(struct attempt *a)
{
	if (!a)
		return;
	sd_event_source_disable_unref(a->io);
	sd_event_source_disable_unref(a->timer);
	tls_session_free(a->session);
	large_hello_done(&a->hello);
	if (a->fd >= 0)
		(void)close(a->fd);
	free(a);
}
