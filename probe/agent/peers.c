/* SPDX-License-Identifier: Apache-2.0 */
#include "peers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/local_file.h"
#include "evidence.h"
#include "sources.h"

enum {
	MAX_PROCESSES = 1 << 16, /* of the machine */
	MAX_FAMILY = 64,         /* of the agent */
	MAX_FDS = 1 << 16,
	MAX_SOCKETS = 1 << 12,
	MAX_STAT_BYTES = 4 << 10,
	MAX_NET_BYTES = 8 << 20,
	LINK_BYTES = 64,
};

uint32_t peers_parse_parent(const char *text)
{
	/* The name before it is in brackets, and may hold any of them itself. */
	const char *bracket = strrchr(text, ')');
	unsigned parent = 0;

	if (!bracket || sscanf(bracket + 1, " %*c %10u", &parent) != 1)
		return 0;
	return parent;
}

static bool parse_number(const char *text, unsigned long long max, unsigned long long *number)
{
	size_t len = strspn(text, "0123456789");

	if (len == 0 || len > 19 || text[len] != '\0')
		return false;
	*number = strtoull(text, NULL, 10);
	return *number <= max;
}

struct process {
	uint32_t pid, parent;
};

struct processes {
	struct process *items; /* owned */
	size_t count;
};

/* A process may end at any time. */
static bool is_over(int r)
{
	return file_is_missing(r) || r == -ESRCH;
}

static int add_process(struct processes *list, const char *root, const char *name)
{
	char path[LINK_BYTES];
	unsigned long long pid;
	char *text;
	size_t len;
	int r;

	if (!parse_number(name, UINT32_MAX, &pid) || pid == 0)
		return 0;
	(void)snprintf(path, sizeof path, "/proc/%llu/stat", pid);
	r = local_file_read(root, path, MAX_STAT_BYTES, &text, &len);
	if (r < 0)
		return is_over(r) ? 0 : r;
	list->items = xgrow(list->items, list->count, sizeof *list->items);
	list->items[list->count++] = (struct process){ (uint32_t)pid, peers_parse_parent(text) };
	free(text);
	return 0;
}

static int list_processes(struct processes *list, const char *root)
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s/proc", root);
	struct string_list names;
	int r = directory_names_at(path, MAX_PROCESSES, &names);

	for (size_t i = 0; r == 0 && i < names.count; i++)
		r = add_process(list, root, names.items[i]);
	if (r == 0 && names.count >= MAX_PROCESSES)
		r = -E2BIG;
	string_list_done(&names);
	return r;
}

struct family {
	uint32_t pids[MAX_FAMILY];
	size_t count;
};

static bool is_in(const struct family *family, uint32_t pid)
{
	for (size_t i = 0; i < family->count; i++)
		if (family->pids[i] == pid)
			return true;
	return false;
}

/* docker-init is the parent of the agent, and what the agent runs is its
 * child. */
static int find_family(struct family *family, const struct processes *list)
{
	for (size_t before = 0; before != family->count;) {
		before = family->count;
		for (size_t i = 0; i < list->count; i++) {
			if (!is_in(family, list->items[i].parent) ||
			    is_in(family, list->items[i].pid))
				continue;
			if (family->count == MAX_FAMILY)
				return -E2BIG;
			family->pids[family->count++] = list->items[i].pid;
		}
	}
	return 0;
}

/* What one network namespace has; the agent's processes mostly share one. */
struct net {
	char name[NETWORK_NAME_BYTES]; /* "": nothing was read yet */
	struct peer_socket *sockets;
	size_t count;
};

static int read_table(struct net *net, const char *root, uint32_t pid, bool v6)
{
	char path[LINK_BYTES];
	char *text;
	size_t len;
	int r;

	(void)snprintf(path, sizeof path, "/proc/%u/net/%s", pid, v6 ? "tcp6" : "tcp");
	r = local_file_read(root, path, MAX_NET_BYTES, &text, &len);
	if (r == -ENOENT && v6)
		return 0; /* a kernel without IPv6 */
	if (r < 0)
		return r;
	net->count +=
		path_parse_sockets(text, v6, net->sockets + net->count, MAX_SOCKETS - net->count);
	free(text);
	return net->count < MAX_SOCKETS ? 0 : -E2BIG;
}

static int read_net(struct net *net, const char *root, uint32_t pid)
{
	char name[NETWORK_NAME_BYTES];
	int r;

	if (source_network(root, pid, name) && strcmp(name, net->name) == 0)
		return 0;
	net->count = 0;
	net->name[0] = '\0';
	r = read_table(net, root, pid, false);
	if (r == 0)
		r = read_table(net, root, pid, true);
	if (r == 0)
		(void)copy_text(net->name, sizeof net->name, name);
	return r;
}

static int add_peer(struct path_evidence *path, const struct ip *ip)
{
	for (size_t i = 0; i < path->peer_count; i++)
		if (ip_equal(&path->peers[i], ip))
			return 0;
	if (path->peer_count == MAX_AGENT_PEERS)
		return -E2BIG;
	path->peers[path->peer_count++] = *ip;
	return 0;
}

/* A child may hold its parent's.  Of very many, those that are left out are not seen. */
static void add_connection(struct path_evidence *path, const struct peer_socket *socket)
{
	for (size_t i = 0; i < path->connection_count; i++)
		if (path->connections[i].inode == socket->inode)
			return;
	if (path->connection_count < MAX_AGENT_PEERS)
		path->connections[path->connection_count++] =
			(struct agent_connection){ socket->remote, socket->inode };
}

static int take_fd(struct path_evidence *path, const struct net *net, int dir, const char *name)
{
	static const char socket[] = "socket:[";
	char link[LINK_BYTES];
	unsigned long long inode;
	ssize_t n = readlinkat(dir, name, link, sizeof link - 1);
	int r = 0;

	if (n < 0)
		return errno == ENOENT ? 0 : -errno; /* it is closed by now */
	if (n <= (ssize_t)sizeof socket || link[n - 1] != ']' ||
	    memcmp(link, socket, sizeof socket - 1) != 0)
		return 0;
	link[n - 1] = '\0';
	if (!parse_number(link + sizeof socket - 1, UINT64_MAX, &inode))
		return 0;
	for (size_t i = 0; r == 0 && i < net->count; i++) {
		if (net->sockets[i].inode != inode)
			continue;
		add_connection(path, &net->sockets[i]);
		r = add_peer(path, &net->sockets[i].remote);
	}
	return r;
}

static int take_process(struct path_evidence *path, struct net *net, const char *root, uint32_t pid)
{
	CLEANUP(cleanup_free) char *fds = xasprintf("%s/proc/%u/fd", root, pid);
	CLEANUP(cleanup_close) int dir = open(fds, O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct string_list names;
	int r;

	if (dir < 0)
		return -errno;
	r = read_net(net, root, pid);
	if (r < 0)
		return r;
	r = directory_names_at(fds, MAX_FDS, &names);
	for (size_t i = 0; r == 0 && i < names.count; i++)
		r = take_fd(path, net, dir, names.items[i]);
	if (r == 0 && names.count >= MAX_FDS)
		r = -E2BIG;
	string_list_done(&names);
	return r;
}

static int take_family(struct path_evidence *path, const char *root, const struct family *family)
{
	struct net net = { .sockets = xcalloc(MAX_SOCKETS, sizeof *net.sockets) };
	int r = 0;

	for (size_t i = 0; i < family->count; i++) {
		int one = take_process(path, &net, root, family->pids[i]);

		/* A child may end at any time; the first is the agent itself. */
		if (one < 0 && (i == 0 || !is_over(one)) && r == 0)
			r = one;
	}
	free(net.sockets);
	return r;
}

static int read_peers(struct path_evidence *path, const char *root, struct family *family)
{
	struct processes list = { 0 };
	int r = list_processes(&list, root);

	if (r == 0)
		r = find_family(family, &list);
	free(list.items);
	return r < 0 ? r : take_family(path, root, family);
}

static void explain(char why[static WHY_BYTES], int r)
{
	if (r == -EACCES || r == -EPERM)
		(void)copy_text(why, WHY_BYTES, "only root can see the agent's sockets");
	else if (r == -E2BIG || r == -EFBIG)
		(void)copy_text(why, WHY_BYTES, "too many processes or sockets to search");
	else
		source_why(why, "/proc", r);
}

void peers_gather(struct agent_status *status, const char *root)
{
	struct path_evidence *path = &status->path;
	struct family family = { .count = 1 };
	uint32_t pid;
	int r;

	path->peers_sight = agent_process(status, &pid);
	if (path->peers_sight == SIGHT_UNKNOWN)
		(void)copy_text(path->peers_why, sizeof path->peers_why,
				"the agent's processes are not known");
	if (path->peers_sight != SIGHT_SEEN)
		return;
	family.pids[0] = pid;
	if (agent_process_holds(status, root, pid, path->peers_why)) {
		r = read_peers(path, root, &family);
		if (r < 0)
			explain(path->peers_why, r);
		else if (agent_process_holds(status, root, pid, path->peers_why))
			return;
	}
	path->peers_sight = SIGHT_UNKNOWN;
	path->peer_count = 0;
	path->connection_count = 0;
}
