/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_UNITS_BUS_H
#define ECSPROBE_UNITS_BUS_H
/* What a look and an act have in common: a connection to the system bus, a
 * deadline, and one end.  Private to units*.c. */
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

#include "ecsprobe/agent_status.h"
#include "ecsprobe/error.h"
#include "units.h"

#define SYSTEMD_NAME "org.freedesktop.systemd1"
#define SYSTEMD_PATH "/org/freedesktop/systemd1"
#define SYSTEMD_MANAGER "org.freedesktop.systemd1.Manager"

/* The first member of a look and of an act, which units_close() frees. */
struct units {
	const struct agent_places *places; /* borrowed, as is loop */
	sd_event *loop;
	sd_bus *bus; /* owned; NULL: none to be had, or over */
	sd_event_source *deadline, *settled;
	int connect_errno;   /* why there is no bus, 0 otherwise */
	char why[WHY_BYTES]; /* why there are no more answers; "" while there may be */
	void *more;          /* owned, for its user; freed with it */
	/* Called once, from the loop and never from within the bus, when it was
	 * settled or its time is up.  May close. */
	void (*over)(struct units *units);
};

/* A zeroed object that its owner has allocated; on failure the owner frees it. */
int units_init(struct units *units, sd_event *loop, const struct agent_places *places,
	       uint64_t deadline_us, void (*over)(struct units *units),
	       struct error *e) ECSPROBE_MUST_CHECK;

/* False: there is no bus, why is filled and over() will be called. */
bool units_connect(struct units *units) ECSPROBE_MUST_CHECK;

/* /run/systemd/system is there. */
bool units_booted(const struct units *units);

/* No answer is waited for any more. */
void units_settle(struct units *units);

/* The other side's words for an error, escaped. */
void units_tell_error(char *out, size_t size, const sd_bus_error *error);

/* The answer to GetAll, hostile.  False where it is not what systemd says of a
 * unit.  Keeps the unit's name, sight and why.  The files of its conditions are below
 * root, "" for those that systemd sees. */
bool units_read_properties(sd_bus_message *reply, const char *root,
			   struct unit_status *unit) ECSPROBE_MUST_CHECK;

/* The answer to Get of ExecStart, hostile: what its commands do with the agent's
 * container. */
bool units_read_commands(sd_bus_message *reply, unsigned *does) ECSPROBE_MUST_CHECK;

/* Asks for all properties of a unit, which loads it. */
int units_ask_properties(struct units *units, const char *name, sd_bus_message_handler_t answer,
			 void *arg) ECSPROBE_MUST_CHECK;

/* The answer to that: fills unit, whose name stands, with its sight and why. */
void units_take_properties(const struct units *units, sd_bus_message *reply,
			   struct unit_status *unit);

/* Lower-case letters, digits and hyphens, as systemd's states and results. */
bool units_is_word(const char *text);

#endif
