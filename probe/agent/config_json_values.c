/* SPDX-License-Identifier: Apache-2.0 */
/* The values of ecs.config.json, by the rows of the settings that mean the same. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "config_inputs.h"
#include "ecsprobe/config_check.h"
#include "ecsprobe/escape.h"

/* Left out: what ecs-init sets in the environment whatever happens (ECS_DATADIR and
 * with it the checkpoint, the log drivers), as the environment beats the file. */
static const struct {
	const char *member, *key;
} pairs[] = {
	{ "APIEndpoint", "ECS_BACKEND_HOST" },
	{ "AWSRegion", "AWS_DEFAULT_REGION" },
	{ "CNIPluginsPath", "ECS_CNI_PLUGINS_PATH" },
	{ "CgroupPath", "ECS_CGROUP_PATH" },
	{ "Cluster", "ECS_CLUSTER" },
	{ "DockerEndpoint", "DOCKER_HOST" },
	{ "GPUSupportEnabled", "ECS_ENABLE_GPU_SUPPORT" },
	{ "ReservedMemory", "ECS_RESERVED_MEMORY" },
};

/* As the environment would say it; NULL: of another type, or nothing to the agent. */
static char *text_of(sd_json_variant *value)
{
	if (sd_json_variant_is_string(value))
		return xstrdup(sd_json_variant_string(value));
	if (sd_json_variant_is_boolean(value))
		return xstrdup(sd_json_variant_boolean(value) ? "true" : "false");
	if (sd_json_variant_is_integer(value) && sd_json_variant_integer(value))
		return xasprintf("%" PRId64, sd_json_variant_integer(value));
	return NULL;
}

static const char *key_of(const char *member, const char **known)
{
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		if (strcasecmp(pairs[i].member, member) != 0)
			continue;
		*known = pairs[i].member;
		return pairs[i].key;
	}
	return NULL;
}

static bool is_overruled(const struct config_inputs *inputs, const char *key)
{
	char value[CONFIG_VALUE_BYTES];
	bool overruled;

	(void)config_look_up(inputs, key, value, sizeof value);
	overruled = value[0] != '\0';
	text_wipe_bytes(value, sizeof value);
	return overruled;
}

static void judge_member(struct setting_faults *faults, const char *name, sd_json_variant *value,
			 const struct config_inputs *inputs, const struct setting_facts *facts)
{
	struct setting_fault fault = { .file = AGENT_FILE_JSON };
	const char *member = NULL;
	const char *key = key_of(name, &member);
	struct setting_verdict verdict;
	char *text = key ? text_of(value) : NULL;

	if (!text || is_overruled(inputs, key)) {
		free(text);
		return;
	}
	verdict = agent_setting_judge(key, strlen(key), text, facts);
	fault.outcome = verdict.outcome;
	(void)copy_text(fault.key, sizeof fault.key, member);
	(void)copy_text(fault.expected, sizeof fault.expected, verdict.expected);
	hide_login(text);
	escape_text(fault.found, sizeof fault.found, text);
	if (fault.outcome != SETTING_ACCEPTED)
		setting_faults_add(faults, &fault);
	text_wipe(text);
	free(text);
}

void config_check_json_values(struct setting_faults *faults, const struct agent_file *json,
			      const struct config_inputs *inputs, const struct setting_facts *facts)
{
	sd_json_variant *root = NULL;

	if (!json->bytes || strlen(json->bytes) != json->len ||
	    sd_json_parse(json->bytes, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) < 0)
		return;
	for (size_t i = 0;
	     sd_json_variant_is_object(root) && i + 1 < sd_json_variant_elements(root); i += 2)
		judge_member(faults, sd_json_variant_string(sd_json_variant_by_index(root, i)),
			     sd_json_variant_by_index(root, i + 1), inputs, facts);
	sd_json_variant_unref(root);
}
