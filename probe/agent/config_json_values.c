/* SPDX-License-Identifier: Apache-2.0 */
/* The values of ecs.config.json, by the rows of the settings that mean the same. */
#include <inttypes.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "config_inputs.h"
#include "ecsprobe/config_check.h"
#include "ecsprobe/escape.h"

/* The environment overrides the file, and by_init is what ecs-init always sets there.  A directory
 * for the data turns the checkpoint on: parseCheckpoint(). */
static const struct pair {
	const char *member, *key;
	const char *implied_by; /* another setting that overrules it; NULL: none */
	bool by_init;
} pairs[] = {
	{ "APIEndpoint", "ECS_BACKEND_HOST", NULL, false },
	{ "AWSRegion", "AWS_DEFAULT_REGION", NULL, false },
	{ "AvailableLoggingDrivers", "ECS_AVAILABLE_LOGGING_DRIVERS", NULL, true },
	{ "CNIPluginsPath", "ECS_CNI_PLUGINS_PATH", NULL, false },
	{ "CgroupPath", "ECS_CGROUP_PATH", NULL, false },
	{ "Checkpoint", "ECS_CHECKPOINT", "ECS_DATADIR", true },
	{ "Cluster", "ECS_CLUSTER", NULL, false },
	{ "DataDir", "ECS_DATADIR", NULL, true },
	{ "DockerEndpoint", "DOCKER_HOST", NULL, false },
	{ "GPUSupportEnabled", "ECS_ENABLE_GPU_SUPPORT", NULL, false },
	{ "ReservedMemory", "ECS_RESERVED_MEMORY", NULL, false },
};

static char *text_of_array(sd_json_variant *value)
{
	char *text = NULL;

	return sd_json_variant_elements(value) && sd_json_variant_format(value, 0, &text) >= 0
		       ? text
		       : NULL;
}

/* As the environment would spell it; NULL: of another type, or ignored by the agent. */
static char *text_of(sd_json_variant *value)
{
	/* Merge() of agent/config/config.go takes the default for an empty one. */
	if (sd_json_variant_is_string(value))
		return *sd_json_variant_string(value) ? xstrdup(sd_json_variant_string(value))
						      : NULL;
	if (sd_json_variant_is_boolean(value))
		return xstrdup(sd_json_variant_boolean(value) ? "true" : "false");
	if (sd_json_variant_is_integer(value) && sd_json_variant_integer(value))
		return xasprintf("%" PRId64, sd_json_variant_integer(value));
	if (sd_json_variant_is_array(value))
		return text_of_array(value);
	return NULL;
}

static const struct pair *pair_of(const char *member, bool by_hand)
{
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++)
		if (strcasecmp(pairs[i].member, member) == 0 && (by_hand || !pairs[i].by_init))
			return &pairs[i];
	return NULL;
}

static bool is_overruled(const struct config_inputs *inputs, const char *key)
{
	char value[CONFIG_VALUE_BYTES];
	bool overruled;

	if (!key)
		return false;
	(void)config_look_up(inputs, key, value, sizeof value);
	overruled = value[0] != '\0';
	text_wipe_bytes(value, sizeof value);
	return overruled;
}

static void judge_member(struct setting_faults *faults, const struct pair *pair,
			 sd_json_variant *value, const struct config_inputs *inputs,
			 const struct setting_facts *facts)
{
	struct setting_fault fault = { .file = AGENT_FILE_JSON };
	struct setting_verdict verdict;
	char *text;

	if (is_overruled(inputs, pair->key) || is_overruled(inputs, pair->implied_by))
		return;
	text = text_of(value);
	if (!text)
		return;
	verdict = agent_setting_judge(pair->key, strlen(pair->key), text, facts);
	fault.outcome = verdict.outcome;
	(void)copy_text(fault.key, sizeof fault.key, pair->member);
	(void)copy_text(fault.expected, sizeof fault.expected, verdict.expected);
	hide_login(text);
	escape_text(fault.found, sizeof fault.found, text);
	if (fault.outcome != SETTING_ACCEPTED)
		setting_faults_add(faults, &fault);
	text_wipe(text);
	free(text);
}

void config_check_json_values(struct setting_faults *faults, const struct config_inputs *inputs,
			      bool by_hand, const struct setting_facts *facts)
{
	const struct agent_file *json = &inputs->files->files[AGENT_FILE_JSON];
	sd_json_variant *root = NULL;

	if (!json->bytes || strlen(json->bytes) != json->len ||
	    sd_json_parse(json->bytes, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) < 0)
		return;
	for (size_t i = 0;
	     sd_json_variant_is_object(root) && i + 1 < sd_json_variant_elements(root); i += 2) {
		const struct pair *pair =
			pair_of(sd_json_variant_string(sd_json_variant_by_index(root, i)), by_hand);

		if (pair)
			judge_member(faults, pair, sd_json_variant_by_index(root, i + 1), inputs,
				     facts);
	}
	sd_json_variant_unref(root);
}
