/* SPDX-License-Identifier: Apache-2.0 */
/* Report files in directories that somebody else may write to too: whatever he has put
 * there or puts there meanwhile, nothing of ours is read, written or lent to him.  As two
 * real users, so for root alone. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/render.h"
#include "ecsprobe/util.h"
#include "tree.h"

enum { OURS = 0, SOMEBODY = 65534, ANOTHER = 65533 };

static const char foreign_link[] =
	"is behind a symbolic link that is in a directory to which others";
static const char foreign_pipe[] = "is somebody else's pipe or device";

static int write_file(const char *path, const char *text, struct error *e)
{
	*e = (struct error){ 0 };
	return output_write_file(path, text, strlen(text), e);
}

static bool has_text(const char *path, const char *expected)
{
	char *text = read_text(path);
	bool same = strcmp(text, expected) == 0;

	free(text);
	return same;
}

static void own(const char *path, uid_t uid, mode_t mode)
{
	assert_int_equal(lchown(path, uid, uid), 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* A directory that is made like this one, in a scratch directory of ours. */
static char *make_directory(const char *base, const char *name, uid_t uid, mode_t mode)
{
	char *path = xasprintf("%s/%s", base, name);

	assert_int_equal(mkdir(path, 0700), 0);
	own(path, uid, mode);
	return path;
}

static void need_two_users(void)
{
	if (geteuid() != 0)
		skip();
}

/* --- what is there ---------------------------------------------------------------- */

struct rights {
	uid_t owner;
	mode_t mode;
	bool second_name;
	mode_t result;
};

static void expect_rights(const struct rights *row, uid_t directory, mode_t directory_mode)
{
	char *base = tree_open();
	char *shared = make_directory(base, "shared", directory, directory_mode);
	char *path = xasprintf("%s/report", shared);
	char *second = xasprintf("%s/second", shared);
	struct stat st = { 0 };
	struct error e;

	write_text(path, "old\n");
	own(path, row->owner, row->mode);
	if (row->second_name)
		assert_int_equal(link(path, second), 0);
	EXPECT(write_file(path, "new\n", &e) == 0, "%04o: %s", row->mode, e.text);
	assert_int_equal(lstat(path, &st), 0);
	EXPECT(st.st_uid == geteuid() && (st.st_mode & 07777) == row->result && st.st_nlink == 1,
	       "%04o of %u in %04o: %04o of %u", row->mode, row->owner, directory_mode,
	       st.st_mode & 07777U, st.st_uid);
	EXPECT(has_text(path, "new\n"), "%04o", row->mode);
	if (row->second_name)
		EXPECT(has_text(second, "old\n"), "%04o", row->mode);
	free(second);
	free(path);
	free(shared);
	tree_close(base);
}

static void our_file_passes_on_0777_at_most(void **state)
{
	const uid_t us = geteuid();
	const struct rights rows[] = {
		{ us, 04755, false, 0755 }, { us, 06777, false, 0777 }, { us, 01644, false, 0644 },
		{ us, 0600, false, 0600 },  { us, 0640, true, 0640 },   { us, 04777, true, 0755 },
		{ us, 0600, true, 0600 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		expect_rights(&rows[i], us, 0755);
		expect_rights(&rows[i], us, 01777);
	}
	expect_all_held();
}

/* A setuid bit, or any right, that somebody else gave to his own file. */
static void the_file_of_others_passes_nothing_on(void **state)
{
	static const mode_t modes[] = { 04777, 02775, 0666, 0600, 0 };
	static const mode_t directories[] = { 01777, 0777, 0770, 0755 };

	(void)state;
	need_two_users();
	for (size_t i = 0; i < ARRAY_SIZE(modes) * ARRAY_SIZE(directories); i++) {
		const mode_t directory = directories[i % ARRAY_SIZE(directories)];
		const struct rights row = { SOMEBODY, modes[i / ARRAY_SIZE(directories)], false,
					    0644 };

		expect_rights(&row, SOMEBODY, directory);
		expect_rights(&row, OURS, directory);
	}
	expect_all_held();
}

static void links_where_others_may_write(void **state)
{
	static const struct {
		uid_t directory;
		mode_t mode;
		uid_t link;
		bool followed;
	} rows[] = {
		{ OURS, 0755, OURS, true },       { OURS, 0700, OURS, true },
		{ OURS, 0755, SOMEBODY, true }, /* nobody but us has put it there */
		{ OURS, 01777, SOMEBODY, false }, { OURS, 01777, OURS, false },
		{ OURS, 0777, OURS, false },      { OURS, 0775, OURS, false },
		{ OURS, 01775, OURS, false },     { OURS, 0757, OURS, false },
		{ SOMEBODY, 0755, OURS, false },  { SOMEBODY, 0700, OURS, false },
		{ SOMEBODY, 01777, OURS, false },
	};

	(void)state;
	need_two_users();
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *base = tree_open();
		char *shared = make_directory(base, "shared", rows[i].directory, rows[i].mode);
		char *secrets = make_directory(base, "secrets", OURS, 0700);
		/* The file itself, and the directory that it would be in. */
		char *last = xasprintf("%s/report", shared);
		char *middle = xasprintf("%s/way", shared);
		char *through = xasprintf("%s/way/victim", shared);
		char *victim = xasprintf("%s/victim", secrets);
		const char *const paths[] = { last, through };

		write_text(victim, "secret\n");
		assert_int_equal(symlink(victim, last), 0);
		assert_int_equal(symlink(secrets, middle), 0);
		assert_int_equal(lchown(last, rows[i].link, 0), 0);
		assert_int_equal(lchown(middle, rows[i].link, 0), 0);
		for (size_t k = 0; k < ARRAY_SIZE(paths); k++) {
			struct error e;
			int r = write_file(paths[k], "report\n", &e);

			EXPECT(r == (rows[i].followed ? 0 : -EACCES), "row %zu: %s", i, e.text);
			EXPECT(r == 0 || strstr(e.text, foreign_link), "row %zu: %s", i, e.text);
			EXPECT(has_text(victim, r == 0 ? "report\n" : "secret\n"), "row %zu", i);
		}
		free(victim);
		free(through);
		free(middle);
		free(last);
		free(secrets);
		free(shared);
		tree_close(base);
	}
	expect_all_held();
}

/* One directory behind another: it is the way that counts, not where it ends. */
static void every_directory_on_the_way_counts(void **state)
{
	static const struct {
		uid_t outer;
		mode_t outer_mode;
		uid_t inner;
		mode_t inner_mode;
		bool followed;
	} rows[] = {
		{ OURS, 0755, OURS, 0755, true },
		/* mktemp -d in /tmp: there nobody renames it but us. */
		{ OURS, 01777, OURS, 0700, true },
		{ OURS, 01775, OURS, 0700, true },
		{ OURS, 01777, SOMEBODY, 0700, false },
		{ OURS, 01777, OURS, 0777, false },
		{ OURS, 0777, OURS, 0700, false },
		{ OURS, 0775, OURS, 0700, false },
		{ SOMEBODY, 0755, OURS, 0700, false },
		{ SOMEBODY, 01755, OURS, 0700, false },
		{ SOMEBODY, 01777, OURS, 0700, false },
	};

	(void)state;
	need_two_users();
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *base = tree_open();
		char *outer = make_directory(base, "outer", rows[i].outer, rows[i].outer_mode);
		char *inner = make_directory(outer, "inner", rows[i].inner, rows[i].inner_mode);
		char *victim = xasprintf("%s/victim", base);
		char *path = xasprintf("%s/report", inner);
		char *dotted = xasprintf("%s/./inner/../inner/report", outer);
		const char *const paths[] = { path, dotted };

		write_text(victim, "secret\n");
		assert_int_equal(symlink(victim, path), 0);
		for (size_t k = 0; k < ARRAY_SIZE(paths); k++) {
			struct error e;
			int r = write_file(paths[k], "report\n", &e);

			EXPECT(r == (rows[i].followed ? 0 : -EACCES), "row %zu %s: %s", i, paths[k],
			       e.text);
			EXPECT(has_text(victim, r == 0 ? "report\n" : "secret\n"), "row %zu", i);
		}
		free(dotted);
		free(path);
		free(victim);
		free(inner);
		free(outer);
		tree_close(base);
	}
	expect_all_held();
}

static void pipes_where_others_may_write(void **state)
{
	static const struct {
		uid_t directory;
		mode_t mode;
		uid_t pipe;
		bool written;
	} rows[] = {
		{ OURS, 0755, OURS, true },         { OURS, 0755, SOMEBODY, true },
		{ OURS, 01777, OURS, true },        { OURS, 01777, SOMEBODY, false },
		{ OURS, 0775, SOMEBODY, false },    { SOMEBODY, 0755, SOMEBODY, false },
		{ SOMEBODY, 0700, ANOTHER, false }, { SOMEBODY, 0755, OURS, true },
	};

	(void)state;
	need_two_users();
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *base = tree_open();
		char *shared = make_directory(base, "shared", rows[i].directory, rows[i].mode);
		char *path = xasprintf("%s/report", shared);
		char text[16] = "";
		struct stat st = { 0 };
		struct error e;
		int reader;
		int r;

		assert_int_equal(mkfifo(path, 0666), 0);
		own(path, rows[i].pipe, 0666);
		reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		assert_true(reader >= 0);
		r = write_file(path, "report\n", &e);
		EXPECT(r == (rows[i].written ? 0 : -EACCES), "row %zu: %s", i, e.text);
		EXPECT(r == 0 || (e.class == ERROR_OUTPUT && strstr(e.text, foreign_pipe)),
		       "row %zu: %s", i, e.text);
		EXPECT((read(reader, text, sizeof text) > 0) == rows[i].written, "row %zu: %s", i,
		       text);
		EXPECT(lstat(path, &st) == 0 && S_ISFIFO(st.st_mode), "row %zu", i);
		assert_int_equal(close(reader), 0);
		free(path);
		free(shared);
		tree_close(base);
	}
	expect_all_held();
}

/* --- what somebody puts there meanwhile ---------------------------------------------- */

enum { ROUNDS = 10000, LIMIT_US = 10 * 1000 * 1000 };

static const char secret[] = "secret\n";
static const char report[] = "report\n";

static void become_somebody(void)
{
	static const gid_t group = SOMEBODY;

	if (setgroups(1, &group) < 0 || setresgid(SOMEBODY, SOMEBODY, SOMEBODY) < 0 ||
	    setresuid(SOMEBODY, SOMEBODY, SOMEBODY) < 0)
		_exit(1);
}

enum trap { TRAP_SETUID, TRAP_LINK, TRAP_PIPE, TRAP_OF_REPORT, TRAP_DIRECTORY, NO_TRAP, TRAPS };

/* What cannot be made this time is made another time. */
static bool make_trap(enum trap kind, const char *trap, const char *path, const char *victim)
{
	int fd;

	switch (kind) {
	case TRAP_SETUID:
		fd = open(trap, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		return fd >= 0 && fchmod(fd, 06777) == 0 && close(fd) == 0;
	case TRAP_LINK:
		return symlink(victim, trap) == 0;
	case TRAP_PIPE:
		return mkfifo(trap, 0666) == 0;
	case TRAP_OF_REPORT:
		return link(path, trap) == 0;
	case TRAP_DIRECTORY:
		return mkdir(trap, 0777) == 0;
	case NO_TRAP:
	case TRAPS:
		break;
	}
	(void)unlink(path);
	return false;
}

/* Puts one thing after another in the place of the report, as fast as it can. */
static _Noreturn void swap_for_ever(const char *shared, const char *victim)
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s/report", shared);
	CLEANUP(cleanup_free) char *trap = xasprintf("%s/trap", shared);
	unsigned turn = 0;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	become_somebody();
	for (;;) {
		(void)unlink(trap);
		(void)rmdir(trap);
		if (make_trap(turn++ % TRAPS, trap, path, victim))
			(void)rename(trap, path);
	}
}

/* Nothing of ours has gone where it should not, and nothing of it is worth having. */
static bool is_harmless(const char *shared, const char *victim)
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s/report", shared);
	struct stat st;
	struct stat of_victim;

	if (stat(victim, &of_victim) < 0 || of_victim.st_size != sizeof secret - 1 ||
	    (of_victim.st_mode & 07777) != 0600 || of_victim.st_nlink != 1)
		return false;
	if (lstat(path, &st) < 0)
		return errno == ENOENT;
	return st.st_uid == SOMEBODY || !S_ISREG(st.st_mode) || !(st.st_mode & 07133);
}

/* In memory, where there is such a place: a disk would spend the time on fsync(). */
static char *open_fast_tree(void)
{
	char *path = xstrdup("/dev/shm/ecsprobe-unit.XXXXXX");

	if (mkdtemp(path))
		return path;
	free(path);
	return tree_open();
}

static void race(uid_t owner, mode_t mode)
{
	char *base = open_fast_tree();
	char *shared = make_directory(base, "shared", owner, mode);
	char *secrets = make_directory(base, "secrets", OURS, 0755);
	char *victim = xasprintf("%s/victim", secrets);
	char *path = xasprintf("%s/report", shared);
	const uint64_t end_us = clock_now_us() + LIMIT_US;
	unsigned written = 0;
	unsigned refused = 0;
	unsigned round;
	pid_t child;

	assert_int_equal(chmod(base, 0755), 0);
	write_text(victim, secret);
	assert_int_equal(chmod(victim, 0600), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		swap_for_ever(shared, victim);
	for (round = 0; round < ROUNDS && clock_now_us() < end_us; round++) {
		struct error e;
		int r;

		/* Else nobody could put anything there again. */
		if (mode & S_ISVTX)
			(void)remove(path);
		r = write_file(path, report, &e);
		written += r == 0;
		refused += r < 0;
		EXPECT(is_harmless(shared, victim), "round %u in %04o: %s", round, mode, e.text);
	}
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	EXPECT(has_text(victim, secret), "%04o", mode);
	/* Both happened, or there was no race. */
	EXPECT(written && refused, "%04o: %u written, %u refused", mode, written, refused);
	print_message("%u rounds in %04o: %u written, %u refused\n", round, mode, written, refused);
	free(path);
	free(victim);
	free(secrets);
	free(shared);
	tree_close(base);
}

static void somebody_swaps_meanwhile(void **state)
{
	(void)state;
	need_two_users();
	race(SOMEBODY, 0755);
	race(OURS, 0777);
	race(OURS, 01777);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_file_passes_on_0777_at_most),
		cmocka_unit_test(the_file_of_others_passes_nothing_on),
		cmocka_unit_test(links_where_others_may_write),
		cmocka_unit_test(every_directory_on_the_way_counts),
		cmocka_unit_test(pipes_where_others_may_write),
		cmocka_unit_test(somebody_swaps_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
