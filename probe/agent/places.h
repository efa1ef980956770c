/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PLACES_H
#define ECSPROBE_PLACES_H
/* Where a look and an act find things on this host.  Private to the agent room. */
#include "ecsprobe/agent.h"

enum { INTROSPECT_PORT = 51678 }; /* of the agent, as messages name it */

extern const struct agent_places agent_places_usual;

/* Those of a configuration that may name none. */
const struct agent_places *agent_places_or_usual(const struct agent_places *places);

#endif
