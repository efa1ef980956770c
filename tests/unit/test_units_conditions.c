/* SPDX-License-Identifier: Apache-2.0 */
/* Files without which systemd would not start a unit again. */
#include <string.h>
#include <sys/stat.h>

#include "bus_peer.h"
#include "check.h"
#include "ecsprobe/clock.h"
#include "tree.h"

enum { MAX_CONDITIONS = 3 };

struct said {
	const char *type;
	int trigger, negate;
	const char *parameter;
	int state;
};

static const struct said *said;
static const char *property;

static void append_all(sd_bus_message *reply)
{
	assert_true(sd_bus_message_open_container(reply, 'e', "sv") >= 0);
	assert_true(sd_bus_message_append(reply, "s", property) >= 0);
	assert_true(sd_bus_message_open_container(reply, 'v', "a(sbbsi)") >= 0);
	assert_true(sd_bus_message_open_container(reply, 'a', "(sbbsi)") >= 0);
	for (size_t i = 0; i < MAX_CONDITIONS && said[i].type; i++)
		assert_true(sd_bus_message_append(reply, "(sbbsi)", said[i].type, said[i].trigger,
						  said[i].negate, said[i].parameter,
						  said[i].state) >= 0);
	for (int i = 0; i < 3; i++)
		assert_true(sd_bus_message_close_container(reply) >= 0);
}

static void say_conditions(struct bus_peer *peer, sd_bus_message *call, const char *member,
			   const char *on)
{
	sd_bus_message *reply = NULL;

	(void)peer;
	(void)member;
	(void)on;
	assert_true(sd_bus_message_new_method_return(call, &reply) >= 0);
	assert_true(sd_bus_message_open_container(reply, 'a', "{sv}") >= 0);
	assert_true(sd_bus_message_append(reply, "{sv}{sv}", "LoadState", "s", "loaded",
					  "ActiveState", "s", "active") >= 0);
	append_all(reply);
	assert_true(sd_bus_message_close_container(reply) >= 0);
	assert_true(sd_bus_send(sd_bus_message_get_bus(call), reply, NULL) >= 0);
	(void)sd_bus_message_unref(reply);
}

static void look(struct unit_lab *lab, bus_answer *answer, const char *root)
{
	struct error e;

	lab->places.unit_files_root = root;
	unit_lab_open(lab, answer);
	assert_int_equal(units_look(&lab->units, lab->loop, &lab->places, &lab->status, NULL,
				    clock_now_us() + UNIT_LIMIT_US, unit_lab_done, lab, &e),
			 0);
	unit_lab_run(lab);
	assert_int_equal(lab->status.unit.sight, SIGHT_SEEN);
}

static char *plant(void)
{
	char *root = tree_open();
	char *program = xasprintf("%s/etc/ecs/program", root);

	tree_write(root, "/etc/ecs/enabled", "x");
	tree_write(root, "/etc/ecs/empty", "");
	tree_write(root, "/etc/ecs/program", "x");
	tree_write(root, "/run/there", "x");
	tree_link(root, "/etc/ecs/link", "/etc/ecs/enabled");
	tree_link(root, "/etc/ecs/dangling", "/etc/ecs/gone");
	assert_int_equal(chmod(program, 0700), 0);
	free(program);
	return root;
}

#define HERE "/etc/ecs/enabled"
#define GONE "/etc/ecs/gone"

static void conditions_are_tried_again(void **state)
{
	static const struct {
		struct said said[MAX_CONDITIONS];
		bool fails;
	} rows[] = {
		{ { { "ConditionPathExists", 0, 0, HERE, 1 } }, false },
		{ { { "ConditionPathExists", 0, 0, GONE, 1 } }, true },
		{ { { "ConditionPathExists", 0, 0, "/etc/passwd/x", 1 } }, true },
		{ { { "ConditionPathExists", 0, 1, GONE, 1 } }, false },
		{ { { "ConditionPathExists", 0, 1, HERE, 1 } }, true },
		{ { { "ConditionPathExists", 0, 0, "/etc/ecs/link", 1 } }, false },
		{ { { "ConditionPathExists", 0, 0, "/etc/ecs/dangling", 1 } }, true },
		{ { { "ConditionPathIsDirectory", 0, 0, "/etc/ecs", 1 } }, false },
		{ { { "ConditionPathIsDirectory", 0, 0, HERE, 1 } }, true },
		{ { { "ConditionPathIsSymbolicLink", 0, 0, "/etc/ecs/link", 1 } }, false },
		{ { { "ConditionPathIsSymbolicLink", 0, 0, HERE, 1 } }, true },
		{ { { "ConditionFileNotEmpty", 0, 0, HERE, 1 } }, false },
		{ { { "ConditionFileNotEmpty", 0, 0, "/etc/ecs/empty", 1 } }, true },
		{ { { "ConditionFileNotEmpty", 0, 1, "/etc/ecs/empty", 1 } }, false },
		{ { { "ConditionFileIsExecutable", 0, 0, "/etc/ecs/program", 1 } }, false },
		{ { { "ConditionFileIsExecutable", 0, 0, HERE, 1 } }, true },
		/* All must hold. */
		{ { { "ConditionPathExists", 0, 0, HERE, 1 },
		    { "ConditionPathExists", 0, 0, GONE, 1 } },
		  true },
		/* One of these. */
		{ { { "ConditionPathExists", 1, 0, HERE, 1 },
		    { "ConditionPathExists", 1, 0, GONE, 1 } },
		  false },
		{ { { "ConditionPathExists", 1, 0, GONE, 1 },
		    { "ConditionPathExists", 1, 1, HERE, -1 } },
		  true },
		{ { { "ConditionPathExists", 1, 0, GONE, 1 },
		    { "ConditionVirtualization", 1, 0, "amazon", 1 } },
		  false },
		{ { { "ConditionPathExists", 1, 0, GONE, 1 },
		    { "ConditionVirtualization", 1, 0, "amazon", 0 } },
		  false },
		{ { { "ConditionPathExists", 1, 0, GONE, 1 },
		    { "ConditionVirtualization", 1, 0, "xen", -1 } },
		  true },
		{ { { "ConditionPathExists", 1, 0, HERE, 1 },
		    { "ConditionPathExists", 0, 0, GONE, 1 } },
		  true },
		/* Of other kinds it is not known. */
		{ { { "ConditionVirtualization", 0, 1, "container", 1 } }, false },
		{ { { "ConditionVirtualization", 0, 1, "container", -1 } }, false },
		{ { { "ConditionPathExistsGlob", 0, 0, GONE "*", 1 } }, false },
		{ { { "ConditionPathIsMountPoint", 0, 0, GONE, 1 } }, false },
		{ { { "PathExists", 0, 0, GONE, 1 } }, false },
		{ { { "", 0, 0, GONE, 1 } }, false },
		{ { { "ConditionPathExists", 0, 0, "", 1 } }, false },
		{ { { "ConditionPathExists", 0, 0, "etc/gone", 1 } }, false },
		/* A unit's own lock, which its stop removes; and what another one makes. */
		{ { { "ConditionPathExists", 0, 1, "/run/there", 1 } }, false },
		{ { { "ConditionPathExists", 0, 0, "/run/gone", 1 } }, false },
		{ { { NULL, 0, 0, NULL, 0 } }, false },
	};
	static const char *const properties[] = { "Conditions", "Asserts" };
	char *root = plant();

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_SIZE(rows); i++) {
		struct unit_lab lab = { 0 };
		size_t row = i / 2;

		said = rows[row].said;
		property = properties[i % 2];
		look(&lab, say_conditions, root);
		EXPECT(lab.status.unit.condition_fails == rows[row].fails, "%s %zu", property, row);
		EXPECT(!lab.status.unit.environment_missing, "row %zu", row);
		unit_lab_close(&lab);
	}
	tree_close(root);
	expect_all_held();
}

static void an_assert_that_fails_is_like_a_condition(void **state)
{
	static const struct said gone[] = { { "AssertPathExists", 0, 0, GONE, 1 }, { 0 } };
	char *root = plant();
	const char *const roots[] = { root, "/nonexistent" };

	(void)state;
	said = gone;
	property = "Asserts";
	/* What cannot be looked at is not missing. */
	for (size_t i = 0; i < ARRAY_SIZE(roots); i++) {
		struct unit_lab lab = { 0 };

		look(&lab, say_conditions, roots[i]);
		assert_int_equal(lab.status.unit.condition_fails, i == 0);
		unit_lab_close(&lab);
	}
	tree_close(root);
}

static struct {
	const char *path;
	int optional;
} environment;

static void say_environment(struct bus_peer *peer, sd_bus_message *call, const char *member,
			    const char *on)
{
	(void)peer;
	(void)member;
	(void)on;
	assert_true(sd_bus_reply_method_return(call, "a{sv}", 3, "LoadState", "s", "loaded",
					       "ActiveState", "s", "active", "EnvironmentFiles",
					       "a(sb)", 2, HERE, 0, environment.path,
					       environment.optional) >= 0);
}

static void files_of_the_environment_must_be_there(void **state)
{
	static const struct {
		const char *path;
		int optional;
		bool missing;
	} rows[] = {
		{ GONE, 0, true },    { GONE, 1, false },
		{ HERE, 0, false },   { "/etc/ecs/*.env", 0, false },
		{ "gone", 0, false }, { "/run/gone", 0, false },
		{ "", 0, false },
	};
	char *root = plant();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct unit_lab lab = { 0 };

		environment.path = rows[i].path;
		environment.optional = rows[i].optional;
		look(&lab, say_environment, root);
		EXPECT(lab.status.unit.environment_missing == rows[i].missing, "row %zu", i);
		EXPECT(!lab.status.unit.condition_fails, "row %zu", i);
		unit_lab_close(&lab);
	}
	tree_close(root);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions_are_tried_again),
		cmocka_unit_test(an_assert_that_fails_is_like_a_condition),
		cmocka_unit_test(files_of_the_environment_must_be_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
