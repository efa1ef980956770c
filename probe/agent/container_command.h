/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CONTAINER_COMMAND_H
#define ECSPROBE_CONTAINER_COMMAND_H
/* Reads what a command line does with the container ecs-agent.  Pure; the words are hostile input.
 * Private to the agent room. */
#include <stddef.h>

#include "ecsprobe/agent_owner.h"

enum { MAX_COMMAND_WORDS = 512, COMMAND_ID_BYTES = 65 };

struct command_reading {
	unsigned does;             /* enum container_command; 0: nothing with it */
	char id[COMMAND_ID_BYTES]; /* of COMMAND_BY_ID: what it names, lower-case hex */
};

/* argv as the kernel or systemd has it: a client of Docker or Podman, one behind
 * sudo, env and the like, or a shell's -c.  Any other program is UNREAD. */
void command_read(struct command_reading *reading, const char *const *words, size_t count);

/* Whether the program is a client of Docker or Podman. */
bool command_is_client(const char *program);

/* Whether the program only runs another one: a shell, sudo, timeout and the like. */
bool command_is_wrapper(const char *program);

/* Whether the program is one of a few that do nothing to any container. */
bool command_is_harmless(const char *program);

#endif
