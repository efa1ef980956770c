/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_DOCKER_H
#define ECSPROBE_DOCKER_H
/* The Docker Engine API over its socket.  Private to the agent room. */
#include "ecsprobe/agent.h"

struct docker; /* requests under way */

extern const char docker_socket[];   /* /var/run/docker.sock, or what it really is */
extern const char agent_container[]; /* ecs-agent */
extern const char agent_image[];     /* amazon/amazon-ecs-agent:latest */

/* Fills status->container, tasks and image.loaded/loaded_id, then calls done
 * once, from the loop. */
int docker_look(struct docker **out, struct sd_event *loop, struct http *http,
		struct agent_status *status, uint64_t deadline_us, void (*done)(void *arg),
		void *arg, struct error *e) ECSPROBE_MUST_CHECK;

/* Restarts the container, giving it 15 s to stop. */
int docker_act(struct docker **out, struct sd_event *loop, struct http *http,
	       const struct agent_act_config *config, struct error *e) ECSPROBE_MUST_CHECK;

/* Calls nobody any more.  NULL is fine. */
void docker_close(struct docker *docker);

/* The pure readers behind it: an answer's body, NUL-terminated, hostile.
 * False, and sight UNKNOWN with a why, where it is not what Docker says. */
bool docker_parse_container(struct container_status *container, const char *body);
bool docker_parse_list(struct tasks_status *tasks, const char *body);
bool docker_parse_image(struct image_evidence *image, const char *body);

#endif
