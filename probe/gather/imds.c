/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/credentials.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/http.h"
#include "ecsprobe/util.h"
#include "imds_values.h"

/* IMDSv2 (EC2 User Guide, instance metadata): a token by PUT, then GETs with it. IPv4 is asked
 * first and IPv6 shortly after, because a token answer that exceeds the hop limit just never
 * arrives. */
static const char *const well_known[] = { "http://169.254.169.254", "http://[fd00:ec2::254]" };

enum {
	MAX_BODY_BYTES = 16 * 1024,
	MAX_USER_DATA_BYTES = 64 * 1024,
	MAX_TOKEN_BYTES = 256,
	MAX_TRIES = 3,
	FIRST_RETRY_US = 50 * 1000,
	IPV6_HEAD_START_US = 250 * 1000,
	TIMER_SLACK_US = 10 * 1000,
	HTTP_OK = 200,
	HTTP_UNAUTHORIZED = 401,
	HTTP_FORBIDDEN = 403,
	HTTP_NOT_FOUND = 404,
	HTTP_TOO_MANY = 429,
	HTTP_UNAVAILABLE = 503,
};

struct token_try {
	struct imds *imds;
	const char *endpoint;
	bool started;
	bool over;
	enum code code; /* how it failed, once over */
	char detail[128];
};

struct imds {
	struct http *http;     /* borrowed */
	struct sd_event *loop; /* borrowed */
	struct imds_config config;
	struct imds_values values;
	struct identity late; /* takes what comes when nobody waits for it any more */
	struct token_try tries[ARRAY_SIZE(well_known)];
	size_t try_count;
	char endpoint[64]; /* the one whose token we have */
	char token_header[MAX_TOKEN_BYTES + 64];
	struct fetch *fetches; /* owned */
	unsigned identity_left, network_left;
	bool identity_over, network_over;
	bool awaited; /* the identity's time is up, but a token may still come */
	sd_event_source *head_start, *budget, *patience;
	uint64_t start_us;
};

/* One GET.  It stays in the list until imds_stop(), so a late answer never
 * meets freed memory. */
struct fetch {
	struct imds *imds;
	struct fetch *next;
	const struct imds_want *want;
	char name[65]; /* a MAC or a role; "" unless the path has one */
	unsigned tries;
	sd_event_source *retry;
};

static void announce(struct imds *imds)
{
	if (!imds->identity_over && imds->identity_left == 0) {
		imds->identity_over = true;
		sd_event_source_disable_unref(imds->budget);
		imds->budget = NULL;
		imds->config.identity_done(imds->config.arg);
	}
	/* What the identity brings too late is needed for the network still. */
	if (imds->identity_over && !imds->network_over && imds->network_left == 0 &&
	    imds->identity_left == 0 && !imds->awaited) {
		imds->network_over = true;
		imds_values_finish(&imds->values, imds->config.identity, imds->config.network);
		imds->config.network_done(imds->config.arg);
	}
}

static void fetch_over(struct fetch *fetch)
{
	unsigned *left = fetch->want->identity ? &fetch->imds->identity_left
					       : &fetch->imds->network_left;

	--*left;
	announce(fetch->imds);
}

static void fetch_start(struct fetch *fetch);

static int on_retry(sd_event_source *source, uint64_t usec, void *arg)
{
	(void)source;
	(void)usec;
	fetch_start(arg);
	return 0;
}

/* Throttling is per instance and passes; anything else would not. */
static bool retry_later(struct fetch *fetch)
{
	uint64_t wait_us = (uint64_t)FIRST_RETRY_US << fetch->tries;

	if (++fetch->tries >= MAX_TRIES)
		return false;
	sd_event_source_disable_unref(fetch->retry);
	fetch->retry = NULL;
	return sd_event_add_time_relative(fetch->imds->loop, &fetch->retry, CLOCK_MONOTONIC,
					  wait_us, 1, on_retry, fetch) >= 0;
}

static void fetch_add(struct imds *imds, const struct imds_want *want, const char *name)
{
	struct fetch *fetch = xcalloc(1, sizeof *fetch);

	fetch->imds = imds;
	fetch->want = want;
	(void)copy_text(fetch->name, sizeof fetch->name, name);
	fetch->next = imds->fetches;
	imds->fetches = fetch;
	/* Counted before it starts: the stage cannot end between two requests. */
	++*(want->identity ? &imds->identity_left : &imds->network_left);
	fetch_start(fetch);
}

/* What an answer makes possible to ask. */
static void follow(struct imds *imds, const struct imds_want *want)
{
	size_t count;
	const struct imds_want *wants = imds_wants(&count);

	for (size_t i = 0; i < count; i++) {
		if (wants[i].after != want->kind)
			continue;
		if (want->kind == IMDS_MAC)
			fetch_add(imds, &wants[i], imds->values.mac);
		if (want->kind == IMDS_ROLE)
			fetch_add(imds, &wants[i], imds->config.role->name);
		for (size_t m = 0; want->kind == IMDS_MACS && m < imds->values.interface_count; m++)
			fetch_add(imds, &wants[i], imds->values.interfaces[m].mac);
	}
}

/* User data must not be kept: it often contains secrets. */
static void take_launch(struct fetch *fetch, const struct http_reply *reply)
{
	struct imds *imds = fetch->imds;

	if (reply->result != HTTP_ANSWERED)
		return;
	if (fetch->want->kind == IMDS_TOKENLESS) {
		if (reply->status == HTTP_OK || reply->status == HTTP_UNAUTHORIZED)
			imds->config.launch->tokens_required =
				reply->status == HTTP_OK ? SIGHT_ABSENT : SIGHT_SEEN;
		return;
	}
	if (reply->status == HTTP_OK)
		(void)imds_launch_store(fetch->want, reply->body, imds->config.launch);
	else if (reply->status == HTTP_NOT_FOUND)
		(void)imds_launch_store(fetch->want, NULL, imds->config.launch);
}

/* 404 means that there is none; any other refusal means nothing. */
static void take_role(struct fetch *fetch, const struct http_reply *reply)
{
	struct imds *imds = fetch->imds;
	bool none = reply->status == HTTP_NOT_FOUND && fetch->want->kind == IMDS_ROLE;

	if (reply->result != HTTP_ANSWERED || (reply->status != HTTP_OK && !none))
		return;
	if (imds_role_store(fetch->want, none ? NULL : reply->body, imds->config.role) &&
	    imds->config.role->sight == SIGHT_SEEN)
		follow(imds, fetch->want);
	if (fetch->want->kind == IMDS_ROLE_CODE && imds->config.credentials &&
	    instance_role_works(imds->config.role))
		(void)credentials_parse(imds->config.credentials, reply->body);
}

static void on_value(void *arg, const struct http_reply *reply)
{
	struct fetch *fetch = arg;
	struct imds *imds = fetch->imds;

	if (reply->result == HTTP_ANSWERED &&
	    (reply->status == HTTP_TOO_MANY || reply->status == HTTP_UNAVAILABLE) &&
	    retry_later(fetch))
		return;
	if (fetch->want->launch) {
		take_launch(fetch, reply);
	} else if (fetch->want->kind == IMDS_ROLE || fetch->want->kind == IMDS_ROLE_CODE) {
		take_role(fetch, reply);
	} else if (reply->result == HTTP_ANSWERED && reply->status == HTTP_OK) {
		if (imds_value_store(&imds->values, fetch->want, fetch->name, reply->body,
				     imds->identity_over ? &imds->late : imds->config.identity,
				     imds->config.network))
			follow(imds, fetch->want);
		else
			imds->config.status->code = CODE_IMDS_BAD_ANSWER;
	}
	fetch_over(fetch);
}

/* The plan may go on without waiting, but the silence of the service is reported only later. */
static uint64_t patience_us(const struct imds *imds)
{
	uint64_t budget_us = imds->config.identity_budget_us;

	return budget_us < imds->config.patience_us ? imds->config.patience_us : budget_us;
}

/* Only the role's credentials are awaited as long as a token would be. */
static uint64_t request_timeout_us(const struct fetch *fetch)
{
	const struct imds *imds = fetch->imds;
	bool of_role = fetch->want->kind == IMDS_ROLE || fetch->want->kind == IMDS_ROLE_CODE;
	uint64_t left_us = clock_left_us(imds->start_us + patience_us(imds));

	return of_role && imds->config.credentials && left_us > imds->config.request_timeout_us
		       ? left_us
		       : imds->config.request_timeout_us;
}

static void fetch_start(struct fetch *fetch)
{
	struct imds *imds = fetch->imds;
	const char *headers[] = { fetch->want->kind == IMDS_TOKENLESS ? NULL : imds->token_header,
				  NULL };
	char url[256];
	struct http_request request = {
		.method = "GET",
		.url = url,
		.headers = headers,
		.timeout_us = request_timeout_us(fetch),
		.max_body_bytes = fetch->want->launch ? MAX_USER_DATA_BYTES : MAX_BODY_BYTES,
	};

	(void)snprintf(url, sizeof url, "%s/latest/%s%s%s", imds->endpoint, fetch->want->path,
		       fetch->name, fetch->want->path_after_mac ? fetch->want->path_after_mac : "");
	if (http_start(imds->http, &request, on_value, fetch, NULL) < 0)
		fetch_over(fetch);
}

static void start_fetches(struct imds *imds)
{
	size_t count;
	const struct imds_want *wants = imds_wants(&count);

	/* Hold both stages open until everything has been counted. */
	imds->identity_left++;
	imds->network_left++;
	for (size_t i = 0; i < count; i++)
		if (wants[i].after == IMDS_NOTHING && (!wants[i].launch || imds->config.launch))
			fetch_add(imds, &wants[i], "");
	imds->identity_left--;
	imds->network_left--;
}

/* The failure to report: an answer tells more than silence, and of two silences that of the address
 * which every instance has. */
static const struct token_try *most_telling(const struct imds *imds)
{
	for (size_t i = 0; i < imds->try_count; i++)
		if (imds->tries[i].over && imds->tries[i].code != CODE_IMDS_UNREACHABLE)
			return &imds->tries[i];
	return &imds->tries[0];
}

static void note_silence(struct imds *imds)
{
	const struct token_try *try = most_telling(imds);
	struct imds_status *status = imds->config.status;

	status->silent = true;
	for (size_t i = 0; i < imds->try_count; i++)
		status->silent &= imds->tries[i].over;
	status->silent |= clock_now_us() + TIMER_SLACK_US >= imds->start_us + patience_us(imds);
	status->code = try->over ? try->code : CODE_IMDS_UNREACHABLE;
	(void)copy_text(status->endpoint, sizeof status->endpoint, try->endpoint);
	(void)copy_text(status->detail, sizeof status->detail,
			try->over ? try->detail : "no answer to the token request");
}

/* No token from anywhere: both stages end empty. */
static void give_up(struct imds *imds)
{
	note_silence(imds);
	imds->awaited = false;
	imds->identity_left = 0;
	imds->network_left = 0;
	announce(imds);
}

static void note_clock(struct imds *imds, int64_t date_s)
{
	struct imds_status *status = imds->config.status;

	if (date_s == 0)
		return;
	status->clock_known = true;
	status->clock_skew_s = clock_wall_s() - date_s;
}

static bool token_is_wellformed(const char *token, size_t len)
{
	if (len == 0 || len > MAX_TOKEN_BYTES)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isgraph((unsigned char)token[i]))
			return false;
	return true;
}

static void note_failure(struct token_try *try, const struct http_reply *reply)
{
	try->code = reply->shortage ? CODE_NOT_FINISHED : CODE_IMDS_UNREACHABLE;
	if (reply->result == HTTP_ANSWERED && reply->status == HTTP_FORBIDDEN)
		try->code = CODE_IMDS_DISABLED;
	else if (reply->result == HTTP_ANSWERED || reply->result == HTTP_BAD_ANSWER)
		try->code = CODE_IMDS_BAD_ANSWER;
	if (reply->result == HTTP_ANSWERED)
		(void)snprintf(try->detail, sizeof try->detail, "HTTP status %d", reply->status);
	else
		(void)copy_text(try->detail, sizeof try->detail, reply->detail);
}

static void token_start(struct token_try *try);

static void on_token(void *arg, const struct http_reply *reply)
{
	struct token_try *try = arg;
	struct imds *imds = try->imds;
	bool all_over = true;

	try->over = true;
	if (imds->endpoint[0] || (imds->identity_over && !imds->awaited))
		return; /* the other address was faster, or the time is up */
	if (reply->result == HTTP_ANSWERED && reply->status == HTTP_OK &&
	    token_is_wellformed(reply->body, reply->body_bytes)) {
		(void)copy_text(imds->endpoint, sizeof imds->endpoint, try->endpoint);
		(void)copy_text(imds->config.status->endpoint, sizeof imds->endpoint,
				try->endpoint);
		imds->awaited = false;
		imds->config.status->code = CODE_NONE;
		imds->config.status->detail[0] = '\0';
		(void)snprintf(imds->token_header, sizeof imds->token_header,
			       "X-aws-ec2-metadata-token: %s", reply->body);
		note_clock(imds, reply->date_s);
		start_fetches(imds);
		return;
	}
	note_failure(try, reply);
	for (size_t i = 0; i < imds->try_count; i++) {
		if (!imds->tries[i].started)
			token_start(&imds->tries[i]);
		all_over &= imds->tries[i].over;
	}
	if (all_over)
		give_up(imds);
}

static void token_start(struct token_try *try)
{
	static const char *const headers[] = { "X-aws-ec2-metadata-token-ttl-seconds: 60", NULL };
	char url[96];
	struct http_request request = {
		.method = "PUT",
		.url = url,
		.headers = headers,
		.timeout_us = patience_us(try->imds),
		.max_body_bytes = MAX_TOKEN_BYTES,
	};

	try->started = true;
	(void)snprintf(url, sizeof url, "%s/latest/api/token", try->endpoint);
	if (http_start(try->imds->http, &request, on_token, try, NULL) < 0) {
		try->over = true;
		try->code = CODE_IMDS_UNREACHABLE;
	}
}

static int on_head_start(sd_event_source *source, uint64_t usec, void *arg)
{
	struct imds *imds = arg;

	(void)source;
	(void)usec;
	for (size_t i = 0; i < imds->try_count && !imds->endpoint[0]; i++)
		if (!imds->tries[i].started)
			token_start(&imds->tries[i]);
	return 0;
}

static int on_budget(sd_event_source *source, uint64_t usec, void *arg);

/* A little longer, while others go on.  False: its time is up. */
static bool await_token(struct imds *imds)
{
	uint64_t until_us = imds->start_us + patience_us(imds);

	if (clock_now_us() >= until_us ||
	    sd_event_add_time(imds->loop, &imds->patience, CLOCK_MONOTONIC, until_us, 1, on_budget,
			      imds) < 0)
		return false;
	note_silence(imds);
	imds->awaited = true;
	return true;
}

static int on_budget(sd_event_source *source, uint64_t usec, void *arg)
{
	struct imds *imds = arg;

	(void)source;
	(void)usec;
	if (!imds->endpoint[0] && (imds->awaited || !await_token(imds))) {
		give_up(imds);
		return 0;
	}
	if (!imds->identity_over) {
		imds->identity_over = true;
		imds->config.identity_done(imds->config.arg);
	}
	announce(imds);
	return 0;
}

int imds_start(struct imds **out, struct http *http, struct sd_event *loop,
	       const struct imds_config *config, struct error *e)
{
	struct imds *imds = xcalloc(1, sizeof *imds);

	imds->http = http;
	imds->loop = loop;
	imds->config = *config;
	imds->start_us = clock_now_us();
	config->status->asked = true;
	imds->try_count = config->endpoint ? 1 : ARRAY_SIZE(well_known);
	for (size_t i = 0; i < imds->try_count; i++)
		imds->tries[i] = (struct token_try){
			.imds = imds,
			.endpoint = config->endpoint ? config->endpoint : well_known[i],
		};
	if (sd_event_add_time_relative(loop, &imds->head_start, CLOCK_MONOTONIC, IPV6_HEAD_START_US,
				       1, on_head_start, imds) < 0 ||
	    sd_event_add_time_relative(loop, &imds->budget, CLOCK_MONOTONIC,
				       config->identity_budget_us, 1, on_budget, imds) < 0) {
		imds_stop(imds);
		return error_set(e, ERROR_INTERNAL, ENOMEM, "cannot set a timer");
	}
	token_start(&imds->tries[0]);
	*out = imds;
	return 0;
}

/* The run ended before anything was known of it, which is no answer. */
static void note_unheard(struct imds *imds)
{
	struct imds_status *status = imds->config.status;

	if (status->endpoint[0] || status->code != CODE_NONE)
		return;
	status->code = CODE_NOT_FINISHED;
	(void)copy_text(status->endpoint, sizeof status->endpoint, imds->tries[0].endpoint);
	(void)copy_text(status->detail, sizeof status->detail, "the run ended before it answered");
}

void imds_stop(struct imds *imds)
{
	if (!imds)
		return;
	if (!imds->network_over)
		imds_values_finish(&imds->values, imds->config.identity, imds->config.network);
	note_unheard(imds);
	while (imds->fetches) {
		struct fetch *fetch = imds->fetches;

		imds->fetches = fetch->next;
		sd_event_source_disable_unref(fetch->retry);
		free(fetch);
	}
	sd_event_source_disable_unref(imds->head_start);
	sd_event_source_disable_unref(imds->budget);
	sd_event_source_disable_unref(imds->patience);
	imds_values_done(&imds->values);
	text_wipe_bytes(imds->token_header, sizeof imds->token_header);
	free(imds);
}
