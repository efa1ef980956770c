/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_OWNER_H
#define ECSPROBE_AGENT_OWNER_H
/* What starts the agent's container, and so what may restart it: ecs-init under its unit, a user's
 * own unit that runs Docker's client, or Docker itself.  The agent room finds it from facts; the
 * judge decides what follows from it. */
#include <stdbool.h>

#include "ecsprobe/util.h"

enum {
	OWNER_UNIT_BYTES = 64, /* UNIT_NAME_BYTES of agent_status.h */
	OWNER_WORDS_BYTES = 256,
};

enum owner_kind {
	OWNER_UNSEEN,    /* not looked for, or not visible */
	OWNER_NONE,      /* there is no agent to own */
	OWNER_UNIT,      /* a systemd unit: agent_status.unit is that one */
	OWNER_DOCKER,    /* Docker's own restart policy, and no unit or process was seen */
	OWNER_NOBODY,    /* no unit or process was seen, and no policy restarts it */
	OWNER_UNCERTAIN, /* something may start it, but what is not certain */
};
const char *owner_kind_name(enum owner_kind kind); /* "uncertain"; NULL: unseen */

/* Why a restart of the unit would not bring the agent back. */
enum owner_fault {
	FAULT_NONE,
	FAULT_REFUSES,     /* RefuseManualStart= or RefuseManualStop= */
	FAULT_ENDS,        /* its command ends at once, and the unit with it */
	FAULT_NAME_TAKEN,  /* docker run, but the old container is not removed */
	FAULT_NOT_STOPPED, /* its stop leaves the old container running */
	FAULT_CONDITION,   /* a Condition*= or Assert*= does not hold now */
	FAULT_ENVIRONMENT, /* an EnvironmentFile= is missing */
};
const char *owner_fault_text(enum owner_fault fault); /* "" of FAULT_NONE */

struct agent_owner {
	enum owner_kind kind;
	/* The unit; of UNCERTAIN the one that may be it, or "". */
	char unit[OWNER_UNIT_BYTES];
	char evidence[OWNER_WORDS_BYTES]; /* what says so, escaped; "": nothing does */
	/* For a UNIT that is a user's own, not one that ecs-init works under: */
	bool own;
	bool recreates; /* each start recreates the container */
	bool keeps;     /* each start starts the same container */
	bool unread;    /* it runs a program or script that ecsprobe did not follow */
	bool pulls;     /* a start needs the registry */
	enum owner_fault fault;
	bool podman; /* for UNCERTAIN: Podman keeps the container */
};

/* Whether a unit's program is the agent itself, which then runs without a container. */
bool agent_is_its_program(const char *path);

/* What a command line does with the agent's container, as far as it was read. */
enum container_command {
	COMMAND_RUNS = 1 << 0,     /* docker run or create: makes it */
	COMMAND_STARTS = 1 << 1,   /* docker start */
	COMMAND_WAITS = 1 << 2,    /* docker wait or attach */
	COMMAND_DETACHES = 1 << 3, /* run -d, or start without -a: the client ends at once */
	COMMAND_CLEANS = 1 << 4,   /* run --rm: gone once it has ended */
	COMMAND_REMOVES = 1 << 5,  /* docker rm */
	COMMAND_PULLS = 1 << 6,    /* docker pull, or run --pull=always */
	COMMAND_UNREAD = 1 << 7,   /* a program or script that ecsprobe did not follow */
	COMMAND_PODMAN = 1 << 8,   /* by Podman */
	COMMAND_BY_ID = 1 << 9,    /* names a container by its id, perhaps this one */
	COMMAND_FORCES = 1 << 10,  /* docker rm -f: one that runs, too */
};

#endif
