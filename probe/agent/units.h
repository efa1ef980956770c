/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_UNITS_H
#define ECSPROBE_UNITS_H
/* systemd over the system bus.  Private to the agent room. */
#include "ecsprobe/agent.h"

/* A question or a request under way: a connection of its own, so that ending
 * it can never wait for a bus that hangs. */
struct units;

struct owner_facts;

/* Fills status->unit, docker and cloud_final (ecs.service before
 * amazon-ecs.service; the first that is loaded), then calls done once, from
 * the loop.  Where systemd is not visible or the bus cannot be had, they are
 * unknown and say so; status->booted tells the two apart.
 *
 * A status->owner that is a unit is asked for in place of those two names.  Else,
 * unless ecs-init is at work, owners gets the units that may start the container;
 * its clients are known.  owners is borrowed until done, as is places; NULL:
 * nobody asks. */
int units_look(struct units **out, struct sd_event *loop, const struct agent_places *places,
	       struct agent_status *status, struct owner_facts *owners, uint64_t deadline_us,
	       void (*done)(void *arg), void *arg, struct error *e) ECSPROBE_MUST_CHECK;

/* Restarts or starts a unit: subscribes to JobRemoved, asks with mode "fail"
 * so that no job of others is replaced, and waits for the job's end. */
int units_act(struct units **out, struct sd_event *loop, const struct agent_act_config *config,
	      struct error *e) ECSPROBE_MUST_CHECK;

/* Of units_act(): the request was sent. */
bool units_asked(const struct units *units);

/* After this no callback is called, and it never blocks.  NULL is fine. */
void units_close(struct units *units);

#endif
