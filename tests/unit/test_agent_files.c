/* SPDX-License-Identifier: Apache-2.0 */
/* resolv.conf and image cache of the agent, on another machine's files; and
 * that none of what is secret there gets into the evidence. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "agent/evidence.h"
#include "agent_machine.h"
#include "check.h"
#include "ecsprobe/util.h"
#include "tree.h"

/* --- resolv.conf ---------------------------------------------------------------- */

static void resolvers(void **state)
{
	static const struct {
		const char *text; /* NULL: a link that leads out of the container */
		enum sight sight;
		size_t count;
		const char *first;
	} rows[] = {
		{ "search x\nnameserver 10.0.0.2\nnameserver fd00:ec2::253\n", SIGHT_SEEN, 2,
		  "10.0.0.2" },
		{ "nameserver 1.1.1.1\nnameserver 1.1.1.2\nnameserver 1.1.1.3\nnameserver "
		  "1.1.1.4\n",
		  SIGHT_SEEN, 3, "1.1.1.1" },
		{ "", SIGHT_SEEN, 2, "127.0.0.1" },
		{ NULL, SIGHT_UNKNOWN, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();

		tree_write(root, "/proc/77/cgroup", CGROUP);
		if (rows[i].text) {
			tree_write(root, "/proc/77/root/etc/resolv.conf", rows[i].text);
		} else {
			tree_write(root, "/secret", "nameserver 6.6.6.6\n");
			tree_link(root, "/proc/77/root/etc/resolv.conf", "../../../../secret");
		}
		resolver_gather(&status, root);
		EXPECT(status.resolver.sight == rows[i].sight, "row %zu: %s", i,
		       status.resolver.why);
		EXPECT(status.resolver.settings.nameserver_count == rows[i].count, "row %zu: %zu",
		       i, status.resolver.settings.nameserver_count);
		EXPECT(rows[i].count == 0 ||
			       strcmp(ip_text(&status.resolver.settings.nameservers[0]),
				      rows[i].first) == 0,
		       "row %zu", i);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* A link is followed where it leads inside the container. */
static void resolver_behind_a_link(void **state)
{
	struct agent_status status = supervised();
	char *root = tree_open();

	(void)state;
	tree_write(root, "/proc/77/cgroup", CGROUP);
	tree_write(root, "/proc/77/root/run/resolv.conf", "nameserver 10.0.0.2\n");
	tree_link(root, "/proc/77/root/etc/resolv.conf", "/run/resolv.conf");
	resolver_gather(&status, root);
	tree_close(root);
	assert_int_equal(status.resolver.sight, SIGHT_SEEN);
	assert_string_equal(ip_text(&status.resolver.settings.nameservers[0]), "10.0.0.2");
	agent_status_done(&status);
}

/* --- the cache of ecs-init ------------------------------------------------------- */

static void cache_states(void **state)
{
	static const struct {
		const char *state, *image; /* NULL: missing */
		int cache_state;
		bool cached;
	} rows[] = {
		{ "1", "tar", 1, true },   { "2\n", "tar", 2, true }, { "0\n", "", 0, false },
		{ "", NULL, -1, false },   { NULL, "tar", -1, true }, { "x", "tar", -1, true },
		{ "-1", "tar", -1, true }, { "999", "t", -1, true },  { "1 x", "tar", 1, true },
		{ "1111", "t", -1, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();

		if (rows[i].state)
			tree_write(root, "/var/cache/ecs/state", rows[i].state);
		if (rows[i].image) {
			tree_write(root, "/var/cache/ecs/ecs-agent-v1.tar", rows[i].image);
			tree_link(root, "/var/cache/ecs/ecs-agent.tar", "ecs-agent-v1.tar");
		}
		image_gather(&status, root);
		EXPECT(status.image.cache_state == rows[i].cache_state, "row %zu: %d", i,
		       status.image.cache_state);
		EXPECT(status.image.cached == rows[i].cached, "row %zu", i);
		EXPECT(!status.image.update_pending, "row %zu", i);
		tree_close(root);
	}
	expect_all_held();
}

/* --- the saved state -------------------------------------------------------------- */

/* Whether ecs-init's container would have the data of this one. */
static void directories_of_ecs_init(void **state)
{
	static const struct {
		const char *data, *place;
		enum sight at_ecs_init;
	} rows[] = {
		{ "ECS_DATADIR=/data", "/var/lib/ecs/data", SIGHT_SEEN },
		{ "A=B", "/var/lib/ecs/data", SIGHT_SEEN },
		{ "ECS_DATADIR=/mine", "/var/lib/ecs/data", SIGHT_SEEN },
		{ "ECS_DATADIR=/data", "/mnt/data", SIGHT_SEEN }, /* the same, by a link */
		{ "ECS_DATADIR=/data/", "/mnt/data", SIGHT_SEEN },
		{ "ECS_DATADIR=/data/x", "/var/lib/ecs/data/x", SIGHT_SEEN },
		{ "ECS_DATADIR=/var/lib/ecs/x", "/var/lib/ecs/x", SIGHT_SEEN },
		{ "ECS_DATADIR=/data", "/opt/data", SIGHT_ABSENT },
		{ "ECS_DATADIR=/data", "/opt/none", SIGHT_ABSENT },
		{ "ECS_DATADIR=/opt/data", "/opt/data", SIGHT_ABSENT },
		{ "ECS_DATADIR=/database", "/var/lib/ecs/database", SIGHT_ABSENT },
		{ "ECS_DATADIR=/data", "", SIGHT_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();

		status.unit.sight = SIGHT_SEEN;
		status.unit.by_ecs_init = true;
		status.container.data_outside = SIGHT_SEEN;
		(void)copy_text(status.container.data_place, sizeof status.container.data_place,
				rows[i].place);
		string_list_done(&status.container.environment);
		string_list_add(&status.container.environment, rows[i].data, strlen(rows[i].data));
		tree_write(root, "/mnt/data/x", "");
		tree_write(root, "/opt/data/x", "");
		tree_write(root, "/var/lib/ecs/x/y", "");
		tree_link(root, "/var/lib/ecs/data", "../../../mnt/data");
		state_gather(&status, root);
		EXPECT(status.state.at_ecs_init == rows[i].at_ecs_init, "row %zu: %d", i,
		       status.state.at_ecs_init);
		status.unit.by_ecs_init = false;
		state_gather(&status, root);
		EXPECT(status.state.at_ecs_init == SIGHT_UNKNOWN, "row %zu", i);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* Whether the file is there that the running agent has open. */
static void state_files(void **state)
{
	static const struct {
		const char *environment, *place, *file; /* NULL: not a file */
		enum sight sight;
	} rows[] = {
		{ "ECS_DATADIR=/data", "/var/lib/ecs/data", "/var/lib/ecs/data/agent.db",
		  SIGHT_SEEN },
		{ "ECS_DATADIR=/data", "/opt/x", "/opt/x/ecs_agent_data.json", SIGHT_SEEN },
		{ "ECS_DATADIR=/data", "/opt/x", "/opt/x/other", SIGHT_ABSENT },
		{ "ECS_DATADIR=/data", "/var/lib/ecs/data", "/var/lib/ecs/x", SIGHT_ABSENT },
		/* Another machine's, or hidden. */
		{ "ECS_DATADIR=/data", "/var/lib/ecs/data", NULL, SIGHT_UNKNOWN },
		{ "ECS_DATADIR=/data", "/tmp/x", "/tmp/y", SIGHT_UNKNOWN },
		{ "ECS_DATADIR=/data", "/opt/x", "/opt/x", SIGHT_UNKNOWN },
		{ "ECS_DATADIR=/data", "", "/agent", SIGHT_UNKNOWN },
		/* It saves nothing, or perhaps elsewhere. */
		{ "ECS_DATADIR=", "/opt/x", "/opt/x/other", SIGHT_UNKNOWN },
		{ "A=B", "/opt/x", "/opt/x/other", SIGHT_UNKNOWN },
		{ "ECS_DATADIR=/data\nECS_CHECKPOINT=false", "/opt/x", "/opt/x/other",
		  SIGHT_UNKNOWN },
		{ "ECS_DATADIR=/data\nECS_CHECKPOINT=maybe", "/opt/x", "/opt/x/other",
		  SIGHT_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		const char *line = rows[i].environment;
		char *root = tree_open();

		string_list_done(&status.container.environment);
		for (; *line; line += strcspn(line, "\n") + (strchr(line, '\n') != NULL))
			string_list_add(&status.container.environment, line, strcspn(line, "\n"));
		status.container.data_outside = SIGHT_SEEN;
		(void)copy_text(status.container.data_place, sizeof status.container.data_place,
				rows[i].place);
		if (rows[i].file)
			tree_write(root, rows[i].file, "");
		state_gather(&status, root);
		EXPECT(status.state.file == rows[i].sight, "row %zu: %d", i, status.state.file);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

static int64_t now_us(void)
{
	struct timespec now;

	assert_int_equal(clock_gettime(CLOCK_REALTIME, &now), 0);
	return (int64_t)now.tv_sec * 1000000;
}

static void updates(void **state)
{
	static const int64_t minute_us = INT64_C(60) * 1000000;
	static const struct {
		const char *name;
		int changed_min, started_min; /* ago */
		bool running, pending;
	} rows[] = {
		{ "desired-image", 5, 60, true, true },
		{ "0f.ecs-update.tar", 5, 60, true, true },
		{ "desired-image", 10, 5, true, false },    /* of the update that made this one */
		{ "desired-image", 120, 600, true, false }, /* and never came */
		{ "desired-image", 5, 60, false, false },
		{ "ecs-agent-v1.tar", 5, 60, true, false },
		{ ".ecs-update.tar", 5, 60, true, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = supervised();
		char *root = tree_open();
		char path[96];

		(void)snprintf(path, sizeof path, "/var/cache/ecs/%s", rows[i].name);
		tree_write(root, path, "x");
		tree_date(root, path, now_us() - rows[i].changed_min * minute_us);
		status.container.started_us = now_us() - rows[i].started_min * minute_us;
		status.container.running = rows[i].running;
		image_gather(&status, root);
		EXPECT(status.image.update_pending == rows[i].pending, "row %zu", i);
		tree_close(root);
	}
	expect_all_held();
}

static void data_sources(void **state)
{
	static const struct {
		const char *text;
		enum sight sight;
	} rows[] = {
		{ NULL, SIGHT_ABSENT },
		{ "", SIGHT_ABSENT },
		{ "no JSON", SIGHT_ABSENT },
		{ "[]", SIGHT_ABSENT },
		{ "{\"v1\":[]}", SIGHT_ABSENT },
		{ "{\"v1\":{\"datasource\":null}}", SIGHT_ABSENT },
		{ "{\"v1\":{\"datasource\":\"DataSourceEc2Local\"}}", SIGHT_ABSENT },
		{ "{\"v1\":{\"datasource\":\"DataSourceNone\",\"errors\":[]}}", SIGHT_SEEN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = { 0 };
		char *root = tree_open();

		if (rows[i].text)
			tree_write(root, "/var/lib/cloud/data/result.json", rows[i].text);
		cloud_init_gather(&status, root);
		EXPECT(status.cloud_fallback == rows[i].sight, "row %zu", i);
		tree_close(root);
	}
	expect_all_held();
}

static void an_update_between_two_agents(void **state)
{
	struct agent_status status = supervised();
	char *root = tree_open();

	(void)state;
	status.container.running = false;
	status.container.exit_code = 42;
	image_gather(&status, root);
	assert_true(status.image.update_pending);
	/* Nobody is there to finish it. */
	(void)strcpy(status.unit.active, "failed");
	image_gather(&status, root);
	assert_false(status.image.update_pending);
	tree_close(root);
}

static void starts(void **state)
{
	struct agent_status status = supervised();

	(void)state;
	assert_int_equal(agent_started_us(&status), START);
	status.container.running = false;
	assert_int_equal(agent_started_us(&status), 0);
	status.unit.without_container = true;
	status.unit.main_start_us = 5;
	assert_int_equal(agent_started_us(&status), 5);
	status.unit.main_pid = 0;
	assert_int_equal(agent_started_us(&status), 0);
}

/* --- secrets ---------------------------------------------------------------------- */

#define CANARY "c4n4rysecret"

static bool holds_canary(const void *bytes, size_t size)
{
	return memmem(bytes, size, CANARY, sizeof CANARY - 1) != NULL;
}

static void expect_no_canary(const struct string_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		EXPECT(!holds_canary(list->items[i], strlen(list->items[i])), "%s", list->items[i]);
}

/* Keys of every kind, some with the secret in the key itself. */
static const char *const secrets[] = {
	"ECS_ENGINE_AUTH_DATA={\"r\":{\"password\":\"" CANARY "\"}}",
	"HTTPS_PROXY=http://user:" CANARY "@proxy:3128",
	"HTTP_PROXY=http://" CANARY "@proxy:3128",
	"AWS_ENDPOINT_URL=https://user:" CANARY "@host.example/" CANARY,
	"AWS_ENDPOINT_URL_ECS=" CANARY " not a host",
	"ECS_BACKEND_HOST=https://" CANARY ":" CANARY "@h.example/?" CANARY "#" CANARY,
	"AWS_SECRET_ACCESS_KEY=" CANARY,
	"ECS_EXTERNAL=" CANARY,
	"ECS_WARM_POOLS_CHECK=" CANARY,
	"ECS_ENABLE_TASK_ENI=" CANARY,
	CANARY "=",
	CANARY "==",
	"export X=" CANARY,
	"# " CANARY "=x",
};

static void no_value_gets_into_the_evidence(void **state)
{
	static const char *const jsons[] = {
		"{\"EngineAuthData\":{\"password\":\"" CANARY "\"},\"" CANARY "\":\"" CANARY "\","
		"\"APIEndpoint\":\"https://" CANARY "@a.example/\"}",
		"{\"AWSRegion\":[\"" CANARY "\"]}",
		"{\"EngineAuthData\":\"" CANARY,
		CANARY,
	};
	char text[2048] = "";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) {
		size_t used = strlen(text);

		(void)snprintf(text + used, sizeof text - used, "%s\n", secrets[i]);
	}
	for (size_t i = 0; i < 2 * ARRAY_SIZE(jsons); i++) {
		struct agent_status status = supervised();
		struct string_list environment = { 0 };
		char *root = machine();

		/* Once all keys have changed, and once all are taken back. */
		if (i % 2)
			tree_write(root, "/etc/ecs/ecs.config", text);
		for (size_t s = 0; s < ARRAY_SIZE(secrets) && i % 2 == 0; s++)
			string_list_add(&status.container.environment, secrets[s],
					strlen(secrets[s]));
		tree_write(root, "/etc/ecs/ecs.config.json", jsons[i / 2]);
		tree_write(root, "/etc/docker/daemon.json",
			   "{\"proxies\":{\"http-proxy\":\"http://" CANARY "@p\"}}");
		tree_write(root, "/var/cache/ecs/state", CANARY);
		tree_write(root, "/proc/77/root/etc/resolv.conf", "nameserver " CANARY "\n");
		tree_gather_config(&status, root);
		path_gather(&status, root);
		resolver_gather(&status, root);
		image_gather(&status, root);
		EXPECT(status.config.changed.count > 3, "round %zu", i);
		expect_no_canary(&status.config.changed);
		expect_no_canary(&status.config.unmodelled);
		environment = status.container.environment;
		status.container.environment = (struct string_list){ 0 };
		EXPECT(!holds_canary(&status, sizeof status), "round %zu", i);
		status.container.environment = environment;
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(resolvers),
		cmocka_unit_test(resolver_behind_a_link),
		cmocka_unit_test(directories_of_ecs_init),
		cmocka_unit_test(state_files),
		cmocka_unit_test(cache_states),
		cmocka_unit_test(updates),
		cmocka_unit_test(data_sources),
		cmocka_unit_test(an_update_between_two_agents),
		cmocka_unit_test(starts),
		cmocka_unit_test(no_value_gets_into_the_evidence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
