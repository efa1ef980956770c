/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_AGENT_WORLD_PARTS_H
#define ECSPROBE_TESTS_AGENT_WORLD_PARTS_H
/* What agent_world.c reads the words of an agent with. */
#include "agent_world.h"

enum { UP_S = 2000000 };

/* Words of state that are copied as they are. */
#define COPY(out, text) (void)copy_text(out, sizeof(out), text)

/* The healthy one that nothing is said of. */
void agent_world_fill(struct agent_world *w);
/* KEY=VALUE of what was seen; false where KEY is about something else. */
bool agent_world_see(struct agent_world *w, const char *key, const char *value);

#endif
