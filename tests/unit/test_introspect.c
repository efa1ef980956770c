/* SPDX-License-Identifier: Apache-2.0 */
/* What answers on the agent's port, be it the agent or not. */
#include "agent/introspect.h"

#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include "check.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "ecsprobe/util.h"
#include "http_peer.h"

#define ARN "arn:aws:ecs:us-east-1:123456789012:container-instance/demo/0123456789abcdef"
#define CLUSTER "\"Cluster\":\"demo\""
#define REGISTERED "{" CLUSTER ",\"ContainerInstanceArn\":\"" ARN "\"}"

static void agents(void **state)
{
	static const struct {
		const char *body, *cluster, *arn, *version;
	} rows[] = {
		{ "{" CLUSTER ",\"ContainerInstanceArn\":\"" ARN
		  "\",\"Version\":\"Amazon ECS Agent - v1.98.0 (*1a2b3c4d)\"}",
		  "demo", ARN, "1.98.0" },
		{ REGISTERED "\n", "demo", ARN, "" },
		{ "{" CLUSTER ",\"ContainerInstanceArn\":null,\"Version\":\"\"}", "demo", "", "" },
		{ "{" CLUSTER "}", "demo", "", "" },
		{ "{\"X\":[1,{}],\"Cluster\":\"a_b-1\",\"Version\":null}", "a_b-1", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct introspection seen;

		EXPECT(introspect_parse(&seen, rows[i].body), "row %zu: %s", i, seen.why);
		EXPECT(seen.sight == SIGHT_SEEN && !seen.why[0], "row %zu", i);
		EXPECT(strcmp(seen.cluster, rows[i].cluster) == 0, "row %zu: %s", i, seen.cluster);
		EXPECT(strcmp(seen.arn, rows[i].arn) == 0, "row %zu: %s", i, seen.arn);
		EXPECT(strcmp(seen.version, rows[i].version) == 0, "row %zu: %s", i, seen.version);
	}
	expect_all_held();
}

static void versions(void **state)
{
	static const struct {
		const char *text, *version;
		unsigned numbers[3];
	} rows[] = {
		{ "Amazon ECS Agent - v1.98.0 (*1a2b3c4d)", "1.98.0", { 1, 98, 0 } },
		{ "Amazon ECS Agent - v1.25.1 (1a2b3c4d)", "1.25.1", { 1, 25, 1 } },
		{ "Amazon ECS Agent - v1.105.1", "1.105.1", { 1, 105, 1 } },
		{ "Amazon ECS Agent - v1.98.0-rc.1 (*1a2b3c4d)", "1.98.0-rc.1", { 1, 98, 0 } },
		{ "Amazon ECS Agent - v1.98.0(*1a2b3c4d)", "1.98.0", { 1, 98, 0 } },
		{ "Amazon ECS Agent - v2", "2", { 2, 0, 0 } },
		{ "Amazon ECS Agent - v2.1.", "2.1.", { 2, 1, 0 } },
		{ "Amazon ECS Agent - v1.2.3.4", "1.2.3.4", { 1, 2, 3 } },
		{ "Amazon ECS Agent - v999999.0.0", "999999.0.0", { 999999, 0, 0 } },
		{ "Amazon ECS Agent - v99999999999.0.0", "", { 0 } },
		{ "Amazon ECS Agent - v1.99999999999.0", "", { 0 } },
		{ "Amazon ECS Agent - v", "", { 0 } },
		{ "Amazon ECS Agent - vX.1.2", "", { 0 } },
		{ "Amazon ECS Agent - v-1.2.3", "", { 0 } },
		{ "Amazon ECS Agent - v1.0.0-"
		  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		  "",
		  { 0 } },
		{ "1.98.0", "", { 0 } },
		{ "", "", { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *body = xasprintf("{" CLUSTER ",\"Version\":\"%s\"}", rows[i].text);
		struct introspection seen;

		EXPECT(introspect_parse(&seen, body), "%s: %s", rows[i].text, seen.why);
		EXPECT(strcmp(seen.version, rows[i].version) == 0, "%s: %s", rows[i].text,
		       seen.version);
		EXPECT(memcmp(seen.version_numbers, rows[i].numbers, sizeof rows[i].numbers) == 0,
		       "%s: %u.%u.%u", rows[i].text, seen.version_numbers[0],
		       seen.version_numbers[1], seen.version_numbers[2]);
		free(body);
	}
	expect_all_held();
}

#define TEN "aaaaaaaaaa"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define TOO_LONG HUNDRED HUNDRED HUNDRED

static void not_agents(void **state)
{
	static const struct {
		const char *body, *why;
	} rows[] = {
		{ "", "not JSON" },
		{ "<html></html>", "not JSON" },
		{ "{" CLUSTER, "not JSON" },
		{ REGISTERED REGISTERED, "not JSON" },
		{ "null", "not a JSON object" },
		{ "[" REGISTERED "]", "not a JSON object" },
		{ "\"demo\"", "not a JSON object" },
		{ "{}", "no Cluster" },
		{ "{\"AvailableCommands\":[\"/v1/metadata\",\"/v1/tasks\",\"/license\"]}",
		  "no Cluster" },
		{ "{\"Cluster\":\"\",\"ContainerInstanceArn\":null,\"Version\":\"\"}",
		  "no Cluster" },
		{ "{\"Cluster\":null}", "no Cluster" },
		{ "{\"Cluster\":7}", "Cluster" },
		{ "{\"Cluster\":[\"demo\"]}", "Cluster" },
		{ "{\"Cluster\":\"\\u001b[31mred\"}", "Cluster" },
		{ "{\"Cluster\":\"caf\\u00e9\"}", "Cluster" },
		{ "{\"Cluster\":\"a b\"}", "Cluster" },
		{ "{\"Cluster\":\"" TOO_LONG "\"}", "Cluster" },
		{ "{" CLUSTER ",\"ContainerInstanceArn\":7}", "ContainerInstanceArn" },
		{ "{" CLUSTER ",\"ContainerInstanceArn\":{}}", "ContainerInstanceArn" },
		{ "{" CLUSTER ",\"ContainerInstanceArn\":\"id\"}", "ContainerInstanceArn" },
		{ "{" CLUSTER ",\"ContainerInstanceArn\":\"arn:\\n\"}", "ContainerInstanceArn" },
		{ "{" CLUSTER ",\"ContainerInstanceArn\":\"arn:" TOO_LONG "\"}",
		  "ContainerInstanceArn" },
		{ "{" CLUSTER ",\"Version\":[1,98,0]}", "Version" },
		{ "{" CLUSTER ",\"Version\":1.98}", "Version" },
		{ "{" CLUSTER ",\"Version\":\"Amazon ECS Agent - v1.98.0 \\u0007\"}", "Version" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct introspection seen;

		EXPECT(!introspect_parse(&seen, rows[i].body), "row %zu", i);
		EXPECT(seen.sight == SIGHT_UNKNOWN && strstr(seen.why, rows[i].why), "row %zu: %s",
		       i, seen.why);
		EXPECT(is_printable(seen.why), "row %zu: %s", i, seen.why);
		EXPECT(!seen.cluster[0] && !seen.arn[0] && !seen.version[0], "row %zu", i);
	}
	expect_all_held();
}

/* --- the whole look ------------------------------------------------------------- */

struct lab {
	sd_event *loop;
	struct http *http;
	struct introspect *introspect;
	struct agent_status status;
	unsigned done;
	bool closes; /* from inside done */
};

enum { LONG_US = 2000000, SHORT_US = 60000 };

static void open_lab(struct lab *lab)
{
	struct error e;

	*lab = (struct lab){ 0 };
	assert_true(sd_event_new(&lab->loop) >= 0);
	assert_int_equal(http_open(&lab->http, lab->loop, &e), 0);
}

static void close_lab(struct lab *lab)
{
	introspect_close(lab->introspect);
	http_close(lab->http);
	sd_event_unref(lab->loop);
}

static void on_done(void *arg)
{
	struct lab *lab = arg;

	lab->done++;
	if (lab->closes) {
		introspect_close(lab->introspect);
		lab->introspect = NULL;
	}
}

static void start_look(struct lab *lab, uint16_t port, uint64_t budget_us)
{
	const struct agent_places places = { .introspect_port = port };
	struct error e;

	assert_int_equal(introspect_look(&lab->introspect, lab->loop, lab->http, &places,
					 &lab->status, clock_now_us() + budget_us, on_done, lab,
					 &e),
			 0);
	assert_int_equal(lab->done, 0);
}

static void look(struct lab *lab, uint16_t port, uint64_t budget_us)
{
	start_look(lab, port, budget_us);
	run_until(lab->loop, &lab->done, 1);
	run_on(lab->loop);
	EXPECT(lab->done == 1, "done was called %u times", lab->done);
}

#define OK(body) "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" body
#define FAILED(body) "HTTP/1.1 500 Oh\r\nConnection: close\r\n\r\n" body

static void looks(void **state)
{
	static const struct {
		const char *what;
		enum http_peer_manner manner;
		const char *answer;
		size_t len, piece;
		enum sight sight;
		const char *why;
	} rows[] = {
		{ "an agent", HTTP_PEER_SAYS_AND_CLOSES, OK(REGISTERED), 0, 1, SIGHT_SEEN, "" },
		{ "in chunks", HTTP_PEER_SAYS,
		  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "10\r\n{\"Cluster\":\"demo\r\n2\r\n\"}\r\n0\r\n\r\n",
		  0, 0, SIGHT_SEEN, "" },
		{ "its commands", HTTP_PEER_SAYS_AND_CLOSES,
		  OK("{\"AvailableCommands\":[\"/v1/metadata\"]}"), 0, 0, SIGHT_UNKNOWN,
		  "no Cluster" },
		{ "an error of its own", HTTP_PEER_SAYS_AND_CLOSES,
		  FAILED("{\"Cluster\":\"\",\"ContainerInstanceArn\":null,\"Version\":\"\"}"), 0, 0,
		  SIGHT_UNKNOWN, "no Cluster" },
		{ "silence", HTTP_PEER_SILENT, NULL, 0, 0, SIGHT_UNKNOWN, "in time" },
		{ "a reset", HTTP_PEER_RESETS, NULL, 0, 0, SIGHT_UNKNOWN, "truncated" },
		{ "another protocol", HTTP_PEER_SAYS_AND_CLOSES, "SSH-2.0-OpenSSH_9.2\r\n", 0, 0,
		  SIGHT_UNKNOWN, "not HTTP" },
		{ "another service", HTTP_PEER_SAYS_AND_CLOSES, OK("It works!"), 0, 0,
		  SIGHT_UNKNOWN, "not JSON" },
		{ "a NUL byte", HTTP_PEER_SAYS_AND_CLOSES, OK(REGISTERED "\0"),
		  sizeof OK(REGISTERED "\0") - 1, 0, SIGHT_UNKNOWN, "NUL" },
		{ "too much", HTTP_PEER_SAYS,
		  "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n{", 0, 0, SIGHT_UNKNOWN,
		  "too long" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct http_peer_line script[] = { { "GET /v1/metadata HTTP/1.1\r\n",
							   rows[i].manner, rows[i].answer,
							   rows[i].len, rows[i].piece },
							 { NULL } };
		struct lab lab;
		struct http_peer peer;
		const struct introspection *seen = &lab.status.introspection;

		open_lab(&lab);
		lab.closes = i % 2;
		http_peer_open(&peer, lab.loop, NULL, script);
		look(&lab, peer.port, rows[i].answer ? LONG_US : SHORT_US);
		EXPECT(seen->sight == rows[i].sight, "%s: %d", rows[i].what, (int)seen->sight);
		EXPECT(strstr(seen->why, rows[i].why) && !*seen->why == !*rows[i].why &&
			       is_printable(seen->why),
		       "%s: %s", rows[i].what, seen->why);
		EXPECT((strcmp(seen->cluster, "demo") == 0) == (seen->sight == SIGHT_SEEN), "%s",
		       rows[i].what);
		http_peer_close(&peer);
		close_lab(&lab);
	}
	expect_all_held();
}

static void nobody_listens(void **state)
{
	struct lab lab;
	uint16_t port;
	int nobody = port_of_nobody(&port);

	(void)state;
	open_lab(&lab);
	(void)copy_text(lab.status.introspection.arn, sizeof lab.status.introspection.arn, ARN);
	look(&lab, port, LONG_US);
	assert_int_equal(lab.status.introspection.sight, SIGHT_ABSENT);
	assert_string_equal(lab.status.introspection.why, "");
	assert_string_equal(lab.status.introspection.arn, "");
	close_lab(&lab);
	(void)close(nobody);
	expect_all_held();
}

/* What stands in the environment is for others. */
static void never_through_a_proxy(void **state)
{
	static const char *const names[] = { "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY" };
	static const struct http_peer_line script[] = {
		{ "GET /v1/metadata ", HTTP_PEER_SAYS_AND_CLOSES, OK(REGISTERED), 0, 0 }, { NULL }
	};
	struct lab lab;
	struct http_peer peer;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_int_equal(setenv(names[i], "http://127.0.0.1:1", 1), 0);
	open_lab(&lab);
	http_peer_open(&peer, lab.loop, NULL, script);
	look(&lab, peer.port, LONG_US);
	assert_int_equal(lab.status.introspection.sight, SIGHT_SEEN);
	http_peer_close(&peer);
	close_lab(&lab);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_int_equal(unsetenv(names[i]), 0);
	expect_all_held();
}

static void a_look_that_is_stopped(void **state)
{
	static const struct http_peer_line script[] = { { "", HTTP_PEER_SILENT, NULL, 0, 0 },
							{ NULL } };
	struct lab lab;
	struct http_peer peer;

	(void)state;
	open_lab(&lab);
	http_peer_open(&peer, lab.loop, NULL, script);
	start_look(&lab, peer.port, SHORT_US);
	run_until(lab.loop, &peer.asked, 1);
	introspect_close(lab.introspect);
	lab.introspect = NULL;
	for (int i = 0; i < 5; i++)
		run_on(lab.loop);
	assert_int_equal(lab.done, 0);
	assert_int_equal(lab.status.introspection.sight, SIGHT_UNKNOWN);
	assert_non_null(strstr(lab.status.introspection.why, "in time"));
	http_peer_close(&peer);
	close_lab(&lab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agents),
		cmocka_unit_test(versions),
		cmocka_unit_test(not_agents),
		cmocka_unit_test(looks),
		cmocka_unit_test(nobody_listens),
		cmocka_unit_test(never_through_a_proxy),
		cmocka_unit_test(a_look_that_is_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
