/* SPDX-License-Identifier: Apache-2.0 */
/* What the next start makes of a value: those that were seen to end in a dead or a
 * looping agent, and what is right instead. */
#include <stdio.h>
#include <string.h>

#include "agent/json_shape.h"
#include "check.h"
#include "ecsprobe/agent_setting.h"
#include "ecsprobe/ecs_config.h"

static enum sight exists(void *arg, const char *path)
{
	(void)arg;
	return strcmp(path, "/etc/pki/tls/certs") == 0 ? SIGHT_SEEN : SIGHT_ABSENT;
}

static const struct setting_facts machine = {
	.memory_mib = 3800,
	.gpu = SIGHT_ABSENT,
	.region_named = true,
	.default_log_driver = true,
	.registered_region = "us-west-2",
	.json = json_shape_of,
	.exists = exists,
};

static const struct setting_facts nothing_known = {
	.default_log_driver = true,
	.json = json_shape_of,
};

#define OK SETTING_ACCEPTED
#define NO_USE SETTING_IGNORED
#define DOUBT SETTING_UNPROVEN
#define BAD SETTING_REFUSED

#define SIZE "{\"max-size\":\"16m\","

static const struct {
	const char *key, *value;
	enum setting_outcome here, anywhere;
	const char *expected; /* its beginning */
} rows[] = {
	{ "ECS_CLUSTER", "prod", OK, OK, NULL },
	{ "ECS_CLUSTER", "arn:aws:ecs:us-west-2:123456789012:cluster/prod", OK, OK, NULL },
	{ "ECS_CLUSTER", "\"prod\"", BAD, BAD, "a cluster's name or ARN" },
	{ "ECS_CLUSTER", "prod # ours", BAD, BAD, "a cluster's name" },
	{ "ECS_CLUSTER", "", OK, OK, NULL },
	/* The agent trims it. */
	{ "ECS_CLUSTER", " prod\xc2\xa0", OK, OK, NULL },
	{ "ECS_CLUSTER", "\tarn:aws:ecs:us-west-2:123456789012:cluster/prod ", OK, OK, NULL },
	{ "ECS_CLUSTER", " prod a", BAD, BAD, "a cluster's name" },
	{ "ECS_INSTANCE_ATTRIBUTES", "{stack: prod}", BAD, BAD, "a JSON object of strings" },
	{ "ECS_INSTANCE_ATTRIBUTES", "'{\"stack\":\"prod\"}'", BAD, BAD, "a JSON object" },
	{ "ECS_INSTANCE_ATTRIBUTES", "{\"stack\":1}", BAD, BAD, "a JSON object" },
	{ "ECS_INSTANCE_ATTRIBUTES", "[\"stack\"]", BAD, BAD, "a JSON object" },
	{ "ECS_INSTANCE_ATTRIBUTES", "{\"stack\":\"prod\"}", OK, OK, NULL },
	{ "ECS_CONTAINER_INSTANCE_TAGS", "{\"cost\":1}", BAD, BAD, "a JSON object" },
	{ "ECS_CONTAINER_INSTANCE_TAGS", "{\"cost\":\"1\"}", OK, OK, NULL },
	{ "ECS_AWSVPC_ADDITIONAL_LOCAL_ROUTES", "10.0.0.0/8", BAD, BAD, "a JSON list" },
	{ "ECS_AWSVPC_ADDITIONAL_LOCAL_ROUTES", "[\"10.0.0.0\"]", BAD, BAD, "a JSON list" },
	{ "ECS_AWSVPC_ADDITIONAL_LOCAL_ROUTES", "[\"10.0.0.0/8\"]", OK, OK, NULL },
	{ "ECS_AVAILABLE_LOGGING_DRIVERS", "[\"json-file\",\"loki\"]", BAD, BAD, "a JSON list" },
	{ "ECS_AVAILABLE_LOGGING_DRIVERS", "[\"json-file\",1]", BAD, BAD, "a JSON list" },
	{ "ECS_AVAILABLE_LOGGING_DRIVERS", "json-file", NO_USE, NO_USE, "a JSON list" },
	{ "ECS_AVAILABLE_LOGGING_DRIVERS", "[\"json-file\",\"awslogs\"]", OK, OK, NULL },
	{ "ECS_RESERVED_MEMORY", "4096", BAD, DOUBT, "MiB" },
	{ "ECS_RESERVED_MEMORY", "3800", OK, DOUBT, "MiB" },
	{ "ECS_RESERVED_MEMORY", "256", OK, OK, NULL },
	{ "ECS_RESERVED_MEMORY", "256MB", NO_USE, NO_USE, "MiB" },
	{ "ECS_RESERVED_MEMORY", "70000", NO_USE, NO_USE, "MiB" },
	{ "ECS_EXTERNAL", "true", OK, BAD, "true, with AWS_DEFAULT_REGION" },
	{ "ECS_EXTERNAL", "1", DOUBT, BAD, "true, with" },
	{ "ECS_EXTERNAL", "\"true\"", DOUBT, DOUBT, "true, with" },
	{ "ECS_EXTERNAL", "false", OK, OK, NULL },
	{ "AWS_USE_FIPS_ENDPOINT", "\"true\"", BAD, BAD, "true or false, without quotes" },
	{ "AWS_USE_FIPS_ENDPOINT", "TRUE", OK, OK, NULL },
	{ "AWS_USE_DUALSTACK_ENDPOINT", "1", BAD, BAD, "true or false" },
	{ "AWS_USE_DUALSTACK_ENDPOINT", "true", OK, OK, NULL },
	{ "AWS_MAX_ATTEMPTS", "three", BAD, BAD, "a whole number" },
	{ "AWS_MAX_ATTEMPTS", "3", OK, OK, NULL },
	{ "AWS_RETRY_MODE", "legacy", BAD, BAD, "standard or adaptive" },
	{ "AWS_PROFILE", "prod", BAD, BAD, "not set" },
	{ "AWS_PROFILE", "", OK, OK, NULL },
	{ "ECS_LOG_OPTS", "{\"max-size\":\"big\"}", BAD, BAD, "a JSON object of options" },
	{ "ECS_LOG_OPTS", "{\"maxsize\":\"16m\"}", BAD, BAD, "a JSON object of options" },
	{ "ECS_LOG_OPTS", "{\"max-size\":16}", DOUBT, DOUBT, "a JSON object of options" },
	{ "ECS_LOG_OPTS", "max-size=16m", NO_USE, NO_USE, "a JSON object" },
	{ "ECS_LOG_OPTS", "{\"max-size\":\"16m\",\"max-file\":\"4\"}", OK, OK, NULL },
	{ "ECS_LOG_OPTS", SIZE "\"max-file\":\"4\",\"compress\":\"true\"}", OK, OK, NULL },
	{ "ECS_LOG_OPTS", SIZE "\"compress\":\"false\"}", OK, OK, NULL },
	{ "ECS_LOG_OPTS", SIZE "\"compress\":\"yes\"}", BAD, BAD, "a JSON object" },
	/* daemon.json may have the rest. */
	{ "ECS_LOG_OPTS", SIZE "\"compress\":\"true\"}", DOUBT, DOUBT, "a JSON object" },
	{ "ECS_LOG_OPTS", SIZE "\"max-file\":\"1\",\"compress\":\"1\"}", DOUBT, DOUBT,
	  "a JSON object" },
	{ "ECS_LOG_OPTS", SIZE "\"mode\":\"non-blocking\"}", OK, OK, NULL },
	{ "ECS_LOG_OPTS", SIZE "\"mode\":\"quick\"}", BAD, BAD, "a JSON object" },
	{ "ECS_LOG_OPTS", "{\"mode\":\"non-blocking\",\"max-buffer-size\":\"4m\"}", OK, OK, NULL },
	{ "ECS_LOG_OPTS", "{\"mode\":\"non-blocking\",\"max-buffer-size\":\"much\"}", BAD, BAD,
	  "a JSON object" },
	{ "ECS_LOG_OPTS", "{\"max-buffer-size\":\"4m\"}", DOUBT, DOUBT, "a JSON object" },
	{ "ECS_LOG_OPTS", "{\"cache-disabled\":\"true\"}", DOUBT, DOUBT, "a JSON object" },
	{ "ECS_INIT_DOCKER_LOG_FILE_SIZE", "large", BAD, BAD, "a size such as 16m" },
	{ "ECS_INIT_DOCKER_LOG_FILE_SIZE", "16m", OK, OK, NULL },
	{ "ECS_INIT_DOCKER_LOG_FILE_NUM", "0", BAD, BAD, "a whole number of 1" },
	{ "ECS_INIT_DOCKER_LOG_FILE_NUM", "4", OK, OK, NULL },
	{ "ECS_AGENT_CONFIG_FILE_PATH", "/etc/ecs/mine.json", DOUBT, DOUBT, "not set, or" },
	{ "ECS_AGENT_CONFIG_FILE_PATH", "/etc/ecs/ecs.config.json", OK, OK, NULL },
	/* The agent reads another file then. */
	{ "ECS_AGENT_CONFIG_FILE_PATH", "", DOUBT, DOUBT, "not set, or" },
	{ "ECS_DATADIR", "/mnt/ecs", BAD, BAD, "/data" },
	{ "ECS_DATADIR", "/database", BAD, BAD, "/data" },
	/* It replaces what ecs-init names, and the checkpoint is off. */
	{ "ECS_DATADIR", "", BAD, BAD, "/data" },
	{ "ECS_DATADIR", "/data/", OK, OK, NULL },
	{ "ECS_CHECKPOINT", "false", BAD, BAD, "true" },
	{ "ECS_CHECKPOINT", "true", OK, OK, NULL },
	{ "AWS_EC2_METADATA_DISABLED", "true", BAD, BAD, "false" },
	{ "AWS_EC2_METADATA_DISABLED", "false", OK, OK, NULL },
	{ "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv4", OK, OK, NULL },
	/* A server that nobody has asked. */
	{ "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6", DOUBT, DOUBT, "ipv4, or ipv6 where" },
	{ "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "dual", BAD, BAD, "ipv4, or ipv6" },
	{ "SSL_CERT_DIR", "/opt/certs", DOUBT, DOUBT, "directories of certificates" },
	{ "SSL_CERT_DIR", "/etc/pki/nothing", DOUBT, DOUBT, "directories" },
	{ "SSL_CERT_DIR", "/etc/pki/tls/certs", OK, DOUBT, "directories" },
	{ "SSL_CERT_FILE", "/opt/ca.pem", DOUBT, DOUBT, "a file of certificates" },
	{ "AWS_CA_BUNDLE", "/etc/pki/tls/certs", BAD, BAD, "not set" },
	{ "DOCKER_HOST", "tcp://127.0.0.1:2375", BAD, BAD, "unix:///var/run/docker.sock" },
	{ "DOCKER_HOST", "unix:///run/nothing.sock", BAD, DOUBT, "unix:///" },
	{ "DOCKER_HOST", "unix:///var/run/docker.sock", OK, OK, NULL },
	{ "PATH", "/opt/bin", BAD, BAD, "not set" },
	{ "PATH", "", BAD, BAD, "not set" },
	{ "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", OK, OK, NULL },
	{ "AWS_DEFAULT_REGION", "us-east-1", BAD, OK, "the Region that the container instance" },
	{ "AWS_DEFAULT_REGION", "us-west-2", OK, OK, NULL },
	{ "AWS_DEFAULT_REGION", "us-west-2a!", BAD, BAD, "the Region" },
	{ "ECS_ENABLE_GPU_SUPPORT", "true", NO_USE, OK, "true only where" },
	{ "ECS_CONTAINER_STOP_TIMEOUT", "30", NO_USE, NO_USE, "a duration of 1s" },
	{ "ECS_CONTAINER_STOP_TIMEOUT", "500ms", NO_USE, NO_USE, "a duration of 1s" },
	{ "ECS_CONTAINER_STOP_TIMEOUT", "1m30s", OK, OK, NULL },
	{ "ECS_DISABLE_PRIVILEGED", "yes", NO_USE, NO_USE, "true or false" },
	{ "ECS_DISABLE_PRIVILEGED", "T", OK, OK, NULL },
	{ "ECS_RESERVED_PORTS", "22", NO_USE, NO_USE, "a JSON list of ports" },
	{ "ECS_RESERVED_PORTS", "[70000]", NO_USE, NO_USE, "a JSON list of ports" },
	{ "ECS_RESERVED_PORTS", "[22, 80]", OK, OK, NULL },
	{ "ECS_DYNAMIC_HOST_PORT_RANGE", "9-1", NO_USE, NO_USE, "two ports" },
	{ "ECS_DYNAMIC_HOST_PORT_RANGE", "49153-65535", OK, OK, NULL },
	{ "ECS_TASK_METADATA_RPS_LIMIT", "40", NO_USE, NO_USE, "two whole numbers" },
	{ "ECS_TASK_METADATA_RPS_LIMIT", "40, 60", OK, OK, NULL },
	{ "HTTP_PROXY", "\"http://proxy:3128\"", DOUBT, DOUBT, "no quotes" },
	{ "HTTP_PROXY", "http://proxy:3128", OK, OK, NULL },
	{ "AWS_ENDPOINT_URL_ECS", "https://ecs.example.com", OK, OK, NULL },
	{ "ECS_CLUSTRE", "prod", DOUBT, DOUBT, "a setting that" },
	{ "LD_PRELOAD", "/x.so", DOUBT, DOUBT, "a setting that" },
};

static void check_one(const char *key, const char *value, const struct setting_facts *facts,
		      enum setting_outcome outcome, const char *expected)
{
	struct setting_verdict verdict = agent_setting_judge(key, strlen(key), value, facts);

	if (verdict.outcome != outcome)
		fail_msg("%s=%s is %s, not %s", key, value, setting_outcome_name(verdict.outcome),
			 setting_outcome_name(outcome));
	if (outcome != OK && strncmp(verdict.expected, expected, strlen(expected)) != 0)
		fail_msg("%s=%s: expected is '%s'", key, value, verdict.expected);
}

static void verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		check_one(rows[i].key, rows[i].value, &machine, rows[i].here, rows[i].expected);
		check_one(rows[i].key, rows[i].value, &nothing_known, rows[i].anywhere,
			  rows[i].expected);
	}
}

static void external_has_its_own_credentials(void **state)
{
	struct setting_facts external = machine;

	(void)state;
	external.external = true;
	check_one("AWS_EC2_METADATA_DISABLED", "true", &external, OK, NULL);
	check_one("AWS_PROFILE", "prod", &external, DOUBT, "not set");
}

/* A row that can say no says what it wants. */
static void table_is_sound(void **state)
{
	size_t count;
	const struct agent_setting *table = agent_settings_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		assert_true(table[i].readers);
		assert_true(table[i].judge);
		assert_int_equal(table[i].otherwise == SETTING_ACCEPTED, !table[i].expected);
		assert_ptr_equal(agent_setting_find(table[i].key, strlen(table[i].key)), &table[i]);
	}
}

static void durations(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int64_t ns;
	} spans[] = {
		{ "30s", true, 30000000000 },
		{ "1h2m", true, 3720000000000 },
		{ "1.5s", true, 1500000000 },
		{ ".5s", true, 500000000 },
		{ "-2s", true, -2000000000 },
		{ "+1ms", true, 1000000 },
		{ "0", true, 0 },
		{ "5\xc2\xb5s", true, 5000 },
		{ "30", false, 0 },
		{ "", false, 0 },
		{ "s", false, 0 },
		{ ".s", false, 0 },
		{ "1d", false, 0 },
		{ "1 s", false, 0 },
		{ "-", false, 0 },
		{ "1h 2m", false, 0 },
		{ "9999999999h", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(spans); i++) {
		int64_t ns = 0;

		if (go_duration(spans[i].text, &ns) != spans[i].good || ns != spans[i].ns)
			fail_msg("'%s' is %lld", spans[i].text, (long long)ns);
	}
}

static void trims_as_go_does(void **state)
{
	static const char text[] = "\xc2\xa0\xe3\x80\x80"
				   "ECS_CLUSTER=prod\xe2\x80\x89\xc2\x85\r\n"
				   "A=\xc2\xa0"
				   "x\xe2\x80\x8b\n";
	char value[32];
	unsigned line;

	(void)state;
	assert_true(ecs_config_lookup(text, sizeof text - 1, "ECS_CLUSTER", value, sizeof value,
				      &line));
	assert_string_equal(value, "prod");
	/* In the middle of a line, and a blank that Go does not count as one. */
	assert_true(ecs_config_lookup(text, sizeof text - 1, "A", value, sizeof value, &line));
	assert_string_equal(value, "\xc2\xa0"
				   "x\xe2\x80\x8b");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts),
		cmocka_unit_test(external_has_its_own_credentials),
		cmocka_unit_test(table_is_sound),
		cmocka_unit_test(durations),
		cmocka_unit_test(trims_as_go_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
