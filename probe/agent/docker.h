/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_DOCKER_H
#define ECSPROBE_DOCKER_H
/* The Docker Engine API over its socket.  Private to the agent room. */
#include "ecsprobe/agent.h"

struct docker; /* requests under way */
struct http_reply;

#define AGENT_CONTAINER "ecs-agent"

/* Fills status->container, dockerd, tasks and image.loaded/loaded_id, then calls done
 * once, from the loop.
 *
 * A mere connect starts docker where docker.socket listens for it.  So call
 * this once status->docker is known: where that unit does not run, nothing is
 * asked and all is unknown.
 *
 * Only the well-known socket is asked.  A DOCKER_HOST in ecs.config, by which
 * ecs-init uses another, is not followed: the container is then unknown where
 * nobody answers on this one, and counts as absent where another Docker does. */
int docker_look(struct docker **out, struct sd_event *loop, struct http *http,
		const struct agent_places *places, struct agent_status *status,
		uint64_t deadline_us, void (*done)(void *arg), void *arg,
		struct error *e) ECSPROBE_MUST_CHECK;

/* Restarts the container, giving it 15 s to stop.  Docker completes it even if ecsprobe ends. */
int docker_act(struct docker **out, struct sd_event *loop, struct http *http,
	       const struct agent_act_config *config, struct error *e) ECSPROBE_MUST_CHECK;

/* Its unit is known not to run: then it must not be asked (see above). */
bool docker_is_down(const struct agent_status *status);

/* Why an answer is of no use, fit to be shown. */
void docker_explain(char *why, size_t size, const struct http_reply *reply);

/* After this no callback is called.  Before http_close(), also from inside done; NULL is fine. */
void docker_close(struct docker *docker);

/* The pure readers behind it: an answer's body, NUL-terminated, hostile.
 * False, and sight UNKNOWN with a why, where it is not what Docker says; then
 * there is nothing to free. */
bool docker_parse_container(struct container_status *container, const char *body);
bool docker_parse_list(struct tasks_status *tasks, const char *body);
bool docker_parse_info(struct dockerd_status *dockerd, const char *body);
bool docker_parse_image(struct image_evidence *image, const char *body);
/* What an error says, escaped; "" where it says nothing. */
void docker_parse_message(char *out, size_t size, const char *body);

#endif
