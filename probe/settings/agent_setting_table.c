/* SPDX-License-Identifier: Apache-2.0 */
/* aws/amazon-ecs-agent 1.105.1, by the function that reads each: E environmentConfig()
 * of agent/config/config.go and what it calls in parse.go; B the bounds of
 * validateAndOverrideBounds(); P platformOverrides() of config_unix.go; L
 * ecs-agent/logger/log.go; D getContainerConfig(), C ecs-init/config/common.go; T
 * ecs-init/exec/iptables; S NewEnvConfig() of aws-sdk-go-v2/config. */
/* No row says since when: of each the newest release is the strictest that was seen, and
 * what an older one registered with is proven by that (config_check_settings()).  Two
 * rules depend on the version and on no setting; they are in judge/agent_view.c. */
#include "setting_judges.h"

#define A READ_BY_AGENT
#define I READ_BY_INIT
#define S READ_BY_SDK
#define DEFAULT SETTING_DEFAULT

#define SECONDS(n) (INT64_C(1000000000) * INT64_C(n))
#define MINUTES(n) (SECONDS(60) * INT64_C(n))
#define MILLISECONDS(n) (INT64_C(1000000) * INT64_C(n))
#define LONG INT64_MAX

static const char a_bool[] = "true or false";
static const char a_sdk_bool[] = "true or false, without quotes";
static const char a_duration[] = "a duration such as 30s, 10m or 1h";
static const char a_map[] = "a JSON object of strings such as {\"stack\":\"prod\"}";
static const char a_list[] = "a JSON list of strings such as [\"a\",\"b\"]";
static const char a_ports[] = "a JSON list of ports such as [22,8080]";
static const char a_count[] = "a whole number";

static const char *const drivers[] = { "json-file", "syslog",  "journald",    "gelf",
				       "fluentd",   "awslogs", "splunk",      "logentries",
				       "sumologic", "none",    "awsfirelens", NULL };
static const char *const own_drivers[] = { "json-file", NULL };
static const char *const levels[] = { "debug", "info", "warn", "error", "crit", "none", NULL };
static const char *const formats[] = { "logfmt", "json", NULL };
static const char *const rollovers[] = { "size", "date", "none", NULL };
static const char *const pull_words[] = { "default", "always", "once", "prefer-cached", NULL };
static const char *const tag_words[] = { "none", "ec2_instance", NULL };
static const char *const families[] = { "ipv4", "ipv6", NULL };
static const char *const auth_words[] = { "docker", "dockercfg", NULL };
static const char *const retry_words[] = { "standard", "adaptive", NULL };
static const char *const mode_words[] = { "ipv4", NULL };
static const char *const cgroup_words[] = { "/sys/fs/cgroup", NULL };
static const char *const profile_words[] = { "ecs-agent-default", NULL };

/* A row begins with its key, with who reads it, and with what judges a value. */
#define KEY(name, who, how) .key = name, .readers = who, .judge = judge_##how

/* The releases of clang-format do not agree on braces in a macro. */
/* clang-format off */
#define BOOL(name, more) \
	{ KEY(name, A, bool), .flags = more, .otherwise = SETTING_IGNORED, .expected = a_bool }
#define SDK_BOOL(name) \
	{ KEY(name, S, sdk_bool), .otherwise = SETTING_REFUSED, .expected = a_sdk_bool }
#define TEXT(name, who, more) \
	{ KEY(name, who, any), .flags = more, .otherwise = SETTING_ACCEPTED }
#define PLAIN(name, who, more) \
	{ KEY(name, who, unquoted), .flags = more, .otherwise = SETTING_UNPROVEN, .expected = "no quotes or spaces" }
#define SPAN(name, least, says) \
	{ KEY(name, A, duration), .otherwise = SETTING_IGNORED, .low = least, .high = LONG, .expected = says }
#define COUNT(name, least, most) \
	{ KEY(name, A, integer), .otherwise = SETTING_IGNORED, .low = least, .high = most, .expected = a_count }
#define WORDS(name, who, list, outcome, says) \
	{ KEY(name, who, words), .otherwise = outcome, .words = list, .expected = says }
/* clang-format on */

static const struct agent_setting table[] = {
	/* Where and as what it registers: E. */
	{ KEY("ECS_CLUSTER", A, cluster), .otherwise = SETTING_REFUSED,
	  .expected = "a cluster's name or ARN, without quotes" },
	{ KEY("AWS_DEFAULT_REGION", A | I | S, region), .otherwise = SETTING_REFUSED,
	  .expected =
		  "the Region that the container instance is registered in, such as us-east-1" },
	PLAIN("ECS_BACKEND_HOST", A, 0),
	{ KEY("ECS_EXTERNAL", A | I, external), .otherwise = SETTING_REFUSED,
	  .expected = "true, with AWS_DEFAULT_REGION set beside it" },
	{ KEY("ECS_INSTANCE_ATTRIBUTES", A, map), .flags = SETTING_FIRST_ONLY,
	  .otherwise = SETTING_REFUSED, .expected = a_map },
	{ KEY("ECS_CONTAINER_INSTANCE_TAGS", A, map), .otherwise = SETTING_REFUSED,
	  .expected = a_map },
	WORDS("ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM", A, tag_words, SETTING_IGNORED,
	      "none or ec2_instance"),
	{ KEY("ECS_RESERVED_MEMORY", A, memory), .otherwise = SETTING_REFUSED,
	  .expected = "MiB, at most the memory of this instance (and 65535)" },
	{ KEY("ECS_RESERVED_PORTS", A, ports), .otherwise = SETTING_IGNORED, .expected = a_ports },
	{ KEY("ECS_RESERVED_PORTS_UDP", A, ports), .otherwise = SETTING_IGNORED,
	  .expected = a_ports },
	{ KEY("ECS_INSTANCE_IP_COMPATIBILITY", A, any_case), .otherwise = SETTING_IGNORED,
	  .words = families, .expected = "ipv4 or ipv6" },

	/* What it keeps: a path that does not last makes it another instance. */
	{ KEY("ECS_DATADIR", A, data_directory), .flags = DEFAULT, .otherwise = SETTING_REFUSED,
	  .expected = "/data, which survives the container" },
	{ KEY("ECS_CHECKPOINT", A, checkpoint), .otherwise = SETTING_REFUSED,
	  .expected =
		  "true: without its state the agent returns as another container instance and leaves the running tasks behind" },
	TEXT("ECS_HOST_DATA_DIR", A, 0),
	{ KEY("ECS_AGENT_CONFIG_FILE_PATH", A, json_path), .flags = DEFAULT,
	  .otherwise = SETTING_UNPROVEN, .expected = "not set, or /etc/ecs/ecs.config.json" },

	/* Docker. */
	{ KEY("DOCKER_HOST", A | I, docker_host), .otherwise = SETTING_REFUSED,
	  .expected = "unix:///var/run/docker.sock" },
	{ KEY("ECS_AVAILABLE_LOGGING_DRIVERS", A, drivers), .flags = DEFAULT,
	  .otherwise = SETTING_REFUSED, .words = drivers,
	  .expected =
		  "a JSON list of log drivers that the agent knows, such as [\"json-file\",\"awslogs\"]" },
	WORDS("ECS_ENGINE_AUTH_TYPE", A, auth_words, SETTING_IGNORED, "docker or dockercfg"),
	TEXT("ECS_ENGINE_AUTH_DATA", A, SETTING_SECRET),
	WORDS("ECS_IMAGE_PULL_BEHAVIOR", A, pull_words, SETTING_IGNORED,
	      "default, always, once or prefer-cached"),
	TEXT("ECS_EXCLUDE_UNTRACKED_IMAGE", A, 0),
	{ KEY("ECS_VOLUME_PLUGIN_CAPABILITIES", A, strings), .flags = DEFAULT,
	  .otherwise = SETTING_IGNORED, .expected = a_list },
	WORDS("ECS_CGROUP_PATH", A, cgroup_words, SETTING_UNPROVEN, "/sys/fs/cgroup"),
	{ KEY("ECS_CNI_PLUGINS_PATH", A, never), .otherwise = SETTING_UNPROVEN,
	  .expected = "not set: the agent's container has its plugins at a fixed path" },
	TEXT("ECS_NVIDIA_RUNTIME", A, 0),
	{ KEY("ECS_AWSVPC_ADDITIONAL_LOCAL_ROUTES", A, routes), .otherwise = SETTING_REFUSED,
	  .expected = "a JSON list of networks such as [\"10.0.0.0/8\"]" },

	/* Durations: E, B. */
	SPAN("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", SECONDS(1), a_duration),
	SPAN("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION_JITTER", 0, a_duration),
	SPAN("ECS_CONTAINER_STOP_TIMEOUT", SECONDS(1), "a duration of 1s or more"),
	SPAN("ECS_CONTAINER_START_TIMEOUT", SECONDS(45), "a duration of 45s or more"),
	SPAN("ECS_CONTAINER_CREATE_TIMEOUT", MINUTES(1), "a duration of 1m or more"),
	SPAN("ECS_MANIFEST_PULL_TIMEOUT", SECONDS(30), "a duration of 30s or more"),
	SPAN("ECS_IMAGE_PULL_INACTIVITY_TIMEOUT", MINUTES(1), "a duration of 1m or more"),
	SPAN("ECS_IMAGE_PULL_TIMEOUT", 0, a_duration),
	SPAN("ECS_IMAGE_MINIMUM_CLEANUP_AGE", 0, a_duration),
	SPAN("NON_ECS_IMAGE_MINIMUM_CLEANUP_AGE", 0, a_duration),
	SPAN("ECS_IMAGE_CLEANUP_INTERVAL", MINUTES(10), "a duration of 10m or more"),
	{ KEY("ECS_POLLING_METRICS_WAIT_DURATION", A, duration), .otherwise = SETTING_IGNORED,
	  .low = SECONDS(5), .high = SECONDS(20), .expected = "a duration from 5s to 20s" },
	{ KEY("ECS_CGROUP_CPU_PERIOD", A, duration), .otherwise = SETTING_IGNORED,
	  .low = MILLISECONDS(8), .high = MILLISECONDS(100),
	  .expected = "a duration from 8ms to 100ms" },

	/* Numbers: E. */
	COUNT("ECS_NUM_IMAGES_DELETE_PER_CYCLE", 1, INT32_MAX),
	COUNT("NONECS_NUM_CONTAINERS_DELETE_PER_CYCLE", 1, INT32_MAX),
	COUNT("ECS_TASK_PIDS_LIMIT", 1, 4194304),
	{ KEY("ECS_TASK_METADATA_RPS_LIMIT", A, pair), .otherwise = SETTING_IGNORED,
	  .expected = "two whole numbers such as 40,60" },
	{ KEY("ECS_DYNAMIC_HOST_PORT_RANGE", A, port_range), .otherwise = SETTING_IGNORED,
	  .expected = "two ports such as 49153-65535" },

	/* Yes and no: E, P. */
	BOOL("ECS_UPDATES_ENABLED", DEFAULT),
	BOOL("ECS_DISABLE_METRICS", 0),
	BOOL("ECS_DISABLE_PRIVILEGED", 0),
	BOOL("ECS_SELINUX_CAPABLE", 0),
	BOOL("ECS_APPARMOR_CAPABLE", 0),
	BOOL("ECS_ENABLE_TASK_ENI", SETTING_BY_INIT | DEFAULT),
	BOOL("ECS_ENABLE_HIGH_DENSITY_ENI", 0),
	BOOL("ECS_ENABLE_TASK_IAM_ROLE", DEFAULT),
	BOOL("ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST", DEFAULT),
	BOOL("ECS_ENABLE_UNTRACKED_IMAGE_CLEANUP", 0),
	BOOL("ECS_ENABLE_TASK_CPU_MEM_LIMIT", 0),
	BOOL("ECS_PULL_DEPENDENT_CONTAINERS_UPFRONT", 0),
	BOOL("ECS_AUDIT_LOGFILE_DISABLED", 0),
	BOOL("ECS_DISABLE_IMAGE_CLEANUP", 0),
	BOOL("ECS_AWSVPC_BLOCK_IMDS", 0),
	BOOL("ECS_ENABLE_CONTAINER_METADATA", 0),
	BOOL("ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE", DEFAULT),
	BOOL("ECS_SHARED_VOLUME_MATCH_FULL_CONFIG", 0),
	BOOL("ECS_POLL_METRICS", 0),
	BOOL("ECS_DISABLE_DOCKER_HEALTH_CHECK", 0),
	BOOL("ECS_EBSTA_SUPPORTED", SETTING_BY_INIT | DEFAULT),
	BOOL("ECS_ENABLE_INF_SUPPORT", 0),
	BOOL("ECS_DISABLE_TASK_METADATA_AZ", 0),
	BOOL("ECS_ENABLE_SPOT_INSTANCE_DRAINING", 0),
	BOOL("ECS_ENABLE_RUNTIME_STATS", 0),
	BOOL("ECS_EXCLUDE_IPV6_PORTBINDING", 0),
	BOOL("ECS_WARM_POOLS_CHECK", 0),
	BOOL("ECS_ENABLE_FIRELENS_ASYNC", 0),
	BOOL("ECS_PROPAGATE_TASK_MEMORY_LIMIT_CGROUPV2", 0),
	BOOL("ECS_ENABLE_PROMETHEUS_METRICS", 0),
	BOOL("ECS_GMSA_SUPPORTED", 0),
	{ KEY("ECS_ENABLE_GPU_SUPPORT", A | I, gpu), .flags = SETTING_BY_INIT,
	  .otherwise = SETTING_IGNORED, .expected = "true only where there are NVIDIA devices" },

	/* Log files: L. */
	{ KEY("ECS_LOGLEVEL", A | I, any_case), .otherwise = SETTING_UNPROVEN, .words = levels,
	  .expected = "debug, info, warn, error, crit or none" },
	{ KEY("ECS_LOGLEVEL_ON_INSTANCE", A, any_case), .otherwise = SETTING_UNPROVEN,
	  .words = levels, .expected = "debug, info, warn, error, crit or none" },
	TEXT("ECS_LOGFILE", A, DEFAULT),
	TEXT("ECS_AUDIT_LOGFILE", A, 0),
	WORDS("ECS_LOG_OUTPUT_FORMAT", A, formats, SETTING_UNPROVEN, "logfmt or json"),
	WORDS("ECS_LOG_ROLLOVER_TYPE", A, rollovers, SETTING_UNPROVEN, "size, date or none"),
	COUNT("ECS_LOG_MAX_ROLL_COUNT", 1, INT32_MAX),
	COUNT("ECS_LOG_MAX_FILE_SIZE_MB", 1, INT32_MAX),

	/* ecs-init: C, D, T. */
	WORDS("ECS_LOG_DRIVER", A | I, own_drivers, SETTING_UNPROVEN,
	      "json-file: ecsprobe does not know whether Docker supports another log driver for the agent"),
	{ KEY("ECS_LOG_OPTS", I, log_options), .flags = SETTING_SECRET,
	  .otherwise = SETTING_REFUSED,
	  .expected =
		  "a JSON object of options that Docker knows for the log driver, such as {\"max-size\":\"16m\",\"max-file\":\"4\"}" },
	{ KEY("ECS_INIT_DOCKER_LOG_FILE_SIZE", I, docker_size), .otherwise = SETTING_REFUSED,
	  .expected = "a size such as 16m" },
	{ KEY("ECS_INIT_DOCKER_LOG_FILE_NUM", I, integer), .otherwise = SETTING_REFUSED, .low = 1,
	  .high = INT32_MAX, .expected = "a whole number of 1 or more" },
	{ KEY("ECS_AGENT_LABELS", I, map), .flags = DEFAULT, .otherwise = SETTING_IGNORED,
	  .expected = a_map },
	{ KEY("ECS_AGENT_RUN_PRIVILEGED", I, true_only), .otherwise = SETTING_IGNORED,
	  .expected = "true, in lower case" },
	WORDS("ECS_AGENT_APPARMOR_PROFILE", I, profile_words, SETTING_UNPROVEN,
	      "ecs-agent-default: ecsprobe does not know whether another profile is loaded"),
	{ KEY("ECS_AGENT_PID_NAMESPACE_HOST", I, bool), .otherwise = SETTING_IGNORED,
	  .expected = a_bool },
	{ KEY("ECS_SKIP_LOCALHOST_TRAFFIC_FILTER", I, bool), .otherwise = SETTING_IGNORED,
	  .expected = a_bool },
	{ KEY("ECS_ALLOW_OFFHOST_INTROSPECTION_ACCESS", I, bool), .otherwise = SETTING_IGNORED,
	  .expected = a_bool },
	TEXT("ECS_UPDATE_DOWNLOAD_DIR", A, DEFAULT),
	TEXT("ECS_DETAILED_OS_FAMILY", A, DEFAULT),
	TEXT("ECS_PAUSE_LABELS", A, 0),
	TEXT("ECS_AGENT_HEALTHCHECK_HOST", A, 0),
	TEXT("ECS_ALTERNATE_CREDENTIAL_PROFILE", A, 0),
	TEXT("ECS_DOMAIN_JOINED_LINUX_INSTANCE", A, DEFAULT),
	TEXT("CREDENTIALS_FETCHER_HOST", I, 0),
	TEXT("CREDENTIALS_FETCHER_HOST_DIR", A, DEFAULT),
	TEXT("CREDENTIALS_FETCHER_SECRET_NAME_FOR_DOMAINLESS_GMSA", A, 0),
	{ KEY("PATH", A | I, search_path), .flags = DEFAULT, .otherwise = SETTING_REFUSED,
	  .expected = "not set: ecs-init looks for iptables and sysctl in it" },

	/* Go's own: net/http/httpproxy, crypto/x509. */
	PLAIN("HTTP_PROXY", A | I, SETTING_SECRET),
	PLAIN("HTTPS_PROXY", A | I, SETTING_SECRET),
	TEXT("NO_PROXY", A | I, 0),
	PLAIN("http_proxy", A | I, SETTING_SECRET),
	PLAIN("https_proxy", A | I, SETTING_SECRET),
	TEXT("no_proxy", A | I, 0),
	/* One of the two that leads to nothing leaves what the other, or the image, has: a
	 * certificate of one's own may be missing then. */
	{ KEY("SSL_CERT_DIR", A | I, container_path), .flags = DEFAULT,
	  .otherwise = SETTING_UNPROVEN,
	  .expected =
		  "directories of certificates that the agent's container has; without them calls may fail with x509" },
	{ KEY("SSL_CERT_FILE", A | I, container_path), .otherwise = SETTING_UNPROVEN,
	  .expected =
		  "a file of certificates that the agent's container has; without it calls may fail with x509" },

	/* The SDK: S. */
	TEXT("AWS_REGION", S, 0),
	PLAIN("AWS_ENDPOINT_URL*", S, 0),
	SDK_BOOL("AWS_USE_DUALSTACK_ENDPOINT"),
	SDK_BOOL("AWS_USE_FIPS_ENDPOINT"),
	SDK_BOOL("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
	SDK_BOOL("AWS_EC2_METADATA_V1_DISABLED"),
	SDK_BOOL("AWS_S3_USE_ARN_REGION"),
	SDK_BOOL("AWS_DISABLE_REQUEST_COMPRESSION"),
	{ KEY("AWS_MAX_ATTEMPTS", S, integer), .otherwise = SETTING_REFUSED, .high = LONG,
	  .expected = a_count },
	{ KEY("AWS_RETRY_MODE", S, any_case), .otherwise = SETTING_REFUSED, .words = retry_words,
	  .expected = "standard or adaptive" },
	{ KEY("AWS_PROFILE", S, profile), .otherwise = SETTING_REFUSED,
	  .expected = "not set: neither ecs-init nor the agent's container has that profile" },
	{ KEY("AWS_CA_BUNDLE", S, never), .otherwise = SETTING_REFUSED,
	  .expected =
		  "not set: the agent's AWS client accepts no bundle beside its own HTTP client; add the certificate to the host's trust store" },
	{ KEY("AWS_EC2_METADATA_DISABLED", S, metadata_off), .otherwise = SETTING_REFUSED,
	  .expected = "false: the agent asks the metadata service at each start" },
	{ KEY("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", S, metadata_mode),
	  .otherwise = SETTING_REFUSED, .words = mode_words,
	  .expected =
		  "ipv4, or ipv6 where fd00:ec2::254 answers; ecsprobe does not know whether it does" },
	{ KEY("AWS_EC2_METADATA_SERVICE_ENDPOINT", S, never), .otherwise = SETTING_UNPROVEN,
	  .expected = "not set: ecsprobe does not know the server at that address" },
	{ KEY("AWS_ACCESS_KEY_ID", S, never), .flags = SETTING_SECRET,
	  .otherwise = SETTING_UNPROVEN,
	  .expected = "not set: the agent is known to register only with the instance role" },
	{ KEY("AWS_SECRET_ACCESS_KEY", S, never), .flags = SETTING_SECRET,
	  .otherwise = SETTING_UNPROVEN,
	  .expected = "not set: the agent is known to register only with the instance role" },
	{ KEY("AWS_SESSION_TOKEN", S, never), .flags = SETTING_SECRET,
	  .otherwise = SETTING_UNPROVEN,
	  .expected = "not set: the agent is known to register only with the instance role" },
};

const struct agent_setting *agent_settings_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}
