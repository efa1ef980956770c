/* SPDX-License-Identifier: Apache-2.0 */
/* Where the proxy settings of units are looked for, on a host of our own: the
 * directories are empty ones that nobody else sees.  systemd.unit(5). */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/util.h"

#define ETC "/etc/systemd/system/"
#define RUN "/run/systemd/system/"
#define LOCAL "/usr/local/lib/systemd/system/"
#define LIB "/usr/lib/systemd/system/"

enum { MOST_FILES = 6, MOST_PARENTS = 64 };

static bool is_alone; /* nobody else sees what is mounted here */

static const char *const stages[] = { "/etc", "/run", "/usr/local/lib", "/usr/lib/systemd" };

static bool share_nothing(void)
{
	return mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0;
}

/* In a plain chroot "/" is no mount point, and what it lies on may be shared with
 * everybody.  Only from the root of the namespace can that be changed: a working
 * directory outside of the root directory has it above itself. */
static bool share_nothing_from_the_top(void)
{
	int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	/* Not by its name, for which an emulator has a directory of its own. */
	int root = chdir("/") == 0 ? open(".", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	bool done = here >= 0 && root >= 0 && chroot("proc") == 0;

	for (int i = 0; done && i < MOST_PARENTS; i++)
		done = chdir("..") == 0;
	done = done && chroot(".") == 0 && share_nothing();
	if (fchdir(root) < 0 || chroot(".") < 0 || fchdir(here) < 0)
		abort();
	close(root);
	close(here);
	return done;
}

static int open_stage(void **state)
{
	(void)state;
	is_alone = unshare(CLONE_NEWNS) == 0 && (share_nothing() || share_nothing_from_the_top());
	return 0;
}

/* Empty directories in place of the host's; false where that is not allowed. */
static bool clear(void)
{
	for (size_t i = 0; is_alone && i < ARRAY_SIZE(stages); i++)
		if (mount("none", stages[i], "tmpfs", 0, "mode=755") < 0 && errno != ENOENT)
			return false;
	return is_alone;
}

static void restore(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(stages); i++)
		(void)umount2(stages[i], MNT_DETACH);
}

static void make_parents(const char *path)
{
	char parent[256];

	for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		(void)snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
		(void)mkdir(parent, 0755);
	}
}

/* NULL: masked. */
static void put_file(const char *path, const char *text)
{
	make_parents(path);
	if (text)
		write_text(path, text);
	else
		assert_int_equal(symlink("/dev/null", path), 0);
}

struct staged {
	const char *path, *text;
};

#define SETS(value) "[Service]\nEnvironment=HTTPS_PROXY=" value "\n"
#define GIVES(value) "[Manager]\nDefaultEnvironment=HTTPS_PROXY=" value "\n"
#define ADDS_NO_PROXY "[Service]\nEnvironment=NO_PROXY=a\n"

static const struct {
	const char *what;
	struct staged files[MOST_FILES];
	enum dialler dialler;
	const char *https, *no_proxy, *source;
} hosts[] = {
	{ "nothing", { { 0 } }, DIALLER_DOCKERD, NULL, NULL, "" },
	{ "a unit",
	  { { LIB "docker.service", SETS("lib") } },
	  DIALLER_DOCKERD,
	  "lib",
	  NULL,
	  LIB "docker.service" },
	{ "a unit of the administrator's hides it",
	  { { LIB "docker.service", SETS("lib") }, { ETC "docker.service", SETS("etc") } },
	  DIALLER_DOCKERD,
	  "etc",
	  NULL,
	  ETC "docker.service" },
	{ "... whatever it says",
	  { { LIB "docker.service", SETS("lib") }, { ETC "docker.service", ADDS_NO_PROXY } },
	  DIALLER_DOCKERD,
	  NULL,
	  "a",
	  ETC "docker.service" },
	{ "... in the order of directories",
	  { { LIB "docker.service", SETS("lib") },
	    { LOCAL "docker.service", SETS("local") },
	    { RUN "docker.service", SETS("run") } },
	  DIALLER_DOCKERD,
	  "run",
	  NULL,
	  RUN "docker.service" },
	{ "a masked unit says nothing",
	  { { LIB "docker.service", SETS("lib") }, { ETC "docker.service", NULL } },
	  DIALLER_DOCKERD,
	  NULL,
	  NULL,
	  "" },
	{ "a drop-in beats the unit",
	  { { ETC "docker.service", SETS("unit") },
	    { LIB "docker.service.d/proxy.conf", SETS("drop-in") } },
	  DIALLER_DOCKERD,
	  "drop-in",
	  NULL,
	  LIB "docker.service.d/proxy.conf" },
	{ "a drop-in hides that of the same name below",
	  { { LIB "docker.service.d/proxy.conf", SETS("lib") },
	    { ETC "docker.service.d/proxy.conf", ADDS_NO_PROXY } },
	  DIALLER_DOCKERD,
	  NULL,
	  "a",
	  ETC "docker.service.d/proxy.conf" },
	{ "... also in /run",
	  { { LIB "docker.service.d/proxy.conf", SETS("lib") },
	    { RUN "docker.service.d/proxy.conf", SETS("run") } },
	  DIALLER_DOCKERD,
	  "run",
	  NULL,
	  RUN "docker.service.d/proxy.conf" },
	{ "... and masks it",
	  { { LIB "docker.service", SETS("unit") },
	    { LIB "docker.service.d/proxy.conf", SETS("lib") },
	    { ETC "docker.service.d/proxy.conf", NULL } },
	  DIALLER_DOCKERD,
	  "unit",
	  NULL,
	  LIB "docker.service" },
	{ "a mask of another name hides nothing",
	  { { LIB "docker.service.d/proxy.conf", SETS("lib") },
	    { ETC "docker.service.d/proxy2.conf", NULL } },
	  DIALLER_DOCKERD,
	  "lib",
	  NULL,
	  LIB "docker.service.d/proxy.conf" },
	{ "drop-ins go by their names, not by their directories",
	  { { ETC "docker.service.d/10.conf", SETS("ten") },
	    { LIB "docker.service.d/20.conf", SETS("twenty") } },
	  DIALLER_DOCKERD,
	  "twenty",
	  NULL,
	  LIB "docker.service.d/20.conf" },
	{ "... the other way round",
	  { { LIB "docker.service.d/10.conf", SETS("ten") },
	    { ETC "docker.service.d/20.conf", SETS("twenty") } },
	  DIALLER_DOCKERD,
	  "twenty",
	  NULL,
	  ETC "docker.service.d/20.conf" },
	{ "a later drop-in takes back",
	  { { LIB "docker.service.d/10.conf", SETS("ten") },
	    { ETC "docker.service.d/20.conf", "[Service]\nEnvironment=\n" } },
	  DIALLER_DOCKERD,
	  NULL,
	  NULL,
	  "" },
	{ "an environment file of the unit beats a drop-in's assignment",
	  { { LIB "docker.service", "[Service]\nEnvironmentFile=-/etc/default/docker\n" },
	    { ETC "docker.service.d/a.conf", SETS("drop-in") },
	    { "/etc/default/docker", "HTTPS_PROXY=file\n" } },
	  DIALLER_DOCKERD,
	  "file",
	  NULL,
	  "/etc/default/docker" },
	{ "an environment file may be a pattern",
	  { { LIB "docker.service", "[Service]\nEnvironmentFile=-/etc/default/docker*\n" },
	    { "/etc/default/docker-a", "HTTPS_PROXY=a\n" },
	    { "/etc/default/docker-b", "HTTPS_PROXY=b\n" },
	    { "/etc/default/other", "HTTPS_PROXY=other\n" } },
	  DIALLER_DOCKERD,
	  "b",
	  NULL,
	  "/etc/default/docker-b" },
	{ "what holds for every service holds for dockerd",
	  { { LIB "docker.service", SETS("unit") }, { ETC "service.d/proxy.conf", SETS("every") } },
	  DIALLER_DOCKERD,
	  "every",
	  NULL,
	  ETC "service.d/proxy.conf" },
	{ "... unless its own says otherwise under the same name",
	  { { LIB "docker.service.d/proxy.conf", SETS("own") },
	    { ETC "service.d/proxy.conf", SETS("every") } },
	  DIALLER_DOCKERD,
	  "own",
	  NULL,
	  LIB "docker.service.d/proxy.conf" },
	{ "... and not for a unit that is not there",
	  { { LIB "ecs.service", "" },
	    { ETC "ecs.service.d/z.conf", SETS("own") },
	    { ETC "service.d/a.conf", SETS("every") } },
	  DIALLER_ECS_INIT,
	  "own",
	  NULL,
	  ETC "ecs.service.d/z.conf" },
	{ "what systemd gives to all it starts",
	  { { LIB "docker.service", "" },
	    { "/etc/systemd/system.conf", GIVES("conf") },
	    { "/usr/lib/systemd/system.conf.d/p.conf", GIVES("all") } },
	  DIALLER_DOCKERD,
	  "all",
	  NULL,
	  "/usr/lib/systemd/system.conf.d/p.conf" },
	{ "... unless the unit says otherwise, which may be its taking back something else",
	  { { LIB "docker.service",
	      "[Service]\nEnvironment=NO_PROXY=a HTTPS_PROXY=b\nEnvironment=\n" },
	    { "/etc/systemd/system.conf", GIVES("all") } },
	  DIALLER_DOCKERD,
	  "all",
	  NULL,
	  "/etc/systemd/system.conf" },
	{ "... or setting it to nothing",
	  { { LIB "docker.service", SETS("") }, { "/etc/systemd/system.conf", GIVES("all") } },
	  DIALLER_DOCKERD,
	  "",
	  NULL,
	  LIB "docker.service" },
	{ "... or systemd itself takes it back",
	  { { LIB "docker.service", "" },
	    { "/etc/systemd/system.conf", GIVES("all") },
	    { "/etc/systemd/system.conf.d/p.conf", "[Manager]\nDefaultEnvironment=\n" } },
	  DIALLER_DOCKERD,
	  NULL,
	  NULL,
	  "" },
	{ "what does not end in .conf is no drop-in",
	  { { ETC "docker.service.d/proxy.conf.bak", SETS("bak") },
	    { ETC "docker.service.d/.conf", SETS("dot") },
	    { ETC "docker.service.d/conf", SETS("conf") } },
	  DIALLER_DOCKERD,
	  NULL,
	  NULL,
	  "" },
	{ "another unit's are not dockerd's",
	  { { ETC "ecs.service.d/proxy.conf", SETS("ecs") },
	    { ETC "docker.socket.d/proxy.conf", SETS("socket") } },
	  DIALLER_DOCKERD,
	  NULL,
	  NULL,
	  "" },
	{ "ecs-init's unit",
	  { { ETC "ecs.service.d/proxy.conf", SETS("ecs") } },
	  DIALLER_ECS_INIT,
	  "ecs",
	  NULL,
	  ETC "ecs.service.d/proxy.conf" },
	{ "... by its other name",
	  { { LIB "amazon-ecs.service", SETS("ecs") } },
	  DIALLER_ECS_INIT,
	  "ecs",
	  NULL,
	  LIB "amazon-ecs.service" },
	{ "where the unit is the agent, the agent's; ecs.config only where the unit names it",
	  { { LIB "ecs.service", "[Service]\nEnvironment=HTTPS_PROXY=unit\n"
				 "ExecStart=-/usr/bin/amazon-ecs-agent\n" },
	    { "/etc/ecs/ecs.config", "HTTPS_PROXY=etc\nNO_PROXY=a\n" } },
	  DIALLER_AGENT,
	  "unit",
	  NULL,
	  LIB "ecs.service" },
	{ "... read as systemd reads it",
	  { { LIB "ecs.service", "[Service]\nEnvironment=HTTPS_PROXY=unit\nEnvironmentFile=-"
				 "/etc/ecs/ecs.config\nExecStart=/usr/bin/amazon-ecs-agent\n" },
	    { "/etc/ecs/ecs.config", "HTTPS_PROXY=\"etc\"\n" } },
	  DIALLER_AGENT,
	  "etc",
	  NULL,
	  "/etc/ecs/ecs.config" },
	{ "... and nobody's else",
	  { { LIB "ecs.service", "[Service]\nEnvironment=HTTPS_PROXY=unit\n"
				 "ExecStart=/usr/bin/amazon-ecs-agent\n" } },
	  DIALLER_ECS_INIT,
	  NULL,
	  NULL,
	  "" },
	{ "the agent's two files: the later wins",
	  { { "/etc/ecs/ecs.config", "HTTPS_PROXY=etc\n" } },
	  DIALLER_AGENT,
	  "etc",
	  NULL,
	  "/etc/ecs/ecs.config" },
	{ "dockerd's own settings beat its environment",
	  { { ETC "docker.service.d/proxy.conf", SETS("unit") },
	    { "/etc/docker/daemon.json", "{\"proxies\":{\"https-proxy\":\"daemon\"}}" } },
	  DIALLER_DOCKERD,
	  "daemon",
	  NULL,
	  "/etc/docker/daemon.json" },
	{ "... where they say anything",
	  { { ETC "docker.service.d/proxy.conf", SETS("unit") },
	    { "/etc/docker/daemon.json", "{\"proxies\":{\"https-proxy\":\"\"}}" } },
	  DIALLER_DOCKERD,
	  "unit",
	  NULL,
	  ETC "docker.service.d/proxy.conf" },
};

static void gather(struct host_facts *host)
{
	struct error e;

	assert_int_equal(gather_host(host, &e), 0);
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void units_and_drop_ins(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++) {
		struct host_facts host = { 0 };
		const struct proxy_settings *s = &host.proxies[hosts[i].dialler];
		size_t of = hosts[i].https ? PROXY_OF_HTTPS : PROXY_EXCEPTIONS;
		const char *source;

		if (!clear()) {
			restore();
			skip();
		}
		for (size_t n = 0; n < MOST_FILES && hosts[i].files[n].path; n++)
			put_file(hosts[i].files[n].path, hosts[i].files[n].text);
		gather(&host);
		restore();
		EXPECT(same(s->https_proxy, hosts[i].https), "'%s': %s", hosts[i].what,
		       s->https_proxy ? s->https_proxy : "none");
		EXPECT(same(s->no_proxy, hosts[i].no_proxy), "'%s': %s", hosts[i].what,
		       s->no_proxy ? s->no_proxy : "none");
		source = s->found_in[s->counts[of]][of].place;
		EXPECT(strcmp(source, hosts[i].source) == 0, "'%s': %s", hosts[i].what, source);
		EXPECT(host.unreadable_count == 0, "'%s': %s", hosts[i].what,
		       host.unreadable[0].path);
		host_facts_done(&host);
	}
	expect_all_held();
}

/* What is there and cannot be read is told, under its whole name; what is not
 * there is not. */
static void what_cannot_be_read_is_told(void **state)
{
	static const char long_name[] = ETC "docker.service.d/a-name-of-some-length-10.conf";
	static const char *const expected[] = {
		"/etc/ecs/ecs.config", long_name, "/etc/docker/daemon.json", "/etc/ecs/environment",
		"/etc/ecs/\\x1b[31m",
	};
	struct host_facts host = { 0 };

	(void)state;
	if (!clear()) {
		restore();
		skip();
	}
	put_file("/etc/ecs/ecs.config/inside", "");
	put_file("/etc/ecs/environment/inside", "");
	put_file("/etc/ecs/\x1b[31m/inside", "");
	put_file(ETC "ecs.service", "[Service]\n"
				    "EnvironmentFile=/etc/ecs/environment\n"
				    "EnvironmentFile=/etc/ecs/\x1b[31m\n"
				    "EnvironmentFile=/etc/ecs/missing\n");
	make_parents(long_name);
	assert_int_equal(mkdir(long_name, 0755), 0);
	put_file(ETC "docker.service", SETS("unit"));
	put_file("/etc/docker/daemon.json", "{ no json");
	gather(&host);
	restore();
	EXPECT(host.unreadable_count == ARRAY_SIZE(expected), "%zu", host.unreadable_count);
	for (size_t i = 0; i < host.unreadable_count && i < ARRAY_SIZE(expected); i++) {
		EXPECT(strcmp(host.unreadable[i].path, expected[i]) == 0, "%s: %s", expected[i],
		       host.unreadable[i].path);
		EXPECT(*host.unreadable[i].why && is_printable(host.unreadable[i].why), "%s: %s",
		       expected[i], host.unreadable[i].why);
	}
	/* The rest counts all the same. */
	EXPECT(same(host.proxies[DIALLER_DOCKERD].https_proxy, "unit"), "%s",
	       host.proxies[DIALLER_DOCKERD].found_in[0][0].place);
	host_facts_done(&host);
	expect_all_held();
}

/* Nobody has so many, and those that are not looked at are told. */
static void a_crowd_is_told(void **state)
{
	struct host_facts host = { 0 };
	char path[64];

	(void)state;
	if (!clear()) {
		restore();
		skip();
	}
	put_file(LIB "docker.service", "[Service]\nEnvironmentFile=/etc/default/none*\n");
	make_parents("/etc/default/a");
	for (unsigned i = 0; i < 5000; i++) {
		(void)snprintf(path, sizeof path, "/etc/default/%u", i);
		write_text(path, "");
	}
	gather(&host);
	restore();
	assert_int_equal(host.unreadable_count, 1);
	assert_string_equal(host.unreadable[0].path, "/etc/default");
	host_facts_done(&host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_and_drop_ins),
		cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(a_crowd_is_told),
	};

	return cmocka_run_group_tests(tests, open_stage, NULL);
}
