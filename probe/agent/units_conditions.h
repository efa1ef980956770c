/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_UNITS_CONDITIONS_H
#define ECSPROBE_UNITS_CONDITIONS_H
/* The files without which systemd does not start a unit: Condition*=, Assert*= and
 * EnvironmentFile=.  Private to units*.c. */
#include <stdbool.h>
#include <systemd/sd-bus.h>

#include "ecsprobe/below.h"

/* The files as systemd sees them.  A sandbox or a container may hide them from ecsprobe. */
struct unit_paths {
	const char *root; /* "": that of process 1; borrowed */
	bool tried, open;
	struct below below; /* while it is open */
	char *mounts;       /* owned */
};
void unit_paths_done(struct unit_paths *paths);

/* Both read a property, hostile.  fails is set where systemd would certainly refuse the start now,
 * and else left alone. */
int units_read_conditions(sd_bus_message *m, struct unit_paths *paths,
			  bool *fails) ECSPROBE_MUST_CHECK;
int units_read_environment_files(sd_bus_message *m, struct unit_paths *paths,
				 bool *fails) ECSPROBE_MUST_CHECK;

#endif
