/* SPDX-License-Identifier: Apache-2.0 */
/* Where an image can name clusters and proxies for good, and which of several files
 * counts. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/image.h"
#include "tree.h"

enum { MOST_FILES = 4, MUCH = 4096 };

/* A text of "@PATH" is a link. */
struct row {
	const char *what;
	struct {
		const char *path, *text;
	} files[MOST_FILES];
	const char *expected; /* a line each */
};

#define UNITS "/etc/systemd/system/"

static const struct row settings[] = {
	{ "a line that goes on",
	  { { UNITS "docker.service.d/p.conf",
	      "[Service]\nEnvironment=\"A=b\" \\\n# no\n  \"HTTPS_PROXY=http://P:1/\"\n" } },
	  UNITS "docker.service.d/p.conf HTTPS_PROXY http://p:1\n" },
	{ "an environment file, of the unit and of a drop-in",
	  { { "/usr/lib/systemd/system/docker.service",
	      "[Service]\nEnvironmentFile=-/etc/sysconfig/docker\n" },
	    { "/etc/sysconfig/docker", "HTTP_PROXY='http://u:secret@p:1'\nNO_PROXY=a\n" },
	    { UNITS "ecs.service.d/p.conf", "[Service]\nEnvironmentFile=/etc/a*\n" },
	    { "/etc/ab", "https_proxy=p:2\n" } },
	  "/etc/ab https_proxy http://p:2\n/etc/sysconfig/docker HTTP_PROXY http://p:1\n" },
	{ "... by a link of the image",
	  { { UNITS "docker.service.d/p.conf", "[Service]\nEnvironmentFile=/etc/a\n" },
	    { "/etc/a", "@/opt/b" },
	    { "/opt/b", "HTTP_PROXY=p\n" } },
	  "/etc/a HTTP_PROXY http://p\n" },
	{ "... outside",
	  { { UNITS "docker.service.d/p.conf",
	      "[Service]\nEnvironmentFile=/run/a\nEnvironmentFile=b\nEnvironmentFile=-\n" },
	    { "/run/a", "HTTP_PROXY=p\n" } },
	  "" },
	{ "what a later drop-in takes back",
	  { { "/usr/lib/systemd/system/docker.service.d/a.conf",
	      "[Service]\nEnvironment=HTTP_PROXY=p\n" },
	    { UNITS "docker.service.d/b.conf", "[Service]\nEnvironment=\n" } },
	  "" },
	{ "... or masks",
	  { { "/usr/lib/systemd/system/docker.service.d/a.conf",
	      "[Service]\nEnvironment=HTTP_PROXY=p\n" },
	    { UNITS "docker.service.d/a.conf", "@/dev/null" } },
	  "" },
	{ "what holds for every service is one setting",
	  { { UNITS "service.d/a.conf", "[Service]\nEnvironment=HTTP_PROXY=p\n" },
	    { "/usr/lib/systemd/system/docker.service", "" },
	    { "/usr/lib/systemd/system/ecs.service", "" } },
	  UNITS "service.d/a.conf HTTP_PROXY http://p\n" },
	{ "... also where systemd gives it to all",
	  { { "/etc/systemd/system.conf.d/a.conf", "[Manager]\nDefaultEnvironment=HTTP_PROXY=p\n" },
	    { "/usr/lib/systemd/system/docker.service", "" },
	    { "/usr/lib/systemd/system/ecs.service", "" } },
	  "/etc/systemd/system.conf.d/a.conf HTTP_PROXY http://p\n" },
	{ "ecs.config, which the unit names too",
	  { { "/usr/lib/systemd/system/ecs.service",
	      "[Service]\nEnvironmentFile=-/etc/ecs/ecs.config\n" },
	    { "/etc/ecs/ecs.config", "HTTP_PROXY=p:1\nHTTP_PROXY=p:2\nECS_CLUSTER=a\n" } },
	  "/etc/ecs/ecs.config HTTP_PROXY http://p:2 agent\n/etc/ecs/ecs.config ECS_CLUSTER a "
	  "agent\n" },
	{ "ecs.config that takes back",
	  { { "/etc/ecs/ecs.config", "HTTP_PROXY=p:1\nECS_CLUSTER=a\nHTTP_PROXY=\n" } },
	  "/etc/ecs/ecs.config ECS_CLUSTER a agent\n" },
};

static void put_files(const char *root, const struct row *row)
{
	for (size_t i = 0; i < MOST_FILES && row->files[i].path; i++)
		if (row->files[i].text[0] == '@')
			tree_link(root, row->files[i].path, row->files[i].text + 1);
		else
			tree_write(root, row->files[i].path, row->files[i].text);
}

static void show_settings(const struct image_facts *image, char *out)
{
	size_t used = 0;

	*out = '\0';
	for (size_t i = 0; i < image->setting_count; i++)
		used += (size_t)snprintf(out + used, MUCH - used, "%s %s %s%s\n",
					 image->settings[i].path, image->settings[i].key,
					 image->settings[i].value,
					 image->settings[i].of_agent ? " agent" : "");
}

static void check_rows(const struct row *rows, size_t count,
		       void (*show)(const struct image_facts *image, char *out))
{
	for (size_t i = 0; i < count; i++) {
		char *root = tree_open();
		struct image_facts image;
		struct error e = { 0 };
		char found[MUCH];

		put_files(root, &rows[i]);
		assert_int_equal(gather_image(&image, root, &e), 0);
		show(&image, found);
		EXPECT(strcmp(found, rows[i].expected) == 0, "'%s': %s", rows[i].what, found);
		EXPECT(!image.unreadable.len, "'%s': %s", rows[i].what, text_of(&image.unreadable));
		image_facts_done(&image);
		tree_close(root);
	}
	expect_all_held();
}

static void places_of_proxies(void **state)
{
	(void)state;
	check_rows(settings, ARRAY_SIZE(settings), show_settings);
}

static void a_crowd_is_told(void **state)
{
	char *root = tree_open();
	struct image_facts image;
	struct error e = { 0 };
	char path[64];

	(void)state;
	for (unsigned i = 0; i < 5000; i++) {
		(void)snprintf(path, sizeof path, "/etc/netplan/%u", i);
		tree_write(root, path, "");
	}
	assert_int_equal(gather_image(&image, root, &e), 0);
	assert_string_equal(text_of(&image.unreadable),
			    "/etc/netplan (it contains too many files)");
	image_facts_done(&image);
	tree_close(root);
}

/* The image says how many these are: the list ends, and says that it does. */
static void a_long_list_ends(void **state)
{
	char *root = tree_open();
	struct image_facts image;
	struct error e = { 0 };
	const char *end;
	char path[64];

	(void)state;
	for (unsigned i = 0; i < 100; i++) {
		(void)snprintf(path, sizeof path, "/etc/netplan/%u.yaml", i);
		tree_write(root, path, "nameservers: *a\n");
	}
	assert_int_equal(gather_image(&image, root, &e), 0);
	assert_true(image.doubtful.len > 1000 && image.doubtful.len < 1200);
	end = strstr(text_of(&image.doubtful), ", and more");
	assert_non_null(end);
	assert_string_equal(end, ", and more");
	assert_memory_equal(text_of(&image.doubtful), "/etc/netplan/0.yaml:1, ", 23);
	image_facts_done(&image);
	tree_close(root);
}

/* What stands behind it would else be overlooked. */
static void a_nul_byte_is_told(void **state)
{
	static const char text[] = "DNS1=169.254.169.253\0\nDNS2=10.0.0.2\n";
	char *root = tree_open();
	char *path = xasprintf("%s/etc/sysconfig/network-scripts/ifcfg-a", root);
	struct image_facts image;
	struct error e = { 0 };
	FILE *file;

	(void)state;
	tree_write(root, "/etc/sysconfig/network-scripts/ifcfg-a", "");
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, sizeof text - 1, file), sizeof text - 1);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(gather_image(&image, root, &e), 0);
	assert_string_equal(text_of(&image.unreadable),
			    "/etc/sysconfig/network-scripts/ifcfg-a (it contains a NUL byte)");
	image_facts_done(&image);
	free(path);
	tree_close(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_of_proxies),
		cmocka_unit_test(a_crowd_is_told),
		cmocka_unit_test(a_long_list_ends),
		cmocka_unit_test(a_nul_byte_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
