/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PLANNING_H
#define ECSPROBE_PLANNING_H
/* From facts to the plan, also before the metadata service has answered.  Private to the
 * verbs. */
#include "round.h"

/* What is still awaited would change which targets there are. */
bool planning_must_wait(const struct round *round);
/* Whether the account is awaited that the agent's introspection gives. */
bool planning_awaits_account(const struct round *round);

/* The whole plan, with whom to ask and through which proxies.  What is wrong is in the round. */
int planning_make(struct round *round);

/* The same while the metadata service is silent.  False: it has to be waited for, and there is
 * no plan.  patient: it had time to answer; else only a plan that leaves nothing open is made. */
bool planning_begin(struct round *round, bool patient);
/* Whether the metadata service may still change it. */
bool planning_is_open(const struct round *round);
/* Decides what such a plan left open. */
void planning_complete(struct round *round);
/* Whether it was begun for another Region than the metadata service names. */
bool planning_was_wrong(struct round *round);

/* The running agent has the pins of its own copy of /etc/hosts.  Returns whether there are
 * new ones. */
bool planning_take_pins(struct round *round);

#endif
