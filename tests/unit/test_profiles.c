/* SPDX-License-Identifier: Apache-2.0 */
/* Profile files of the user's own: read, and found in their directory. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "ecsprobe/gather.h"
#include "tree.h"

#define DIRECTORY "/profiles.d"
#define LINE_1016 /* "host = " and this are 1023 bytes */ \
	X100 X100 X100 X100 X100 X100 X100 X100 X100 X100 "xxxxxxxxxxxxxxxx"
#define X100 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10
#define X10 "xxxxxxxxxx"

/* "host:port[/tcp] [-][expect]" or "service [-][expect]", joined by "; ". */
static void describe(const struct own_profile *profile, char *out, size_t size)
{
	size_t used = 0;

	*out = '\0';
	for (size_t i = 0; i < profile->count && used < size; i++) {
		const struct own_target *t = &profile->targets[i];

		used += (size_t)snprintf(out + used, size - used, "%s%s", i ? "; " : "",
					 t->optional ? "-" : "");
		if (t->service)
			used += (size_t)snprintf(out + used, size - used, "%s", t->service);
		else
			used += (size_t)snprintf(out + used, size - used, "%s:%u%s", t->host,
						 t->port, t->tcp_only ? "/tcp" : "");
		if (t->expect_given)
			used += (size_t)snprintf(out + used, size - used, " %s",
						 expect_name(t->expect));
	}
}

static int read_bytes(struct wishes *wishes, const char *text, size_t len, struct error *e)
{
	*wishes = (struct wishes){ .profiles = xcalloc(1, sizeof *wishes->profiles), .count = 1 };
	wishes->profiles[0].name = xstrdup("p");
	wishes->profiles[0].file = xstrdup("/p.conf");
	*e = (struct error){ 0 };
	return profile_read(&wishes->profiles[0], text, len, e);
}

static void good_files(void **state)
{
	static const struct {
		const char *text, *targets;
	} rows[] = {
		{ "service = sqs\n", "sqs" },
		{ "service = sqs optional\nservice = kms private\n", "-sqs; kms private" },
		{ "host = db.payments.internal:5432/tcp private\n",
		  "db.payments.internal:5432/tcp private" },
		{ "host = db.payments.internal:5432\n", "db.payments.internal:5432/tcp" },
		{ "host = db.payments.internal:5432/tls\n", "db.payments.internal:5432" },
		{ "host = fs-1.efs.us-east-1.amazonaws.com:2049",
		  "fs-1.efs.us-east-1.amazonaws.com:2049/tcp" },
		{ "host = API.Partner.Example. any optional\n", "-api.partner.example:443 any" },
		{ "host = a/tcp required public", "a:443/tcp public" },
		{ "host=a\thost\n", NULL },
		{ "host=a\trequired\tany\t\n", "a:443 any" },
		{ "  host   =   a   optional   ", "-a:443" },
		{ "host = a:1\nhost = a:2\nhost = a\nservice = a\n", "a:1; a:2; a:443; a" },
		/* No final newline, Windows' line ends, a byte order mark. */
		{ "service = sqs\r\n\r\nservice = kms\r\n", "sqs; kms" },
		{ "service = sqs\r", "sqs" },
		{ "\xef\xbb\xbfservice = sqs\n", "sqs" },
		/* Comments and blank lines. */
		{ "# for the payments team\n\n   \n\t# and\nservice = sqs # queue\n#", "sqs" },
		{ "service = sqs\t#\n", "sqs" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct wishes wishes;
		struct error e;
		char targets[512];
		int r = read_bytes(&wishes, rows[i].text, strlen(rows[i].text), &e);

		describe(&wishes.profiles[0], targets, sizeof targets);
		EXPECT((r == 0) == (rows[i].targets != NULL), "row %zu: %s", i, e.text);
		EXPECT(r < 0 || strcmp(targets, rows[i].targets) == 0, "row %zu: %s", i, targets);
		wishes_done(&wishes);
	}
	expect_all_held();
}

#define TEXT(literal) literal, sizeof(literal) - 1

static void bad_files(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *line, *found, *expected;
	} rows[] = {
		{ TEXT(""), "", "no target", "service = ..." },
		{ TEXT("# nothing\n\n"), "", "no target", "host = ..." },
		{ TEXT("\xef\xbb\xbf"), "", "no target", "host = ..." },
		{ TEXT("sqs\n"), ":1:", "a line of 3 bytes", "service = ..." },
		{ TEXT("service sqs\n"), ":1:", "a line of 11 bytes", "service = ..." },
		{ TEXT("service = sqs\n\nendpoint = kms\n"), ":3:", "an unknown word of 8 bytes",
		  "service or host" },
		{ TEXT("Service = sqs\n"), ":1:", "an unknown word of 7 bytes", "service or host" },
		{ TEXT("= sqs\n"), ":1:", "a line of 5 bytes", "service = ..." },
		{ TEXT("[payments]\nservice = sqs\n"), ":1:", "a line of 10 bytes", "host = ..." },
		{ TEXT("service =\n"), ":1:", "''", "after 'service ='" },
		{ TEXT("host = # none\n"), ":1:", "''", "after 'host ='" },
		{ TEXT("host = 10.0.0.1:5432\n"), ":1:", "'10.0.0.1:5432'", "a DNS name" },
		{ TEXT("host = a:0\n"), ":1:", "'a:0'", "a DNS name" },
		{ TEXT("host = a:5432/udp\n"), ":1:", "'a:5432/udp'", "/tcp" },
		{ TEXT("host = https://a\n"), ":1:", "'https://a'", "a DNS name" },
		{ TEXT("host = a b\n"), ":1:", "'b'", "private, public or any" },
		{ TEXT("host = a Private\n"), ":1:", "'Private'", "required, optional" },
		{ TEXT("host = a auto\n"), ":1:", "'auto'", "private, public or any" },
		{ TEXT("host = a, optional\n"), ":1:", "'a,'", "a DNS name" },
		{ TEXT("host = a any private\n"), ":1:", "'private'", "one of private, public" },
		{ TEXT("host = a any any\n"), ":1:", "'any'", "one of private, public" },
		{ TEXT("host = a required optional\n"), ":1:", "'optional'", "one of required" },
		{ TEXT("service = sqs private#\n"), ":1:", "'private#'", "private, public" },
		{ TEXT("service = sqs\nhost = a\nservice = sqs optional\n"), ":3:", "'sqs' again",
		  "it is in line 1" },
		{ TEXT("host = a\nhost = A.:443\n"), ":2:", "'a' again", "it is in line 1" },
		{ TEXT("host = a:5432/tcp\nhost = a:5432/tls\n"), ":2:", "'a' again", "line 1" },
		{ TEXT("service = sqs\nhost = a\0b\n"), ":2:", "a NUL byte", "text" },
		{ TEXT("\0"), ":1:", "a NUL byte", "text" },
		{ TEXT("host = " LINE_1016 "xx\n"), ":1:", "1025 bytes", "at most 1024" },
		{ TEXT("#" LINE_1016 LINE_1016), ":1:", "2033 bytes", "at most 1024" },
		{ TEXT("\n\nhost = a\033[2J\n"), ":3:", "'a\\x1b[2J'", "a DNS name" },
		{ TEXT("service = sqs \xff\n"), ":1:", "'\\xff'", "required" },
		{ TEXT("\xfe\xff\0s\0e\0r"), ":1:", "a NUL byte", "text" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct wishes wishes;
		struct error e;
		int r = read_bytes(&wishes, rows[i].text, rows[i].len, &e);

		EXPECT(r < 0 && e.class == ERROR_CONFIG, "row %zu", i);
		EXPECT(strncmp(e.text, "/p.conf", 7) == 0 &&
			       strncmp(e.text + 7, rows[i].line, strlen(rows[i].line)) == 0,
		       "row %zu: %s", i, e.text);
		EXPECT(strstr(e.text, rows[i].found) && strstr(e.text, rows[i].expected),
		       "row %zu: %s", i, e.text);
		EXPECT(is_printable(e.text), "row %zu", i);
		wishes_done(&wishes);
	}
	expect_all_held();
}

static void so_many_targets(void **state)
{
	enum { MOST = 1024 };
	char text[(MOST + 1) * 16];
	size_t used = 0;
	struct wishes wishes;
	struct error e;

	(void)state;
	for (int i = 0; i <= MOST; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "host = h%d\n", i);
	assert_true(read_bytes(&wishes, text, used, &e) < 0);
	assert_non_null(
		strstr(e.text, "/p.conf:1025: found one more target, expected at most 1024"));
	assert_non_null(strstr(e.text, "--profile takes several"));
	wishes_done(&wishes);
	assert_int_equal(read_bytes(&wishes, text, used - strlen("host = h1024\n"), &e), 0);
	wishes_done(&wishes);
}

/* Gathers; the texts of good and bad files are checked above. */
static int gather(const char *root, struct wishes *wishes, const char *wanted, struct error *e)
{
	char *directory = xasprintf("%s" DIRECTORY, root);
	struct string_list list = { 0 };
	int r;

	*wishes = (struct wishes){ 0 };
	*e = (struct error){ 0 };
	if (wanted)
		string_list_add(&list, wanted, strlen(wanted));
	r = gather_profiles(wishes, directory, wanted ? &list : NULL, e);
	string_list_done(&list);
	free(directory);
	return r;
}

static void a_directory(void **state)
{
	char *root = tree_open();
	struct wishes wishes;
	struct error e;

	(void)state;
	assert_int_equal(gather(root, &wishes, NULL, &e), 0);
	assert_int_equal(wishes.count, 0);
	tree_write(root, DIRECTORY "/zebra.conf", "service = sqs\n");
	tree_write(root, DIRECTORY "/a-1.conf", "host = a\n");
	tree_write(root, DIRECTORY "/README", "not a profile");
	tree_write(root, DIRECTORY "/zebra.conf.rpmsave", "nor this");
	tree_write(root, DIRECTORY "/.#zebra.conf", "nor an editor's");
	tree_write(root, "/shared/elsewhere", "service = kms\n");
	tree_link(root, DIRECTORY "/linked.conf", "../shared/elsewhere");
	assert_int_equal(gather(root, &wishes, NULL, &e), 0);
	assert_int_equal(wishes.count, 3);
	assert_string_equal(wishes.profiles[0].name, "a-1");
	assert_string_equal(wishes.profiles[1].name, "linked");
	assert_string_equal(wishes.profiles[1].targets[0].service, "kms");
	assert_string_equal(wishes.profiles[2].name, "zebra");
	assert_non_null(strstr(wishes.profiles[2].file, DIRECTORY "/zebra.conf"));
	assert_non_null(wishes_find(&wishes, "zebra"));
	assert_null(wishes_find(&wishes, "README"));
	wishes_done(&wishes);
	/* A fault in one that nobody asked for stops nobody. */
	tree_write(root, DIRECTORY "/broken.conf", "nonsense\n");
	assert_int_equal(gather(root, &wishes, "zebra", &e), 0);
	assert_int_equal(wishes.count, 1);
	assert_int_equal(wishes_find(&wishes, "zebra")->count, 1);
	wishes_done(&wishes);
	assert_true(gather(root, &wishes, "broken", &e) < 0);
	assert_non_null(strstr(e.text, "/broken.conf:1: found a line of 8 bytes"));
	assert_int_equal(wishes.count, 0);
	assert_true(gather(root, &wishes, NULL, &e) < 0);
	assert_int_equal(wishes.count, 0);
	tree_close(root);
}

static void bad_names(void **state)
{
	static const struct {
		const char *file, *found;
	} rows[] = {
		{ "Payments.conf", "'Payments.conf'" },
		{ "-a.conf", "'-a.conf'" },
		{ "a_b.conf", "'a_b.conf'" },
		{ "a b.conf", "'a b.conf'" },
		{ "a.b.conf", "'a.b.conf'" },
		{ "a.conf.conf", "'a.conf.conf'" },
		{ "a\033.conf", "'a\\x1b.conf'" },
		{ "a,b.conf", "'a,b.conf'" },
		{ "ecs.conf", "built in" },
		{ "auto.conf", "built in" },
		{ "service-connect.conf", "built in" },
		{ "a123456789012345678901234567890123456789012345678.conf", "at most 48" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *root = tree_open();
		char *path = xasprintf(DIRECTORY "/%s", rows[i].file);
		struct wishes wishes;
		struct error e;

		tree_write(root, path, "service = sqs\n");
		EXPECT(gather(root, &wishes, NULL, &e) < 0 && e.class == ERROR_CONFIG, "row %zu",
		       i);
		EXPECT(strstr(e.text, rows[i].found) && strstr(e.text, "expected") &&
			       is_printable(e.text),
		       "row %zu: %s", i, e.text);
		EXPECT(wishes.count == 0, "row %zu", i);
		free(path);
		tree_close(root);
	}
	expect_all_held();
}

/* What is no regular file is not waited for, and what is too large not read. */
static void odd_files(void **state)
{
	char *root = tree_open();
	char *large = xcalloc(64 * 1024 + 2, 1);
	char *pipe;
	struct wishes wishes;
	struct error e;

	(void)state;
	tree_directory(root, DIRECTORY "/directory.conf");
	tree_link(root, DIRECTORY "/dangling.conf", "nowhere");
	tree_link(root, DIRECTORY "/device.conf", "/dev/zero");
	memset(large, '\n', 64 * 1024 + 1);
	tree_write(root, DIRECTORY "/large.conf", large);
	memcpy(large, "host = a", 8);
	large[64 * 1024] = '\0';
	tree_write(root, DIRECTORY "/full.conf", large);
	pipe = xasprintf("%s" DIRECTORY "/pipe.conf", root);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_true(gather(root, &wishes, "directory", &e) < 0);
	assert_non_null(strstr(e.text, "expected a regular file"));
	assert_true(gather(root, &wishes, "pipe", &e) < 0);
	assert_non_null(strstr(e.text, "expected a regular file"));
	assert_true(gather(root, &wishes, "device", &e) < 0);
	assert_non_null(strstr(e.text, "expected a regular file"));
	assert_true(gather(root, &wishes, "dangling", &e) < 0);
	assert_non_null(strstr(e.text, "cannot read"));
	assert_true(gather(root, &wishes, "large", &e) < 0);
	assert_non_null(strstr(e.text, "65536"));
	assert_int_equal(e.class, ERROR_CONFIG);
	assert_int_equal(gather(root, &wishes, "full", &e), 0);
	wishes_done(&wishes);
	free(pipe);
	free(large);
	tree_close(root);
	/* The directory itself is something else. */
	root = tree_open();
	tree_write(root, DIRECTORY, "");
	assert_true(gather(root, &wishes, "a", &e) < 0);
	assert_int_equal(e.class, ERROR_CONFIG);
	tree_close(root);
}

static void so_many_files(void **state)
{
	char *root = tree_open();
	struct wishes wishes;
	struct error e;

	(void)state;
	for (int i = 0; i < 64; i++) {
		char *path = xasprintf(DIRECTORY "/p%d.conf", i);

		tree_write(root, path, "service = sqs\n");
		free(path);
	}
	assert_int_equal(gather(root, &wishes, NULL, &e), 0);
	assert_int_equal(wishes.count, 64);
	wishes_done(&wishes);
	tree_write(root, DIRECTORY "/one-more.conf", "service = sqs\n");
	assert_true(gather(root, &wishes, NULL, &e) < 0);
	assert_non_null(strstr(e.text, "more than 64"));
	tree_close(root);
}

/* Only what is named is looked at, and a file that shadows a built-in name is told. */
static void what_is_looked_at(void **state)
{
	static const struct {
		const char *file, *wanted;
		int count; /* -1: refused */
	} rows[] = {
		{ "pay.conf", "pay", 1 },     { "pay.conf", "ecs", 0 },
		{ "Old_Pay.conf", "pay", 0 }, { "ecs.conf", "ecs", -1 },
		{ "ecs.conf", "pay", 0 },     { "mwaa.conf", "mwaa", -1 },
		{ "auto.conf", "auto", -1 },  { "pay.conf", "../profiles.d/pay", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *root = tree_open();
		char *path = xasprintf(DIRECTORY "/%s", rows[i].file);
		struct wishes wishes;
		struct error e;
		int r;

		tree_write(root, path, "service = sqs\n");
		r = gather(root, &wishes, rows[i].wanted, &e);
		EXPECT(r < 0 ? rows[i].count < 0 : (int)wishes.count == rows[i].count,
		       "row %zu: %s", i, e.text);
		EXPECT(r == 0 || (e.class == ERROR_CONFIG && strstr(e.text, rows[i].file)),
		       "row %zu: %s", i, e.text);
		wishes_done(&wishes);
		free(path);
		tree_close(root);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_files),      cmocka_unit_test(bad_files),
		cmocka_unit_test(so_many_targets), cmocka_unit_test(a_directory),
		cmocka_unit_test(bad_names),       cmocka_unit_test(odd_files),
		cmocka_unit_test(so_many_files),   cmocka_unit_test(what_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
