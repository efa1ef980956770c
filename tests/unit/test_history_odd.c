/* SPDX-License-Identifier: Apache-2.0 */
/* What is in the way of the history's file, and what only seems to be. */
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "check.h"
#include "ecsprobe/agent.h"
#include "ecsprobe/history.h"

static void add_restart(struct history *history)
{
	struct history_entry *entry = history_add(history);

	*entry = (struct history_entry){ .kind = ACTION_RESTART_UNIT, .result = RESULT_RESTARTED };
	entry->at.time_s = 1764000000;
}

/* Nothing can be put in the place of a directory that holds something. */
static void directories_are_replaced(void **state)
{
	char *directory = scratch_open();
	char *file = xasprintf("%s/restarts.json", directory);
	char *below = xasprintf("%s/below", file);
	struct history history = { 0 };
	struct history_store *store;
	struct history seen;
	struct error e = { 0 };

	(void)state;
	add_restart(&history);
	assert_int_equal(mkdir(file, 0700), 0);
	assert_int_equal(mkdir(below, 0700), 0);
	assert_int_equal(history_open(&store, directory, &seen, &e), 0);
	assert_true(seen.lost);
	assert_true(history_save(store, &history, &e) < 0);
	assert_non_null(strstr(e.text, directory));
	assert_int_equal(rmdir(below), 0);
	assert_int_equal(history_save(store, &history, &e), 0);
	history_close(store);
	history_peek(directory, &seen);
	assert_memory_equal(&seen, &history, sizeof seen);
	free(below);
	free(file);
	scratch_close(directory);
}

/* The directory, the lock and the file are open at the same time. */
enum { DESCRIPTORS = 3 };

static int open_with(rlim_t limit, const char *directory, struct history *seen)
{
	struct history_store *store = NULL;
	struct rlimit usual;
	struct rlimit tight;
	struct error e = { 0 };
	int r;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
	tight = usual;
	tight.rlim_cur = limit;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &tight), 0);
	r = history_open(&store, directory, seen, &e);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
	EXPECT((r == 0) == (e.class == ERROR_NONE), "%d: %s", r, e.text);
	history_close(store);
	return r;
}

/* Too few descriptors say nothing about the file, which must not be lost for them. */
static void no_descriptor_to_read_it(void **state)
{
	char *directory = scratch_open();
	struct history history = { 0 };
	struct history_store *store;
	struct history seen;
	struct error e = { 0 };
	int next = dup(STDERR_FILENO);

	(void)state;
	(void)close(next);
	add_restart(&history);
	assert_int_equal(history_open(&store, directory, &seen, &e), 0);
	assert_int_equal(history_save(store, &history, &e), 0);
	history_close(store);
	for (int more = 0; more <= DESCRIPTORS; more++) {
		int r = open_with((rlim_t)(next + more), directory, &seen);

		EXPECT(r == (more < DESCRIPTORS ? -EMFILE : 0), "%d more: %d", more, r);
		EXPECT(!seen.lost, "%d more", more);
		EXPECT(seen.count == (r == 0), "%d more: %zu", more, seen.count);
	}
	scratch_close(directory);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(directories_are_replaced),
		cmocka_unit_test(no_descriptor_to_read_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
