/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_machine.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "tree.h"

/* As this machine's kernel would print it. */
static const char *hex_of(const char *text)
{
	static char hex[33];
	struct ip ip = ip_of(text);

	for (size_t i = 0; i < (ip.family == IP_V4 ? 1U : 4U); i++) {
		uint32_t word;

		memcpy(&word, ip.bytes + 4 * i, sizeof word);
		(void)snprintf(hex + 8 * i, sizeof hex - 8 * i, "%08X", word);
	}
	return hex;
}

void add_socket(char *table, size_t size, const char *remote, unsigned port, unsigned state,
		unsigned inode)
{
	size_t used = strlen(table);
	const char *local = strchr(remote, ':') ? "00000000000000000000000000000000" : "0100000A";

	(void)snprintf(table + used, size - used, "   0: %s:9C40 %s:%04X %02X" REST "%u 1 0 20\n",
		       local, hex_of(remote), port, state, inode);
}

struct agent_status supervised(void)
{
	return (struct agent_status){
		.unit = { .sight = SIGHT_SEEN,
			  .name = "ecs.service",
			  .active = "active",
			  .main_pid = 50,
			  .by_ecs_init = true },
		.container = { .sight = SIGHT_SEEN,
			       .running = true,
			       .id = "3f4e8c1b",
			       .pid = 77,
			       .started_us = START },
	};
}

void add_process(const char *root, unsigned pid, unsigned parent, const char *net, const char *v4,
		 const char *v6)
{
	char path[96];
	char text[96];

	(void)snprintf(path, sizeof path, "/proc/%u/stat", pid);
	(void)snprintf(text, sizeof text, "%u (a process) S %u 1 1 0\n", pid, parent);
	tree_write(root, path, text);
	(void)snprintf(path, sizeof path, "/proc/%u/cgroup", pid);
	tree_write(root, path, pid == 90 ? "0::/system.slice/ecs.service\n" : CGROUP);
	(void)snprintf(path, sizeof path, "/proc/%u/net/tcp", pid);
	tree_write(root, path, v4);
	(void)snprintf(path, sizeof path, "/proc/%u/net/tcp6", pid);
	tree_write(root, path, v6);
	(void)snprintf(path, sizeof path, "/proc/%u/fd", pid);
	tree_directory(root, path);
	(void)snprintf(path, sizeof path, "/proc/%u/ns/net", pid);
	tree_link(root, path, net);
}

void add_fd(const char *root, unsigned pid, unsigned fd, const char *target)
{
	char path[96];

	(void)snprintf(path, sizeof path, "/proc/%u/fd/%u", pid, fd);
	tree_link(root, path, target);
}

char *machine(void)
{
	char *root = tree_open();
	char v4[2048] = HEAD;
	char v6[2048] = HEAD;

	add_socket(v4, sizeof v4, "52.94.1.2", 443, 1, 10);
	add_socket(v4, sizeof v4, "52.94.1.2", 443, 1, 11);
	add_socket(v4, sizeof v4, "10.0.1.10", 443, 1, 12);
	add_socket(v4, sizeof v4, "52.0.0.9", 443, 1, 13);
	add_socket(v6, sizeof v6, "2600:1f18::1", 443, 1, 14);
	add_process(root, 77, 50, "net:[1]", v4, v6);
	add_process(root, 78, 77, "net:[1]", v4, v6);
	add_process(root, 79, 78, "net:[2]", HEAD, HEAD);
	add_process(root, 90, 1, "net:[1]", v4, v6);
	add_fd(root, 77, 0, "/dev/null");
	add_fd(root, 78, 3, "socket:[10]");
	add_fd(root, 78, 4, "socket:[11]");
	add_fd(root, 78, 5, "anon_inode:[eventpoll]");
	add_fd(root, 78, 6, "socket:[14]");
	add_fd(root, 78, 7, "socket:[99]");
	add_fd(root, 78, 8, "socket:[]");
	add_fd(root, 79, 3, "socket:[12]"); /* of another namespace */
	add_fd(root, 90, 3, "socket:[13]");
	return root;
}
