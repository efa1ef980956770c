/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_AGENT_MACHINE_H
#define ECSPROBE_TESTS_AGENT_MACHINE_H
/* The /proc of a machine that an agent runs on, in a tree of its own (tree.h). */
#include <stddef.h>

#include "ecsprobe/agent_status.h"

#define START INT64_C(1767268800000000)
#define CGROUP "1:name=systemd:/docker/3f4e8c1b\n0::/docker/3f4e8c1b\n"
/* The first line of /proc/PID/net/tcp, and what stands in a line between the state and the inode. */
#define HEAD                                                                                  \
	"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  " \
	"timeout inode\n"
#define REST " 00000000:00000000 00:00000000 00000000     0        0 "

/* An agent under ecs.service, in a container whose process is 77. */
struct agent_status supervised(void);

/* One more line; state 1 is established. */
void add_socket(char *table, size_t size, const char *remote, unsigned port, unsigned state,
		unsigned inode);
void add_process(const char *root, unsigned pid, unsigned parent, const char *net, const char *v4,
		 const char *v6);
void add_fd(const char *root, unsigned pid, unsigned fd, const char *target);

/* docker-init (77) > agent (78) > a child (79); 90 is a stranger's.  Ends with tree_close(). */
char *machine(void);

#endif
