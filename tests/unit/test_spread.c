/* SPDX-License-Identifier: Apache-2.0 */
/* When an instance has its turn, and what tells it from the others. */
#include "ecsprobe/spread.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "agent/history_file.h"
#include "agent/spread_key.h"
#include "check.h"
#include "ecsprobe/agent.h"
#include "ecsprobe/util.h"

enum { FLEET = 1000, TENTHS = 10 };

/* No tenth of the interval may have less than half or more than double its
 * share. */
static void expect_even(const char *before, int digits, const char *after, uint64_t splay_us)
{
	unsigned filled[TENTHS] = { 0 };

	for (unsigned i = 0; i < FLEET; i++) {
		char key[64];
		uint64_t delay;

		(void)snprintf(key, sizeof key, "%s%0*x%s", before, digits, i, after);
		delay = spread_delay_us(key, splay_us);
		EXPECT(delay < splay_us, "%s", key);
		EXPECT(delay == spread_delay_us(key, splay_us), "%s", key);
		filled[delay * TENTHS / splay_us]++;
	}
	for (unsigned t = 0; t < TENTHS; t++)
		EXPECT(filled[t] >= FLEET / TENTHS / 2 && filled[t] <= FLEET / TENTHS * 2,
		       "%s of %ju: tenth %u has %u", before, (uintmax_t)splay_us, t, filled[t]);
}

static void a_fleet_is_spread_evenly(void **state)
{
	static const uint64_t splays_us[] = { 10, 1000, 30000000, 300000000, 86400000000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(splays_us); i++) {
		expect_even("i-0123456789abc", 4, "", splays_us[i]);
		expect_even("i-", 17, "", splays_us[i]);
		expect_even("i-", 4, "0123456789abc", splays_us[i]);
		expect_even("", 32, "", splays_us[i]);
		expect_even("ip-10-0-0-", 1, ".ec2.internal", splays_us[i]);
	}
	expect_all_held();
}

static void edges(void **state)
{
	(void)state;
	assert_int_equal(spread_delay_us("i-0123456789abcdef0", 0), 0);
	assert_int_equal(spread_delay_us("i-0123456789abcdef0", 1), 0);
	assert_int_equal(spread_delay_us("", 0), 0);
	assert_true(spread_delay_us("", 1000) < 1000);
	assert_true(spread_delay_us("\xff\x80", UINT64_MAX) < UINT64_MAX);
	/* Of every build and machine: a fleet updates one by one. */
	assert_int_equal(spread_delay_us("i-0123456789abcdef0", 300000000), 114009638);
}

#define ASSET "sys/devices/virtual/dmi/id/board_asset_tag"
#define CLOUD "var/lib/cloud/data/instance-id"
#define MACHINE "etc/machine-id"
#define MACHINE_ID "0123456789abcdef0123456789abcdef"

static void make_parents(const char *path)
{
	char *copy = xstrdup(path);

	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)mkdir(copy, 0700);
		*slash = '/';
	}
	free(copy);
}

static void put(const char *root, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", root, name);

	make_parents(path);
	(void)remove(path);
	if (text)
		write_text(path, text);
	free(path);
}

static void remove_tree(const char *root)
{
	static const char *const names[] = {
		ASSET,
		"sys/devices/virtual/dmi/id",
		"sys/devices/virtual/dmi",
		"sys/devices/virtual",
		"sys/devices",
		"sys",
		CLOUD,
		"var/lib/cloud/data",
		"var/lib/cloud",
		"var/lib",
		"var",
		MACHINE,
		"etc",
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *path = xasprintf("%s/%s", root, names[i]);

		(void)remove(path);
		free(path);
	}
}

/* "HOST" stands for this machine's name. */
static void the_best_source_counts(void **state)
{
	static const struct {
		const char *asset, *cloud, *machine, *key;
	} rows[] = {
		{ "i-0123456789abcdef0\n", "i-11111111\n", MACHINE_ID "\n", "i-0123456789abcdef0" },
		{ "i-12345678", NULL, NULL, "i-12345678" },
		{ NULL, "i-11111111\nmore\n", MACHINE_ID "\n", "i-11111111" },
		{ "\n", NULL, MACHINE_ID "\n", MACHINE_ID },
		{ "Not Specified\n", "iid-datasource-none\n", MACHINE_ID, MACHINE_ID },
		{ "i-1234567", "i-0123456789abcdef01", MACHINE_ID, MACHINE_ID },
		{ "i-0123456789ABCDEF0", "i-", MACHINE_ID, MACHINE_ID },
		{ "i", "x-0123456789abcdef0", MACHINE_ID, MACHINE_ID },
		{ NULL, NULL, "uninitialized\n", "HOST" },
		{ NULL, NULL, "", "HOST" },
		{ NULL, NULL, "00000000000000000000000000000000\n", "HOST" },
		{ NULL, NULL, MACHINE_ID "0\n", "HOST" },
		{ "\033[31m", "\xff", "\001", "HOST" },
		{ NULL, NULL, NULL, "HOST" },
	};
	char *root = scratch_open();
	char host[65] = "";

	(void)state;
	assert_int_equal(gethostname(host, sizeof host - 1), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *expected = strcmp(rows[i].key, "HOST") == 0 ? host : rows[i].key;
		char key[65] = "before";

		put(root, ASSET, rows[i].asset);
		put(root, CLOUD, rows[i].cloud);
		put(root, MACHINE, rows[i].machine);
		spread_key_read(root, key, sizeof key);
		EXPECT(strcmp(key, expected) == 0, "row %zu: %s", i, key);
	}
	remove_tree(root);
	scratch_close(root);
	expect_all_held();
}

static void a_key_fits(void **state)
{
	char key[4] = { 'x', 'x', 'x', 'x' };
	char again[65];
	char full[65];

	(void)state;
	agent_spread_key(key, sizeof key);
	assert_true(strnlen(key, sizeof key) < sizeof key);
	agent_spread_key(full, sizeof full);
	agent_spread_key(again, sizeof again);
	assert_string_equal(full, again);
	assert_true(*full);
}

static void this_moment(void **state)
{
	struct moment first;
	struct moment second;

	(void)state;
	moment_now(&first);
	moment_now(&second);
	assert_true(first.time_s > 0 && first.boottime_us > 0);
	assert_true(history_is_boot_id(first.boot_id));
	assert_string_equal(first.boot_id, second.boot_id);
	assert_true(second.boottime_us >= first.boottime_us);
	assert_true(history_age_us(&first, &second) < 60000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fleet_is_spread_evenly),
		cmocka_unit_test(edges),
		cmocka_unit_test(the_best_source_counts),
		cmocka_unit_test(a_key_fits),
		cmocka_unit_test(this_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
