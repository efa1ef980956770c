/* SPDX-License-Identifier: Apache-2.0 */
/* Report files: whoever reads one sees the old text or the new. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/render.h"
#include "ecsprobe/util.h"

static int write_file(const char *path, const char *text, struct error *e)
{
	*e = (struct error){ 0 };
	return output_write_file(path, text, strlen(text), e);
}

static void expect_text(const char *path, const char *expected)
{
	char *text = read_text(path);

	assert_string_equal(text, expected);
	free(text);
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static ino_t inode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_ino;
}

static size_t entries_of(const char *path)
{
	DIR *dir = opendir(path);
	size_t count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	(void)closedir(dir);
	return count - 2;
}

static void a_new_file_obeys_the_umask(void **state)
{
	char *dir = scratch_open();
	char *path = xasprintf("%s/report", dir);
	mode_t mask = umask(027);
	struct error e;

	(void)state;
	assert_int_equal(write_file(path, "new\n", &e), 0);
	(void)umask(mask);
	expect_text(path, "new\n");
	assert_int_equal(mode_of(path), 0640);
	assert_int_equal(entries_of(dir), 1);
	free(path);
	scratch_close(dir);
}

static void replacing_keeps_the_mode(void **state)
{
	char *dir = scratch_open();
	char *path = xasprintf("%s/report", dir);
	ino_t inode;
	struct error e;

	(void)state;
	write_text(path, "a much longer old text\n");
	assert_int_equal(chmod(path, 0604), 0);
	inode = inode_of(path);
	assert_int_equal(write_file(path, "new\n", &e), 0);
	expect_text(path, "new\n");
	assert_int_equal(mode_of(path), 0604);
	/* Another file under the old name: nobody sees it half written. */
	assert_true(inode_of(path) != inode);
	assert_int_equal(entries_of(dir), 1);
	free(path);
	scratch_close(dir);
}

static void a_symbolic_link_stays(void **state)
{
	char *dir = scratch_open();
	char *target = xasprintf("%s/target", dir);
	char *path = xasprintf("%s/link", dir);
	struct stat st;
	struct error e;

	(void)state;
	write_text(target, "old\n");
	assert_int_equal(symlink("target", path), 0);
	assert_int_equal(write_file(path, "new\n", &e), 0);
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	expect_text(target, "new\n");
	assert_int_equal(entries_of(dir), 2);
	free(target);
	free(path);
	scratch_close(dir);
}

/* A report that is not there yet, at the end of links. */
static void dangling_links_are_filled(void **state)
{
	char *dir = scratch_open();
	char *first = xasprintf("%s/first", dir);
	char *second = xasprintf("%s/second", dir);
	char *third = xasprintf("%s/third", dir);
	char *target = xasprintf("%s/target", dir);
	struct stat st;
	struct error e;

	(void)state;
	assert_int_equal(symlink("second", first), 0); /* relative */
	assert_int_equal(symlink(third, second), 0);   /* absolute */
	assert_int_equal(symlink("target", third), 0);
	assert_int_equal(write_file(first, "new\n", &e), 0);
	expect_text(target, "new\n");
	for (int again = 0; again < 2; again++) {
		assert_int_equal(lstat(again ? first : third, &st), 0);
		assert_true(S_ISLNK(st.st_mode));
	}
	/* And once it is there it is replaced, not the links. */
	assert_int_equal(write_file(first, "newer\n", &e), 0);
	expect_text(target, "newer\n");
	assert_int_equal(entries_of(dir), 4);
	free(first);
	free(second);
	free(third);
	free(target);
	scratch_close(dir);
}

/* A link into another directory: the temporary file must be beside the target. */
static void links_between_directories(void **state)
{
	char *dir = scratch_open();
	char *other = scratch_open();
	char *link = xasprintf("%s/link", dir);
	char *target = xasprintf("%s/target", other);
	char *wanted = xasprintf("../%s/target", strrchr(other, '/') + 1);
	struct error e;

	(void)state;
	assert_int_equal(symlink(wanted, link), 0);
	assert_int_equal(write_file(link, "new\n", &e), 0);
	expect_text(target, "new\n");
	assert_int_equal(entries_of(dir), 1);
	assert_int_equal(entries_of(other), 1);
	free(link);
	free(target);
	free(wanted);
	scratch_close(dir);
	scratch_close(other);
}

static void loops_and_dead_ends_fail(void **state)
{
	char *dir = scratch_open();
	char *a = xasprintf("%s/a", dir);
	char *b = xasprintf("%s/b", dir);
	char *self = xasprintf("%s/self", dir);
	char *nowhere = xasprintf("%s/nowhere", dir);
	const char *const paths[] = { a, b, self, nowhere };
	struct error e;

	(void)state;
	assert_int_equal(symlink("b", a), 0);
	assert_int_equal(symlink("a", b), 0);
	assert_int_equal(symlink("self", self), 0);
	assert_int_equal(symlink("missing/report", nowhere), 0);
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		EXPECT(write_file(paths[i], "new\n", &e) < 0, "%s", paths[i]);
		EXPECT(e.class == ERROR_OUTPUT && strstr(e.text, paths[i]), "%s", e.text);
	}
	assert_int_equal(entries_of(dir), 4);
	free(a);
	free(b);
	free(self);
	free(nowhere);
	scratch_close(dir);
	expect_all_held();
}

/* Also the longest name leaves room for the temporary file beside it. */
static void the_longest_name_is_replaced(void **state)
{
	char *dir = scratch_open();
	char *longest = xasprintf("%s/%0255d", dir, 1);
	struct error e;

	(void)state;
	write_text(longest, "old\n");
	assert_int_equal(write_file(longest, "new\n", &e), 0);
	expect_text(longest, "new\n");
	assert_int_equal(entries_of(dir), 1);
	free(longest);
	scratch_close(dir);
}

/* What a shell would not write to either. */
static void paths_that_name_no_file(void **state)
{
	char *dir = scratch_open();
	char *slash = xasprintf("%s/report/", dir);
	char *dot = xasprintf("%s/.", dir);
	char *above = xasprintf("%s/..", dir);
	const char *const paths[] = { "", "/", slash, dot, above };
	struct error e;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		EXPECT(write_file(paths[i], "new\n", &e) < 0, "'%s'", paths[i]);
		EXPECT(e.class == ERROR_OUTPUT, "'%s'", paths[i]);
	}
	assert_int_equal(entries_of(dir), 0);
	free(slash);
	free(dot);
	free(above);
	scratch_close(dir);
	expect_all_held();
}

static void a_relative_path_begins_here(void **state)
{
	char *dir = scratch_open();
	char *path = xasprintf("%s/report", dir);
	int before = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct error e;

	(void)state;
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(write_file("report", "new\n", &e), 0);
	expect_text(path, "new\n");
	assert_int_equal(write_file(".././../tmp/../tmp//etc/../nothing/report", "new\n", &e),
			 -ENOENT);
	assert_int_equal(fchdir(before), 0);
	assert_int_equal(close(before), 0);
	free(path);
	scratch_close(dir);
}

/* A link to a pipe is a pipe. */
static void links_to_what_is_no_file(void **state)
{
	char *dir = scratch_open();
	char *link = xasprintf("%s/link", dir);
	struct stat st;
	struct error e;

	(void)state;
	assert_int_equal(symlink("/dev/null", link), 0);
	assert_int_equal(write_file(link, "new\n", &e), 0);
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(entries_of(dir), 1);
	free(link);
	scratch_close(dir);
}

/* Nobody reads: an answer at once is better than to wait for ever. */
static void a_fifo_without_a_reader_fails_at_once(void **state)
{
	char *dir = scratch_open();
	char *path = xasprintf("%s/fifo", dir);
	struct error e;

	(void)state;
	assert_int_equal(mkfifo(path, 0600), 0);
	(void)alarm(5);
	assert_true(write_file(path, "new\n", &e) < 0);
	(void)alarm(0);
	assert_int_equal(e.class, ERROR_OUTPUT);
	free(path);
	scratch_close(dir);
}

/* Somebody else made the shared descriptor non-blocking: nothing is lost. */
static void a_full_non_blocking_pipe_is_waited_for(void **state)
{
	enum { BYTES = 1 << 20 };
	static const char bytes[BYTES]; /* nothing that the child would leak */
	struct error e = { 0 };
	int status;
	int fds[2];
	pid_t child;

	(void)state;
	assert_int_equal(pipe2(fds, O_NONBLOCK | O_CLOEXEC), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		char piece[4096];
		size_t total = 0;
		ssize_t n;

		(void)close(fds[1]);
		(void)fcntl(fds[0], F_SETFL, 0);
		while ((n = read(fds[0], piece, sizeof piece)) > 0)
			total += (size_t)n;
		_exit(total == BYTES ? 0 : 1);
	}
	(void)close(fds[0]);
	assert_int_equal(output_write_fd(fds[1], bytes, BYTES, &e), 0);
	(void)close(fds[1]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Root may write everywhere, so these fail for root too. */
static void what_fails_leaves_the_old_file(void **state)
{
	char *dir = scratch_open();
	char *missing = xasprintf("%s/no\033/report", dir);
	char *longest = xasprintf("%s/%0256d", dir, 1);
	struct error e;

	(void)state;
	assert_true(write_file(missing, "new\n", &e) < 0);
	assert_int_equal(e.class, ERROR_OUTPUT);
	assert_non_null(strstr(e.text, "no\\x1b/report"));
	assert_true(is_printable(e.text));
	assert_true(write_file(longest, "new\n", &e) < 0);
	assert_int_equal(e.class, ERROR_OUTPUT);
	assert_int_equal(entries_of(dir), 0);
	assert_true(write_file(dir, "new\n", &e) < 0);
	assert_int_equal(e.class, ERROR_OUTPUT);
	free(missing);
	free(longest);
	scratch_close(dir);
}

/* The file system is full in the middle. */
static void a_cut_write_leaves_no_temporary(void **state)
{
	char *dir = scratch_open();
	char *path = xasprintf("%s/report", dir);
	char *longer = xcalloc(8193, 1);
	struct rlimit before;
	struct rlimit low;
	struct error e = { 0 };
	int r;

	(void)state;
	memset(longer, 'x', 8192);
	write_text(path, "old\n");
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	low = before;
	low.rlim_cur = 4096;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
	r = output_write_file(path, longer, 8192, &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_true(r < 0);
	assert_int_equal(e.class, ERROR_OUTPUT);
	expect_text(path, "old\n");
	assert_int_equal(entries_of(dir), 1);
	free(longer);
	free(path);
	scratch_close(dir);
}

static void pipes_and_devices_are_written_to(void **state)
{
	char *dir = scratch_open();
	char *path = xasprintf("%s/fifo", dir);
	ino_t inode;
	char text[16] = "";
	struct error e;
	int reader;

	(void)state;
	assert_int_equal(mkfifo(path, 0600), 0);
	inode = inode_of(path);
	reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_true(reader >= 0);
	assert_int_equal(write_file(path, "new\n", &e), 0);
	assert_int_equal(read(reader, text, sizeof text), 4);
	assert_string_equal(text, "new\n");
	assert_int_equal(inode_of(path), inode);
	assert_int_equal(close(reader), 0);
	inode = inode_of("/dev/null");
	assert_int_equal(write_file("/dev/null", "new\n", &e), 0);
	assert_int_equal(inode_of("/dev/null"), inode);
	assert_true(write_file("/dev/full", "new\n", &e) < 0);
	assert_int_equal(e.class, ERROR_OUTPUT);
	assert_int_equal(entries_of(dir), 1);
	free(path);
	scratch_close(dir);
}

/* What they name is written to where it stands, and only what was there before us. */
static void names_of_descriptors(void **state)
{
	static const char *const directories[] = { "/dev/fd", "/proc/self/fd" };
	char *dir = scratch_open();
	char *path = xasprintf("%s/report", dir);
	char *link = xasprintf("%s/link", dir);
	struct error e;
	int fd;

	(void)state;
	write_text(path, "before\n");
	fd = open(path, O_WRONLY | O_APPEND);
	assert_true(fd >= 0);
	for (size_t i = 0; i < ARRAY_SIZE(directories); i++) {
		char name[32];

		(void)snprintf(name, sizeof name, "%s/%d", directories[i], fd);
		assert_false(output_replaces(name));
		assert_int_equal(write_file(name, "named\n", &e), 0);
		(void)unlink(link);
		assert_int_equal(symlink(name, link), 0);
		assert_false(output_replaces(link));
		assert_int_equal(write_file(link, "linked\n", &e), 0);
		assert_int_equal(fcntl(fd, F_SETFD, FD_CLOEXEC), 0);
		assert_int_equal(write_file(name, "ours\n", &e), -EBADF);
		assert_int_equal(fcntl(fd, F_SETFD, 0), 0);
	}
	expect_text(path, "before\nnamed\nlinked\nnamed\nlinked\n");
	assert_int_equal(entries_of(dir), 2);
	assert_int_equal(close(fd), 0);
	assert_int_equal(write_file("/dev/fd/9", "closed\n", &e), -EBADF);
	assert_non_null(strstr(e.text, "/dev/fd/9"));
	/* Neither of them is a number. */
	assert_int_equal(write_file("/dev/fd/", "closed\n", &e), -EISDIR);
	assert_true(write_file("/dev/fd/1x", "closed\n", &e) < 0);
	assert_true(write_file("/dev/fd/4294967297", "closed\n", &e) < 0);
	free(link);
	free(path);
	scratch_close(dir);
}

/* One that another process has is none of ours, and no name either. */
static void descriptors_of_others(void **state)
{
	char *dir = scratch_open();
	char *path = xasprintf("%s/report", dir);
	char *name = xasprintf("/proc/%d/fd/%d", (int)getpid(), STDERR_FILENO);
	char *inside = xasprintf("/proc/%d/cwd/etc/../nothing-here/report", (int)getpid());
	struct error e;

	(void)state;
	assert_true(write_file(name, "new\n", &e) < 0);
	assert_int_equal(write_file(inside, "new\n", &e), -ENOENT);
	assert_int_equal(entries_of(dir), 0);
	free(inside);
	free(name);
	free(path);
	scratch_close(dir);
}

static void descriptors(void **state)
{
	int fds[2];
	char text[8] = "";
	struct error e = { 0 };

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(output_write_fd(fds[1], "abc", 3, &e), 0);
	assert_int_equal(read(fds[0], text, sizeof text), 3);
	(void)signal(SIGPIPE, SIG_IGN);
	assert_int_equal(close(fds[0]), 0);
	assert_true(output_write_fd(fds[1], "abc", 3, &e) < 0);
	assert_int_equal(e.class, ERROR_OUTPUT);
	assert_int_equal(close(fds[1]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_file_obeys_the_umask),
		cmocka_unit_test(replacing_keeps_the_mode),
		cmocka_unit_test(a_symbolic_link_stays),
		cmocka_unit_test(dangling_links_are_filled),
		cmocka_unit_test(links_between_directories),
		cmocka_unit_test(loops_and_dead_ends_fail),
		cmocka_unit_test(the_longest_name_is_replaced),
		cmocka_unit_test(paths_that_name_no_file),
		cmocka_unit_test(a_relative_path_begins_here),
		cmocka_unit_test(links_to_what_is_no_file),
		cmocka_unit_test(a_fifo_without_a_reader_fails_at_once),
		cmocka_unit_test(a_full_non_blocking_pipe_is_waited_for),
		cmocka_unit_test(what_fails_leaves_the_old_file),
		cmocka_unit_test(a_cut_write_leaves_no_temporary),
		cmocka_unit_test(pipes_and_devices_are_written_to),
		cmocka_unit_test(names_of_descriptors),
		cmocka_unit_test(descriptors_of_others),
		cmocka_unit_test(descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
