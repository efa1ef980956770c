/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PEERS_H
#define ECSPROBE_PEERS_H
/* The other half of path_gather(): open sockets, through /proc.  Private to the agent room. */
#include "ecsprobe/agent_status.h"

void peers_gather(struct agent_status *status, const char *root);

/* The parent in a line of /proc/PID/stat; 0: it says none. */
uint32_t peers_parse_parent(const char *text);

#endif
