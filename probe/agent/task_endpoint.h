/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TASK_ENDPOINT_H
#define ECSPROBE_TASK_ENDPOINT_H
/* Whether tasks can reach the agent.  Private to the agent room. */
#include "ecsprobe/agent.h"

struct task_endpoint_look;

/* Fills status->task_endpoint but what the configuration decides, then calls done once,
 * from the loop. */
int task_endpoint_look(struct task_endpoint_look **out, struct http *http,
		       const struct agent_places *places, struct agent_status *status,
		       uint64_t deadline_us, void (*done)(void *arg), void *arg,
		       struct error *e) ECSPROBE_MUST_CHECK;
/* After this no callback is called.  Before http_close(), also from inside done; NULL is fine. */
void task_endpoint_close(struct task_endpoint_look *look);
/* Whether the host forwards the packets of tasks in Docker's bridge, which go on without an agent. */
void task_forwarding_gather(struct agent_status *status);

#endif
