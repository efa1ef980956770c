/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "agent/evidence.h"
#include "check.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/util.h"

char *tree_open(void)
{
	return scratch_open();
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st;
	(void)kind;
	(void)walk;
	return remove(path);
}

void tree_close(char *root)
{
	assert_int_equal(nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	free(root);
}

/* Makes what stands before the last '/'. */
static char *make_way(const char *root, const char *path)
{
	char *full = xasprintf("%s%s", root, path);

	for (char *slash = full + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		assert_true(mkdir(full, 0755) == 0 || errno == EEXIST);
		*slash = '/';
	}
	return full;
}

void tree_write(const char *root, const char *path, const char *text)
{
	char *full = make_way(root, path);

	write_text(full, text);
	free(full);
}

void tree_directory(const char *root, const char *path)
{
	char *full = make_way(root, path);

	assert_true(mkdir(full, 0755) == 0 || errno == EEXIST);
	free(full);
}

void tree_remove(const char *root, const char *path)
{
	char *full = xasprintf("%s%s", root, path);

	assert_int_equal(unlink(full), 0);
	free(full);
}

void tree_link(const char *root, const char *path, const char *target)
{
	char *full = make_way(root, path);

	assert_int_equal(symlink(target, full), 0);
	free(full);
}

void tree_date(const char *root, const char *path, int64_t time_us)
{
	char *full = xasprintf("%s%s", root, path);
	struct timespec times[2] = {
		{ .tv_sec = time_us / 1000000, .tv_nsec = time_us % 1000000 * 1000 },
	};

	times[1] = times[0];
	assert_int_equal(utimensat(AT_FDCWD, full, times, AT_SYMLINK_NOFOLLOW), 0);
	free(full);
}

void tree_gather_config(struct agent_status *status, const char *root)
{
	struct agent_files files;

	gather_agent_files(&files, root);
	config_gather(status, &files, root);
	agent_files_done(&files);
}
