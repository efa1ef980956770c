/* SPDX-License-Identifier: Apache-2.0 */
/* A directory that cannot be read to its end does not hold less: wherever a listing breaks
 * off, what is said of it is unknown, never absent. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "agent/evidence.h"
#include "agent_machine.h"
#include "check.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/image.h"
#include "engine/trust.h"
#include "gather/host_files.h"
#include "tree.h"

/* The call that fails; 0: none. */
static unsigned failing;
static unsigned calls;

/* libc's, which fails when it is asked to. */
struct dirent *readdir(DIR *dir)
{
	static struct dirent *(*next)(DIR *);

	if (++calls == failing) {
		errno = EIO;
		return NULL;
	}
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "readdir");
	return next(dir);
}

static void fail_at(unsigned call)
{
	failing = call;
	calls = 0;
}

/* Whether it came to that. */
static bool has_failed(void)
{
	bool failed = failing && calls >= failing;

	failing = 0;
	return failed;
}

static void a_listing_is_whole_or_none(void **state)
{
	char *root = tree_open();
	unsigned call = 0;
	bool failed = true;

	(void)state;
	tree_write(root, "/a", "");
	tree_write(root, "/b", "");
	while (failed) {
		struct string_list names;
		int r;

		fail_at(++call);
		r = directory_names_at(root, SIZE_MAX, &names);
		failed = has_failed();
		EXPECT(r == (failed ? -EIO : 0), "call %u: %d", call, r);
		EXPECT(names.count == (failed ? 0 : 2), "call %u: %zu", call, names.count);
		string_list_done(&names);
	}
	/* ".", "..", two names and the end. */
	EXPECT(call == 6, "%u", call);
	EXPECT(directory_names(-EACCES, 1, &(struct string_list){ 0 }) == -EACCES, "errno");
	tree_close(root);
	expect_all_held();
}

/* Every listing of an image, broken off at every place. */
static void images(void **state)
{
	static const char wants[] = "/etc/systemd/system/multi-user.target.wants/ecs.service";
	char *root = tree_open();
	unsigned call = 0;
	bool failed = true;

	(void)state;
	tree_write(root, "/usr/lib/systemd/system/ecs.service", "[Unit]");
	tree_link(root, wants, "/usr/lib/systemd/system/ecs.service");
	tree_write(root, "/etc/systemd/system/docker.service.d/a.conf",
		   "[Service]\nEnvironment=HTTP_PROXY=http://proxy:1\n");
	tree_write(root, "/etc/systemd/network/a.network", "[Network]\nDNS=10.0.0.2\n");
	tree_write(root, "/var/log/ecs/ecs-agent.log", "x");
	tree_write(root, "/var/lib/cloud/instances/i-1/obj.pkl", "x");
	tree_write(root, "/etc/ssl/certs/a.pem", amazon_roots_pem);
	while (failed) {
		struct image_facts image;
		struct error e;

		fail_at(++call);
		assert_int_equal(gather_image(&image, root, &e), 0);
		failed = has_failed();
		EXPECT(failed == (strstr(text_of(&image.unreadable), "Input/output error") != NULL),
		       "call %u: '%s'", call, text_of(&image.unreadable));
		image_facts_done(&image);
	}
	EXPECT(call > 20, "%u", call);
	tree_close(root);
	expect_all_held();
}

static void this_host(void **state)
{
	struct host_facts host = { 0 };
	struct string_list names = { 0 };
	struct host_reader reader;
	struct file_source files;
	char *root = tree_open();

	(void)state;
	host_reader_open(&reader, "", &host);
	files = host_files(&reader);
	tree_write(root, "/a.conf", "");
	fail_at(3);
	files.list(files.arg, root, &names);
	assert_true(has_failed());
	assert_int_equal(names.count, 0);
	assert_int_equal(host.unreadable_count, 1);
	assert_string_equal(host.unreadable[0].path, root);
	assert_string_equal(host.unreadable[0].why, "Input/output error");
	host_reader_close(&reader);
	tree_close(root);
}

static void own_profiles(void **state)
{
	char *root = tree_open();
	struct wishes wishes = { 0 };
	struct error e = { 0 };

	(void)state;
	tree_write(root, "/a.conf", "service = ecs\n");
	fail_at(3);
	assert_int_equal(gather_profiles(&wishes, root, NULL, &e), -EIO);
	assert_true(has_failed());
	assert_int_equal(wishes.count, 0);
	assert_non_null(strstr(e.text, "Input/output error"));
	tree_close(root);
}

static void stores_of_trust(void **state)
{
	char *root = tree_open();
	struct trust *trust = NULL;
	struct error e = { 0 };

	(void)state;
	tree_write(root, "/5ad8a5d6.0", amazon_roots_pem);
	fail_at(1);
	assert_true(trust_choose(&trust, NULL, root, &e) < 0);
	assert_true(has_failed());
	assert_non_null(strstr(e.text, "Input/output error"));
	assert_int_equal(trust_choose(&trust, NULL, root, &e), 0);
	trust_free(trust);
	tree_close(root);
}

/* The current log says nothing of this start; the one that was put aside does. */
static void logs_that_were_put_aside(void **state)
{
	char *root = tree_open();
	unsigned call = 0;
	bool failed = true;

	(void)state;
	tree_write(root, "/var/log/ecs/ecs-agent.log", "level=info msg=nothing\n");
	while (failed) {
		struct agent_status status = supervised();

		status.container.started_us = 1;
		fail_at(++call);
		path_gather(&status, root);
		failed = has_failed();
		/* The listing of /proc comes later. */
		EXPECT(!failed || call > 4 || status.path.log_sight == SIGHT_UNKNOWN, "call %u: %s",
		       call, status.path.log_why);
		EXPECT(failed || status.path.log_sight == SIGHT_ABSENT, "call %u: %s", call,
		       status.path.log_why);
	}
	EXPECT(call > 4, "%u", call);
	tree_close(root);
	expect_all_held();
}

/* Neither is a process of the agent overlooked, nor a connection of it. */
static void connections(void **state)
{
	char *root = tree_open();
	unsigned call = 0;
	bool failed = true;

	(void)state;
	tree_write(root, "/proc/77/cgroup", CGROUP);
	tree_write(root, "/proc/77/stat", "77 (agent) S 1 77");
	tree_write(root, "/proc/78/stat", "78 (child) S 77 77");
	tree_write(root, "/proc/77/net/tcp", "");
	tree_write(root, "/proc/78/net/tcp", "");
	tree_link(root, "/proc/77/fd/3", "socket:[1]");
	tree_link(root, "/proc/78/fd/3", "socket:[2]");
	while (failed) {
		struct agent_status status = supervised();

		fail_at(++call);
		path_gather(&status, root);
		failed = has_failed();
		EXPECT(status.path.peers_sight == (failed ? SIGHT_UNKNOWN : SIGHT_SEEN),
		       "call %u: %s", call, status.path.peers_why);
		EXPECT(!failed || strstr(status.path.peers_why, "Input/output error"),
		       "call %u: %s", call, status.path.peers_why);
	}
	EXPECT(call > 10, "%u", call);
	tree_close(root);
	expect_all_held();
}

static void updates_that_are_staged(void **state)
{
	char *root = tree_open();
	unsigned call = 0;
	bool failed = true;

	(void)state;
	tree_write(root, "/var/cache/ecs/ecs-agent.tar", "x");
	tree_write(root, "/var/cache/ecs/state", "1");
	while (failed) {
		struct agent_status status = supervised();

		status.container.started_us = 1;
		fail_at(++call);
		image_gather(&status, root);
		failed = has_failed();
		EXPECT(status.image.cached == !failed, "call %u", call);
		EXPECT(failed == (strstr(status.image.why, "Input/output error") != NULL),
		       "call %u: %s", call, status.image.why);
	}
	EXPECT(call > 4, "%u", call);
	tree_close(root);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_listing_is_whole_or_none),
		cmocka_unit_test(images),
		cmocka_unit_test(this_host),
		cmocka_unit_test(own_profiles),
		cmocka_unit_test(stores_of_trust),
		cmocka_unit_test(logs_that_were_put_aside),
		cmocka_unit_test(connections),
		cmocka_unit_test(updates_that_are_staged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
