/* SPDX-License-Identifier: Apache-2.0 */
/* ecs.config.json, as the agent's Config struct takes it. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/escape.h"
#include "evidence.h"
#include "sources.h"

enum go_type {
	GO_ANYTHING,
	GO_STRING,
	GO_BOOL, /* also 0 and 1, as the agent's own type of it allows */
	GO_INT,
	GO_UINT16,
	GO_STRINGS,
	GO_UINT16S,
	GO_STRING_MAP,
	GO_OBJECT,
	GO_ARRAY,
};

static bool is_of(sd_json_variant *value, enum go_type type);

static bool all_are(sd_json_variant *array, enum go_type type)
{
	if (!sd_json_variant_is_array(array))
		return false;
	for (size_t i = 0; i < sd_json_variant_elements(array); i++)
		if (!is_of(sd_json_variant_by_index(array, i), type))
			return false;
	return true;
}

static bool is_map(sd_json_variant *object, enum go_type type)
{
	if (!sd_json_variant_is_object(object))
		return false;
	for (size_t i = 1; i < sd_json_variant_elements(object); i += 2)
		if (!is_of(sd_json_variant_by_index(object, i), type))
			return false;
	return true;
}

/* By how it is written: 1.0 is no integer to Go. */
static bool is_integer(sd_json_variant *value)
{
	sd_json_variant_type_t type = sd_json_variant_type(value);

	return type == SD_JSON_VARIANT_INTEGER ||
	       (type == SD_JSON_VARIANT_UNSIGNED && sd_json_variant_is_integer(value));
}

static bool is_between(sd_json_variant *value, int64_t low, int64_t high)
{
	return is_integer(value) && sd_json_variant_integer(value) >= low &&
	       sd_json_variant_integer(value) <= high;
}

/* Go takes null for anything and changes nothing. */
static bool is_of(sd_json_variant *value, enum go_type type)
{
	if (sd_json_variant_is_null(value))
		return true;
	switch (type) {
	case GO_ANYTHING:
		return true;
	case GO_STRING:
		return sd_json_variant_is_string(value);
	case GO_BOOL:
		return sd_json_variant_is_boolean(value) || is_between(value, 0, 1);
	case GO_INT:
		return is_integer(value);
	case GO_UINT16:
		return is_between(value, 0, UINT16_MAX);
	case GO_STRINGS:
		return all_are(value, GO_STRING);
	case GO_UINT16S:
		return all_are(value, GO_UINT16);
	case GO_STRING_MAP:
		return is_map(value, GO_STRING);
	case GO_OBJECT:
		return sd_json_variant_is_object(value);
	case GO_ARRAY:
		return sd_json_variant_is_array(value);
	}
	return false;
}

/* agent/config/types.go of aws/amazon-ecs-agent; where versions differ, what
 * any of them takes. */
static const struct field {
	const char *name;
	enum go_type type;
} fields[] = {
	{ "APIEndpoint", GO_STRING },
	{ "AWSRegion", GO_STRING },
	{ "AWSVPCAdditionalLocalRoutes", GO_ARRAY },
	{ "AWSVPCBlockInstanceMetdata", GO_BOOL },
	{ "AppArmorCapable", GO_BOOL },
	{ "AvailableLoggingDrivers", GO_STRINGS },
	{ "CNIPluginsPath", GO_STRING },
	{ "CgroupCPUPeriod", GO_INT },
	{ "CgroupPath", GO_STRING },
	{ "Checkpoint", GO_BOOL },
	{ "Cluster", GO_STRING },
	{ "ClusterArn", GO_STRING },
	{ "ContainerCreateTimeout", GO_INT },
	{ "ContainerInstancePropagateTagsFrom", GO_INT },
	{ "ContainerInstanceTags", GO_STRING_MAP },
	{ "ContainerMetadataEnabled", GO_BOOL },
	{ "ContainerStartTimeout", GO_INT },
	{ "CredentialsAuditLogDisabled", GO_BOOL },
	{ "CredentialsAuditLogFile", GO_STRING },
	{ "DataDir", GO_STRING },
	{ "DataDirOnHost", GO_STRING },
	{ "DeleteNonECSImagesEnabled", GO_BOOL },
	{ "DependentContainersPullUpfront", GO_BOOL },
	{ "DisableDockerHealthCheck", GO_BOOL },
	{ "DisableMetrics", GO_BOOL },
	{ "DockerEndpoint", GO_STRING },
	{ "DockerStopTimeout", GO_INT },
	{ "DynamicHostPortRange", GO_STRING },
	{ "ENIPauseContainerCleanupDelaySeconds", GO_INT },
	{ "ENITrunkingEnabled", GO_BOOL },
	{ "EnableRuntimeStats", GO_BOOL },
	{ "EngineAuthData", GO_ANYTHING },
	{ "EngineAuthType", GO_STRING },
	{ "External", GO_BOOL },
	{ "FSxWindowsFileServerCapable", GO_BOOL },
	{ "GMSACapable", GO_BOOL },
	{ "GMSADomainlessCapable", GO_BOOL },
	{ "GPUSupportEnabled", GO_BOOL },
	{ "ImageCleanupDisabled", GO_BOOL },
	{ "ImageCleanupExclusionList", GO_STRINGS },
	{ "ImageCleanupInterval", GO_INT },
	{ "ImagePullBehavior", GO_INT },
	{ "ImagePullInactivityTimeout", GO_INT },
	{ "ImagePullTimeout", GO_INT },
	{ "InferentiaSupportEnabled", GO_BOOL },
	{ "InstanceAttributes", GO_STRING_MAP },
	{ "InstanceENIDNSServerList", GO_STRINGS },
	{ "MinimumImageDeletionAge", GO_INT },
	{ "NoIID", GO_BOOL },
	{ "NonECSMinimumImageDeletionAge", GO_INT },
	{ "NumImagesToDeletePerCycle", GO_INT },
	{ "NumNonECSContainersToDeletePerCycle", GO_INT },
	{ "NvidiaRuntime", GO_STRING },
	{ "OverrideAWSLogsExecutionRole", GO_BOOL },
	{ "OverrideAWSVPCLocalIPv4Address", GO_STRING },
	{ "PauseContainerImageName", GO_STRING },
	{ "PauseContainerTag", GO_STRING },
	{ "PauseContainerTarballPath", GO_STRING },
	{ "PlatformVariables", GO_OBJECT },
	{ "PollMetrics", GO_BOOL },
	{ "PollingMetricsWaitDuration", GO_INT },
	{ "PrivilegedDisabled", GO_BOOL },
	{ "PrometheusMetricsEnabled", GO_BOOL },
	{ "ReservedMemory", GO_UINT16 },
	{ "ReservedPorts", GO_UINT16S },
	{ "ReservedPortsUDP", GO_UINT16S },
	{ "RuntimeStatsLogFile", GO_STRING },
	{ "SELinuxCapable", GO_BOOL },
	{ "SharedVolumeMatchFullConfig", GO_BOOL },
	{ "ShouldExcludeIPv6PortBinding", GO_BOOL },
	{ "SpotInstanceDrainingEnabled", GO_BOOL },
	{ "TaskCPUMemLimit", GO_BOOL },
	{ "TaskCleanupWaitDuration", GO_INT },
	{ "TaskCleanupWaitDurationJitter", GO_INT },
	{ "TaskENIEnabled", GO_BOOL },
	{ "TaskIAMRoleEnabled", GO_BOOL },
	{ "TaskIAMRoleEnabledForNetworkHost", GO_BOOL },
	{ "TaskMetadataAZDisabled", GO_BOOL },
	{ "TaskMetadataBurstRate", GO_INT },
	{ "TaskMetadataSteadyStateRate", GO_INT },
	{ "TaskPidsLimit", GO_INT },
	{ "UpdateDownloadDir", GO_STRING },
	{ "UpdatesEnabled", GO_BOOL },
	{ "VolumePluginCapabilities", GO_STRINGS },
	{ "WarmPoolsSupport", GO_BOOL },
};

/* As the file says them; the last of several that differ in case alone. */
struct taken {
	const char *cluster, *cluster_arn; /* borrowed */
	bool external, warm_pool, tags;
};

static void take(struct taken *taken, const char *name, sd_json_variant *value)
{
	struct {
		const char *name;
		const char **text;
		bool *flag;
	} rows[] = {
		{ "Cluster", &taken->cluster, NULL },
		{ "ClusterArn", &taken->cluster_arn, NULL },
		{ "External", NULL, &taken->external },
		{ "WarmPoolsSupport", NULL, &taken->warm_pool },
		/* A number: 0 is none, 1 the instance's. */
		{ "ContainerInstancePropagateTagsFrom", NULL, &taken->tags },
	};

	if (sd_json_variant_is_null(value))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcasecmp(rows[i].name, name) != 0)
			continue;
		if (rows[i].text)
			*rows[i].text = sd_json_variant_string(value);
		else
			*rows[i].flag = sd_json_variant_is_boolean(value)
						? sd_json_variant_boolean(value)
						: sd_json_variant_integer(value) == 1;
	}
}

static void refuse(struct config_evidence *config, const char *detail)
{
	config->json_invalid = true;
	(void)copy_text(config->json_detail, sizeof config->json_detail, detail);
}

/* validateAndOverrideBounds() of agent/config/config.go, for values without a variable in the
 * environment.  0 counts as not set. */
static bool is_within_bounds(struct config_evidence *config, const char *name,
			     sd_json_variant *value)
{
	static const struct {
		const char *name;
		int64_t low;
		const char *needed;
	} bounds[] = {
		{ "DockerStopTimeout", INT64_C(1000000000), "1000000000, which is 1 s" },
		{ "ContainerStartTimeout", INT64_C(45000000000), "45000000000, which is 45 s" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(bounds); i++) {
		if (strcmp(bounds[i].name, name) != 0 || sd_json_variant_integer(value) == 0 ||
		    sd_json_variant_integer(value) >= bounds[i].low)
			continue;
		config->json_invalid = true;
		(void)snprintf(config->json_detail, sizeof config->json_detail,
			       "%s is in nanoseconds and must be at least %s", name,
			       bounds[i].needed);
		return false;
	}
	return true;
}

static bool take_member(struct config_evidence *config, struct taken *taken, const char *name,
			sd_json_variant *value)
{
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		if (strcasecmp(fields[i].name, name) != 0)
			continue;
		if (is_of(value, fields[i].type)) {
			if (!sd_json_variant_is_null(value) &&
			    !is_within_bounds(config, fields[i].name, value))
				return false;
			take(taken, fields[i].name, value);
			return true;
		}
		/* Our own spelling: that of the file may contain anything. */
		config->json_invalid = true;
		(void)snprintf(config->json_detail, sizeof config->json_detail,
			       "%s has a value of the wrong type", fields[i].name);
		return false;
	}
	return true;
}

static void keep(struct config_evidence *config, const struct taken *taken)
{
	const char *cluster = taken->cluster && *taken->cluster ? taken->cluster
								: taken->cluster_arn;

	config->external |= taken->external;
	config->warm_pool_check |= taken->warm_pool;
	config->propagates_tags = taken->tags;
	if (config->cluster_sight != SIGHT_ABSENT || !cluster || !*cluster)
		return;
	config->cluster_sight = SIGHT_SEEN;
	escape_name(config->cluster, sizeof config->cluster, cluster);
}

static void read_object(struct config_evidence *config, sd_json_variant *root)
{
	struct taken taken = { 0 };

	for (size_t i = 0; i + 1 < sd_json_variant_elements(root); i += 2)
		if (!take_member(config, &taken,
				 sd_json_variant_string(sd_json_variant_by_index(root, i)),
				 sd_json_variant_by_index(root, i + 1)))
			return;
	keep(config, &taken);
}

/* Half a pair of surrogates, which Go replaces, and a NUL, which it keeps: the
 * parser refuses both.  Is it JSON to Go, with blanks in their place? */
static bool is_json_but_for_escapes(const char *text)
{
	CLEANUP(cleanup_free) char *copy = xstrdup(text);
	sd_json_variant *root = NULL;
	bool found = false;
	int r;

	for (char *at = copy; (at = strstr(at, "\\u"));) {
		at += 2;
		if (strspn(at, "0123456789abcdefABCDEF") < 4 ||
		    (strncmp(at, "0000", 4) != 0 &&
		     (tolower((unsigned char)at[0]) != 'd' || at[1] < '8')))
			continue;
		memcpy(at, "0020", 4);
		found = true;
	}
	r = found ? sd_json_parse(copy, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) : -1;
	sd_json_variant_unref(root);
	text_wipe(copy);
	return r >= 0;
}

static void leave_unjudged(struct config_evidence *config, const char *detail)
{
	(void)copy_text(config->json_detail, sizeof config->json_detail, detail);
	if (config->cluster_sight == SIGHT_ABSENT)
		config->cluster_sight = SIGHT_UNKNOWN;
}

void config_read_json(struct config_evidence *config, const char *text, size_t len)
{
	sd_json_variant *root = NULL;
	unsigned line = 0;
	unsigned column = 0;

	if (strspn(text, " \t\r\n\v\f") == len)
		return;
	if (strlen(text) != len) {
		refuse(config, "it contains a NUL byte");
		return;
	}
	/* Go would replace invalid bytes and go on. */
	if (!text_is_utf8(text, len)) {
		leave_unjudged(config, "it is not UTF-8, so ecsprobe cannot check it");
		return;
	}
	if (sd_json_parse(text, SD_JSON_PARSE_SENSITIVE, &root, &line, &column) < 0) {
		if (is_json_but_for_escapes(text)) {
			leave_unjudged(
				config,
				"it contains an invalid escape, so ecsprobe cannot check it");
			return;
		}
		refuse(config, "it is not JSON");
		if (line)
			(void)snprintf(config->json_detail, sizeof config->json_detail,
				       "it is not JSON (line %u, column %u)", line, column);
		return;
	}
	if (sd_json_variant_is_object(root))
		read_object(config, root);
	else if (!sd_json_variant_is_null(root))
		refuse(config, "it is not a JSON object");
	sd_json_variant_unref(root);
}
