/* SPDX-License-Identifier: Apache-2.0 */
#include "docker.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "places.h"

enum {
	MAX_BODY_BYTES = 4 * 1024 * 1024,
	MESSAGE_BYTES = 96,
	HTTP_OK = 200,
	HTTP_NO_CONTENT = 204,
	HTTP_FORBIDDEN = 403,
	HTTP_NOT_FOUND = 404,
};

#define IMAGE "amazon/amazon-ecs-agent:latest"

/* Without a version in its path a request gets the daemon's own; a fixed version could one day be
 * too old for it.  The host name has no effect. */
#define API "http://docker"

enum question_kind {
	QUESTION_CONTAINER,
	QUESTION_TASKS,
	QUESTION_IMAGE,
	QUESTION_INFO,
	QUESTION_COUNT
};

struct question {
	struct docker *docker;
	enum question_kind kind;
};

struct docker {
	struct http *http;           /* borrowed */
	struct agent_status *status; /* borrowed */
	void (*done)(void *arg);
	void *arg;
	struct question questions[QUESTION_COUNT]; /* what http calls back with */
	unsigned left;
	sd_event_source *later;
	struct agent_act_config act;
};

static bool read_container(struct agent_status *status, const char *body)
{
	return docker_parse_container(&status->container, body);
}

static bool read_tasks(struct agent_status *status, const char *body)
{
	return docker_parse_list(&status->tasks, body);
}

static bool read_image(struct agent_status *status, const char *body)
{
	return docker_parse_image(&status->image, body);
}

static bool read_info(struct agent_status *status, const char *body)
{
	return docker_parse_info(&status->dockerd, body);
}

static void set_container(struct agent_status *status, enum sight sight, const char *why)
{
	status->container.sight = sight;
	(void)copy_text(status->container.why, sizeof status->container.why, why);
}

static void set_tasks(struct agent_status *status, enum sight sight, const char *why)
{
	(void)why;
	status->tasks.sight = sight;
}

static void set_image(struct agent_status *status, enum sight sight, const char *why)
{
	(void)why;
	status->image.loaded = sight;
}

static void set_info(struct agent_status *status, enum sight sight, const char *why)
{
	(void)why;
	status->dockerd.sight = sight;
}

static const struct {
	const char *url;
	const char *missing; /* in the message of a 404 that is about the thing, not the path */
	bool (*read)(struct agent_status *status, const char *body);
	void (*set)(struct agent_status *status, enum sight sight, const char *why);
} looks[QUESTION_COUNT] = {
	[QUESTION_CONTAINER] = { API "/containers/" AGENT_CONTAINER "/json", "no such container",
				 read_container, set_container },
	[QUESTION_TASKS] = { API "/containers/json", NULL, read_tasks, set_tasks },
	[QUESTION_IMAGE] = { API "/images/" IMAGE "/json", "no such image", read_image, set_image },
	[QUESTION_INFO] = { API "/info", NULL, read_info, set_info },
};

static bool is_forbidden(const struct http_reply *reply)
{
	return reply->os_errno == EACCES || reply->os_errno == EPERM ||
	       (reply->result == HTTP_ANSWERED && reply->status == HTTP_FORBIDDEN);
}

/* Every piece is ours or escaped. */
void docker_explain(char *why, size_t size, const struct http_reply *reply)
{
	char message[MESSAGE_BYTES];

	switch (reply->result) {
	case HTTP_ANSWERED:
		docker_parse_message(message, sizeof message, reply->body);
		(void)snprintf(why, size, "docker answered HTTP status %d%s%.80s", reply->status,
			       *message ? ": " : "", message);
		break;
	case HTTP_UNREACHABLE:
		if (is_forbidden(reply))
			(void)snprintf(why, size, "docker's socket needs root");
		else
			(void)snprintf(why, size, "docker does not answer: %.96s",
				       reply->os_errno ? strerror(reply->os_errno) : reply->detail);
		break;
	case HTTP_TIMED_OUT:
		(void)snprintf(why, size, "docker did not answer in time");
		break;
	case HTTP_BAD_ANSWER:
		(void)snprintf(why, size, "docker's answer is too long, truncated or not HTTP");
		break;
	}
}

static bool is_missing(const struct http_reply *reply, const char *words)
{
	char message[MESSAGE_BYTES];

	if (!words || reply->result != HTTP_ANSWERED || reply->status != HTTP_NOT_FOUND)
		return false;
	docker_parse_message(message, sizeof message, reply->body);
	return strcasestr(message, words) != NULL;
}

static void settle(struct agent_status *status, enum question_kind kind,
		   const struct http_reply *reply)
{
	char why[WHY_BYTES] = "";

	if (is_missing(reply, looks[kind].missing)) {
		looks[kind].set(status, SIGHT_ABSENT, "");
	} else if (reply->result != HTTP_ANSWERED || reply->status != HTTP_OK) {
		docker_explain(why, sizeof why, reply);
		looks[kind].set(status, SIGHT_UNKNOWN, why);
	} else if (strlen(reply->body) != reply->body_bytes) {
		looks[kind].set(status, SIGHT_UNKNOWN, "docker's answer contains a NUL byte");
	} else {
		(void)looks[kind].read(status, reply->body);
	}
}

static void on_answer(void *arg, const struct http_reply *reply)
{
	struct question *question = arg;
	struct docker *docker = question->docker;

	settle(docker->status, question->kind, reply);
	if (--docker->left == 0)
		docker->done(docker->arg);
}

static int ask_all(struct docker *docker, const char *unix_socket, uint64_t deadline_us,
		   struct error *e)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < QUESTION_COUNT; i++) {
		struct http_request request = {
			.method = "GET",
			.unix_socket = unix_socket,
			.url = looks[i].url,
			.timeout_us = clock_left_us(deadline_us),
			.max_body_bytes = MAX_BODY_BYTES,
		};

		docker->questions[i] = (struct question){ docker, (enum question_kind)i };
		docker->left++;
		r = http_start(docker->http, &request, on_answer, &docker->questions[i], e);
	}
	return r;
}

static int on_later(sd_event_source *source, void *arg)
{
	struct docker *docker = arg;

	(void)source;
	docker->done(docker->arg);
	return 0;
}

bool docker_is_down(const struct agent_status *status)
{
	const struct unit_status *unit = &status->docker;

	return unit->sight == SIGHT_SEEN && unit_is_down(unit);
}

static void set_all_unknown(struct agent_status *status, const char *why)
{
	for (size_t i = 0; i < QUESTION_COUNT; i++)
		looks[i].set(status, SIGHT_UNKNOWN, why);
}

int docker_look(struct docker **out, struct sd_event *loop, struct http *http,
		const struct agent_places *places, struct agent_status *status,
		uint64_t deadline_us, void (*done)(void *arg), void *arg, struct error *e)
{
	struct docker *docker = xcalloc(1, sizeof *docker);
	int r;

	docker->http = http;
	docker->status = status;
	docker->done = done;
	docker->arg = arg;
	if (docker_is_down(status)) {
		set_all_unknown(status, "docker does not run");
		r = sd_event_add_defer(loop, &docker->later, on_later, docker);
		if (r < 0)
			(void)error_set(e, ERROR_INTERNAL, -r, "cannot wait for docker");
	} else {
		/* The result if the caller's deadline comes first. */
		set_all_unknown(status, "docker did not answer in time");
		r = ask_all(docker, places->docker_socket, deadline_us, e);
	}
	if (r < 0) {
		docker_close(docker);
		return r;
	}
	*out = docker;
	return 0;
}

/* Refused and forbidden only if nothing can have begun; the caller looks again at anything that may
 * have begun. */
static enum act_end end_of(const struct http_reply *reply)
{
	if (is_forbidden(reply))
		return ACT_FORBIDDEN;
	if (reply->os_errno)
		return ACT_REFUSED;
	if (reply->result != HTTP_ANSWERED)
		return ACT_PENDING;
	if (reply->status == HTTP_NO_CONTENT)
		return ACT_ACCEPTED;
	if (reply->status / 100 == 5)
		return ACT_FAILED;
	return reply->status / 100 == 4 ? ACT_REFUSED : ACT_PENDING;
}

static void on_acted(void *arg, const struct http_reply *reply)
{
	struct docker *docker = arg;
	enum act_end end = end_of(reply);
	char detail[WHY_BYTES] = "";

	if (end != ACT_ACCEPTED)
		docker_explain(detail, sizeof detail, reply);
	docker->act.done(docker->act.arg, end, detail);
}

int docker_act(struct docker **out, struct sd_event *loop, struct http *http,
	       const struct agent_act_config *config, struct error *e)
{
	struct docker *docker = xcalloc(1, sizeof *docker);
	struct http_request request = {
		.method = "POST",
		.unix_socket = agent_places_or_usual(config->places)->docker_socket,
		.url = API "/containers/" AGENT_CONTAINER "/restart?t=15",
		.timeout_us = clock_left_us(config->deadline_us),
		.max_body_bytes = MAX_BODY_BYTES,
	};
	int r;

	(void)loop;
	docker->http = http;
	docker->act = *config;
	r = http_start(http, &request, on_acted, docker, e);
	if (r < 0) {
		docker_close(docker);
		return r;
	}
	*out = docker;
	return 0;
}

void docker_close(struct docker *docker)
{
	if (!docker)
		return;
	for (size_t i = 0; i < QUESTION_COUNT; i++)
		http_cancel(docker->http, &docker->questions[i]);
	http_cancel(docker->http, docker);
	sd_event_source_disable_unref(docker->later);
	free(docker);
}
