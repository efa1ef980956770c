/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_WORLD_PARTS_H
#define ECSPROBE_TESTS_WORLD_PARTS_H
/* What world.c reads the words of a world with.  A word that nobody knows fails the test. */
#include "world.h"

enum { DAY_S = 86400 };

/* KEY=VALUE of what holds for all; expect is that of the endpoints to come. */
void world_set(struct world *w, enum expect *expect, const char *key, const char *value);
void world_set_region(struct world *w, const char *region);
void world_set_nameservers(struct world *w, const char *word);
void world_set_vpc(struct world *w, const char *value);
enum expect world_expect(const char *word);

void world_add_target(struct world *w, const char *service, enum expect expect);
/* About the target that was added last; "+WORD": about the last host that the follow-up judges. */
void world_add_followup(struct world *w, const char *word);
void world_set_target(struct world *w, const char *key, char *value);
void world_set_flag(struct world *w, const char *word);

/* What an engine would have seen on the way to each attempt's code. */
void outcomes_fill(const struct outcomes *outcomes);

#endif
