/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_UNITS_SCAN_H
#define ECSPROBE_UNITS_SCAN_H
/* Which services start the agent's container.  Private to units*.c. */
#include "owner.h"
#include "units_bus.h"

struct units_scan {
	struct units *units;                /* borrowed, as is facts */
	struct owner_facts *facts;          /* gets units, units_sight and units_why */
	size_t left;                        /* answers awaited */
	size_t next, count;                 /* of the services that are still to be asked about */
	bool files_seen;                    /* of services that are not loaded, which come last */
	bool (*is_asked)(const char *name); /* a unit that is asked for anyhow, by its own name */
	void (*done)(void *arg); /* called once, from within the bus, where all is answered */
	void *arg;
};

/* Asks for the units of facts->clients and for every loaded service's ExecStart,
 * and of the others for those whose file names the container.
 * Where the bus is over before it is done, units_sight stays UNKNOWN. */
void units_scan_start(struct units_scan *scan);

#endif
