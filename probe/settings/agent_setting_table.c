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
static const char *const mode_words[] = { "ipv4", "ipv6", NULL };
static const char *const cgroup_words[] = { "/sys/fs/cgroup", NULL };
static const char *const profile_words[] = { "ecs-agent-default", NULL };

/* The releases of clang-format do not agree on braces in a macro. */
/* clang-format off */
#define BOOL(name, more) { name, A, more, judge_bool, SETTING_IGNORED, 0, 0, NULL, a_bool }
#define SDK_BOOL(name, more) \
	{ name, S, more, judge_sdk_bool, SETTING_REFUSED, 0, 0, NULL, a_sdk_bool }
#define TEXT(name, who, more) { name, who, more, judge_any, SETTING_ACCEPTED, 0, 0, NULL, NULL }
#define PLAIN(name, who, more) \
	{ name, who, more, judge_unquoted, SETTING_UNPROVEN, 0, 0, NULL, "no quotes or blanks" }
#define SPAN(name, low, expected) \
	{ name, A, 0, judge_duration, SETTING_IGNORED, low, LONG, NULL, expected }
#define COUNT(name, low, high) \
	{ name, A, 0, judge_integer, SETTING_IGNORED, low, high, NULL, a_count }
#define WORDS(name, who, more, words, otherwise, expected) \
	{ name, who, more, judge_words, otherwise, 0, 0, words, expected }
/* clang-format on */

static const struct agent_setting table[] = {
	/* Where and as what it registers: E. */
	{ "ECS_CLUSTER", A, 0, judge_cluster, SETTING_REFUSED, 0, 0, NULL,
	  "a cluster's name or ARN, without quotes" },
	{ "AWS_DEFAULT_REGION", A | I | S, 0, judge_region, SETTING_REFUSED, 0, 0, NULL,
	  "the Region that the container instance is registered in, such as us-east-1" },
	PLAIN("ECS_BACKEND_HOST", A, 0),
	{ "ECS_EXTERNAL", A | I, 0, judge_external, SETTING_REFUSED, 0, 0, NULL,
	  "true, with AWS_DEFAULT_REGION set beside it" },
	{ "ECS_INSTANCE_ATTRIBUTES", A, SETTING_FIRST_ONLY, judge_map, SETTING_REFUSED, 0, 0, NULL,
	  a_map },
	{ "ECS_CONTAINER_INSTANCE_TAGS", A, 0, judge_map, SETTING_REFUSED, 0, 0, NULL, a_map },
	WORDS("ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM", A, 0, tag_words, SETTING_IGNORED,
	      "none or ec2_instance"),
	{ "ECS_RESERVED_MEMORY", A, 0, judge_memory, SETTING_REFUSED, 0, 0, NULL,
	  "MiB, at most the memory of this instance (and 65535)" },
	{ "ECS_RESERVED_PORTS", A, 0, judge_ports, SETTING_IGNORED, 0, 0, NULL, a_ports },
	{ "ECS_RESERVED_PORTS_UDP", A, 0, judge_ports, SETTING_IGNORED, 0, 0, NULL, a_ports },
	{ "ECS_INSTANCE_IP_COMPATIBILITY", A, 0, judge_any_case, SETTING_IGNORED, 0, 0, families,
	  "ipv4 or ipv6" },

	/* What it keeps: a path that does not last makes it another instance. */
	{ "ECS_DATADIR", A, DEFAULT, judge_data_directory, SETTING_REFUSED, 0, 0, NULL,
	  "/data, which outlasts the container" },
	{ "ECS_CHECKPOINT", A, 0, judge_checkpoint, SETTING_REFUSED, 0, 0, NULL,
	  "true: without its state the agent returns as another container instance and leaves "
	  "the running tasks behind" },
	TEXT("ECS_HOST_DATA_DIR", A, 0),
	{ "ECS_AGENT_CONFIG_FILE_PATH", A, DEFAULT, judge_json_path, SETTING_UNPROVEN, 0, 0, NULL,
	  "not set, or /etc/ecs/ecs.config.json" },

	/* Docker. */
	{ "DOCKER_HOST", A | I, 0, judge_docker_host, SETTING_REFUSED, 0, 0, NULL,
	  "unix:///var/run/docker.sock" },
	{ "ECS_AVAILABLE_LOGGING_DRIVERS", A, DEFAULT, judge_drivers, SETTING_REFUSED, 0, 0,
	  drivers,
	  "a JSON list of log drivers that the agent knows, such as [\"json-file\",\"awslogs\"]" },
	WORDS("ECS_ENGINE_AUTH_TYPE", A, 0, auth_words, SETTING_IGNORED, "docker or dockercfg"),
	TEXT("ECS_ENGINE_AUTH_DATA", A, SETTING_SECRET),
	WORDS("ECS_IMAGE_PULL_BEHAVIOR", A, 0, pull_words, SETTING_IGNORED,
	      "default, always, once or prefer-cached"),
	TEXT("ECS_EXCLUDE_UNTRACKED_IMAGE", A, 0),
	{ "ECS_VOLUME_PLUGIN_CAPABILITIES", A, DEFAULT, judge_strings, SETTING_IGNORED, 0, 0, NULL,
	  a_list },
	WORDS("ECS_CGROUP_PATH", A, 0, cgroup_words, SETTING_UNPROVEN, "/sys/fs/cgroup"),
	{ "ECS_CNI_PLUGINS_PATH", A, 0, judge_never, SETTING_UNPROVEN, 0, 0, NULL,
	  "not set: the container has its plugins at one path" },
	TEXT("ECS_NVIDIA_RUNTIME", A, 0),
	{ "ECS_AWSVPC_ADDITIONAL_LOCAL_ROUTES", A, 0, judge_routes, SETTING_REFUSED, 0, 0, NULL,
	  "a JSON list of networks such as [\"10.0.0.0/8\"]" },

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
	{ "ECS_POLLING_METRICS_WAIT_DURATION", A, 0, judge_duration, SETTING_IGNORED, SECONDS(5),
	  SECONDS(20), NULL, "a duration from 5s to 20s" },
	{ "ECS_CGROUP_CPU_PERIOD", A, 0, judge_duration, SETTING_IGNORED, MILLISECONDS(8),
	  MILLISECONDS(100), NULL, "a duration from 8ms to 100ms" },

	/* Numbers: E. */
	COUNT("ECS_NUM_IMAGES_DELETE_PER_CYCLE", 1, INT32_MAX),
	COUNT("NONECS_NUM_CONTAINERS_DELETE_PER_CYCLE", 1, INT32_MAX),
	COUNT("ECS_TASK_PIDS_LIMIT", 1, 4194304),
	{ "ECS_TASK_METADATA_RPS_LIMIT", A, 0, judge_pair, SETTING_IGNORED, 0, 0, NULL,
	  "two whole numbers such as 40,60" },
	{ "ECS_DYNAMIC_HOST_PORT_RANGE", A, 0, judge_port_range, SETTING_IGNORED, 0, 0, NULL,
	  "two ports such as 49153-65535" },

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
	{ "ECS_ENABLE_GPU_SUPPORT", A | I, SETTING_BY_INIT, judge_gpu, SETTING_IGNORED, 0, 0, NULL,
	  "true only where there are NVIDIA devices" },

	/* Log files: L. */
	{ "ECS_LOGLEVEL", A | I, 0, judge_any_case, SETTING_UNPROVEN, 0, 0, levels,
	  "debug, info, warn, error, crit or none" },
	{ "ECS_LOGLEVEL_ON_INSTANCE", A, 0, judge_any_case, SETTING_UNPROVEN, 0, 0, levels,
	  "debug, info, warn, error, crit or none" },
	TEXT("ECS_LOGFILE", A, DEFAULT),
	TEXT("ECS_AUDIT_LOGFILE", A, 0),
	WORDS("ECS_LOG_OUTPUT_FORMAT", A, 0, formats, SETTING_UNPROVEN, "logfmt or json"),
	WORDS("ECS_LOG_ROLLOVER_TYPE", A, 0, rollovers, SETTING_UNPROVEN, "size, date or none"),
	COUNT("ECS_LOG_MAX_ROLL_COUNT", 1, INT32_MAX),
	COUNT("ECS_LOG_MAX_FILE_SIZE_MB", 1, INT32_MAX),

	/* ecs-init: C, D, T. */
	WORDS("ECS_LOG_DRIVER", A | I, 0, own_drivers, SETTING_UNPROVEN,
	      "json-file: whether Docker can log the agent elsewhere is not known"),
	{ "ECS_LOG_OPTS", I, SETTING_SECRET, judge_log_options, SETTING_REFUSED, 0, 0, NULL,
	  "a JSON object of options that Docker knows for the log driver, such as "
	  "{\"max-size\":\"16m\",\"max-file\":\"4\"}" },
	{ "ECS_INIT_DOCKER_LOG_FILE_SIZE", I, 0, judge_docker_size, SETTING_REFUSED, 0, 0, NULL,
	  "a size such as 16m" },
	{ "ECS_INIT_DOCKER_LOG_FILE_NUM", I, 0, judge_integer, SETTING_REFUSED, 1, INT32_MAX, NULL,
	  "a whole number of 1 or more" },
	{ "ECS_AGENT_LABELS", I, DEFAULT, judge_map, SETTING_IGNORED, 0, 0, NULL, a_map },
	{ "ECS_AGENT_RUN_PRIVILEGED", I, 0, judge_true_only, SETTING_IGNORED, 0, 0, NULL,
	  "true, in these letters" },
	WORDS("ECS_AGENT_APPARMOR_PROFILE", I, 0, profile_words, SETTING_UNPROVEN,
	      "ecs-agent-default: whether another profile is loaded is not known"),
	{ "ECS_AGENT_PID_NAMESPACE_HOST", I, 0, judge_bool, SETTING_IGNORED, 0, 0, NULL, a_bool },
	{ "ECS_SKIP_LOCALHOST_TRAFFIC_FILTER", I, 0, judge_bool, SETTING_IGNORED, 0, 0, NULL,
	  a_bool },
	{ "ECS_ALLOW_OFFHOST_INTROSPECTION_ACCESS", I, 0, judge_bool, SETTING_IGNORED, 0, 0, NULL,
	  a_bool },
	TEXT("ECS_UPDATE_DOWNLOAD_DIR", A, DEFAULT),
	TEXT("ECS_DETAILED_OS_FAMILY", A, DEFAULT),
	TEXT("ECS_PAUSE_LABELS", A, 0),
	TEXT("ECS_AGENT_HEALTHCHECK_HOST", A, 0),
	TEXT("ECS_ALTERNATE_CREDENTIAL_PROFILE", A, 0),
	TEXT("ECS_DOMAIN_JOINED_LINUX_INSTANCE", A, DEFAULT),
	TEXT("CREDENTIALS_FETCHER_HOST", I, 0),
	TEXT("CREDENTIALS_FETCHER_HOST_DIR", A, DEFAULT),
	TEXT("CREDENTIALS_FETCHER_SECRET_NAME_FOR_DOMAINLESS_GMSA", A, 0),
	{ "PATH", A | I, DEFAULT, judge_search_path, SETTING_REFUSED, 0, 0, NULL,
	  "not set: ecs-init looks for iptables and sysctl in it" },

	/* Go's own: net/http/httpproxy, crypto/x509. */
	PLAIN("HTTP_PROXY", A | I, SETTING_SECRET),
	PLAIN("HTTPS_PROXY", A | I, SETTING_SECRET),
	TEXT("NO_PROXY", A | I, 0),
	PLAIN("http_proxy", A | I, SETTING_SECRET),
	PLAIN("https_proxy", A | I, SETTING_SECRET),
	TEXT("no_proxy", A | I, 0),
	/* One of the two that leads to nothing leaves what the other, or the image, has: a
	 * certificate of one's own may be missing then. */
	{ "SSL_CERT_DIR", A | I, DEFAULT, judge_container_path, SETTING_UNPROVEN, 0, 0, NULL,
	  "directories of certificates that the agent's container has; without them calls may end "
	  "in x509" },
	{ "SSL_CERT_FILE", A | I, 0, judge_container_path, SETTING_UNPROVEN, 0, 0, NULL,
	  "a file of certificates that the agent's container has; without it calls may end in "
	  "x509" },

	/* The SDK: S. */
	TEXT("AWS_REGION", S, 0),
	PLAIN("AWS_ENDPOINT_URL*", S, 0),
	SDK_BOOL("AWS_USE_DUALSTACK_ENDPOINT", 0),
	SDK_BOOL("AWS_USE_FIPS_ENDPOINT", 0),
	SDK_BOOL("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", 0),
	SDK_BOOL("AWS_EC2_METADATA_V1_DISABLED", 0),
	SDK_BOOL("AWS_S3_USE_ARN_REGION", 0),
	SDK_BOOL("AWS_DISABLE_REQUEST_COMPRESSION", 0),
	{ "AWS_MAX_ATTEMPTS", S, 0, judge_integer, SETTING_REFUSED, 0, LONG, NULL, a_count },
	{ "AWS_RETRY_MODE", S, 0, judge_any_case, SETTING_REFUSED, 0, 0, retry_words,
	  "standard or adaptive" },
	{ "AWS_PROFILE", S, 0, judge_profile, SETTING_REFUSED, 0, 0, NULL,
	  "not set: neither ecs-init nor the agent's container has that profile" },
	{ "AWS_CA_BUNDLE", S, 0, judge_never, SETTING_REFUSED, 0, 0, NULL,
	  "not set: the agent's AWS client takes no bundle beside its own HTTP client; put the "
	  "certificate into the host's trust store" },
	{ "AWS_EC2_METADATA_DISABLED", S, 0, judge_metadata_off, SETTING_REFUSED, 0, 0, NULL,
	  "false: the agent asks the metadata service at each start" },
	{ "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", S, 0, judge_any_case, SETTING_REFUSED, 0, 0,
	  mode_words, "ipv4 or ipv6" },
	{ "AWS_EC2_METADATA_SERVICE_ENDPOINT", S, 0, judge_never, SETTING_UNPROVEN, 0, 0, NULL,
	  "not set: what answers there is not known" },
	{ "AWS_ACCESS_KEY_ID", S, SETTING_SECRET, judge_never, SETTING_UNPROVEN, 0, 0, NULL,
	  "not set: the instance role is what the agent is known to register with" },
	{ "AWS_SECRET_ACCESS_KEY", S, SETTING_SECRET, judge_never, SETTING_UNPROVEN, 0, 0, NULL,
	  "not set: the instance role is what the agent is known to register with" },
	{ "AWS_SESSION_TOKEN", S, SETTING_SECRET, judge_never, SETTING_UNPROVEN, 0, 0, NULL,
	  "not set: the instance role is what the agent is known to register with" },
};

const struct agent_setting *agent_settings_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}
