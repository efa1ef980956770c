/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_OWNER_H
#define ECSPROBE_OWNER_H
/* The owner of the agent's container: the facts, and the decision.  Private to the agent room. */
#include "container_command.h"
#include "ecsprobe/agent_status.h"

enum {
	MAX_CLIENTS = 8,
	MAX_CANDIDATES = 16,
	MAX_ANCESTORS = 8,
	PROGRAM_BYTES = 32,
};

/* Where a process is, by its control group. */
enum place {
	PLACE_UNKNOWN,
	PLACE_UNIT, /* in a service of the system's */
	PLACE_USER, /* in a service of some user's */
	PLACE_SCOPE,
	PLACE_ELSEWHERE, /* in no unit, or a container */
};

/* A process that is Docker's or Podman's client, at work on ecs-agent. */
struct owner_client {
	uint32_t pid;
	unsigned does;             /* enum container_command */
	char id[COMMAND_ID_BYTES]; /* of COMMAND_BY_ID */
	enum place place;
	char unit[UNIT_NAME_BYTES]; /* the last part of the control group that is a unit */
	/* Its parent first.  Up to the first that is no shell and no wrapper. */
	uint32_t ancestors[MAX_ANCESTORS];
	size_t ancestor_count;
	char started_by[PROGRAM_BYTES]; /* the program of the last of them */
};

struct owner_facts {
	enum sight clients_sight;
	char clients_why[WHY_BYTES];
	struct owner_client clients[MAX_CLIENTS];
	size_t client_count;
	bool shim; /* a process of Podman's keeps a container of that name */

	/* Services whose ExecStart or file is about the container, and the units of clients;
	 * not the agent's unit by its own name. */
	enum sight units_sight;
	char units_why[WHY_BYTES];
	struct unit_status units[MAX_CANDIDATES];
	size_t unit_count;
};

/* Reads /proc: bounded, and at once. */
void owner_gather_clients(struct owner_facts *facts, const char *root);

/* Of /proc/PID/cgroup of a process and of process 1, either version of control
 * groups.  unit gets the unit of PLACE_UNIT, PLACE_USER and PLACE_SCOPE. */
enum place owner_place(const char *cgroup, const char *of_init, char unit[static UNIT_NAME_BYTES]);

/* Fills status->owner; where the owner is a unit, status->unit becomes that one. */
void owner_decide(struct agent_status *status, const struct owner_facts *facts);

#endif
