/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_INTROSPECT_H
#define ECSPROBE_INTROSPECT_H
/* The agent's introspection API, port 51678.  Private to the agent room. */
#include "ecsprobe/agent.h"

struct introspect;

/* Fills status->introspection, then calls done once, from the loop. */
int introspect_look(struct introspect **out, struct sd_event *loop, struct http *http,
		    const struct agent_places *places, struct agent_status *status,
		    uint64_t deadline_us, void (*done)(void *arg), void *arg,
		    struct error *e) ECSPROBE_MUST_CHECK;
/* After this no callback is called.  Before http_close(), also from inside done; NULL is fine. */
void introspect_close(struct introspect *introspect);

/* /v1/metadata, NUL-terminated, hostile.  False, and sight UNKNOWN with a why,
 * where it is not an agent's. */
bool introspect_parse(struct introspection *introspection, const char *body);

#endif
