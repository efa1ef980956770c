/* SPDX-License-Identifier: Apache-2.0 */
/* Who starts the agent's container: control groups, /proc, and what the facts come to. */
#include "agent/owner.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "tree.h"

#define ID "3f4e8c1b2a5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7"
#define COPY(field, text) assert_true(copy_text(field, sizeof(field), text))

/* --- control groups ------------------------------------------------------------- */

static const char *const places[] = {
	[PLACE_UNKNOWN] = "unknown", [PLACE_UNIT] = "unit",           [PLACE_USER] = "user",
	[PLACE_SCOPE] = "scope",     [PLACE_ELSEWHERE] = "elsewhere",
};

#define V1(path) "12:cpu,cpuacct:/x\n1:name=systemd:" path "\n"
#define LONG_NAME "a12345678901234567890123456789012345678901234567890123456789"

static void control_groups(void **state)
{
	static const struct {
		const char *init, *cgroup, *expected;
	} rows[] = {
		{ "0::/init.scope\n", "0::/system.slice/my-agent.service\n",
		  "unit my-agent.service" },
		{ "0::/init.scope\n", "0::/system.slice/my.service/sub/leaf\n", "unit my.service" },
		{ "0::/init.scope\n", "0::/system.slice/system-a.slice/a@1.service\n",
		  "unit a@1.service" },
		{ "0::/init.scope\n", "0::/my.service\n", "unit my.service" },
		{ "0::/init.scope\n", "0::/system.slice/_cgroup.service\n", "unit cgroup.service" },
		{ "0::/init.scope\n", "0::/user.slice/user-1000.slice/session-3.scope\n",
		  "scope session-3.scope" },
		{ "0::/init.scope\n",
		  "0::/user.slice/user-1000.slice/user@1000.service/app.slice/my.service\n",
		  "user user@1000.service" },
		{ "0::/init.scope\n", "0::/system.slice/docker-" ID ".scope\n", "elsewhere" },
		{ "0::/init.scope\n", "0::/docker/" ID "\n", "elsewhere" },
		{ "0::/init.scope\n", "0::/\n", "elsewhere" },
		{ "0::/init.scope\n", "0::/system.slice/" LONG_NAME ".service\n", "elsewhere" },
		{ "0::/init.scope\n", "0::/system.slice/a b.service\n", "elsewhere" },
		{ "0::/init.scope\n", "0::/system.slice/\033.service\n", "elsewhere" },
		{ "0::/init.scope\n", "0::/system.slice/x/y.service\n", "elsewhere" },
		{ V1("/init.scope"), V1("/system.slice/my.service"), "unit my.service" },
		{ V1("/"), V1("/system.slice/my.service"), "unit my.service" },
		{ V1("/init.scope") "0::/init.scope\n",
		  "1:name=systemd:/system.slice/a.service\n0::/system.slice/b.service\n",
		  "unit a.service" },
		{ "0::/lab/init.scope\n", "0::/lab/system.slice/my.service\n", "unit my.service" },
		{ "0::/lab/init.scope\n", "0::/system.slice/my.service\n", "elsewhere" },
		{ "0::/lab/init.scope\n", "0::/lab-2/system.slice/my.service\n", "elsewhere" },
		{ "", "0::/system.slice/my.service\n", "unknown" },
		{ "0::/init.scope\n", "", "unknown" },
		{ "0::/init.scope\n", "3:cpu:/system.slice/my.service", "unknown" },
		{ "0::/init.scope\n", "0::/system.slice/my.service", "unit my.service" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char unit[UNIT_NAME_BYTES];
		enum place place = owner_place(rows[i].cgroup, rows[i].init, unit);
		char *found = xasprintf("%s%s%s", places[place], *unit ? " " : "", unit);

		EXPECT(strcmp(found, rows[i].expected) == 0, "%s: %s", rows[i].cgroup, found);
		free(found);
	}
	expect_all_held();
}

/* --- /proc -------------------------------------------------------------------------- */

static void write_bytes(const char *root, const char *path, const char *bytes, size_t len)
{
	char *full = xasprintf("%s%s", root, path);
	FILE *file;

	tree_write(root, path, "");
	file = fopen(full, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	free(full);
}

static void add_process(const char *root, unsigned pid, unsigned parent, const char *program,
			const char *line, const char *cgroup)
{
	char path[64];
	char *text = xasprintf("%u (x) y) S %u 1 1", pid, parent);
	char *words = xstrdup(line);
	size_t len = strlen(line);

	(void)snprintf(path, sizeof path, "/proc/%u/stat", pid);
	tree_write(root, path, text);
	(void)snprintf(path, sizeof path, "/proc/%u/exe", pid);
	tree_link(root, path, program);
	(void)snprintf(path, sizeof path, "/proc/%u/cgroup", pid);
	tree_write(root, path, cgroup);
	for (char *at = words; (at = strchr(at, ' ')); at++)
		*at = '\0';
	(void)snprintf(path, sizeof path, "/proc/%u/cmdline", pid);
	write_bytes(root, path, words, len + 1);
	free(words);
	free(text);
}

static void processes(void **state)
{
	struct owner_facts *facts = xcalloc(1, sizeof *facts);
	char *root = tree_open();

	(void)state;
	add_process(root, 1, 0, "/usr/lib/systemd/systemd", "/sbin/init", "0::/init.scope\n");
	add_process(root, 20, 1, "/usr/bin/bash", "/bin/bash /opt/start",
		    "0::/system.slice/my.service\n");
	add_process(root, 21, 20, "/usr/bin/docker (deleted)",
		    "docker run --name ecs-agent amazon/amazon-ecs-agent",
		    "0::/system.slice/my.service\n");
	add_process(root, 30, 1, "/usr/bin/python3", "docker run --name ecs-agent amazon/x",
		    "0::/user.slice/user-1.slice/session-1.scope\n");
	add_process(root, 31, 1, "/usr/bin/docker", "docker logs -f ecs-agent",
		    "0::/system.slice/log.service\n");
	/* Nobody whom Docker would listen to. */
	add_process(root, 32, 1, "/home/x/docker", "docker run --name ecs-agent amazon/x",
		    "0::/user.slice/user-1.slice/session-1.scope\n");
	tree_write(root, "/proc/32/status",
		   "Name:\tdocker\nUid:\t1000\t1000\t1000\t1000\n"
		   "Gid:\t1000\t1000\t1000\t1000\nGroups:\t4 1000 \n");
	tree_write(root, "/proc/21/status", "Name:\tdocker\nUid:\t0\t0\t0\t0\nGroups:\t \n");
	tree_write(root, "/proc/self/cmdline", "docker");
	owner_gather_clients(facts, root);
	assert_int_equal(facts->clients_sight, SIGHT_SEEN);
	assert_int_equal(facts->client_count, 1);
	assert_int_equal(facts->clients[0].pid, 21);
	assert_int_equal(facts->clients[0].does, COMMAND_RUNS);
	assert_int_equal(facts->clients[0].place, PLACE_UNIT);
	assert_string_equal(facts->clients[0].unit, "my.service");
	assert_int_equal(facts->clients[0].ancestor_count, 2);
	assert_int_equal(facts->clients[0].ancestors[0], 20);
	assert_int_equal(facts->clients[0].ancestors[1], 1);
	assert_string_equal(facts->clients[0].started_by, "systemd");
	assert_false(facts->shim);
	*facts = (struct owner_facts){ 0 };
	add_process(root, 40, 1, "/usr/bin/conmon", "/usr/bin/conmon -c x -n ecs-agent -r /run",
		    "0::/machine.slice/libpod-x.scope\n");
	owner_gather_clients(facts, root);
	assert_true(facts->shim);
	*facts = (struct owner_facts){ 0 };
	for (unsigned pid = 100; pid < 100 + MAX_CLIENTS; pid++)
		add_process(root, pid, 1, "/usr/bin/docker", "docker start -a ecs-agent",
			    "0::/system.slice/my.service\n");
	owner_gather_clients(facts, root);
	assert_int_equal(facts->clients_sight, SIGHT_UNKNOWN);
	assert_string_equal(facts->clients_why, "too many processes to search");
	assert_int_equal(facts->client_count, MAX_CLIENTS);
	*facts = (struct owner_facts){ 0 };
	owner_gather_clients(facts, "/nonexistent");
	assert_int_equal(facts->clients_sight, SIGHT_UNKNOWN);
	assert_int_not_equal(facts->clients_why[0], '\0');
	tree_close(root);
	free(facts);
}

/* A name of the mount namespace; and the socket that is seen in it, "" for none. */
static void in_namespace(const char *root, unsigned pid, const char *namespace, const char *socket)
{
	char path[64];
	char at[64];

	(void)snprintf(path, sizeof path, "/proc/%u/ns/mnt", pid);
	tree_link(root, path, namespace);
	(void)snprintf(path, sizeof path, "/proc/%u/root", pid);
	tree_directory(root, path);
	if (!*socket)
		return;
	(void)snprintf(at, sizeof at, "%s%s", path, socket);
	tree_write(root, at, "");
}

static void share_socket(const char *root, unsigned pid, const char *path)
{
	char *from = xasprintf("%s/var/run/docker.sock", root);
	char *to = xasprintf("%s/proc/%u/root%s", root, pid, path);

	assert_int_equal(unlink(to), 0);
	assert_int_equal(link(from, to), 0);
	free(from);
	free(to);
}

/* Root in a container is no root of Docker's, but where its socket was handed in. */
static void who_reaches_the_socket(void **state)
{
	static const struct {
		const char *namespace, *socket;
		bool shared, counts;
	} rows[] = {
		{ "mnt:[1]", "", false, true },
		{ "mnt:[2]", "", false, false },
		{ "mnt:[2]", "/run/docker.sock", false, false },
		{ "mnt:[2]", "/run/docker.sock", true, true },
		{ "mnt:[2]", "/var/run/docker.sock", true, true },
		{ "mnt:[2]", "/var/run/docker.sock", false, false },
	};

	(void)state;
	for (int hosted = 0; hosted < 2; hosted++) {
		for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
			struct owner_facts *facts = xcalloc(1, sizeof *facts);
			char *root = tree_open();

			add_process(root, 1, 0, "/sbin/init", "/sbin/init", "0::/init.scope\n");
			add_process(root, 21, 1, "/usr/bin/docker", "docker start -a ecs-agent",
				    "0::/docker/" ID "\n");
			tree_write(root, "/proc/21/status", "Name:\tdocker\nUid:\t0\t0\t0\t0\n");
			tree_link(root, "/proc/self/ns/mnt", "mnt:[1]");
			if (hosted)
				tree_write(root, "/var/run/docker.sock", "");
			in_namespace(root, 21, rows[i].namespace, rows[i].socket);
			/* A link in there is that container's own. */
			if (!*rows[i].socket)
				tree_link(root, "/proc/21/root/var/run", "/run");
			if (hosted && rows[i].shared)
				share_socket(root, 21, rows[i].socket);
			owner_gather_clients(facts, root);
			EXPECT(facts->clients_sight == SIGHT_SEEN, "%s", facts->clients_why);
			/* Without Docker's own socket nothing is compared. */
			EXPECT(facts->client_count == (!hosted || rows[i].counts), "row %zu, %d", i,
			       hosted);
			tree_close(root);
			free(facts);
		}
	}
	expect_all_held();
}

/* --- what they come to ----------------------------------------------------------------- */

/* Words: named=UNIT,STATE[,init|,itself|,docker]  container=running|exited|none|unknown
 * policy=WORD  labels=WORD  mounted  made=SECONDS (after the unit's start)  shim
 * unit=UNIT,STATE,DOES...  client=PLACE,DOES...[,by-PROGRAM]   no-clients  no-units
 * DOES: run start wait -d --rm rm rm-f pull podman unread id, and beside them pre-run
 * pre--rm pre-unread stop */
struct facts_world {
	struct agent_status status;
	struct owner_facts facts;
};

static unsigned does_of(const char *word)
{
	static const struct {
		const char *word;
		unsigned bit;
	} rows[] = {
		{ "run", COMMAND_RUNS },      { "start", COMMAND_STARTS },
		{ "wait", COMMAND_WAITS },    { "-d", COMMAND_DETACHES },
		{ "--rm", COMMAND_CLEANS },   { "pull", COMMAND_PULLS },
		{ "podman", COMMAND_PODMAN }, { "unread", COMMAND_UNREAD },
		{ "id", COMMAND_BY_ID },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strcmp(rows[i].word, word) == 0)
			return rows[i].bit;
	return 0;
}

static void set_state(struct unit_status *unit, const char *state)
{
	unit->sight = SIGHT_SEEN;
	COPY(unit->load, "loaded");
	COPY(unit->active, strcmp(state, "disabled") == 0 ? "inactive" : state);
	COPY(unit->file_state, strcmp(state, "disabled") == 0 ? "disabled" : "enabled");
	unit->main_pid = strcmp(state, "active") == 0 ? 50 : 0;
	unit->main_start_us = 1000000000;
	if (strcmp(state, "masked") == 0) {
		COPY(unit->load, "masked");
		COPY(unit->active, "inactive");
	}
}

static void say_unit(struct unit_status *unit, char *value)
{
	char *rest;
	char *word = strtok_r(value, ",", &rest);

	COPY(unit->name, word);
	if (strcmp(word, "unknown") == 0) {
		unit->sight = SIGHT_UNKNOWN;
		return;
	}
	set_state(unit, strtok_r(NULL, ",", &rest));
	while ((word = strtok_r(NULL, ",", &rest))) {
		unsigned bit = does_of(word);

		unit->does |= bit;
		unit->by_ecs_init |= strcmp(word, "init") == 0;
		unit->without_container |= strcmp(word, "itself") == 0;
		unit->remains |= strcmp(word, "remains") == 0;
		unit->refuses_stop |= strcmp(word, "refuses") == 0;
		unit->condition_fails |= strcmp(word, "condition") == 0;
		unit->environment_missing |= strcmp(word, "environment") == 0;
		if (strcmp(word, "rm") == 0)
			unit->does_beside |= COMMAND_REMOVES;
		if (strcmp(word, "rm-f") == 0)
			unit->does_beside |= COMMAND_REMOVES | COMMAND_FORCES;
		if (strcmp(word, "pre--rm") == 0)
			unit->does_beside |= COMMAND_CLEANS;
		if (strcmp(word, "pre-unread") == 0)
			unit->does_beside |= COMMAND_UNREAD;
		unit->has_stop |= strcmp(word, "stop") == 0;
		if (strcmp(word, "pre-run") == 0)
			unit->does_beside |= COMMAND_RUNS | COMMAND_DETACHES;
		if (strcmp(word, "kill-none") == 0)
			COPY(unit->kill_mode, "none");
	}
}

/* A client is the unit's main process; behind one that is none it is that one's child. */
static void say_client(struct owner_facts *facts, char *value)
{
	struct owner_client *client = &facts->clients[facts->client_count];
	char *rest;
	char *word = strtok_r(value, ",", &rest);

	client->pid = facts->client_count ? 60 + (uint32_t)facts->client_count : 50;
	facts->client_count++;
	COPY(client->unit, strcmp(word, "none") == 0 ? "" : word);
	client->place = strstr(word, "user@")      ? PLACE_USER
			: strstr(word, ".service") ? PLACE_UNIT
			: strstr(word, ".scope")   ? PLACE_SCOPE
						   : PLACE_ELSEWHERE;
	COPY(client->started_by, "systemd");
	while ((word = strtok_r(NULL, ",", &rest))) {
		client->does |= does_of(word);
		if (strcmp(word, "id") == 0)
			COPY(client->id, "3f4e8c1b2a5d");
		if (strcmp(word, "other-id") == 0) {
			client->does |= COMMAND_BY_ID;
			COPY(client->id, "aaaaaaaaaaaa");
		}
		if (strncmp(word, "by-", 3) == 0) {
			client->pid = 99;
			client->ancestors[0] = 50;
			client->ancestor_count = 1;
			COPY(client->started_by, word + 3);
		}
	}
}

static void say(struct facts_world *w, char *word)
{
	char *value = strchr(word, '=');
	struct container_status *container = &w->status.container;

	if (value)
		*value++ = '\0';
	if (strcmp(word, "named") == 0)
		say_unit(&w->status.unit, value);
	else if (strcmp(word, "container") == 0) {
		container->sight = strcmp(value, "none") == 0      ? SIGHT_ABSENT
				   : strcmp(value, "unknown") == 0 ? SIGHT_UNKNOWN
								   : SIGHT_SEEN;
		container->running = strcmp(value, "running") == 0;
		COPY(container->id, container->sight == SIGHT_SEEN ? ID : "");
	} else if (strcmp(word, "policy") == 0)
		COPY(container->restart_policy, value);
	else if (strcmp(word, "labels") == 0)
		COPY(container->kept_by, value);
	else if (strcmp(word, "made") == 0)
		container->created_us = 1000000000 + strtoll(value, NULL, 10) * 1000000;
	else if (strcmp(word, "unit") == 0)
		say_unit(&w->facts.units[w->facts.unit_count++], value);
	else if (strcmp(word, "client") == 0)
		say_client(&w->facts, value);
	else if (strcmp(word, "shim") == 0)
		w->facts.shim = true;
	else if (strcmp(word, "no-clients") == 0)
		w->facts.clients_sight = SIGHT_UNKNOWN;
	else if (strcmp(word, "no-units") == 0)
		w->facts.units_sight = SIGHT_UNKNOWN;
	else
		fail_msg("the test says '%s'", word);
}

static struct facts_world *facts_world_new(const char *text)
{
	struct facts_world *w = xcalloc(1, sizeof *w);
	char *copy = xstrdup(text);
	char *rest;

	w->status.unit.sight = SIGHT_ABSENT;
	COPY(w->status.unit.name, "ecs.service");
	w->facts.clients_sight = w->facts.units_sight = SIGHT_SEEN;
	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		say(w, word);
	free(copy);
	return w;
}

static char *told(const struct agent_status *status)
{
	const struct agent_owner *owner = &status->owner;
	const char *kind = owner_kind_name(owner->kind);

	return xasprintf("%s%s%s%s%s%s%s%s%s", kind ? kind : "unseen", owner->unit[0] ? " " : "",
			 owner->unit, owner->own ? " own" : "",
			 owner->recreates ? " recreates" : "", owner->keeps ? " keeps" : "",
			 owner->unread ? " unread" : "", owner->pulls ? " pulls" : "",
			 owner->fault != FAULT_NONE ? " faulty" : "");
}

#define RUN "my.service,active,run,rm"

static const struct {
	const char *facts, *expected, *words;
} decisions[] = {
	/* As it always was. */
	{ "named=ecs.service,active,init container=running", "unit ecs.service", "ecs-init of" },
	{ "named=ecs.service,active,init container=running client=session-1.scope,wait",
	  "unit ecs.service", NULL },
	{ "named=ecs.service,active,init container=running client=log.service,wait",
	  "unit ecs.service", NULL },
	{ "named=ecs.service,active,init container=none", "unit ecs.service", NULL },
	{ "named=ecs.service,inactive,init container=running", "unit ecs.service", NULL },
	{ "named=ecs.service,inactive,init container=exited", "unit ecs.service", NULL },
	{ "named=ecs.service,disabled,init container=none", "unit ecs.service", NULL },
	{ "named=ecs.service,failed,init container=running policy=no", "unit ecs.service", NULL },
	{ "named=ecs.service,failed,init container=running policy=always", "uncertain",
	  "policy is always, and ecs.service is failed" },
	{ "named=ecs.service,inactive,init container=running policy=unless-stopped", "uncertain",
	  "ecs.service is inactive" },
	{ "named=ecs.service,failed,init container=exited policy=always", "unit ecs.service",
	  NULL },
	{ "named=ecs.service,masked container=running policy=always", "docker", NULL },
	{ "named=ecs.service,active,itself container=running client=my.service,run",
	  "unit ecs.service", "the agent itself" },
	{ "container=running policy=always", "docker", "policy is always" },
	{ "container=exited policy=on-failure", "docker", NULL },
	{ "container=running policy=always client=session-1.scope,wait", "docker", NULL },
	{ "container=running policy=always client=session-1.scope,start,-d", "docker", NULL },
	{ "container=none", "none", NULL },
	{ "container=unknown", "unseen", NULL },
	{ "named=unknown container=running policy=always no-units", "docker", NULL },
	{ "named=unknown container=running no-units", "unseen", NULL },
	{ "named=ecs.service,active,unread container=running",
	  "unit ecs.service own recreates "
	  "unread",
	  "by its name" },

	/* A unit's client. */
	{ "container=running unit=" RUN " client=my.service,run", "unit my.service own recreates",
	  "process 50 (docker run) is in my.service" },
	{ "container=running policy=always unit=" RUN " client=my.service,run",
	  "unit my.service own recreates", NULL },
	{ "named=ecs.service,active,run,rm container=running client=ecs.service,run",
	  "unit ecs.service own recreates", NULL },
	{ "named=ecs.service,masked container=running unit=" RUN " client=my.service,run",
	  "unit my.service own recreates", NULL },
	{ "named=ecs.service,inactive,init container=running unit=" RUN " client=my.service,run",
	  "unit my.service own recreates", NULL },
	{ "container=running unit=my.service,active,unread client=my.service,run,by-bash",
	  "unit my.service own recreates unread", NULL },
	{ "container=running unit=my.service,active,start client=my.service,start",
	  "unit my.service own keeps", NULL },
	{ "container=running unit=my.service,active,start,unread client=my.service,start",
	  "unit my.service own recreates unread", NULL },
	{ "container=running unit=my.service,active,start client=my.service,start,id",
	  "unit my.service own keeps", NULL },
	{ "container=running unit=my.service,active,start,pre-run client=my.service,start",
	  "unit my.service own keeps", NULL },
	{ "container=running unit=my.service,active,start,pre-unread client=my.service,start",
	  "unit my.service own recreates unread", NULL },
	{ "container=running unit=" RUN ",pre-unread client=my.service,run",
	  "unit my.service own recreates unread", NULL },
	{ "container=running unit=my.service,active,start,pre-run,rm client=my.service,start",
	  "unit my.service own recreates", NULL },
	{ "container=running unit=my.service,active,start,pre-run,pre--rm "
	  "client=my.service,start",
	  "unit my.service own recreates", NULL },
	{ "container=running unit=my.service,active,wait,pre-run,rm client=my.service,wait",
	  "unit my.service own recreates", NULL },
	{ "container=running unit=my.service,active,run,--rm,pull client=my.service,run",
	  "unit my.service own recreates pulls", NULL },
	{ "container=running unit=my.service,active,run client=my.service,run",
	  "unit my.service own recreates faulty", NULL },
	{ "container=running unit=" RUN ",refuses client=my.service,run",
	  "unit my.service own recreates faulty", NULL },
	{ "container=running unit=" RUN ",condition client=my.service,run",
	  "unit my.service own recreates faulty", NULL },
	{ "container=running unit=" RUN ",environment client=my.service,run",
	  "unit my.service own recreates faulty", NULL },
	{ "named=ecs.service,active,init,condition container=running", "unit ecs.service faulty",
	  NULL },
	{ "named=ecs.service,active,init,environment container=running", "unit ecs.service faulty",
	  NULL },
	{ "named=ecs.service,inactive,init,condition container=none", "unit ecs.service faulty",
	  NULL },
	{ "named=ecs.service,active,itself,condition container=none", "unit ecs.service faulty",
	  NULL },
	{ "container=running unit=" RUN ",kill-none client=my.service,run",
	  "unit my.service own recreates faulty", NULL },
	{ "container=running unit=" RUN " unit=old.service,inactive,run client=my.service,run",
	  "unit my.service own recreates", NULL },
	{ "container=running unit=my.service,masked client=my.service,run", "uncertain",
	  "is in my.service" },

	/* Not certain. */
	{ "named=ecs.service,active,init container=running client=my.service,run", "uncertain",
	  "is in my.service" },
	{ "container=running unit=supervisor.service,active,unread "
	  "client=supervisor.service,run,by-python3",
	  "uncertain", "started by python3" },
	{ "container=running unit=cron.service,active,unread client=cron.service,run,by-cron",
	  "uncertain", NULL },
	{ "container=running client=session-1.scope,run", "uncertain", "session-1.scope" },
	{ "container=running policy=always client=session-1.scope,run", "uncertain", NULL },
	{ "container=running client=user@1.service,run", "uncertain", NULL },
	{ "container=running client=none,run", "uncertain", "no unit of systemd" },
	{ "container=running unit=" RUN " client=my.service,run client=session-1.scope,run",
	  "uncertain", "more than one process" },
	{ "container=running unit=" RUN " unit=b.service,active,start client=my.service,run",
	  "uncertain", "my.service and b.service both start it" },
	{ "named=ecs.service,active,run,rm container=running unit=" RUN " client=my.service,run",
	  "uncertain", "my.service and ecs.service both" },
	{ "container=running unit=" RUN " client=my.service,run no-units", "uncertain",
	  "whether others do" },
	{ "container=running unit=" RUN " client=my.service,run no-clients", "uncertain", NULL },
	{ "container=running client=gone.service,run", "uncertain", NULL },
	{ "container=running unit=my.service,active,wait client=my.service,wait", "uncertain",
	  "wait or attach" },
	{ "container=running unit=" RUN " client=my.service,run,podman", "uncertain",
	  "podman run" },
	{ "container=none unit=my.service,active,run,podman", "uncertain my.service", "podman" },
	{ "container=none shim", "uncertain", "conmon" },
	{ "container=running policy=always labels=Nomad", "uncertain", "Nomad" },
	{ "container=running unit=my.service,active,run,rm", "uncertain my.service",
	  "no process of that unit" },
	{ "container=running policy=always unit=my.service,active,run,rm", "uncertain my.service",
	  NULL },
	{ "container=running unit=a.service,active,run unit=b.service,active,run", "uncertain",
	  "a.service and b.service" },
	{ "container=none unit=a.service,inactive,run unit=b.service,failed,run", "uncertain",
	  NULL },

	/* docker run -d, and nobody stays with it. */
	{ "container=running made=2 unit=my.service,active,run,-d,remains,rm,stop",
	  "unit my.service own recreates", "created it" },
	{ "container=running made=2 unit=my.service,active,run,-d,remains,rm-f",
	  "unit my.service own recreates", "created it" },
	{ "container=running made=2 unit=my.service,active,run,-d,remains,rm",
	  "unit my.service own recreates faulty", "created it" },
	{ "container=running made=2 unit=my.service,active,run,-d,remains,--rm",
	  "unit my.service own recreates faulty", "created it" },
	{ "container=exited unit=my.service,failed,run,-d,remains,rm",
	  "unit my.service own recreates", NULL },
	{ "container=running made=-2 unit=my.service,active,run,-d,remains,rm",
	  "uncertain my.service", NULL },
	{ "container=running made=1000 unit=my.service,active,run,-d,remains,rm",
	  "uncertain my.service", NULL },
	{ "container=running made=2 policy=always unit=my.service,active,run,-d,remains,rm",
	  "docker", NULL },
	{ "container=exited made=2 policy=always unit=my.service,active,run,-d,remains,rm",
	  "docker", NULL },

	/* It does not run. */
	{ "container=none unit=my.service,failed,run,rm", "unit my.service own recreates", NULL },
	{ "container=exited unit=my.service,activating,run,rm", "unit my.service own recreates",
	  NULL },
	{ "container=exited unit=my.service,inactive,run", "unit my.service own recreates faulty",
	  NULL },
	{ "container=none unit=my.service,inactive,run", "unit my.service own recreates", NULL },
	{ "container=none unit=my.service,inactive,run,-d", "unit my.service own recreates faulty",
	  NULL },
	{ "container=exited policy=no unit=my.service,disabled,run",
	  "unit my.service own recreates faulty", NULL },
	{ "container=exited policy=always unit=my.service,disabled,run", "docker", NULL },
	{ "container=none unit=my.service,disabled,run", "none", NULL },
	{ "container=exited unit=a.service,disabled,run unit=b.service,failed,run,rm",
	  "unit b.service own recreates", NULL },

	/* Nobody. */
	{ "container=running", "nobody", "no unit and no process" },
	{ "container=running policy=no", "nobody", NULL },
	{ "container=exited policy=no", "nobody", NULL },
	{ "container=running client=my.service,start,other-id", "nobody", NULL },
	{ "container=running no-units", "uncertain", "is not known" },
	{ "container=running no-clients", "uncertain", "is not known" },
};

static void what_the_facts_come_to(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(decisions); i++) {
		struct facts_world *w = facts_world_new(decisions[i].facts);
		const struct agent_owner *owner = &w->status.owner;
		char *found;

		owner_decide(&w->status, &w->facts);
		found = told(&w->status);
		EXPECT(strcmp(found, decisions[i].expected) == 0, "'%s': %s (%s)",
		       decisions[i].facts, found, owner->evidence);
		EXPECT(!decisions[i].words || strstr(owner->evidence, decisions[i].words),
		       "'%s': %s", decisions[i].facts, owner->evidence);
		EXPECT(owner->kind != OWNER_UNIT || strcmp(w->status.unit.name, owner->unit) == 0,
		       "'%s': %s", decisions[i].facts, w->status.unit.name);
		EXPECT((owner->kind == OWNER_NONE || owner->kind == OWNER_UNSEEN) ==
			       !owner->evidence[0],
		       "'%s': %s", decisions[i].facts, owner->evidence);
		free(found);
		free(w);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_groups),
		cmocka_unit_test(processes),
		cmocka_unit_test(who_reaches_the_socket),
		cmocka_unit_test(what_the_facts_come_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
