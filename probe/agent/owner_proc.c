/* SPDX-License-Identifier: Apache-2.0 */
/* Which processes are clients of Docker that work on the agent's container, and where: from /proc,
 * whose contents any user can choose by the programs that they run. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/below.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/local_file.h"
#include "owner.h"
#include "peers.h"
#include "places.h"
#include "sources.h"

enum {
	MAX_PROCESSES = 1 << 16,
	MAX_ARGUMENT_BYTES = 256 << 10,
	MAX_SMALL_BYTES = 64 << 10,
	PATH_BYTES = 64,
};

/* --- control groups ------------------------------------------------------------- */

/* systemd's own hierarchy of version 1, else the one of version 2; without the
 * line's end.  NULL: there is neither. */
static char *systemd_path(const char *cgroup)
{
	static const char *const heads[] = { ":name=systemd:", "0::" };

	for (size_t i = 0; i < ARRAY_SIZE(heads); i++) {
		const char *line = cgroup;

		while (*line) {
			size_t len = strcspn(line, "\n");
			const char *found = memmem(line, len, heads[i], strlen(heads[i]));

			if (found && (i == 0 || found == line)) {
				size_t skip = (size_t)(found - line) + strlen(heads[i]);
				char *path = xcalloc(len - skip + 1, 1);

				memcpy(path, line + skip, len - skip);
				return path;
			}
			line += len + (line[len] == '\n');
		}
	}
	return NULL;
}

/* What the manager's own group is below: "" on most machines. */
static void cut_init(char *path)
{
	static const char scope[] = "/init.scope";
	size_t len = strlen(path);

	if (len >= sizeof scope - 1 && strcmp(path + len - (sizeof scope - 1), scope) == 0)
		path[len - (sizeof scope - 1)] = '\0';
	if (strcmp(path, "/") == 0)
		path[0] = '\0';
}

static bool ends_in(const char *word, size_t len, const char *suffix)
{
	size_t tail = strlen(suffix);

	return len > tail && memcmp(word + len - tail, suffix, tail) == 0;
}

static bool is_unit_name(const char *word, size_t len)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789:-_.\\@";

	return len < UNIT_NAME_BYTES && strspn(word, allowed) >= len;
}

/* The first part that is a unit and no slice is the one that the manager knows;
 * what is below it is the unit's own affair. */
static enum place place_of(const char *path, char *unit)
{
	while (*path == '/') {
		size_t len = strcspn(++path, "/");
		bool service = ends_in(path, len, ".service");
		const char *name = path;

		/* systemd's escape for names that are the kernel's own. */
		if (len && *name == '_')
			name++;
		if ((service || ends_in(path, len, ".scope")) &&
		    is_unit_name(name, len - (size_t)(name - path))) {
			(void)snprintf(unit, UNIT_NAME_BYTES, "%.*s",
				       (int)(len - (size_t)(name - path)), name);
			if (!service)
				return PLACE_SCOPE;
			return strncmp(unit, "user@", 5) == 0 ? PLACE_USER : PLACE_UNIT;
		}
		if (!ends_in(path, len, ".slice"))
			return PLACE_ELSEWHERE;
		path += len;
	}
	return PLACE_ELSEWHERE;
}

enum place owner_place(const char *cgroup, const char *of_init, char unit[static UNIT_NAME_BYTES])
{
	CLEANUP(cleanup_free) char *path = systemd_path(cgroup);
	CLEANUP(cleanup_free) char *init = systemd_path(of_init);
	size_t len;

	unit[0] = '\0';
	if (!path || !init)
		return PLACE_UNKNOWN;
	cut_init(init);
	len = strlen(init);
	if (strncmp(path, init, len) != 0 || path[len] != '/')
		return PLACE_ELSEWHERE;
	return place_of(path + len, unit);
}

/* --- processes --------------------------------------------------------------------- */

struct search {
	struct owner_facts *facts;
	const char *root;
	char *init_cgroup; /* owned */
};

static char *read_of(const struct search *search, uint32_t pid, const char *file, size_t max,
		     size_t *len)
{
	char path[PATH_BYTES];
	char *text = NULL;

	(void)snprintf(path, sizeof path, "/proc/%u/%s", pid, file);
	return local_file_read(search->root, path, max, &text, len) < 0 ? NULL : text;
}

/* The program's file, which only root may see of others, or else its name. */
static void read_program(const struct search *search, uint32_t pid,
			 char program[static PROGRAM_BYTES])
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s/proc/%u/exe", search->root, pid);
	CLEANUP(cleanup_free) char *name = NULL;
	char link[512];
	ssize_t n = readlink(path, link, sizeof link - 1);
	const char *base;
	size_t len;

	program[0] = '\0';
	if (n > 0) {
		link[n] = '\0';
		/* It was replaced since, by an update for instance. */
		if (ends_in(link, (size_t)n, " (deleted)"))
			link[(size_t)n - strlen(" (deleted)")] = '\0';
		base = strrchr(link, '/') ? strrchr(link, '/') + 1 : link;
		escape_text(program, PROGRAM_BYTES, base);
		return;
	}
	name = read_of(search, pid, "comm", MAX_SMALL_BYTES, &len);
	if (!name)
		return;
	name[strcspn(name, "\n")] = '\0';
	escape_text(program, PROGRAM_BYTES, name);
}

static uint32_t parent_of(const struct search *search, uint32_t pid)
{
	size_t len;
	CLEANUP(cleanup_free) char *text = read_of(search, pid, "stat", MAX_SMALL_BYTES, &len);

	return text ? peers_parse_parent(text) : 0;
}

static void read_ancestors(const struct search *search, struct owner_client *client)
{
	uint32_t pid = client->pid;

	while (client->ancestor_count < MAX_ANCESTORS) {
		pid = parent_of(search, pid);
		if (pid == 0)
			return;
		read_program(search, pid, client->started_by);
		client->ancestors[client->ancestor_count++] = pid;
		if (pid == 1 || !command_is_wrapper(client->started_by))
			return;
	}
}

static size_t split(const char *text, size_t len, const char **words)
{
	size_t count = 0;

	for (size_t at = 0; at < len && count < MAX_COMMAND_WORDS; at += strlen(text + at) + 1)
		words[count++] = text + at;
	return count;
}

/* Behind a line's name, and the blanks there. */
static const char *line_of(const char *status, const char *name)
{
	const char *at = strstr(status, name);

	return at ? at + strlen(name) : "";
}

static bool has_number(const char *line, unsigned long number)
{
	char *end;

	for (const char *at = line; *at && *at != '\n'; at = end) {
		unsigned long one = strtoul(at, &end, 10);

		if (end == at)
			return false;
		if (one == number)
			return true;
	}
	return false;
}

/* Whether it is certain that both see other mounts. */
static bool is_elsewhere(const struct search *search, uint32_t pid)
{
	CLEANUP(cleanup_free) char *of_it = xasprintf("%s/proc/%u/ns/mnt", search->root, pid);
	CLEANUP(cleanup_free) char *of_us = xasprintf("%s/proc/self/ns/mnt", search->root);
	char its[PATH_BYTES];
	char ours[PATH_BYTES];
	ssize_t a = readlink(of_it, its, sizeof its);
	ssize_t b = readlink(of_us, ours, sizeof ours);

	return a > 0 && b > 0 && (a != b || memcmp(its, ours, (size_t)a) != 0);
}

/* Links in there are its own. What cannot be seen may be the socket. */
static bool sees_socket(const struct search *search, uint32_t pid, const struct stat *socket)
{
	static const char *const names[] = { "/run/docker.sock", "/var/run/docker.sock" };
	CLEANUP(cleanup_free) char *path = xasprintf("%s/proc/%u/root", search->root, pid);
	struct below below;
	bool sees = false;

	if (below_root(&below, path) < 0)
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct stat st;
		int r = below_stat(&below, names[i], true, &st);

		if (r == 0)
			sees |= st.st_dev == socket->st_dev && st.st_ino == socket->st_ino;
		else
			sees |= !file_is_missing(r) && r != -ELOOP;
	}
	(void)close(below.root);
	return sees;
}

/* Docker's socket accepts root and its group: another user's command line starts no container, and
 * must not keep ecsprobe from its work either. */
static bool may_use_docker(const struct search *search, uint32_t pid)
{
	size_t len;
	CLEANUP(cleanup_free) char *status = read_of(search, pid, "status", MAX_SMALL_BYTES, &len);
	CLEANUP(cleanup_free)
	char *path = xasprintf("%s%s", search->root, agent_places_usual.docker_socket);
	struct stat st = { 0 };
	int r = stat(path, &st) < 0 ? -errno : 0;

	/* Root in a container is not root of the host. */
	if (r == 0 && is_elsewhere(search, pid) && !sees_socket(search, pid, &st))
		return false;
	if (!status || has_number(line_of(status, "\nUid:"), 0))
		return true;
	if (r < 0)
		return r != -ENOENT;
	return has_number(line_of(status, "\nGid:"), st.st_gid) ||
	       has_number(line_of(status, "\nGroups:"), st.st_gid) ||
	       has_number(line_of(status, "\nUid:"), st.st_uid);
}

/* conmon is beside each container of Podman's, with its name behind -n. */
static bool is_shim(const struct search *search, uint32_t pid, const char *const *words,
		    size_t count)
{
	char program[PROGRAM_BYTES];
	bool named = false;

	for (size_t i = 1; i + 1 < count; i++)
		named |= strcmp(words[i], "-n") == 0 && strcmp(words[i + 1], "ecs-agent") == 0;
	if (!named || !may_use_docker(search, pid))
		return false;
	read_program(search, pid, program);
	return strcmp(program, "conmon") == 0;
}

static int add_client(const struct search *search, uint32_t pid,
		      const struct command_reading *reading)
{
	struct owner_facts *facts = search->facts;
	struct owner_client *client = &facts->clients[facts->client_count];
	CLEANUP(cleanup_free) char *cgroup = NULL;
	char program[PROGRAM_BYTES];
	size_t len;

	/* A process that calls itself docker is not proof. */
	read_program(search, pid, program);
	if (!command_is_client(program) || !may_use_docker(search, pid))
		return 0;
	if (facts->client_count == MAX_CLIENTS)
		return -E2BIG;
	*client = (struct owner_client){ .pid = pid, .does = reading->does };
	(void)copy_text(client->id, sizeof client->id, reading->id);
	cgroup = read_of(search, pid, "cgroup", MAX_SMALL_BYTES, &len);
	client->place = cgroup ? owner_place(cgroup, search->init_cgroup, client->unit)
			       : PLACE_UNKNOWN;
	read_ancestors(search, client);
	facts->client_count++;
	return 0;
}

/* A process may end at any time; one whose command line is longer than any that
 * starts an agent is none. */
static int look_at(const struct search *search, const char **words, uint32_t pid)
{
	static const unsigned counts = COMMAND_RUNS | COMMAND_STARTS | COMMAND_WAITS;
	struct command_reading reading;
	size_t len = 0;
	CLEANUP(cleanup_free)
	char *text = read_of(search, pid, "cmdline", MAX_ARGUMENT_BYTES, &len);
	size_t count = text ? split(text, len, words) : 0;

	if (count == 0)
		return 0;
	search->facts->shim |= is_shim(search, pid, words, count);
	if (!command_is_client(words[0]))
		return 0;
	command_read(&reading, words, count);
	return reading.does & counts ? add_client(search, pid, &reading) : 0;
}

static int look_at_all(const struct search *search)
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s/proc", search->root);
	CLEANUP(cleanup_free) const char **words = xcalloc(MAX_COMMAND_WORDS, sizeof *words);
	struct string_list names;
	int r = directory_names_at(path, MAX_PROCESSES, &names);

	for (size_t i = 0; r == 0 && i < names.count; i++) {
		const char *name = names.items[i];

		if (strspn(name, "0123456789") == strlen(name) && strlen(name) < 10)
			r = look_at(search, words, (uint32_t)strtoul(name, NULL, 10));
	}
	if (r == 0 && names.count >= MAX_PROCESSES)
		r = -E2BIG;
	string_list_done(&names);
	return r;
}

void owner_gather_clients(struct owner_facts *facts, const char *root)
{
	struct search search = { .facts = facts, .root = root };
	size_t len;
	int r;

	search.init_cgroup = read_of(&search, 1, "cgroup", MAX_SMALL_BYTES, &len);
	/* Where that of process 1 is hidden, others are too. */
	r = search.init_cgroup ? look_at_all(&search) : -EACCES;
	free(search.init_cgroup);
	facts->clients_sight = r < 0 ? SIGHT_UNKNOWN : SIGHT_SEEN;
	if (r == -E2BIG)
		(void)copy_text(facts->clients_why, sizeof facts->clients_why,
				"too many processes to search");
	else if (r < 0)
		source_why(facts->clients_why, "/proc", r);
}
