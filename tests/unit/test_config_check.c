/* SPDX-License-Identifier: Apache-2.0 */
/* The agent's files as a whole: which line of them is judged, and how it is shown. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/config_check.h"

struct texts {
	const char *generated, *config, *json;
};

static struct agent_file file_of(const char *text)
{
	return (struct agent_file){ .sight = text ? SIGHT_SEEN : SIGHT_ABSENT,
				    .bytes = (char *)text,
				    .len = text ? strlen(text) : 0 };
}

/* "1:2 refused KEY found" for each, a '|' between them. */
static void check_files(const struct agent_files *files, char *out, size_t size)
{
	struct setting_faults faults;
	size_t used = 0;

	out[0] = '\0';
	config_check(&faults, files,
		     (struct setting_facts){ .memory_mib = 3800,
					     .gpu = SIGHT_ABSENT,
					     .registered_region = "us-west-2" });
	for (size_t i = 0; i < faults.count && used < size; i++) {
		const struct setting_fault *fault = &faults.items[i];

		used += (size_t)snprintf(out + used, size - used, "%s%d:%u %s %s %s", i ? "|" : "",
					 (int)fault->file, fault->line,
					 fault->comment  ? "comment"
					 : fault->unread ? "unread"
							 : setting_outcome_name(fault->outcome),
					 fault->key, fault->found);
	}
	setting_faults_done(&faults);
}

static void lines(void **state)
{
	static const struct {
		struct texts files;
		const char *expected;
	} rows[] = {
		{ { NULL, "ECS_CLUSTER=prod\n", NULL }, "" },
		{ { NULL, "", "{}" }, "" },
		{ { NULL, NULL, NULL }, "" },
		{ { NULL, "\nAWS_MAX_ATTEMPTS=three\n", NULL },
		  "1:2 refused AWS_MAX_ATTEMPTS three" },
		/* Only the line that counts: the later one, of the later file. */
		{ { NULL, "AWS_MAX_ATTEMPTS=three\nAWS_MAX_ATTEMPTS=3\n", NULL }, "" },
		{ { "AWS_MAX_ATTEMPTS=three\n", "AWS_MAX_ATTEMPTS=3\n", NULL }, "" },
		{ { "AWS_MAX_ATTEMPTS=three\n", "ECS_CLUSTER=a\n", NULL },
		  "0:1 refused AWS_MAX_ATTEMPTS three" },
		{ { "AWS_MAX_ATTEMPTS=3\n", "AWS_MAX_ATTEMPTS=three\n", NULL },
		  "1:1 refused AWS_MAX_ATTEMPTS three" },
		/* An empty one replaces the default of ecs-init. */
		{ { NULL, "ECS_DATADIR=\n", NULL }, "1:1 refused ECS_DATADIR " },
		{ { "ECS_DATADIR=\n", "ECS_DATADIR=/data\n", NULL }, "" },
		/* What no program asks for. */
		{ { NULL, "export ECS_CLUSTER=a\n", NULL },
		  "1:1 unread (an unknown key of 18 bytes) (hidden)" },
		{ { NULL, "ECS_CLUSTER = a\n", NULL },
		  "1:1 unread (an unknown key of 12 bytes) (hidden)" },
		{ { NULL, "# ECS_CLUSTER=a\n# none\n", NULL },
		  "1:1 comment (an unknown key of 13 bytes) (hidden)" },
		{ { NULL, "=======\n", NULL }, "1:1 refused  nothing before the =" },
		/* Secrets, and what may be one. */
		{ { NULL, "ECS_LOG_OPTS={\"splunk-token\":\"secret\"}\n", NULL },
		  "1:1 refused ECS_LOG_OPTS (hidden)" },
		{ { NULL, "ECS_CLUSTRE=secret\n", NULL },
		  "1:1 not proven (an unknown key of 11 bytes) (hidden)" },
		{ { NULL, "c2VjcmV0cw==\n", NULL },
		  "1:1 not proven (an unknown key of 10 bytes) (hidden)" },
		{ { NULL, "ECS_BACKEND_HOST=\"https://lab:secret@a\"\n", NULL },
		  "1:1 not proven ECS_BACKEND_HOST \"https://**********@a\"" },
		/* What one setting needs of another. */
		{ { NULL, "ECS_EXTERNAL=true\n", NULL }, "1:1 refused ECS_EXTERNAL true" },
		{ { NULL, "ECS_EXTERNAL=true\n", "{\"AWSRegion\":\"us-west-2\"}" },
		  "1:1 refused ECS_EXTERNAL true" },
		{ { NULL, "ECS_EXTERNAL=true\nAWS_DEFAULT_REGION=us-west-2\n", NULL }, "" },
		{ { NULL, "ECS_LOG_DRIVER=awslogs\nECS_LOG_OPTS={\"awslogs-group\":\"a\"}\n",
		    NULL },
		  "1:1 not proven ECS_LOG_DRIVER awslogs|1:2 not proven ECS_LOG_OPTS (hidden)" },
		{ { NULL, "HTTP_PROXY=http://a:1\nNO_PROXY=b\n", NULL },
		  "1:0 refused  NO_PROXY without 169.254.169.254, so the agent asks HTTP_PROXY for "
		  "instance metadata" },
		{ { NULL, "HTTP_PROXY=http://a:1\n", NULL },
		  "1:0 refused  NO_PROXY without 169.254.169.254, so the agent asks HTTP_PROXY for "
		  "instance metadata" },
		{ { NULL, "http_proxy=http://a:1\nNO_PROXY=\n", NULL },
		  "1:0 refused  NO_PROXY without 169.254.169.254, so the agent asks HTTP_PROXY for "
		  "instance metadata" },
		{ { NULL, "HTTP_PROXY=http://a:1\nno_proxy=169.254.169.254\n", NULL }, "" },
		{ { NULL, "HTTP_PROXY=\nHTTPS_PROXY=http://a:1\n", NULL }, "" },
		/* JSON. */
		{ { NULL, NULL, "{\"DockerStopTimeout\":30}" },
		  "2:0 refused  DockerStopTimeout is in nanoseconds and must be at least "
		  "1000000000, which is 1 s" },
		{ { NULL, NULL, "{\"DockerStopTimeout\":30000000000}" }, "" },
		{ { NULL, NULL, "{\"DockerStopTimeout\":0}" }, "" },
		{ { NULL, NULL, "{\"DockerStopTimeout\":null}" }, "" },
		{ { NULL, NULL, "{\"ContainerStartTimeout\":-1}" },
		  "2:0 refused  ContainerStartTimeout is in nanoseconds and must be at least "
		  "45000000000, which is 45 s" },
		/* ecs-init sets the drivers in the environment, and that counts. */
		{ { NULL, NULL, "{\"AvailableLoggingDrivers\":[\"loki\"]}" }, "" },
		/* By the rows of the settings, where no environment file overrules them. */
		{ { NULL, NULL, "{\"ReservedMemory\":40960}" },
		  "2:0 refused ReservedMemory 40960" },
		{ { NULL, NULL, "{\"ReservedMemory\":256}" }, "" },
		{ { NULL, NULL, "{\"reservedmemory\":40960}" },
		  "2:0 refused ReservedMemory 40960" },
		{ { NULL, NULL, "{\"AWSRegion\":\"us-east-1\"}" },
		  "2:0 refused AWSRegion us-east-1" },
		{ { NULL, NULL, "{\"AWSRegion\":\"us-west-2\"}" }, "" },
		{ { NULL, "AWS_DEFAULT_REGION=us-west-2\n", "{\"AWSRegion\":\"us-east-1\"}" }, "" },
		{ { NULL, NULL, "{\"Cluster\":\"a b\"}" }, "2:0 refused Cluster a b" },
		{ { NULL, NULL, "{\"GPUSupportEnabled\":true}" },
		  "2:0 ignored GPUSupportEnabled true" },
		{ { NULL, NULL, "{\"GPUSupportEnabled\":false}" }, "" },
		{ { NULL, NULL, "{\"DockerEndpoint\":\"tcp://127.0.0.1:1\"}" },
		  "2:0 refused DockerEndpoint tcp://127.0.0.1:1" },
		{ { NULL, NULL, "{\"APIEndpoint\":\"https://a:secret@b c\"}" },
		  "2:0 not proven APIEndpoint https://********@b c" },
		{ { NULL, NULL, "{\"CNIPluginsPath\":\"/x\"}" },
		  "2:0 not proven CNIPluginsPath /x" },
		/* ecs-init sets it in the environment, so this is not read. */
		{ { NULL, NULL, "{\"DataDir\":\"/x\",\"Checkpoint\":false}" }, "" },
		{ { NULL, NULL, "{" }, "2:0 refused  it is not JSON (line 1, column 2)" },
	};
	char found[1024];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct agent_files files = {
			.files = { [AGENT_FILE_GENERATED] = file_of(rows[i].files.generated),
				   [AGENT_FILE_CONFIG] = file_of(rows[i].files.config),
				   [AGENT_FILE_JSON] = file_of(rows[i].files.json) },
		};

		check_files(&files, found, sizeof found);
		EXPECT(strcmp(found, rows[i].expected) == 0, "row %zu: '%s', expected '%s'", i,
		       found, rows[i].expected);
	}
	expect_all_held();
}

static void bytes_that_are_no_text(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *expected;
	} rows[] = {
		{ "\xff\xfe"
		  "E\0C\0",
		  6, "1:0 refused  UTF-16" },
		{ "ECS_CLUSTER=a\0b\n", 16, "1:0 refused  a NUL byte" },
		{ "ECS_CLUSTER=\xff\n", 14, "1:1 refused ECS_CLUSTER \\xff" },
		{ "ECS_LOGFILE=\xff\n", 14, "1:1 not proven ECS_LOGFILE \\xff" },
	};
	char found[256];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_files files = {
			.files = { [AGENT_FILE_GENERATED] = file_of(NULL),
				   [AGENT_FILE_JSON] = file_of(NULL) },
		};

		files.files[AGENT_FILE_CONFIG] = (struct agent_file){
			.sight = SIGHT_SEEN, .bytes = (char *)rows[i].bytes, .len = rows[i].len
		};
		check_files(&files, found, sizeof found);
		EXPECT(strstr(found, rows[i].expected) == found, "row %zu: '%s'", i, found);
	}
	expect_all_held();
}

/* --- what the real ones were seen to refuse --------------------------------------- */

enum { COLUMNS = 8 };

static const char *const outcomes[] = { "accepted", "ignored", "unproven", "refused" };

static enum sight on_instance(void *arg, const char *path)
{
	(void)arg;
	return strcmp(path, "/etc/pki/tls/certs") == 0 ||
			       strcmp(path, "/etc/pki/tls/certs/ca-bundle.crt") == 0
		       ? SIGHT_SEEN
		       : SIGHT_ABSENT;
}

static const struct setting_facts instance = {
	.memory_mib = 3800,
	.gpu = SIGHT_ABSENT,
	.registered_region = "us-east-1",
	.exists = on_instance,
};

/* The worst that is said of this value, and of the key; "-": it is not set. */
static enum setting_outcome judge_one(const char *key, const char *value, bool here, bool *named)
{
	bool json = strcmp(key, agent_file_paths[AGENT_FILE_JSON] + strlen("/etc/ecs/")) == 0;
	bool set = strcmp(value, "-") != 0;
	CLEANUP(cleanup_free)
	char *text = !set ? xstrdup("") : json ? xstrdup(value) : xasprintf("%s=%s\n", key, value);
	const struct agent_files files = {
		.files = { [AGENT_FILE_GENERATED] = file_of(NULL),
			   [AGENT_FILE_CONFIG] = file_of(json ? NULL : text),
			   [AGENT_FILE_JSON] = file_of(json ? text : NULL) },
	};
	struct setting_faults faults;
	enum setting_outcome worst;

	config_check(&faults, &files, here ? instance : (struct setting_facts){ 0 });
	worst = setting_faults_worst(&faults);
	*named = faults.count == 1 && (json || strcmp(faults.items[0].key, key) == 0);
	setting_faults_done(&faults);
	return worst;
}

static void rows_of_the_data(void **state)
{
	FILE *file = fopen("tests/data/agent_settings.tsv", "re");
	char line[1024];
	size_t rows = 0;

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		char *columns[COLUMNS];
		char *rest = line;
		size_t count = 0;
		bool named;

		line[strcspn(line, "\n")] = '\0';
		if (!line[0] || line[0] == '#')
			continue;
		for (; count < COLUMNS && rest; count++)
			columns[count] = strsep(&rest, "\t");
		assert_true(count == COLUMNS && !rest);
		for (int here = 0; here < 2; here++) {
			enum setting_outcome bad = judge_one(columns[0], columns[1], here, &named);
			enum setting_outcome right;

			EXPECT(strcmp(outcomes[bad], columns[here ? 3 : 4]) == 0 &&
				       (named || bad == SETTING_ACCEPTED),
			       "%s=%s is %s", columns[0], columns[1], outcomes[bad]);
			right = judge_one(columns[0], columns[2], here, &named);
			/* Whether a path is there is known on the instance. */
			EXPECT(right == SETTING_ACCEPTED || (!here && right == SETTING_UNPROVEN &&
							     strncmp(columns[2], "/etc/", 5) == 0),
			       "%s=%s is %s", columns[0], columns[2], outcomes[right]);
		}
		rows++;
	}
	(void)fclose(file);
	assert_true(rows > 25);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(bytes_that_are_no_text),
		cmocka_unit_test(rows_of_the_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
