/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include "ecsprobe/util.h"

enum { SHOWN = 20 }; /* a sweep can break thousands of times over one cause */

static unsigned broken;

void expect_that(bool held, const char *file, int line, const char *condition, const char *fmt, ...)
{
	char row[512];
	va_list args;

	if (held || ++broken > SHOWN)
		return;
	va_start(args, fmt);
	(void)vsnprintf(row, sizeof row, fmt, args);
	va_end(args);
	print_error("%s:%d: broken for %s: %s\n", file, line, row, condition);
}

void expect_all_held(void)
{
	unsigned count = broken;

	broken = 0;
	if (count)
		fail_msg("%u expectations were broken", count);
}

struct ip ip_of(const char *text)
{
	struct ip ip;

	if (!ip_parse(text, &ip))
		fail_msg("the test says '%s', which is no address", text);
	return ip;
}

struct cidr cidr_of(const char *text)
{
	struct cidr cidr;

	if (!cidr_parse(text, &cidr))
		fail_msg("the test says '%s', which is no block", text);
	return cidr;
}

const char *ip_text(const struct ip *ip)
{
	static char text[IP_TEXT_BYTES];

	ip_format(ip, text);
	return text;
}

bool is_printable(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

uint32_t next_random(uint32_t *state)
{
	*state = (uint32_t)((uint64_t)*state * 1664525U + 1013904223U);
	return *state >> 8;
}

void strings_fill(struct string_list *list, const char *const *items)
{
	for (; *items; items++)
		string_list_add(list, *items, strlen(*items));
}

const char *strings_joined(const struct string_list *list, char text[static 1024])
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < list->count && used < 900; i++)
		used += (size_t)snprintf(text + used, 1024 - used, "%s%s", i ? " " : "",
					 list->items[i]);
	return text;
}

char *scratch_open(void)
{
	char *path = xstrdup("/tmp/ecsprobe-unit.XXXXXX");

	assert_non_null(mkdtemp(path));
	return path;
}

void scratch_close(char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char *inside = xasprintf("%s/%s", path, entry->d_name);

		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			(void)remove(inside);
		free(inside);
	}
	(void)closedir(dir);
	assert_int_equal(rmdir(path), 0);
	free(path);
}

void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}

char *read_text(const char *path)
{
	char *text = NULL;
	size_t len;

	if (file_read_bounded(path, 1 << 20, &text, &len) < 0)
		fail_msg("cannot read %s", path);
	return text;
}

int openings_watch(const char *path)
{
	int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	assert_true(watch >= 0);
	assert_true(inotify_add_watch(watch, path, IN_OPEN) >= 0);
	return watch;
}

bool openings_heard(int watch)
{
	char events[1024];

	return read(watch, events, sizeof events) > 0;
}

/* A test sees nothing of who runs it: of the environment only what is meant for
 * it, and files get the rights that one thinks.  scripts/unit names what a
 * program is to leave out. */
__attribute__((constructor)) static void see_nothing(void)
{
	const char *skip = getenv("UNIT_SKIP");
	bool update = getenv("GOLDEN_UPDATE") != NULL;

	if (skip && *skip)
		cmocka_set_skip_filter(xstrdup(skip));
	(void)clearenv();
	if (update)
		(void)setenv("GOLDEN_UPDATE", "1", 1);
	(void)umask(022);
}
