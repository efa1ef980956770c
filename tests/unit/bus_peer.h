/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_BUS_PEER_H
#define ECSPROBE_TESTS_BUS_PEER_H
/* A system bus with a systemd on it, which do what a script says; driven by
 * the same loop as the client that is tested. */
#include <stdbool.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>

#include "agent/units.h"

struct bus_peer;

/* Answers a call that the peer does not answer by itself (Hello, AddMatch,
 * Subscribe).  member: GetAll, RestartUnit, ...; on: the unit. */
typedef void bus_answer(struct bus_peer *peer, sd_bus_message *call, const char *member,
			const char *on);

struct bus_peer {
	bus_answer *answer;
	const char *silent_on;  /* from this member on nothing is answered, or NULL */
	const char *closes_on;  /* ... at which the connection is closed */
	const char *refuses_on; /* ... that gets an error: "org.example.Name" */
	const char *error_name;
	bool never_speaks;    /* accepts nothing, which looks like a bus that hangs */
	bool saw_interactive; /* a call that allows systemd to ask a person */
	char calls[512];      /* "AddMatch Subscribe RestartUnit:ecs.service:fail " */
	char address[96];
	/* private */
	bool stuck;
	sd_event *loop;
	char *directory;
	int listener;
	sd_event_source *accepts, *closes;
	sd_bus *bus;
};

/* The address is a socket of its own. */
void bus_peer_open(struct bus_peer *peer, sd_event *loop);
void bus_peer_close(struct bus_peer *peer);

/* JobRemoved, as systemd sends it. */
void bus_peer_job_removed(struct bus_peer *peer, const char *path, const char *unit,
			  const char *result);
void bus_peer_reply_job(sd_bus_message *call, const char *path);
/* Once what was said is sent. */
void bus_peer_hang_up(struct bus_peer *peer);

/* The peer, and a look or an act that is over it. */
enum { UNIT_LIMIT_US = 5000000, UNIT_SHORT_US = 400000 };

struct unit_lab {
	sd_event *loop;
	struct bus_peer peer;
	struct agent_places places; /* .unit_files_root is the test's; it may change others too */
	struct agent_status status;
	struct units *units;
	unsigned ends;
};

void unit_lab_open(struct unit_lab *lab, bus_answer *answer);
void unit_lab_close(struct unit_lab *lab);
/* Until it is over, and a bit longer. */
void unit_lab_run(struct unit_lab *lab);
/* To be called when it is over: closes at once, which is as early as it may be. */
void unit_lab_done(void *lab);

#endif
