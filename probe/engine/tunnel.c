/* SPDX-License-Identifier: Apache-2.0 */
#include "tunnel.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "ecsprobe/sockaddr.h"

/* 407 is the standard's answer to missing or wrong credentials, 401 that of
 * some proxies to wrong ones. */
enum {
	PROXY_AUTH_REQUIRED = 407,
	UNAUTHORIZED = 401,
	FIRST_REFUSAL = 400,
	MAX_ANSWER_BYTES = 4096
};

struct tunnel {
	struct tunnel_config config;
	uint64_t start_us;
	bool over;
};

static void note_peer(struct attempt_outcome *outcome, int fd)
{
	struct sockaddr_storage peer = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof peer;

	if (getpeername(fd, (struct sockaddr *)&peer, &len) == 0)
		(void)ip_from_sockaddr((const struct sockaddr *)&peer, &outcome->ip);
}

static enum code code_of(const struct http_reply *reply)
{
	if (reply->connect_status == PROXY_AUTH_REQUIRED || reply->connect_status == UNAUTHORIZED)
		return CODE_PROXY_AUTH;
	if (reply->connect_status >= FIRST_REFUSAL)
		return CODE_PROXY_DENIED;
	/* A yes without a descriptor to keep it is our own shortage too. */
	if ((reply->result == HTTP_ANSWERED && reply->connect_status) || reply->shortage)
		return CODE_NOT_FINISHED;
	return CODE_PROXY_UNREACHABLE;
}

static const char *words_of(const struct http_reply *reply)
{
	if (reply->detail[0])
		return reply->detail;
	return reply->result == HTTP_TIMED_OUT ? "the proxy did not answer in time"
					       : "the proxy's URL cannot be used";
}

static void on_reply(void *arg, const struct http_reply *reply)
{
	struct tunnel *tunnel = arg;
	struct attempt_outcome *outcome = tunnel->config.outcome;

	if (tunnel->over) {
		if (reply->tunnel_fd >= 0)
			(void)close(reply->tunnel_fd);
		return;
	}
	tunnel->over = true;
	outcome->dialled = true;
	if (reply->tunnel_fd < 0) {
		outcome->code = code_of(reply);
		outcome->failed_us = clock_now_us() - tunnel->start_us;
		if (reply->connect_status >= FIRST_REFUSAL)
			(void)snprintf(outcome->detail, sizeof outcome->detail,
				       "the proxy answered %d", reply->connect_status);
		else
			(void)copy_text(outcome->detail, sizeof outcome->detail, words_of(reply));
	} else {
		outcome->connected = true;
		outcome->connect_us = clock_now_us() - tunnel->start_us;
		note_peer(outcome, reply->tunnel_fd);
	}
	tunnel->config.done(tunnel->config.arg, reply->tunnel_fd);
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *found = c ? strchr(digits, c | 0x20) : NULL;

	return found ? (int)(found - digits) : -1;
}

/* A control character, plain or percent-encoded: the HTTP client would drop the
 * whole proxy and go directly. */
static bool has_control_character(const char *url)
{
	for (; *url; url++) {
		if ((unsigned char)*url < 0x20 || *url == 0x7f)
			return true;
		if (*url == '%' && hex_digit(url[1]) >= 0 && hex_digit(url[2]) >= 0) {
			int value = hex_digit(url[1]) * 16 + hex_digit(url[2]);

			if (value < 0x20 || value == 0x7f)
				return true;
		}
	}
	return false;
}

int tunnel_start(struct tunnel **out, const struct tunnel_config *config, struct error *e)
{
	struct tunnel *tunnel = xcalloc(1, sizeof *tunnel);
	CLEANUP(cleanup_free)
	char *url = xasprintf("http://%s:%u/", config->target->host, config->target->port);
	const struct http_request request = {
		.method = "GET",
		.url = url,
		.proxy_url = config->proxy->url,
		.proxy_user = config->proxy->user,
		.proxy_password = config->proxy->password,
		.timeout_us = config->budget_us,
		.max_body_bytes = MAX_ANSWER_BYTES,
	};
	int r;

	/* What cannot be asked the way the dialler asks it is not judged. */
	if (config->proxy->form == GO_PROXY_UNTRIED ||
	    strncasecmp(config->proxy->url, "http://", 7) != 0) {
		free(tunnel);
		return error_set(e, ERROR_INTERNAL, ENOTSUP,
				 "ecsprobe can check only http proxies");
	}
	if (has_control_character(config->proxy->url)) {
		free(tunnel);
		return error_set(e, ERROR_CONFIG, EINVAL, "the proxy's URL cannot be used");
	}
	tunnel->config = *config;
	tunnel->start_us = clock_now_us();
	r = http_start(config->http, &request, on_reply, tunnel, e);
	if (r < 0) {
		free(tunnel);
		return r;
	}
	*out = tunnel;
	return 0;
}

void tunnel_stop(struct tunnel *tunnel, enum code code)
{
	if (tunnel->over)
		return;
	tunnel->over = true;
	tunnel->config.outcome->code = code;
	tunnel->config.done(tunnel->config.arg, -1);
}

void tunnel_free(struct tunnel *tunnel)
{
	free(tunnel);
}
