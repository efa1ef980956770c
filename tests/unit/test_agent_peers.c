/* SPDX-License-Identifier: Apache-2.0 */
/* Whose sockets are whose, and where they lead: the agent's /proc, on another machine's files. */
#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "agent/evidence.h"
#include "agent/peers.h"
#include "agent_machine.h"
#include "check.h"
#include "ecsprobe/util.h"
#include "tree.h"

static const char *sockets_of(const char *text, bool v6)
{
	static char out[512];
	struct peer_socket sockets[4];
	size_t count = path_parse_sockets(text, v6, sockets, ARRAY_SIZE(sockets));
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < count; i++)
		used += (size_t)snprintf(out + used, sizeof out - used, "%s%llu=%s", i ? " " : "",
					 (unsigned long long)sockets[i].inode,
					 ip_text(&sockets[i].remote));
	return out;
}

static void socket_tables(void **state)
{
	char v4[2048] = HEAD;
	char v6[2048] = HEAD;

	(void)state;
	assert_string_equal(sockets_of(v4, false), "");
	add_socket(v4, sizeof v4, "52.94.1.2", 443, 1, 10);
	add_socket(v4, sizeof v4, "52.94.1.3", 80, 1, 11);
	add_socket(v4, sizeof v4, "52.94.1.4", 443, 6, 12);
	add_socket(v4, sizeof v4, "10.0.1.10", 443, 1, 13);
	assert_string_equal(sockets_of(v4, false), "10=52.94.1.2 13=10.0.1.10");
	assert_string_equal(sockets_of(v4, true), "");
	add_socket(v6, sizeof v6, "2600:1f18::1", 443, 1, 20);
	add_socket(v6, sizeof v6, "::ffff:52.94.1.2", 443, 1, 21);
	add_socket(v6, sizeof v6, "::", 0, 10, 22);
	assert_string_equal(sockets_of(v6, true), "20=2600:1f18::1 21=52.94.1.2");
	assert_string_equal(sockets_of(v6, false), "");
	for (unsigned i = 0; i < 8; i++)
		add_socket(v4, sizeof v4, "10.0.1.11", 443, 1, 30 + i);
	assert_string_equal(sockets_of(v4, false),
			    "10=52.94.1.2 13=10.0.1.10 30=10.0.1.11 31=10.0.1.11");
	assert_string_equal(sockets_of("0: 0:0 0:1BB 01\n:\n   0: 0100000A:9C40", false), "");
	assert_string_equal(sockets_of("   0: 0100000A:9C40 0200000:01BB 01" REST "1\n", false),
			    "");
}

/* What the kernel of a little-endian machine prints. */
static void byte_order(void **state)
{
	(void)state;
	if (__BYTE_ORDER != __LITTLE_ENDIAN)
		skip();
	assert_string_equal(
		sockets_of("   4: 0500000A:A0F2 0A01000A:01BB 01" REST "4711 1\n", false),
		"4711=10.0.1.10");
	assert_string_equal(sockets_of("   4: 00000000000000000000000000000000:A0F2 "
				       "181F00260000000000000000010000FF:01BB 01" REST "4711 1\n",
				       true),
			    "4711=2600:1f18::ff00:1");
}

static void parents(void **state)
{
	static const struct {
		const char *text;
		uint32_t parent;
	} rows[] = {
		{ "77 (docker-init) S 60 77 77 0", 60 },
		{ "78 (a) (b) ) R 77 1", 77 },
		{ "79 (x\n) Z 77 1", 77 },
		{ "80 (x", 0 },
		{ "", 0 },
		{ "81 (x) S", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(peers_parse_parent(rows[i].text) == rows[i].parent, "%s", rows[i].text);
	expect_all_held();
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Sorted: a folder of a tree has its files in no order, unlike /proc. */
static const char *peers_of(const struct path_evidence *path)
{
	static char out[2048];
	char texts[ARRAY_SIZE(path->peers)][64];
	size_t used = 0;

	for (size_t i = 0; i < path->peer_count; i++)
		(void)snprintf(texts[i], sizeof texts[i], "%s", ip_text(&path->peers[i]));
	qsort(texts, path->peer_count, sizeof texts[0], by_text);
	out[0] = '\0';
	for (size_t i = 0; i < path->peer_count; i++)
		used += (size_t)snprintf(out + used, sizeof out - used, "%s%s", i ? " " : "",
					 texts[i]);
	return out;
}

static void peers_of_the_agent(void **state)
{
	struct agent_status status = supervised();
	char *root = machine();

	(void)state;
	path_gather(&status, root);
	assert_int_equal(status.path.peers_sight, SIGHT_SEEN);
	assert_string_equal(peers_of(&status.path), "2600:1f18::1 52.94.1.2");
	/* The unit's own process, where no container is. */
	status = supervised();
	status.unit.without_container = true;
	status.unit.main_pid = 90;
	path_gather(&status, root);
	assert_string_equal(peers_of(&status.path), "52.0.0.9");
	tree_close(root);
}

static void peers_unknown(void **state)
{
	struct agent_status status = supervised();
	char *root = machine();

	(void)state;
	status.container.pid = 4711;
	path_gather(&status, root);
	assert_int_equal(status.path.peers_sight, SIGHT_UNKNOWN);
	assert_true(status.path.peers_why[0]);
	assert_int_equal(status.path.peer_count, 0);
	status = supervised();
	status.container.running = false;
	path_gather(&status, root);
	assert_int_equal(status.path.peers_sight, SIGHT_ABSENT);
	status = (struct agent_status){ 0 };
	path_gather(&status, root);
	assert_int_equal(status.path.peers_sight, SIGHT_UNKNOWN);
	/* There may be a unit that needs no container. */
	status = (struct agent_status){ .container.sight = SIGHT_ABSENT };
	path_gather(&status, root);
	assert_int_equal(status.path.peers_sight, SIGHT_UNKNOWN);
	tree_close(root);
}

static void peers_are_bounded(void **state)
{
	enum { SOCKETS = 100, LINE_BYTES = 160 };
	char *table = xcalloc(SOCKETS + 1, LINE_BYTES);
	struct agent_status status = supervised();
	char *root = tree_open();

	(void)state;
	for (unsigned i = 0; i < SOCKETS; i++) {
		char address[32];

		(void)snprintf(address, sizeof address, "52.0.0.%u", i);
		add_socket(table, SOCKETS * LINE_BYTES, address, 443, 1, 100 + i);
	}
	add_process(root, 77, 50, "net:[1]", table, "");
	for (unsigned i = 0; i < SOCKETS; i++) {
		char target[32];

		(void)snprintf(target, sizeof target, "socket:[%u]", 100 + i);
		add_fd(root, 77, i, target);
	}
	path_gather(&status, root);
	assert_int_equal(status.path.peers_sight, SIGHT_UNKNOWN);
	assert_string_equal(status.path.peers_why, "too many processes or sockets to search");
	assert_int_equal(status.path.peer_count, 0);
	free(table);
	tree_close(root);
}

static void families_are_bounded(void **state)
{
	struct agent_status status = supervised();
	char *root = tree_open();

	(void)state;
	for (unsigned pid = 77; pid < 77 + 65; pid++) {
		if (pid != 90)
			add_process(root, pid, pid == 77 ? 50 : 77, "net:[1]", HEAD, HEAD);
	}
	path_gather(&status, root);
	assert_int_equal(status.path.peers_sight, SIGHT_SEEN);
	add_process(root, 200, 77, "net:[1]", HEAD, HEAD);
	add_process(root, 201, 200, "net:[1]", HEAD, HEAD);
	status = supervised();
	path_gather(&status, root);
	assert_int_equal(status.path.peers_sight, SIGHT_UNKNOWN);
	assert_string_equal(status.path.peers_why, "too many processes or sockets to search");
	tree_close(root);
}

/* Numbers are used again, and mean others in another PID namespace. */
static void whose_process(void **state)
{
	static const struct {
		const char *cgroup, *mountinfo; /* NULL: missing */
		bool of_unit, seen;
	} rows[] = {
		{ CGROUP, NULL, false, true },
		{ "0::/system.slice/docker-3f4e8c1b.scope\n", NULL, false, true },
		{ "0::/../docker-3f4e8c1b.scope\n", NULL, false, true },
		{ "0::/\n",
		  "1 2 0:3 /var/lib/docker/containers/3f4e8c1b/hostname /etc/hostname rw\n", false,
		  true },
		{ "0::/\n",
		  "1 2 0:3 / /var/lib/docker/containers/3f4e8c1b/mounts/shm rw - tmpfs shm rw\n",
		  false, false },
		{ "0::/user.slice\n", "1 2 0:3 / / rw\n", false, false },
		{ "0::/user.slice\n", NULL, false, false },
		{ NULL, NULL, false, false },
		{ "0::/system.slice/ecs.service\n", NULL, true, true },
		{ "0::/system.slice/other.service\n", "/3f4e8c1b/hostname /etc/hostname ", true,
		  false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();

		status.unit.without_container = rows[i].of_unit;
		status.unit.main_pid = 77;
		add_process(root, 77, 50, "net:[1]", HEAD, HEAD);
		tree_remove(root, "/proc/77/cgroup");
		if (rows[i].cgroup)
			tree_write(root, "/proc/77/cgroup", rows[i].cgroup);
		if (rows[i].mountinfo)
			tree_write(root, "/proc/77/mountinfo", rows[i].mountinfo);
		tree_write(root, "/proc/77/root/etc/resolv.conf", "nameserver 10.0.0.2\n");
		path_gather(&status, root);
		resolver_gather(&status, root);
		EXPECT((status.path.peers_sight == SIGHT_SEEN) == rows[i].seen, "row %zu", i);
		EXPECT((status.resolver.sight == SIGHT_SEEN) == rows[i].seen, "row %zu", i);
		EXPECT((status.path.peers_why[0] != '\0') == !rows[i].seen, "row %zu", i);
		EXPECT(strcmp(status.path.peers_why, status.resolver.why) == 0, "row %zu: %s", i,
		       status.resolver.why);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

static void whose_network(void **state)
{
	static const struct {
		const char *its, *ours; /* NULL: not to be read */
		bool of_another;        /* the process of that number is not the agent's */
		enum sight expected;
	} rows[] = {
		{ "net:[1]", "net:[1]", false, SIGHT_ABSENT },
		{ "net:[2]", "net:[1]", false, SIGHT_SEEN },
		{ "net:[11]", "net:[1]", false, SIGHT_SEEN },
		{ "net:[2]", NULL, false, SIGHT_UNKNOWN },
		{ NULL, "net:[1]", false, SIGHT_UNKNOWN },
		{ "net:[2]", "net:[1]", true, SIGHT_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();

		add_process(root, 77, 50, rows[i].its ? rows[i].its : "net:[2]", HEAD, HEAD);
		if (!rows[i].its)
			tree_remove(root, "/proc/77/ns/net");
		if (rows[i].ours)
			tree_link(root, "/proc/self/ns/net", rows[i].ours);
		if (rows[i].of_another)
			tree_write(root, "/proc/77/cgroup", "0::/user.slice\n");
		status.introspection.sight = SIGHT_ABSENT;
		resolver_gather(&status, root);
		/* Its port is in its own network: a refusal in this one shows nothing. */
		EXPECT((status.introspection.sight == SIGHT_UNKNOWN) ==
			       (rows[i].expected == SIGHT_SEEN),
		       "row %zu: %d", i, (int)status.introspection.sight);
		EXPECT(status.own_network == rows[i].expected, "row %zu: %d", i,
		       (int)status.own_network);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(socket_tables),
		cmocka_unit_test(byte_order),
		cmocka_unit_test(parents),
		cmocka_unit_test(peers_of_the_agent),
		cmocka_unit_test(peers_unknown),
		cmocka_unit_test(peers_are_bounded),
		cmocka_unit_test(families_are_bounded),
		cmocka_unit_test(whose_process),
		cmocka_unit_test(whose_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
