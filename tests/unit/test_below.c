/* SPDX-License-Identifier: Apache-2.0 */
/* Links of an image lead into the image, whether the kernel sees to it or we do. */
#include "ecsprobe/below.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"
#include "tree.h"

static const struct {
	const char *path;
	const char *text; /* NULL: result */
	int result;
} rows[] = {
	{ "/etc/plain", "plain", 0 },
	{ "//etc///plain", "plain", 0 },
	{ "/etc/./../etc/plain", "plain", 0 },
	{ "/../../../etc/plain", "plain", 0 },
	{ "/etc/absolute", "plain", 0 },
	{ "/etc/relative", "plain", 0 },
	{ "/etc/upwards", "plain", 0 },
	{ "/etc/through/plain", "plain", 0 },
	{ "/etc/outside", NULL, -ENOENT },
	{ "/etc/outside-upwards", NULL, -ENOENT },
	{ "/etc/loop", NULL, -ELOOP },
	{ "/etc/missing", NULL, -ENOENT },
	{ "/etc/plain/more", NULL, -ENOTDIR },
	{ "/etc", NULL, -EISDIR },
	{ "/", NULL, -EISDIR },
	{ "/etc/fifo", NULL, -EINVAL },
	{ "/etc/large", NULL, -EFBIG },
};

static char *make_image(void)
{
	char *base = tree_open();
	char *root = xasprintf("%s/image", base);
	char *secret = xasprintf("%s/secret", base);
	char *fifo = xasprintf("%s/etc/fifo", root);

	tree_directory(base, "/image");
	tree_write(base, "/secret", "secret");
	tree_write(root, "/etc/plain", "plain");
	tree_write(root, "/etc/large", "a text that is longer than what is asked for");
	tree_link(root, "/etc/absolute", "/etc/plain");
	tree_link(root, "/etc/relative", "plain");
	tree_link(root, "/etc/upwards", "../../../../../../../etc/plain");
	tree_link(root, "/etc/through", "/etc");
	tree_link(root, "/etc/outside", secret);
	tree_link(root, "/etc/outside-upwards", "../../secret");
	tree_link(root, "/etc/loop", "loop");
	assert_int_equal(mkfifo(fifo, 0600), 0);
	free(fifo);
	free(secret);
	free(root);
	return base;
}

static void check_rows(struct below *below)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text = NULL;
		size_t len = 0;
		int r = below_read(below, rows[i].path, 16, &text, &len);

		EXPECT(r == rows[i].result, "%s by hand %d: %d", rows[i].path, below->by_hand, r);
		if (rows[i].text && r == 0)
			EXPECT(strcmp(text, rows[i].text) == 0, "%s: %s", rows[i].path, text);
		if (r == 0)
			free(text);
	}
}

static void links_stay_inside(void **state)
{
	char *base = make_image();
	char *root = xasprintf("%s/image", base);
	struct below below;

	(void)state;
	assert_int_equal(below_root(&below, root), 0);
	check_rows(&below);
	below.by_hand = true;
	check_rows(&below);
	(void)close(below.root);
	free(root);
	tree_close(base);
	expect_all_held();
}

/* To open a device is to use it, and an image may hold any. */
static void what_is_no_file_is_not_opened(void **state)
{
	char *base = make_image();
	char *root = xasprintf("%s/image", base);
	char *fifo = xasprintf("%s/etc/fifo", root);
	int watch = openings_watch(fifo);
	char *text = NULL;
	struct below below;
	size_t len;

	(void)state;
	assert_int_equal(below_root(&below, root), 0);
	for (int by_hand = 0; by_hand < 2; by_hand++) {
		below.by_hand = by_hand;
		assert_int_equal(below_read(&below, "/etc/fifo", 16, &text, &len), -EINVAL);
		assert_int_equal(below_open_regular(&below, "/etc/fifo"), -EINVAL);
		assert_false(openings_heard(watch));
	}
	assert_int_equal(close(watch), 0);
	(void)close(below.root);
	free(fifo);
	free(root);
	tree_close(base);
}

static void a_link_itself_can_be_looked_at(void **state)
{
	char *base = make_image();
	char *root = xasprintf("%s/image", base);
	struct below below;
	struct stat st;

	(void)state;
	assert_int_equal(below_root(&below, root), 0);
	for (int by_hand = 0; by_hand < 2; by_hand++) {
		below.by_hand = by_hand;
		assert_int_equal(below_stat(&below, "/etc/outside", false, &st), 0);
		assert_true(S_ISLNK(st.st_mode));
		assert_int_equal(below_stat(&below, "/etc/absolute", true, &st), 0);
		assert_true(S_ISREG(st.st_mode));
		assert_int_equal(below_stat(&below, "/etc/outside", true, &st), -ENOENT);
	}
	(void)close(below.root);
	free(root);
	tree_close(base);
}

static void a_directory_is_listed_in_order(void **state)
{
	char *base = make_image();
	char *root = xasprintf("%s/image", base);
	struct string_list names;
	struct below below;

	(void)state;
	assert_int_equal(below_root(&below, root), 0);
	for (int by_hand = 0; by_hand < 2; by_hand++) {
		below.by_hand = by_hand;
		assert_int_equal(below_list(&below, "/etc/through", &names), 0);
		assert_int_equal(names.count, 10);
		assert_string_equal(names.items[0], "absolute");
		assert_string_equal(names.items[9], "upwards");
		string_list_done(&names);
		assert_int_equal(below_list(&below, "/etc/plain", &names), -ENOTDIR);
		assert_int_equal(names.count, 0);
	}
	(void)close(below.root);
	free(root);
	tree_close(base);
}

static void a_root_must_be_a_directory(void **state)
{
	char *base = make_image();
	char *file = xasprintf("%s/secret", base);
	struct below below;

	(void)state;
	assert_int_equal(below_root(&below, file), -ENOTDIR);
	free(file);
	tree_close(base);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_stay_inside),
		cmocka_unit_test(what_is_no_file_is_not_opened),
		cmocka_unit_test(a_link_itself_can_be_looked_at),
		cmocka_unit_test(a_directory_is_listed_in_order),
		cmocka_unit_test(a_root_must_be_a_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
