/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/http.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/shortage.h"
#include "ecsprobe/util.h"
#include "exchange.h"

enum { MAX_SOCKETS = 64 };

/* libcurl names a socket by its number; the source that watches it hangs on
 * the multi handle by curl_multi_assign(). */
struct http {
	sd_event *loop; /* owned reference */
	sd_event_source *timer;
	CURLM *multi;
	struct exchange *exchanges;
	int fds[MAX_SOCKETS]; /* those that libcurl wants watched */
	size_t fd_count;
};

static enum http_result result_of(CURLcode rc)
{
	static const struct {
		CURLcode rc;
		enum http_result result;
	} rows[] = {
		{ CURLE_OK, HTTP_ANSWERED },
		{ CURLE_OPERATION_TIMEDOUT, HTTP_TIMED_OUT },
		{ CURLE_WEIRD_SERVER_REPLY, HTTP_BAD_ANSWER },
		{ CURLE_UNSUPPORTED_PROTOCOL, HTTP_BAD_ANSWER }, /* no HTTP status line */
		{ CURLE_WRITE_ERROR, HTTP_BAD_ANSWER },          /* longer than we keep */
		{ CURLE_FILESIZE_EXCEEDED, HTTP_BAD_ANSWER },
		{ CURLE_TOO_LARGE, HTTP_BAD_ANSWER },
		{ CURLE_PARTIAL_FILE, HTTP_BAD_ANSWER },
		{ CURLE_RECV_ERROR, HTTP_BAD_ANSWER },
		{ CURLE_GOT_NOTHING, HTTP_BAD_ANSWER },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].rc == rc)
			return rows[i].result;
	return HTTP_UNREACHABLE;
}

/* Whoever took a request over TLS and hung up has said nothing. */
static bool nothing_came(const struct exchange *x, CURLcode rc)
{
	long status = 0;

	if (!x->tls.set_up || (rc != CURLE_RECV_ERROR && rc != CURLE_GOT_NOTHING))
		return false;
	(void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
	return status == 0;
}

static long connect_status(const struct exchange *x)
{
	long status = 0;

	(void)curl_easy_getinfo(x->easy, CURLINFO_HTTP_CONNECTCODE, &status);
	return status;
}

/* Any other failure may have come after the request was sent. */
static int connect_errno(const struct exchange *x, CURLcode rc)
{
	long err = 0;

	if (rc == CURLE_COULDNT_CONNECT)
		(void)curl_easy_getinfo(x->easy, CURLINFO_OS_ERRNO, &err);
	return (int)err;
}

/* The tunnel outlives the handle that made it.  Only a proxy's own yes makes
 * one: libcurl drops a proxy whose URL it cannot decode, and connects directly. */
static int take_tunnel(struct exchange *x)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (connect_status(x) / 100 != 2 ||
	    curl_easy_getinfo(x->easy, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK ||
	    fd == CURL_SOCKET_BAD)
		return -1;
	return fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

static void finish(struct exchange *x, CURLcode rc, int tunnel_fd)
{
	struct http_reply reply = {
		.result = nothing_came(x, rc) ? HTTP_UNREACHABLE : result_of(rc),
		.shortage = rc != CURLE_OK && (x->unwatched || shortage_count() != x->shortages),
		.os_errno = connect_errno(x, rc),
		.silent = !x->began && (rc == CURLE_RECV_ERROR || rc == CURLE_GOT_NOTHING),
		.date_s = x->date_s,
		.request_id = x->request_id,
		.error_type = x->error_type,
		.authenticate = x->authenticate,
		.registry_version = x->registry_version,
		.tunnel_fd = tunnel_fd,
	};
	long status = 0;

	if (reply.result == HTTP_ANSWERED) {
		(void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
		reply.status = (int)status;
	}
	reply.connect_status = (int)connect_status(x);
	reply.body = x->body;
	reply.body_bytes = x->body_bytes;
	/* The library's longer text may quote the proxy's URL, password and all. */
	if (rc != CURLE_OK)
		escape_text(reply.detail, sizeof reply.detail,
			    x->error[0] && !x->proxied ? x->error : curl_easy_strerror(rc));
	x->finished = true;
	x->done(x->arg, &reply);
}

/* A callback may start exchanges, so the list is only swept afterwards. */
static void reap(struct http *http)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(http->multi, &left))) {
		struct exchange *x = NULL;
		CURLcode rc = message->data.result;

		int tunnel_fd = -1;

		if (message->msg != CURLMSG_DONE)
			continue;
		(void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &x);
		/* Removing the handle would close the tunnel. */
		if (x->tunnel && rc == CURLE_OK)
			tunnel_fd = take_tunnel(x);
		(void)curl_multi_remove_handle(http->multi, x->easy);
		finish(x, rc, tunnel_fd);
	}
	for (struct exchange **link = &http->exchanges; *link;) {
		struct exchange *x = *link;

		if (!x->finished || x->held) {
			link = &x->next;
			continue;
		}
		*link = x->next;
		exchange_free(x);
	}
}

static int on_socket_ready(sd_event_source *source, int fd, uint32_t events, void *arg)
{
	struct http *http = arg;
	int running;
	int action = 0;

	(void)source;
	if (events & EPOLLIN)
		action |= CURL_CSELECT_IN;
	if (events & EPOLLOUT)
		action |= CURL_CSELECT_OUT;
	if (events & (EPOLLERR | EPOLLHUP))
		action |= CURL_CSELECT_ERR;
	(void)curl_multi_socket_action(http->multi, fd, action, &running);
	reap(http);
	return 0;
}

static int on_timer(sd_event_source *source, uint64_t usec, void *arg)
{
	struct http *http = arg;
	int running;

	(void)source;
	(void)usec;
	(void)curl_multi_socket_action(http->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	reap(http);
	return 0;
}

static void forget_fd(struct http *http, int fd)
{
	for (size_t i = 0; i < http->fd_count; i++)
		if (http->fds[i] == fd)
			http->fds[i--] = http->fds[--http->fd_count];
}

/* The time is ours, not libcurl's: a process that was paused finds its timer
 * and its answer together, and the answer counts. */
static int on_budget(sd_event_source *source, uint64_t usec, void *arg)
{
	struct exchange *x = arg;
	struct http *http = x->http;
	size_t count = http->fd_count;
	int fds[MAX_SOCKETS];
	int running;

	(void)source;
	(void)usec;
	x->held = true; /* reap() must not free it under us */
	memcpy(fds, http->fds, sizeof fds);
	for (size_t i = 0; i < count; i++)
		(void)curl_multi_socket_action(http->multi, fds[i],
					       CURL_CSELECT_IN | CURL_CSELECT_OUT, &running);
	reap(http);
	x->held = false;
	if (!x->finished) {
		(void)curl_multi_remove_handle(http->multi, x->easy);
		finish(x, x->unwatched ? CURLE_FAILED_INIT : CURLE_OPERATION_TIMEDOUT, -1);
	}
	reap(http);
	return 0;
}

static int watch(struct http *http, curl_socket_t fd, sd_event_source *source, uint32_t events)
{
	int r;

	if (source)
		return sd_event_source_set_io_events(source, events);
	if (http->fd_count >= MAX_SOCKETS)
		return -EMFILE;
	r = sd_event_add_io(http->loop, &source, fd, events, on_socket_ready, http);
	if (r < 0)
		return r;
	http->fds[http->fd_count++] = fd;
	(void)curl_multi_assign(http->multi, fd, source);
	return r;
}

/* Never an error: libcurl would end every other exchange too, and crash over
 * those that have no connection yet. */
static int socket_wanted(CURL *easy, curl_socket_t fd, int what, void *arg, void *assigned)
{
	struct http *http = arg;
	struct exchange *x = NULL;
	uint32_t events = 0;
	int r;

	if (what == CURL_POLL_REMOVE) {
		forget_fd(http, fd);
		sd_event_source_disable_unref(assigned);
		(void)curl_multi_assign(http->multi, fd, NULL);
		return 0;
	}
	if (what & CURL_POLL_IN)
		events |= EPOLLIN;
	if (what & CURL_POLL_OUT)
		events |= EPOLLOUT;
	r = watch(http, fd, assigned, events);
	if (r >= 0)
		return 0;
	/* None where libcurl itself shuts a kept connection down. */
	(void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &x);
	if (!x)
		return 0;
	x->unwatched = true;
	(void)snprintf(x->error, sizeof x->error, "cannot watch its socket: %s", strerror(-r));
	(void)sd_event_source_set_time_relative(x->budget, 0);
	return 0;
}

/* What fails here is memory, which ends the process elsewhere too; without the
 * timer the exchanges still have their budgets. */
static int timer_wanted(CURLM *multi, long timeout_ms, void *arg)
{
	struct http *http = arg;

	(void)multi;
	if (timeout_ms >= 0)
		(void)sd_event_source_set_time_relative(http->timer, (uint64_t)timeout_ms * 1000U);
	(void)sd_event_source_set_enabled(http->timer,
					  timeout_ms < 0 ? SD_EVENT_OFF : SD_EVENT_ONESHOT);
	return 0;
}

int http_open(struct http **out, struct sd_event *loop, struct error *e)
{
	struct http *http = xcalloc(1, sizeof *http);
	int r;

	http->loop = sd_event_ref(loop);
	http->multi = memory_open() ? curl_multi_init() : NULL;
	r = sd_event_add_time(loop, &http->timer, CLOCK_MONOTONIC, UINT64_MAX, 1, on_timer, http);
	if (r >= 0)
		r = sd_event_source_set_enabled(http->timer, SD_EVENT_OFF);
	if (!http->multi || r < 0) {
		http_close(http);
		return error_set(e, ERROR_INTERNAL, ENOMEM, "cannot set up the HTTP client");
	}
	(void)curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, socket_wanted);
	(void)curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
	(void)curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, timer_wanted);
	(void)curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
	(void)curl_multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 4L);
	*out = http;
	return 0;
}

int http_start(struct http *http, const struct http_request *request, http_done_fn done, void *arg,
	       struct error *e)
{
	unsigned shortages = shortage_count();
	struct exchange *x = exchange_new(http, request, done, arg);

	if (!x)
		return error_set(e, ERROR_INTERNAL, EINVAL, "cannot start a request to %s",
				 request->url);
	x->shortages = shortages;
	if (sd_event_add_time_relative(http->loop, &x->budget, CLOCK_MONOTONIC, request->timeout_us,
				       1, on_budget, x) < 0 ||
	    curl_multi_add_handle(http->multi, x->easy) != CURLM_OK) {
		exchange_free(x);
		return error_set(e, ERROR_INTERNAL, EINVAL, "cannot start a request to %s",
				 request->url);
	}
	x->next = http->exchanges;
	http->exchanges = x;
	return 0;
}

/* Only marked: whoever called the callback that calls us may still hold it.
 * The next answer or http_close() frees it. */
void http_cancel(struct http *http, const void *arg)
{
	for (struct exchange *x = http->exchanges; x; x = x->next) {
		if (x->finished || x->arg != arg)
			continue;
		x->finished = true;
		x->budget = sd_event_source_disable_unref(x->budget);
		(void)curl_multi_remove_handle(http->multi, x->easy);
		text_wipe_bytes(x->body, x->body_bytes);
	}
}

void http_close(struct http *http)
{
	if (!http)
		return;
	while (http->exchanges) {
		struct exchange *x = http->exchanges;

		http->exchanges = x->next;
		(void)curl_multi_remove_handle(http->multi, x->easy);
		exchange_free(x);
	}
	(void)curl_multi_cleanup(http->multi);
	sd_event_source_disable_unref(http->timer);
	sd_event_unref(http->loop);
	free(http);
}

const char *http_library_version(void)
{
	return curl_version_info(CURLVERSION_NOW)->version;
}
