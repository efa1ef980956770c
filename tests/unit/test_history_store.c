/* SPDX-License-Identifier: Apache-2.0 */
/* Where the history is kept: the directory, the lock, and what a kill leaves. */
#include "ecsprobe/history.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "agent/history_file.h"
#include "check.h"
#include "ecsprobe/agent.h"

#define BOOT_A "3f0c1a52-8d5e-4b7a-9c11-0a2b3c4d5e6f"
#define PRINT "0123456789abcdef"

#define GOOD                                                                            \
	"{\"schema\":\"ecsprobe.restarts/1\",\"restarts\":[{\"time\":1764000000,"       \
	"\"boottime_us\":5000000,\"boot_id\":\"" BOOT_A "\",\"kind\":\"restart-unit\"," \
	"\"result\":\"restarted\",\"fingerprint\":\"" PRINT "\",\"evidence_stood\":false}]}"

static char *path_in(const char *directory, const char *name)
{
	return xasprintf("%s/%s", directory, name);
}

static void write_file(const char *directory, const char *text)
{
	char *path = path_in(directory, "restarts.json");

	write_text(path, text);
	free(path);
}

/* The file as a whole run sees it, and as a dry run does. */
static void expect_history(const char *directory, int count, const char *what)
{
	struct history_store *store;
	struct history history;
	struct history peeked;
	struct error e = { 0 };

	history_peek(directory, &peeked);
	if (history_open(&store, directory, &history, &e) < 0) {
		EXPECT(false, "%s: %s", what, e.text);
		return;
	}
	history_close(store);
	EXPECT(history.lost == (count < 0), "%s", what);
	EXPECT(history.count == (count < 0 ? 0 : (size_t)count), "%s: %zu", what, history.count);
	EXPECT(memcmp(&history, &peeked, sizeof history) == 0, "%s", what);
}

static void damage_and_nothing(void **state)
{
	char *directory = scratch_open();
	char *large = xcalloc(HISTORY_FILE_BYTES + 2, 1);

	(void)state;
	expect_history(directory, 0, "no file");
	write_file(directory, GOOD);
	expect_history(directory, 1, "good");
	write_file(directory, "");
	expect_history(directory, -1, "empty");
	write_file(directory, "{");
	expect_history(directory, -1, "damaged");
	memset(large, ' ', HISTORY_FILE_BYTES + 1);
	memcpy(large, GOOD, sizeof GOOD - 1);
	write_file(directory, large);
	expect_history(directory, -1, "too large");
	large[HISTORY_FILE_BYTES] = '\0';
	write_file(directory, large);
	expect_history(directory, 1, "as large as allowed");
	free(large);
	scratch_close(directory);
	expect_all_held();
}

static void not_a_regular_file(void **state)
{
	char *directory = scratch_open();
	char *path = path_in(directory, "restarts.json");
	char *other = path_in(directory, "other");

	(void)state;
	write_text(other, GOOD);
	assert_int_equal(symlink("other", path), 0);
	expect_history(directory, -1, "symbolic link");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("nowhere", path), 0);
	expect_history(directory, -1, "dangling link");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	expect_history(directory, -1, "pipe");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	expect_history(directory, -1, "directory");
	free(path);
	free(other);
	scratch_close(directory);
	expect_all_held();
}

static struct history sample(uint64_t n)
{
	static const enum action_kind kinds[] = { ACTION_RESTART_UNIT, ACTION_RESTART_CONTAINER,
						  ACTION_START_UNIT };
	struct history history = { 0 };

	for (uint64_t i = 0; i < 1 + n % HISTORY_ENTRIES; i++) {
		struct history_entry *entry = history_add(&history);

		entry->at.time_s = (int64_t)n;
		entry->at.boottime_us = UINT64_MAX - i;
		(void)copy_text(entry->at.boot_id, sizeof entry->at.boot_id, i % 2 ? BOOT_A : "");
		entry->kind = kinds[i % ARRAY_SIZE(kinds)];
		entry->result = (enum action_result)(i % RESULT_COUNT);
		(void)copy_text(entry->fingerprint, sizeof entry->fingerprint, i % 3 ? PRINT : "");
		entry->evidence_stood = i % 2;
	}
	return history;
}

static void what_is_saved_is_read(void **state)
{
	char *directory = scratch_open();
	char *file = path_in(directory, "restarts.json");
	struct error e = { 0 };
	struct stat st;

	(void)state;
	for (uint64_t n = 0; n < 2 * HISTORY_ENTRIES; n++) {
		struct history history = sample(n);
		struct history_store *store;
		struct history seen;

		/* Over damage as well as over what was saved before. */
		if (n % 4 == 0)
			write_file(directory, "{");
		assert_int_equal(history_open(&store, directory, &seen, &e), 0);
		assert_int_equal(seen.lost, n % 4 == 0);
		assert_int_equal(history_save(store, &history, &e), 0);
		history_close(store);
		history_peek(directory, &seen);
		assert_memory_equal(&seen, &history, sizeof seen);
	}
	assert_int_equal(stat(file, &st), 0);
	free(file);
	scratch_close(directory);
}

/* It replaces a link, and never writes through it. */
static void links_are_replaced(void **state)
{
	char *directory = scratch_open();
	char *file = path_in(directory, "restarts.json");
	char *victim = path_in(directory, "victim");
	struct history history = sample(3);
	struct history_store *store;
	struct history seen;
	struct error e = { 0 };
	struct stat st;
	char *text;

	(void)state;
	write_text(victim, "precious");
	assert_int_equal(symlink("victim", file), 0);
	assert_int_equal(history_open(&store, directory, &seen, &e), 0);
	assert_int_equal(history_save(store, &history, &e), 0);
	history_close(store);
	assert_int_equal(lstat(file, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(st.st_mode & 07777, 0600);
	text = read_text(victim);
	assert_string_equal(text, "precious");
	free(text);
	free(file);
	free(victim);
	scratch_close(directory);
}

/* What could not be read again is refused, and the old file stays. */
static void nonsense_is_not_saved(void **state)
{
	char *directory = scratch_open();
	struct history good = sample(5);
	struct history history = good;
	struct history_store *store;
	struct history seen;
	struct error e = { 0 };

	(void)state;
	assert_int_equal(history_open(&store, directory, &seen, &e), 0);
	assert_int_equal(history_save(store, &history, &e), 0);
	(void)copy_text(history.entries[0].fingerprint, sizeof history.entries[0].fingerprint,
			"no hex");
	assert_true(history_save(store, &history, &e) < 0);
	history = good;
	history.entries[0].at.time_s = -1;
	assert_true(history_save(store, &history, &e) < 0);
	history_peek(directory, &seen);
	assert_memory_equal(&seen, &good, sizeof seen);
	history_close(store);
	scratch_close(directory);
}

static void leftovers_are_removed(void **state)
{
	char *directory = scratch_open();
	char *left = path_in(directory, "restarts.json.new");
	struct history_store *store;
	struct history seen;
	struct error e = { 0 };

	(void)state;
	write_file(directory, GOOD);
	write_text(left, "{\"schema\":\"ecsp");
	assert_int_equal(history_open(&store, directory, &seen, &e), 0);
	assert_int_equal(seen.count, 1);
	assert_int_equal(access(left, F_OK), -1);
	history_close(store);
	/* What cannot be removed is told before a restart, not after it. */
	assert_int_equal(mkdir(left, 0700), 0);
	assert_true(history_open(&store, directory, &seen, &e) < 0);
	assert_non_null(strstr(e.text, directory));
	free(left);
	scratch_close(directory);
}

static void expect_refused(const char *directory, int err, const char *told)
{
	struct history_store *store;
	struct history history;
	struct error e = { 0 };
	int r = history_open(&store, directory, &history, &e);

	EXPECT(r == -err, "%s: %d", told, r);
	EXPECT(strstr(e.text, told) && is_printable(e.text), "%s: %s", told, e.text);
	EXPECT(e.class != ERROR_NONE, "%s", told);
	EXPECT(history.count == 0, "%s", told);
	if (r == 0)
		history_close(store);
}

/* libc's, which fails when it is asked to. */
static int read_error;

ssize_t read(int fd, void *buffer, size_t size)
{
	if (read_error) {
		errno = read_error;
		return -1;
	}
	return syscall(SYS_read, fd, buffer, size);
}

/* A disk that cannot read is no record that was lost: nothing is known of the restarts. */
static void what_cannot_be_read_is_not_lost(void **state)
{
	static const int errors[] = { EIO, ENOMEM, ESTALE };
	char *directory = scratch_open();
	struct history seen;

	(void)state;
	write_file(directory, GOOD);
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		read_error = errors[i];
		expect_refused(directory, errors[i], "cannot read the history in");
		/* A dry run may only say that it does not know. */
		history_peek(directory, &seen);
		EXPECT(seen.lost, "%s", strerror(errors[i]));
	}
	read_error = 0;
	expect_history(directory, 1, "after all");
	scratch_close(directory);
	expect_all_held();
}

/* A limit, a quota or a full disk. */
static void a_cut_save_leaves_the_old(void **state)
{
	char *directory = scratch_open();
	char *left = path_in(directory, "restarts.json.new");
	struct history_store *store;
	struct history history;
	struct rlimit before;
	struct rlimit low;
	struct error e = { 0 };
	int r;

	(void)state;
	write_file(directory, GOOD);
	assert_int_equal(history_open(&store, directory, &history, &e), 0);
	(void)history_add(&history);
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	low = before;
	low.rlim_cur = 100;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
	r = history_save(store, &history, &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(r, -EFBIG);
	assert_non_null(strstr(e.text, "cannot save the history"));
	assert_int_equal(access(left, F_OK), -1);
	history_close(store);
	expect_history(directory, 1, "after a cut");
	free(left);
	scratch_close(directory);
	expect_all_held();
}

static void directories_of_others(void **state)
{
	char *scratch = scratch_open();
	char *directory = path_in(scratch, "state");
	char *link = path_in(scratch, "link");
	char *below = path_in(directory, "a/b");
	char *lock = path_in(directory, "lock");
	char *odd = path_in(scratch, "\033[31m");
	struct stat st;

	(void)state;
	expect_history(directory, 0, "missing");
	assert_int_equal(stat(directory, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	expect_refused(below, ENOENT, "cannot make");
	assert_int_equal(symlink("state", link), 0);
	expect_refused(link, ENOTDIR, "not a directory");
	write_text(odd, "");
	expect_refused(odd, ENOTDIR, "\\x1b[31m is not a directory");
	assert_int_equal(chmod(directory, 0770), 0);
	expect_refused(directory, EPERM, "mode 0770");
	assert_int_equal(chmod(directory, 0702), 0);
	expect_refused(directory, EPERM, "mode 0702");
	assert_int_equal(chmod(directory, 0755), 0);
	expect_history(directory, 0, "others may read");
	if (geteuid() == 0) {
		assert_int_equal(chown(directory, 12345, 0), 0);
		expect_refused(directory, EPERM, "belongs to user 12345");
		assert_int_equal(chown(directory, 0, 0), 0);
	}
	assert_int_equal(unlink(lock), 0);
	assert_int_equal(symlink("elsewhere", lock), 0);
	expect_refused(directory, ELOOP, "lock");
	assert_int_equal(unlink(lock), 0);
	assert_int_equal(mkfifo(lock, 0600), 0);
	expect_refused(directory, EINVAL, "not a regular file");
	assert_int_equal(unlink(lock), 0);
	free(lock);
	free(below);
	free(link);
	free(odd);
	scratch_close(directory);
	scratch_close(scratch);
	expect_all_held();
}

/* In a process of its own, as root cannot take its rights back. */
static int as_nobody(const char *directory, bool readable)
{
	struct history_store *store;
	struct history history;
	struct error e = { 0 };

	if (geteuid() == 0 && setuid(65534) < 0)
		return 1;
	history_peek(directory, &history);
	if (history.lost == readable || (history.count == 1) != readable)
		return 2;
	return history_open(&store, directory, &history, &e) < 0 ? 0 : 3;
}

/* The child is killed: valgrind searches one that ends by itself for leaks, and
 * cannot see what its parent holds. */
static int result_of_nobody(const char *directory, bool readable)
{
	int results[2];
	char result = 4;
	pid_t child;

	assert_int_equal(pipe(results), 0);
	child = fork();
	if (child == 0) {
		result = (char)as_nobody(directory, readable);
		(void)!write(results[1], &result, 1);
		for (;;)
			(void)pause();
	}
	(void)close(results[1]);
	assert_int_equal(read(results[0], &result, 1), 1);
	(void)close(results[0]);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	return result;
}

static void a_peek_needs_no_rights(void **state)
{
	char *scratch = scratch_open();
	char *missing = path_in(scratch, "missing");
	struct history history;

	(void)state;
	history_peek(missing, &history);
	assert_false(history.lost);
	assert_int_equal(history.count, 0);
	assert_int_equal(access(missing, F_OK), -1);
	write_file(scratch, GOOD);
	for (int readable = 0; geteuid() == 0 && readable < 2; readable++) {
		assert_int_equal(chmod(scratch, readable ? 0755 : 0700), 0);
		assert_int_equal(result_of_nobody(scratch, readable), 0);
	}
	/* It made no lock either. */
	free(missing);
	missing = path_in(scratch, "lock");
	assert_int_equal(access(missing, F_OK), -1);
	free(missing);
	scratch_close(scratch);
}

static void one_at_a_time(void **state)
{
	char *directory = scratch_open();
	struct history_store *store;
	struct history history;
	struct error e = { 0 };
	int ready[2];
	char byte;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		bool held = history_open(&store, directory, &history, &e) == 0;

		(void)!write(ready[1], held ? "y" : "n", 1);
		for (;;)
			(void)pause();
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(byte, 'y');
	expect_refused(directory, EBUSY, directory);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	/* Its death ended the lock. */
	assert_int_equal(history_open(&store, directory, &history, &e), 0);
	/* Within one process, too. */
	expect_refused(directory, EBUSY, "another ecsprobe");
	history_close(store);
	history_close(NULL);
	expect_history(directory, 0, "free again");
	(void)close(ready[0]);
	(void)close(ready[1]);
	scratch_close(directory);
	expect_all_held();
}

/* Saves one history after another until it is killed. */
static _Noreturn void save_for_ever(const char *directory, int ready)
{
	struct history_store *store;
	struct history history;
	struct error e = { 0 };
	uint64_t n;

	if (history_open(&store, directory, &history, &e) < 0)
		_exit(1);
	n = history.count ? (uint64_t)history.entries[0].at.time_s : 0;
	for (;;) {
		history = sample(++n);
		if (history_save(store, &history, &e) < 0)
			_exit(2);
		if (ready >= 0)
			(void)!write(ready, "", 1);
		ready = -1;
	}
}

/* Lets a writer work for a moment after its first save and kills it. */
static void kill_a_writer(const char *directory, uint32_t delay_us)
{
	struct timespec delay = { .tv_nsec = (long)delay_us * 1000 };
	int ready[2];
	int status;
	char byte;
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0)
		save_for_ever(directory, ready[1]);
	(void)close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	(void)nanosleep(&delay, NULL);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	(void)close(ready[0]);
}

static void killed_at_any_moment(void **state)
{
	enum { KILLS = 200, MAX_DELAY_US = 2000 };
	char *directory = scratch_open();
	char *left = path_in(directory, "restarts.json.new");
	uint32_t random = 4;
	int64_t last = 0;
	size_t mid_save = 0;

	(void)state;
	for (int i = 0; i < KILLS; i++) {
		struct history seen;
		struct history whole;

		kill_a_writer(directory, next_random(&random) % MAX_DELAY_US);
		mid_save += access(left, F_OK) == 0;
		history_peek(directory, &seen);
		assert_false(seen.lost);
		assert_true(seen.count > 0 && seen.entries[0].at.time_s > last);
		last = seen.entries[0].at.time_s;
		whole = sample((uint64_t)last);
		assert_memory_equal(&seen, &whole, sizeof seen);
	}
	/* Otherwise nothing was tried. */
	assert_true(mid_save > 0);
	free(left);
	scratch_close(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damage_and_nothing),
		cmocka_unit_test(not_a_regular_file),
		cmocka_unit_test(what_is_saved_is_read),
		cmocka_unit_test(links_are_replaced),
		cmocka_unit_test(nonsense_is_not_saved),
		cmocka_unit_test(leftovers_are_removed),
		cmocka_unit_test(what_cannot_be_read_is_not_lost),
		cmocka_unit_test(a_cut_save_leaves_the_old),
		cmocka_unit_test(directories_of_others),
		cmocka_unit_test(a_peek_needs_no_rights),
		cmocka_unit_test(one_at_a_time),
		cmocka_unit_test(killed_at_any_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
