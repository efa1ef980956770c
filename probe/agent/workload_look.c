/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "docker.h"
#include "ecsprobe/agent.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "ecsprobe/local_file.h"
#include "places.h"
#include "sources.h"
#include "workload_parse.h"

enum {
	MAX_LIST_BYTES = 4 * 1024 * 1024,
	MAX_ANSWER_BYTES = 1024 * 1024,
	MAX_ROUTER_BYTES = 256 * 1024,
	AT_ONCE = 8, /* dockerd has others to serve */
	HTTP_OK = 200,
	HTTP_NOT_FOUND = 404,
};

#define API "http://docker"
/* Containers of tasks that have not ended: {"label":["com.amazonaws.ecs.task-arn"],
 * "status":["created","running","paused","restarting"]}. */
#define TASK_CONTAINERS                                                                  \
	API "/containers/json?filters=%7B%22label%22%3A%5B%22com.amazonaws.ecs.task-arn" \
	    "%22%5D%2C%22status%22%3A%5B%22created%22%2C%22running%22%2C%22paused%22%2C" \
	    "%22restarting%22%5D%7D"

/* The agent and Docker are asked for their lists at once, then each container is
 * inspected, a few at a time. */
struct workload_look {
	struct workload_look_config config;
	struct http *http;        /* borrowed */
	struct tasks_status seen; /* owned: the containers to inspect */
	size_t next;              /* of them */
	unsigned left;
	bool docker_answered;
	size_t told_containers; /* by the agent */
	sd_event_source *later;
};

static bool is_text(const struct http_reply *reply)
{
	return reply->result == HTTP_ANSWERED && reply->status == HTTP_OK &&
	       strlen(reply->body) == reply->body_bytes;
}

static void miss_docker(struct workload_look *look, const struct http_reply *reply)
{
	char why[WORKLOAD_WHY_BYTES] = "docker's answer is not about containers";

	if (reply->result != HTTP_ANSWERED || reply->status != HTTP_OK)
		docker_explain(why, sizeof why, reply);
	workload_miss(look->config.workload, why);
}

/* The agent puts a plain file there.  A task may name other places that look like it,
 * and a link or device there is not for root to open. */
static int read_plain_file(const char *path, char **text, size_t *len)
{
	CLEANUP(cleanup_close) int fd = file_open_regular(AT_FDCWD, path, O_NOFOLLOW);

	return fd < 0 ? fd : fd_read_bounded(fd, MAX_ROUTER_BYTES, text, len);
}

/* What the agent wrote down is root's to read; the router's container can write there
 * too. */
static void read_routers(struct workload *workload)
{
	for (size_t i = 0; i < workload->routers.count; i++) {
		const char *path = workload->routers.items[i];
		char *text = NULL;
		size_t len = 0;

		if (!local_file_is_remote("", path) && read_plain_file(path, &text, &len) == 0 &&
		    strlen(text) == len)
			workload_parse_router(workload, text);
		else
			workload_miss(workload, "a task's log destinations cannot be read");
		source_wipe(text, len);
	}
}

static void finish(struct workload_look *look)
{
	struct workload *workload = look->config.workload;

	read_routers(workload);
	workload->container_count = look->docker_answered ? look->seen.ids.count
							  : look->told_containers;
	workload->looked = true;
	look->config.done(look->config.arg);
}

static void ask_more(struct workload_look *look);

static void on_part_over(struct workload_look *look)
{
	ask_more(look);
	if (look->left == 0)
		finish(look);
}

static int ask(struct workload_look *look, const char *socket, const char *url, size_t max_bytes,
	       http_done_fn done, struct error *e)
{
	const struct http_request request = {
		.method = "GET",
		.unix_socket = socket,
		.url = url,
		.timeout_us = clock_left_us(look->config.deadline_us),
		.max_body_bytes = max_bytes,
	};
	int r = http_start(look->http, &request, done, look, e);

	look->left += r == 0;
	return r;
}

/* One that is gone by now is not in use. */
static void on_container(void *arg, const struct http_reply *reply)
{
	struct workload_look *look = arg;
	bool gone = reply->result == HTTP_ANSWERED && reply->status == HTTP_NOT_FOUND;

	look->left--;
	if (!gone &&
	    !(is_text(reply) && workload_parse_container(look->config.workload, reply->body)))
		miss_docker(look, reply);
	on_part_over(look);
}

static void ask_more(struct workload_look *look)
{
	size_t count = look->seen.ids.count;

	if (count > MAX_WORKLOAD_CONTAINERS)
		count = MAX_WORKLOAD_CONTAINERS;
	while (look->next < count && look->left < AT_ONCE) {
		char url[sizeof API "/containers/"
				    "/json" +
			 CONTAINER_ID_BYTES];
		struct error e = { 0 };

		(void)snprintf(url, sizeof url, API "/containers/%s/json",
			       look->seen.ids.items[look->next++]);
		if (ask(look, look->config.places->docker_socket, url, MAX_ANSWER_BYTES,
			on_container, &e) < 0)
			workload_miss(look->config.workload, e.text);
	}
}

static void on_list(void *arg, const struct http_reply *reply)
{
	struct workload_look *look = arg;
	char why[WORKLOAD_WHY_BYTES];

	look->left--;
	look->docker_answered = is_text(reply) && docker_parse_list(&look->seen, reply->body);
	if (!look->docker_answered)
		miss_docker(look, reply);
	if (look->seen.ids.count > MAX_WORKLOAD_CONTAINERS) {
		(void)snprintf(why, sizeof why,
			       "%zu task containers run, but ecsprobe inspected only %d",
			       look->seen.ids.count, MAX_WORKLOAD_CONTAINERS);
		workload_miss(look->config.workload, why);
	}
	on_part_over(look);
}

static void miss_tasks(struct workload_look *look, const struct http_reply *reply)
{
	const char *what = reply->result == HTTP_TIMED_OUT     ? "did not answer in time"
			   : reply->result == HTTP_UNREACHABLE ? "cannot be reached"
							       : "does not list its tasks";
	char why[WORKLOAD_WHY_BYTES];

	(void)snprintf(why, sizeof why, "the agent's introspection (port %d) %s", INTROSPECT_PORT,
		       what);
	workload_miss(look->config.workload, why);
}

static void on_tasks(void *arg, const struct http_reply *reply)
{
	struct workload_look *look = arg;

	look->left--;
	if (!is_text(reply) ||
	    !workload_parse_tasks(look->config.workload, &look->told_containers, reply->body))
		miss_tasks(look, reply);
	on_part_over(look);
}

static int on_later(sd_event_source *source, void *arg)
{
	struct workload_look *look = arg;

	(void)source;
	look->left--;
	on_part_over(look);
	return 0;
}

/* No answer may come from within the call that starts the look. */
static int do_later(struct workload_look *look, struct sd_event *loop, struct error *e)
{
	int r = sd_event_add_defer(loop, &look->later, on_later, look);

	if (r < 0)
		return error_set(e, ERROR_INTERNAL, -r, "cannot wait for docker");
	look->left++;
	return 0;
}

int workload_look_start(struct workload_look **out, struct sd_event *loop, struct http *http,
			const struct workload_look_config *config, struct error *e)
{
	struct workload_look *look = xcalloc(1, sizeof *look);
	char url[64];
	int r;

	look->config = *config;
	look->config.places = agent_places_or_usual(config->places);
	look->http = http;
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%u/v1/tasks",
		       look->config.places->introspect_port);
	workload_read_agent(config->workload, config->status);
	if (docker_is_down(config->status)) {
		workload_miss(config->workload, "docker does not run");
		r = do_later(look, loop, e);
	} else {
		r = ask(look, look->config.places->docker_socket, TASK_CONTAINERS, MAX_LIST_BYTES,
			on_list, e);
	}
	if (r == 0)
		r = ask(look, NULL, url, MAX_ANSWER_BYTES, on_tasks, e);
	if (r < 0) {
		workload_look_stop(look);
		return r;
	}
	*out = look;
	return 0;
}

void workload_look_stop(struct workload_look *look)
{
	if (!look)
		return;
	http_cancel(look->http, look);
	sd_event_source_disable_unref(look->later);
	string_list_done(&look->seen.ids);
	free(look);
}
