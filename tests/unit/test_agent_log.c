/* SPDX-License-Identifier: Apache-2.0 */
/* ecs-agent.log: the forms of its lines, and which of them counts. */
#include <stdio.h>
#include <string.h>

#include "agent/evidence.h"
#include "check.h"
#include "ecsprobe/util.h"
#include "tree.h"

#define START INT64_C(1767268800000000) /* 2026-01-01T12:00:00Z */
#define T(clock) "2026-01-01T" clock "Z"
#define LOGFMT(clock, host)                                                               \
	"level=info time=" T(                                                             \
		clock) " msg=\"Establishing a Websocket connection\" url=\"https://" host \
		       "/ws?agentHash=1&clusterArn=c\"\n"
#define OLD(clock, host)                                                                          \
	"level=info time=" T(clock) " msg=\"Establishing a Websocket connection to https://" host \
				    "/ws?agentHash=1&seqNum=1\" module=client.go\n"
#define OLDEST(clock, host)                                                             \
	T(clock)                                                                        \
	" [INFO] Establishing a Websocket connection to https://" host "/ws?agentHash=" \
	"1\n"
#define JSON(clock, host)                                                                   \
	"{\"level\":\"info\",\"time\":\"" T(clock) "\",\"msg\":\"Establishing a Websocket " \
						   "connection\",\"url\":\"https://" host   \
						   "/ws?a=1\\u0026b=2\"}\n"
#define CONNECTED(clock) \
	"level=info time=" T(clock) " msg=\"Connected to ACS endpoint\" module=session.go\n"
#define STARTING(clock) \
	"level=info time=" T(clock) " msg=\"Starting Amazon ECS Agent\" version=\"1.105.1\"\n"
#define JSON_CONNECTED(clock) \
	"{\"level\":\"info\",\"time\":\"" T(clock) "\",\"msg\":\"Connected to ACS endpoint\"}\n"

#define PLAIN "ecs-a.us-east-1.amazonaws.com"
#define NUMBERED "ecs-a-1.us-east-1.amazonaws.com"
#define TELEMETRY "ecs-t-12.us-east-1.amazonaws.com"

static void numbered_hosts(void **state)
{
	static const struct {
		const char *host;
		bool numbered;
	} rows[] = {
		{ "ecs-a-1.us-east-1.amazonaws.com", true },
		{ "ecs-t-12.cn-north-1.amazonaws.com.cn", true },
		{ "ECS-A-4.us-iso-east-1.c2s.ic.gov", true },
		{ "ecs-a-1", true },
		{ "ecs-a.us-east-1.amazonaws.com", false },
		{ "ecs-t.us-east-1.amazonaws.com", false },
		{ "ecs-a-.us-east-1.amazonaws.com", false },
		{ "ecs-a-1x.us-east-1.amazonaws.com", false },
		{ "ecs-a-x.us-east-1.amazonaws.com", false },
		{ "xecs-a-1.us-east-1.amazonaws.com", false },
		{ "ecs.us-east-1.amazonaws.com", false },
		{ "ecs-sc-1.us-east-1.amazonaws.com", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT(path_is_numbered(rows[i].host) == rows[i].numbered, "%s", rows[i].host);
	expect_all_held();
}

static void last_words(void **state)
{
	static const struct {
		const char *text;
		const char *host; /* NULL: none */
		bool numbered, connected;
	} rows[] = {
		{ "", NULL, false, false },
		{ LOGFMT("12:00:05", NUMBERED), NUMBERED, true, false },
		{ OLD("12:00:05", NUMBERED), NUMBERED, true, false },
		{ OLDEST("12:00:05", NUMBERED), NUMBERED, true, false },
		{ JSON("12:00:05", PLAIN), PLAIN, false, false },
		{ LOGFMT("12:00:05", "ECS-A-7.US-EAST-1.AMAZONAWS.COM"),
		  "ecs-a-7.us-east-1.amazonaws.com", true, false },
		/* The second in which it started counts, what is before does not. */
		{ LOGFMT("12:00:00", PLAIN), PLAIN, false, false },
		{ LOGFMT("11:59:59", PLAIN), NULL, false, false },
		{ LOGFMT("12:00:00", PLAIN) CONNECTED("12:00:00") STARTING("12:00:00"), NULL, false,
		  false },
		{ LOGFMT("12:00:00", NUMBERED) STARTING("12:00:01") LOGFMT("12:00:01", TELEMETRY),
		  TELEMETRY, true, false },
		{ LOGFMT("11:59:59", NUMBERED) CONNECTED("12:00:09"), NULL, false, false },
		/* The last one, and what came after it. */
		{ LOGFMT("12:00:05", NUMBERED) CONNECTED("12:00:06") LOGFMT("12:30:05", PLAIN),
		  PLAIN, false, false },
		{ LOGFMT("12:00:05", NUMBERED) LOGFMT("12:30:05", PLAIN) CONNECTED("12:30:06"),
		  PLAIN, false, true },
		{ JSON("12:30:05", NUMBERED) JSON_CONNECTED("12:30:06"), NUMBERED, true, true },
		{ CONNECTED("12:00:01") LOGFMT("12:00:05", PLAIN), PLAIN, false, false },
		/* Telemetry tells only where nothing else does. */
		{ LOGFMT("12:00:05", TELEMETRY), TELEMETRY, true, false },
		{ LOGFMT("12:00:05", PLAIN) CONNECTED("12:00:06") LOGFMT("12:00:07", TELEMETRY),
		  PLAIN, false, true },
		{ LOGFMT("12:00:05", TELEMETRY) LOGFMT("12:00:07", NUMBERED), NUMBERED, true,
		  false },
		/* Any other host is just a host. */
		{ LOGFMT("12:00:05", "acs.example:8443"), "acs.example", false, false },
		/* The fields in the way that the agent does not write them. */
		{ "level=info time=" T(
			  "12:00:05") " url=\"https://" PLAIN
				      "/\" msg=\"Establishing a Websocket connection\"",
		  PLAIN, false, false },
		{ "level=info time=2026-01-01T12:00:05.123Z msg=\"Establishing a Websocket "
		  "connection\" url=\"wss://" PLAIN "/\"",
		  PLAIN, false, false },
		/* Others may be quoted in a message. */
		{ "level=info time=" T("12:00:05") " msg=\"task said\" text=\"msg=\\\"Establishing "
						   "a Websocket connection\\\" "
						   "url=\\\"https://" NUMBERED "\\\"\"\n",
		  NULL, false, false },
		{ "level=info time=" T("12:00:05") " msg=\"task said\" msg=\"Establishing a "
						   "Websocket connection\" url=\"https://" NUMBERED
						   "\"\n",
		  NULL, false, false },
		{ "level=info time=" T("11:00:05") " time=" T(
			  "12:00:05") " msg=\"Establishing a Websocket connection\" "
				      "url=\"https://" NUMBERED "\"\n",
		  NULL, false, false },
		{ "{\"level\":\"info\",\"time\":\"" T(
			  "12:00:05") "\",\"msg\":\"x\",\"y\":\"Establishing a Websocket "
				      "connection\"}\n",
		  NULL, false, false },
		{ "level=info time=" T("12:00:05") " msg=\"Establishing a Websocket connection\" "
						   "text=\"\\\" url=\\\"https://" NUMBERED
						   "/\\\"\" url=\"https://" PLAIN "/\"\n",
		  PLAIN, false, false },
		/* Broken lines, before one that is whole. */
		{ "level=info time= msg=\"Establishing a Websocket connection\" "
		  "url=\"https://" PLAIN
		  "\"\nlevel=info\n=\n= =\n{\nEstablishing a Websocket connection\n"
		  "level=info time=" T("12:00:05") " msg=\"Establishing a Websocket "
						   "connection\n" LOGFMT("12:00:06", NUMBERED),
		  NUMBERED, true, false },
		{ LOGFMT("12:00:05", PLAIN) LOGFMT("12:00:06", "a b"), PLAIN, false, false },
		{ LOGFMT("12:00:05", PLAIN) LOGFMT("12:00:06", "\x1b[31m"), PLAIN, false, false },
		{ LOGFMT("99:99:99", PLAIN), NULL, false, false },
		{ "level=info time=2026-13-01T12:00:00Z msg=\"Establishing a Websocket "
		  "connection\" "
		  "url=\"https://" PLAIN "\"\n",
		  NULL, false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct path_evidence path = { 0 };
		const char *host = rows[i].host ? rows[i].host : "";

		path_read_log(&path, rows[i].text, strlen(rows[i].text), START + 999999);
		EXPECT((path.log_sight == SIGHT_SEEN) == (rows[i].host != NULL), "row %zu", i);
		EXPECT(strcmp(path.log_host, host) == 0, "row %zu: %s", i, path.log_host);
		EXPECT(path.log_numbered == rows[i].numbered, "row %zu", i);
		EXPECT(path.log_connected == rows[i].connected, "row %zu", i);
		EXPECT(!rows[i].host || path.log_time_us >= START, "row %zu", i);
		/* Nobody knows which start a line is of. */
		path = (struct path_evidence){ 0 };
		path_read_log(&path, rows[i].text, strlen(rows[i].text), 0);
		EXPECT(path.log_sight == SIGHT_UNKNOWN, "row %zu", i);
	}
	expect_all_held();
}

static void times(void **state)
{
	struct path_evidence path = { 0 };

	(void)state;
	path_read_log(&path, LOGFMT("12:34:56", PLAIN), sizeof LOGFMT("12:34:56", PLAIN) - 1,
		      START);
	assert_int_equal(path.log_time_us, START + (INT64_C(34) * 60 + 56) * 1000000);
}

/* --- files --------------------------------------------------------------------- */

#define LOG "/var/log/ecs/ecs-agent.log"

static struct agent_status running(void)
{
	return (struct agent_status){
		.unit = { .sight = SIGHT_SEEN },
		.container = { .sight = SIGHT_SEEN,
			       .running = true,
			       .pid = 77,
			       .started_us = START },
	};
}

struct file {
	const char *path, *text;
	int64_t age_s;
};

static void logs_on_disk(void **state)
{
	static const struct {
		struct file files[4];
		enum sight sight;
		const char *host;
		bool connected;
	} rows[] = {
		{ { { LOG, LOGFMT("12:00:05", NUMBERED) CONNECTED("12:00:06"), 0 } },
		  SIGHT_SEEN,
		  NUMBERED,
		  true },
		{ { { LOG, "level=info time=" T("12:00:01") " msg=\"Loading configuration\"\n",
		      0 } },
		  SIGHT_ABSENT,
		  "",
		  false },
		{ { { "/var/log/ecs/other", "", 0 } }, SIGHT_UNKNOWN, "", false },
		{ { { "/var/log/other", "", 0 } }, SIGHT_UNKNOWN, "", false },
		/* Put aside by the hour: the newest of them is read too. */
		{ { { LOG, CONNECTED("13:00:05"), 0 },
		    { LOG ".2026-01-01-12", LOGFMT("12:59:59", PLAIN), 10 },
		    { LOG ".2026-01-01-11", LOGFMT("12:00:05", NUMBERED), 20 } },
		  SIGHT_SEEN,
		  PLAIN,
		  true },
		{ { { LOG, "", 0 },
		    { LOG ".1", LOGFMT("12:00:05", NUMBERED), 20 },
		    { LOG ".2", LOGFMT("12:30:05", PLAIN), 10 } },
		  SIGHT_SEEN,
		  PLAIN,
		  false },
		{ { { LOG ".2026-01-01-12", LOGFMT("12:59:59", PLAIN), 10 } },
		  SIGHT_SEEN,
		  PLAIN,
		  false },
		/* What is current is not overruled. */
		{ { { LOG, LOGFMT("13:00:05", PLAIN), 0 },
		    { LOG ".2026-01-01-12", LOGFMT("12:00:05", NUMBERED), 10 } },
		  SIGHT_SEEN,
		  PLAIN,
		  false },
		{ { { LOG, LOGFMT("13:00:05", TELEMETRY), 0 },
		    { LOG ".2026-01-01-12", LOGFMT("12:00:05", PLAIN), 10 } },
		  SIGHT_SEEN,
		  PLAIN,
		  false },
		{ { { LOG, LOGFMT("13:00:05", TELEMETRY), 0 },
		    { LOG ".2026-01-01-12", LOGFMT("12:00:05", "ecs-t.x"), 10 } },
		  SIGHT_SEEN,
		  TELEMETRY,
		  false },
		/* Of another start. */
		{ { { LOG, "", 0 }, { LOG ".2026-01-01-11", LOGFMT("11:00:05", NUMBERED), 10 } },
		  SIGHT_ABSENT,
		  "",
		  false },
		{ { { LOG, "", 0 }, { LOG "rotate", LOGFMT("12:30:05", PLAIN), 10 } },
		  SIGHT_ABSENT,
		  "",
		  false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = running();
		char *root = tree_open();

		for (size_t f = 0; f < ARRAY_SIZE(rows[i].files) && rows[i].files[f].path; f++) {
			const struct file *file = &rows[i].files[f];

			tree_write(root, file->path, file->text);
			tree_date(root, file->path, START - file->age_s * 1000000);
		}
		path_gather(&status, root);
		EXPECT(status.path.log_sight == rows[i].sight, "row %zu: %s", i,
		       status.path.log_why);
		EXPECT(strcmp(status.path.log_host, rows[i].host) == 0, "row %zu: %s", i,
		       status.path.log_host);
		EXPECT(status.path.log_connected == rows[i].connected, "row %zu", i);
		EXPECT((status.path.log_why[0] != '\0') == (rows[i].sight == SIGHT_UNKNOWN),
		       "row %zu: %s", i, status.path.log_why);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

/* At the full hour the log begins anew: since when it fails stands in the one before. */
static void fails_over_the_hour(void **state)
{
#define FAILED(time) "level=error time=" T(time) " msg=\"Failed to connect to ACS\"\n"
	static const struct {
		const char *current, *before;
		int64_t since_s; /* after START */
	} rows[] = {
		{ LOGFMT("13:00:05", PLAIN) FAILED("13:00:06"),
		  LOGFMT("12:40:05", PLAIN) FAILED("12:40:06"), 2406 },
		{ LOGFMT("13:00:05", PLAIN) FAILED("13:00:06"),
		  CONNECTED("12:40:05") FAILED("12:59:06"), 3546 },
		{ LOGFMT("13:00:05", PLAIN) FAILED("13:00:06"),
		  FAILED("12:40:05") CONNECTED("12:59:06"), 3606 },
		{ LOGFMT("13:00:05", PLAIN) CONNECTED("13:00:06") FAILED("13:10:00"),
		  FAILED("12:40:05"), 4200 },
		/* Of another start. */
		{ LOGFMT("13:00:05", PLAIN) FAILED("13:00:06"), FAILED("11:40:05"), 3606 },
		{ FAILED("13:00:06"), FAILED("12:59:06"), 3546 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status status = running();
		char *root = tree_open();

		tree_write(root, LOG, rows[i].current);
		tree_write(root, LOG ".2026-01-01-12", rows[i].before);
		path_gather(&status, root);
		EXPECT(status.path.acs_failing_since_us == START + rows[i].since_s * 1000000,
		       "row %zu: %lld", i,
		       (long long)(status.path.acs_failing_since_us - START) / 1000000);
		EXPECT(strcmp(status.path.log_origin.place, LOG) == 0, "row %zu: %s", i,
		       status.path.log_origin.place);
		agent_status_done(&status);
		tree_close(root);
	}
	expect_all_held();
}

static void logs_of_an_unknown_start(void **state)
{
	struct agent_status status = running();
	char *root = tree_open();

	(void)state;
	tree_write(root, LOG, LOGFMT("12:00:05", NUMBERED));
	status.container.running = false;
	path_gather(&status, root);
	assert_int_equal(status.path.log_sight, SIGHT_UNKNOWN);
	assert_string_equal(status.path.log_host, "");
	agent_status_done(&status);
	tree_close(root);
}

/* Only the end of a large one is read, whatever stands where it is cut. */
static void logs_of_many_megabytes(void **state)
{
	enum { LINES = 60000, LINE_BYTES = 128 };
	static const char filler[] = "level=info time=" T(
		"12:00:05") " msg=\"something else\" "
			    "number=%06d padding=\"0123456789012345678901234567890\"\n";
	char *text = xcalloc(LINES, LINE_BYTES);
	struct agent_status status = running();
	char *root = tree_open();
	size_t used = 0;

	(void)state;
	for (int i = 0; i < LINES; i++)
		used += (size_t)snprintf(text + used, LINE_BYTES, filler, i);
	assert_true(used > 5 << 20);
	tree_write(root, LOG, text);
	tree_write(root, LOG ".2026-01-01-11", LOGFMT("12:00:04", NUMBERED));
	path_gather(&status, root);
	assert_int_equal(status.path.log_sight, SIGHT_UNKNOWN);
	assert_true(status.path.log_why[0]);
	(void)strcpy(text + used - 512, "\n" LOGFMT("12:00:06", PLAIN));
	tree_write(root, LOG, text);
	path_gather(&status, root);
	assert_int_equal(status.path.log_sight, SIGHT_SEEN);
	assert_string_equal(status.path.log_host, PLAIN);
	agent_status_done(&status);
	tree_close(root);
	free(text);
}

static void logs_that_are_no_files(void **state)
{
	struct agent_status status = running();
	char *root = tree_open();

	(void)state;
	tree_directory(root, LOG);
	path_gather(&status, root);
	assert_int_equal(status.path.log_sight, SIGHT_UNKNOWN);
	assert_non_null(strstr(status.path.log_why, "ecs-agent.log"));
	agent_status_done(&status);
	tree_close(root);
}

static const char *host_of(const char *url)
{
	static struct path_evidence path;
	char line[1024];

	path = (struct path_evidence){ 0 };
	(void)snprintf(line, sizeof line,
		       "level=info time=" T("12:00:05") " msg=\"Establishing a Websocket "
							"connection\" url=\"%s\"\n",
		       url);
	path_read_log(&path, line, strlen(line), START);
	return path.log_host;
}

static void hosts_of_urls(void **state)
{
	static const struct {
		const char *url, *host; /* NULL: none */
	} rows[] = {
		{ "ecs.us-east-1.amazonaws.com", "ecs.us-east-1.amazonaws.com" },
		{ "https://ecs.us-east-1.amazonaws.com", "ecs.us-east-1.amazonaws.com" },
		{ "wss://ECS-A-1.us-east-1.amazonaws.com/ws?x=http://y", "ecs-a-1.us-east-1."
									 "amazonaws.com" },
		{ "http://user:secret@host.example:8080/", "host.example" },
		{ "host.example:443", "host.example" },
		{ "host.example.", "host.example" },
		{ "10.0.0.1:443", "10.0.0.1" },
		{ "host?a://b", "host" },
		{ "", NULL },
		{ "https://", NULL },
		{ "https:///path", NULL },
		{ "https:/host/path", NULL },
		{ "wss://a.example/x://y", "a.example" },
		{ "https://[::1]:443/", NULL },
		{ "a b", NULL },
		{ "a\x1b[31m", NULL },
		{ "-a", NULL },
		{ "a..b", NULL },
		{ "a_b", NULL },
		{ ".", NULL },
	};
	char long_name[400] = "";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *host = host_of(rows[i].url);

		EXPECT(strcmp(host, rows[i].host ? rows[i].host : "") == 0, "%s: %s", rows[i].url,
		       host);
	}
	memset(long_name, 'a', AGENT_HOST_BYTES);
	assert_string_equal(host_of(long_name), "");
	long_name[AGENT_HOST_BYTES - 1] = '\0';
	assert_string_equal(host_of(long_name), long_name);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_of_urls),
		cmocka_unit_test(numbered_hosts),
		cmocka_unit_test(last_words),
		cmocka_unit_test(times),
		cmocka_unit_test(logs_on_disk),
		cmocka_unit_test(fails_over_the_hour),
		cmocka_unit_test(logs_of_an_unknown_start),
		cmocka_unit_test(logs_of_many_megabytes),
		cmocka_unit_test(logs_that_are_no_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
