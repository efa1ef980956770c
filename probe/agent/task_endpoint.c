/* SPDX-License-Identifier: Apache-2.0 */
#include "task_endpoint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"

/* Both are on this host: if one has answered and the other has not after this time, the other leads
 * nowhere. */
enum { PATIENCE_US = 700 * 1000, MAX_BODY_BYTES = 16 * 1024, MAX_SYSCTL_BYTES = 16 };

struct question {
	struct task_endpoint_look *look;
	enum sight *sight; /* borrowed, of the status */
	bool hurried;      /* there was no time to wait */
};

struct task_endpoint_look {
	struct http *http;           /* borrowed */
	struct agent_status *status; /* borrowed */
	struct question served, led;
	unsigned left;
	void (*done)(void *arg);
	void *arg;
};

/* The agent answers "/" with a 404; any answer shows that something listens. */
static enum sight sight_of(const struct question *question, const struct http_reply *reply)
{
	if (reply->shortage)
		return SIGHT_UNKNOWN;
	switch (reply->result) {
	case HTTP_ANSWERED:
		return SIGHT_SEEN;
	case HTTP_TIMED_OUT:
		/* An agent that is too busy to answer serves them still. */
		return question->hurried || question == &question->look->served ? SIGHT_UNKNOWN
										: SIGHT_ABSENT;
	case HTTP_UNREACHABLE:
	case HTTP_BAD_ANSWER:
		break;
	}
	return SIGHT_ABSENT;
}

static void on_answer(void *arg, const struct http_reply *reply)
{
	struct question *question = arg;
	struct task_endpoint_look *look = question->look;
	struct task_endpoint *seen = &look->status->task_endpoint;

	*question->sight = sight_of(question, reply);
	if (question == &look->led)
		(void)snprintf(seen->why, sizeof seen->why, "%.100s",
			       seen->led == SIGHT_SEEN ? ""
			       : reply->os_errno       ? strerror(reply->os_errno)
						       : reply->detail);
	if (--look->left == 0)
		look->done(look->arg);
}

static int ask(struct question *question, const char *address, uint64_t deadline_us,
	       struct error *e)
{
	char url[64];
	uint64_t left_us = clock_left_us(deadline_us);
	struct http_request request = {
		.method = "GET",
		.url = url,
		.timeout_us = left_us < PATIENCE_US ? left_us : PATIENCE_US,
		.max_body_bytes = MAX_BODY_BYTES,
	};
	int r;

	question->hurried = left_us < PATIENCE_US;
	(void)snprintf(url, sizeof url, "http://%s/", address);
	r = http_start(question->look->http, &request, on_answer, question, e);
	if (r == 0)
		question->look->left++;
	return r;
}

static const char docker_bridge[] = "docker0";

static enum sight read_switch(const char *interface, const char *name)
{
	CLEANUP(cleanup_free) char *text = NULL;
	char path[80];
	size_t len;

	(void)snprintf(path, sizeof path, "/proc/sys/net/ipv4/conf/%s/%s", interface, name);
	if (file_read_bounded(path, MAX_SYSCTL_BYTES, &text, &len) < 0)
		return SIGHT_UNKNOWN;
	return text[0] == '1' ? SIGHT_SEEN : SIGHT_ABSENT;
}

/* The kernel takes it for set where it is for all or for the interface of the packet: that of
 * Docker's own bridge, and that of tasks in a network of their own. */
static enum sight read_localnet(void)
{
	static const char name[] = "route_localnet";
	static const char *const interfaces[] = { docker_bridge, "ecs-bridge" };
	enum sight all = read_switch("all", name);

	for (size_t i = 0; all == SIGHT_ABSENT && i < ARRAY_SIZE(interfaces); i++)
		if (read_switch(interfaces[i], name) == SIGHT_SEEN)
			return SIGHT_SEEN;
	return all;
}

/* The kernel asks the interface that a packet came in by: ip_forward, which is "all", writes to each
 * and decides nothing.  Docker's bridge may have another name. */
void task_forwarding_gather(struct agent_status *status)
{
	static const char name[] = "forwarding";
	enum sight own = read_switch(docker_bridge, name);

	status->task_endpoint.forwarded = own != SIGHT_UNKNOWN ? own : read_switch("all", name);
}

int task_endpoint_look(struct task_endpoint_look **out, struct http *http,
		       const struct agent_places *places, struct agent_status *status,
		       uint64_t deadline_us, void (*done)(void *arg), void *arg, struct error *e)
{
	struct task_endpoint_look *look = xcalloc(1, sizeof *look);
	struct task_endpoint *seen = &status->task_endpoint;
	int r;

	*look = (struct task_endpoint_look){
		.http = http,
		.status = status,
		.served = { .look = look, .sight = &seen->served },
		.led = { .look = look, .sight = &seen->led },
		.done = done,
		.arg = arg,
	};
	*seen = (struct task_endpoint){ .why = "the check did not finish",
					.localnet = read_localnet() };
	r = ask(&look->served, places->task_port, deadline_us, e);
	if (r == 0)
		r = ask(&look->led, places->task_address, deadline_us, e);
	if (r < 0) {
		task_endpoint_close(look);
		return r;
	}
	*out = look;
	return 0;
}

void task_endpoint_close(struct task_endpoint_look *look)
{
	if (!look)
		return;
	http_cancel(look->http, &look->served);
	http_cancel(look->http, &look->led);
	free(look);
}
