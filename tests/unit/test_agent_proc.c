/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets, resolv.conf and image cache of the agent, on another machine's
 * files; and that none of what is secret there gets into the evidence. */
#include <endian.h>
#include <errno.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

#include "agent/evidence.h"
#include "agent/peers.h"
#include "check.h"
#include "ecsprobe/util.h"
#include "tree.h"

#define START INT64_C(1767268800000000)
#define HEAD                                                                                  \
	"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  " \
	"timeout inode\n"
#define REST " 00000000:00000000 00:00000000 00000000     0        0 "

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

static void add_socket(char *table, size_t size, const char *remote, unsigned port, unsigned state,
		       unsigned inode)
{
	size_t used = strlen(table);
	const char *local = strchr(remote, ':') ? "00000000000000000000000000000000" : "0100000A";

	(void)snprintf(table + used, size - used, "   0: %s:9C40 %s:%04X %02X" REST "%u 1 0 20\n",
		       local, hex_of(remote), port, state, inode);
}

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

#define CGROUP "1:name=systemd:/docker/3f4e8c1b\n0::/docker/3f4e8c1b\n"

static struct agent_status supervised(void)
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

static void add_process(const char *root, unsigned pid, unsigned parent, const char *net,
			const char *v4, const char *v6)
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

static void add_fd(const char *root, unsigned pid, unsigned fd, const char *target)
{
	char path[96];

	(void)snprintf(path, sizeof path, "/proc/%u/fd/%u", pid, fd);
	tree_link(root, path, target);
}

static const char *peers_of(const struct path_evidence *path)
{
	static char out[2048];
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < path->peer_count; i++)
		used += (size_t)snprintf(out + used, sizeof out - used, "%s%s", i ? " " : "",
					 ip_text(&path->peers[i]));
	return out;
}

/* docker-init (77) > agent (78) > a child (79); 90 is a stranger's. */
static char *machine(void)
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

static void peers_of_the_agent(void **state)
{
	struct agent_status status = supervised();
	char *root = machine();

	(void)state;
	path_gather(&status, root);
	assert_int_equal(status.path.peers_sight, SIGHT_SEEN);
	assert_string_equal(peers_of(&status.path), "52.94.1.2 2600:1f18::1");
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
	assert_string_equal(status.path.peers_why, "too many processes or sockets to look through");
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
	assert_string_equal(status.path.peers_why, "too many processes or sockets to look through");
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
		tree_close(root);
	}
	expect_all_held();
}

/* --- resolv.conf ---------------------------------------------------------------- */

static void resolvers(void **state)
{
	static const struct {
		const char *text; /* NULL: a link that leads out of the container */
		enum sight sight;
		size_t count;
		const char *first;
	} rows[] = {
		{ "search x\nnameserver 10.0.0.2\nnameserver fd00:ec2::253\n", SIGHT_SEEN, 2,
		  "10.0.0.2" },
		{ "nameserver 1.1.1.1\nnameserver 1.1.1.2\nnameserver 1.1.1.3\nnameserver "
		  "1.1.1.4\n",
		  SIGHT_SEEN, 3, "1.1.1.1" },
		{ "", SIGHT_SEEN, 1, "127.0.0.1" },
		{ NULL, SIGHT_UNKNOWN, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();

		tree_write(root, "/proc/77/cgroup", CGROUP);
		if (rows[i].text) {
			tree_write(root, "/proc/77/root/etc/resolv.conf", rows[i].text);
		} else {
			tree_write(root, "/secret", "nameserver 6.6.6.6\n");
			tree_link(root, "/proc/77/root/etc/resolv.conf", "../../../../secret");
		}
		resolver_gather(&status, root);
		EXPECT(status.resolver.sight == rows[i].sight, "row %zu: %s", i,
		       status.resolver.why);
		EXPECT(status.resolver.nameserver_count == rows[i].count, "row %zu: %zu", i,
		       status.resolver.nameserver_count);
		EXPECT(rows[i].count == 0 ||
			       strcmp(ip_text(&status.resolver.nameservers[0]), rows[i].first) == 0,
		       "row %zu", i);
		tree_close(root);
	}
	expect_all_held();
}

/* Not before Linux 5.6, nor under a valgrind that does not know the call. */
static bool kernel_can_stay_inside(void)
{
	struct open_how how = { 0 };

	return syscall(SYS_openat2, -1, "", &how, sizeof how) >= 0 || errno != ENOSYS;
}

/* A link is followed where it leads inside the container, or not at all. */
static void resolver_behind_a_link(void **state)
{
	struct agent_status status = supervised();
	char *root = tree_open();

	(void)state;
	tree_write(root, "/proc/77/cgroup", CGROUP);
	tree_write(root, "/proc/77/root/run/resolv.conf", "nameserver 10.0.0.2\n");
	tree_link(root, "/proc/77/root/etc/resolv.conf", "/run/resolv.conf");
	resolver_gather(&status, root);
	tree_close(root);
	if (!kernel_can_stay_inside()) {
		assert_int_equal(status.resolver.sight, SIGHT_UNKNOWN);
		return;
	}
	assert_int_equal(status.resolver.sight, SIGHT_SEEN);
	assert_string_equal(ip_text(&status.resolver.nameservers[0]), "10.0.0.2");
}

static void own_nameservers(void **state)
{
	static const struct {
		const char *daemon;
		bool container, own;
	} rows[] = {
		{ NULL, false, false },
		{ NULL, true, true },
		{ "{\"dns\":[\"10.0.0.9\"]}", false, true },
		{ "{\"dns\":[]}", false, false },
		{ "{\"dns\":\"10.0.0.9\"}", false, false },
		{ "{}", false, false },
		{ "[]", false, false },
		{ "broken", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();

		status.container.own_dns = rows[i].container;
		if (rows[i].daemon)
			tree_write(root, "/etc/docker/daemon.json", rows[i].daemon);
		resolver_gather(&status, root);
		EXPECT(status.resolver.own_dns == rows[i].own, "row %zu", i);
		EXPECT(status.resolver.sight == SIGHT_UNKNOWN && status.resolver.why[0], "row %zu",
		       i);
		tree_close(root);
	}
	expect_all_held();
}

/* --- the cache of ecs-init ------------------------------------------------------- */

static void cache_states(void **state)
{
	static const struct {
		const char *state, *image; /* NULL: missing */
		int cache_state;
		bool cached;
	} rows[] = {
		{ "1", "tar", 1, true },   { "2\n", "tar", 2, true }, { "0\n", "", 0, false },
		{ "", NULL, -1, false },   { NULL, "tar", -1, true }, { "x", "tar", -1, true },
		{ "-1", "tar", -1, true }, { "999", "t", -1, true },  { "1 x", "tar", 1, true },
		{ "1111", "t", -1, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();

		if (rows[i].state)
			tree_write(root, "/var/cache/ecs/state", rows[i].state);
		if (rows[i].image) {
			tree_write(root, "/var/cache/ecs/ecs-agent-v1.tar", rows[i].image);
			tree_link(root, "/var/cache/ecs/ecs-agent.tar", "ecs-agent-v1.tar");
		}
		image_gather(&status, root);
		EXPECT(status.image.cache_state == rows[i].cache_state, "row %zu: %d", i,
		       status.image.cache_state);
		EXPECT(status.image.cached == rows[i].cached, "row %zu", i);
		EXPECT(!status.image.update_pending, "row %zu", i);
		tree_close(root);
	}
	expect_all_held();
}

static int64_t now_us(void)
{
	struct timespec now;

	assert_int_equal(clock_gettime(CLOCK_REALTIME, &now), 0);
	return (int64_t)now.tv_sec * 1000000;
}

static void updates(void **state)
{
	static const int64_t minute_us = INT64_C(60) * 1000000;
	static const struct {
		const char *name;
		int changed_min, started_min; /* ago */
		bool running, pending;
	} rows[] = {
		{ "desired-image", 5, 60, true, true },
		{ "0f.ecs-update.tar", 5, 60, true, true },
		{ "desired-image", 10, 5, true, false },    /* of the update that made this one */
		{ "desired-image", 120, 600, true, false }, /* and never came */
		{ "desired-image", 5, 60, false, false },
		{ "ecs-agent-v1.tar", 5, 60, true, false },
		{ ".ecs-update.tar", 5, 60, true, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();
		char path[96];

		(void)snprintf(path, sizeof path, "/var/cache/ecs/%s", rows[i].name);
		tree_write(root, path, "x");
		tree_date(root, path, now_us() - rows[i].changed_min * minute_us);
		status.container.started_us = now_us() - rows[i].started_min * minute_us;
		status.container.running = rows[i].running;
		image_gather(&status, root);
		EXPECT(status.image.update_pending == rows[i].pending, "row %zu", i);
		tree_close(root);
	}
	expect_all_held();
}

static void an_update_between_two_agents(void **state)
{
	struct agent_status status = supervised();
	char *root = tree_open();

	(void)state;
	status.container.running = false;
	status.container.exit_code = 42;
	image_gather(&status, root);
	assert_true(status.image.update_pending);
	/* Nobody is there to finish it. */
	(void)strcpy(status.unit.active, "failed");
	image_gather(&status, root);
	assert_false(status.image.update_pending);
	tree_close(root);
}

static void starts(void **state)
{
	struct agent_status status = supervised();

	(void)state;
	assert_int_equal(agent_started_us(&status), START);
	status.container.running = false;
	assert_int_equal(agent_started_us(&status), 0);
	status.unit.without_container = true;
	status.unit.main_start_us = 5;
	assert_int_equal(agent_started_us(&status), 5);
	status.unit.main_pid = 0;
	assert_int_equal(agent_started_us(&status), 0);
}

/* --- secrets ---------------------------------------------------------------------- */

#define CANARY "c4n4rysecret"

static bool holds_canary(const void *bytes, size_t size)
{
	return memmem(bytes, size, CANARY, sizeof CANARY - 1) != NULL;
}

static void expect_no_canary(const struct string_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		EXPECT(!holds_canary(list->items[i], strlen(list->items[i])), "%s", list->items[i]);
}

/* Keys of every kind, some with the secret in the key itself. */
static const char *const secrets[] = {
	"ECS_ENGINE_AUTH_DATA={\"r\":{\"password\":\"" CANARY "\"}}",
	"HTTPS_PROXY=http://user:" CANARY "@proxy:3128",
	"HTTP_PROXY=http://" CANARY "@proxy:3128",
	"AWS_ENDPOINT_URL=https://user:" CANARY "@host.example/" CANARY,
	"AWS_ENDPOINT_URL_ECS=" CANARY " not a host",
	"ECS_BACKEND_HOST=https://" CANARY ":" CANARY "@h.example/?" CANARY "#" CANARY,
	"AWS_SECRET_ACCESS_KEY=" CANARY,
	"ECS_EXTERNAL=" CANARY,
	"ECS_WARM_POOLS_CHECK=" CANARY,
	"ECS_ENABLE_TASK_ENI=" CANARY,
	CANARY "=",
	CANARY "==",
	"export X=" CANARY,
	"# " CANARY "=x",
};

static void no_value_gets_into_the_evidence(void **state)
{
	static const char *const jsons[] = {
		"{\"EngineAuthData\":{\"password\":\"" CANARY "\"},\"" CANARY "\":\"" CANARY "\","
		"\"APIEndpoint\":\"https://" CANARY "@a.example/\"}",
		"{\"AWSRegion\":[\"" CANARY "\"]}",
		"{\"EngineAuthData\":\"" CANARY,
		CANARY,
	};
	char text[2048] = "";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) {
		size_t used = strlen(text);

		(void)snprintf(text + used, sizeof text - used, "%s\n", secrets[i]);
	}
	for (size_t i = 0; i < 2 * ARRAY_SIZE(jsons); i++) {
		struct agent_status status = supervised();
		struct string_list environment = { 0 };
		char *root = machine();

		/* Once all keys have changed, and once all are taken back. */
		if (i % 2)
			tree_write(root, "/etc/ecs/ecs.config", text);
		for (size_t s = 0; s < ARRAY_SIZE(secrets) && i % 2 == 0; s++)
			string_list_add(&status.container.environment, secrets[s],
					strlen(secrets[s]));
		tree_write(root, "/etc/ecs/ecs.config.json", jsons[i / 2]);
		tree_write(root, "/etc/docker/daemon.json",
			   "{\"proxies\":{\"http-proxy\":\"http://" CANARY "@p\"}}");
		tree_write(root, "/var/cache/ecs/state", CANARY);
		tree_write(root, "/proc/77/root/etc/resolv.conf", "nameserver " CANARY "\n");
		config_gather(&status, root);
		path_gather(&status, root);
		resolver_gather(&status, root);
		image_gather(&status, root);
		EXPECT(status.config.changed.count > 3, "round %zu", i);
		expect_no_canary(&status.config.changed);
		expect_no_canary(&status.config.unmodelled);
		environment = status.container.environment;
		status.container.environment = (struct string_list){ 0 };
		EXPECT(!holds_canary(&status, sizeof status), "round %zu", i);
		status.container.environment = environment;
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
		cmocka_unit_test(resolvers),
		cmocka_unit_test(resolver_behind_a_link),
		cmocka_unit_test(own_nameservers),
		cmocka_unit_test(cache_states),
		cmocka_unit_test(updates),
		cmocka_unit_test(an_update_between_two_agents),
		cmocka_unit_test(starts),
		cmocka_unit_test(no_value_gets_into_the_evidence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
