/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/agent_setting.h"

#include <string.h>

#include "setting_judges.h"

enum { MAX_NAME_BYTES = 64, MAX_SHOWN_BYTES = 64 };

const char *setting_outcome_name(enum setting_outcome outcome)
{
	static const char *const names[] = {
		[SETTING_ACCEPTED] = "accepted",
		[SETTING_IGNORED] = "ignored",
		[SETTING_UNPROVEN] = "not proven",
		[SETTING_REFUSED] = "refused",
	};

	return names[outcome];
}

static bool is_named(const struct agent_setting *row, const char *key, size_t len)
{
	size_t size = strlen(row->key);

	if (row->key[size - 1] == '*')
		return len >= size - 1 && memcmp(row->key, key, size - 1) == 0;
	return len == size && memcmp(row->key, key, size) == 0;
}

const struct agent_setting *agent_setting_find(const char *key, size_t len)
{
	size_t count;
	const struct agent_setting *rows = agent_settings_table(&count);

	for (size_t i = 0; i < count; i++)
		if (is_named(&rows[i], key, len))
			return &rows[i];
	return NULL;
}

bool agent_setting_can_be_named(const char *key, size_t len)
{
	const struct agent_setting *row = agent_setting_find(key, len);

	if (!row || len > MAX_NAME_BYTES)
		return false;
	if (!strchr(row->key, '*'))
		return true;
	/* Of a family the rest of the name is the user's. */
	for (size_t i = 0; i < len; i++)
		if (!key[i] || !strchr("_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", key[i]))
			return false;
	return true;
}

/* Nothing set is no setting to the agent; of these it is one.  An empty value in a file replaces the
 * one that ecs-init has by itself: getContainerConfig() of ecs-init/docker/docker.go. */
static bool counts_empty(const struct agent_setting *row)
{
	static const char *const keys[] = { "PATH", "ECS_DATADIR", "ECS_AGENT_CONFIG_FILE_PATH" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (strcmp(row->key, keys[i]) == 0)
			return true;
	return false;
}

struct setting_verdict agent_setting_judge(const char *key, size_t key_len, const char *value,
					   const struct setting_facts *facts)
{
	struct setting_verdict verdict = { .row = agent_setting_find(key, key_len) };

	if (!verdict.row) {
		verdict.outcome = SETTING_UNPROVEN;
		verdict.expected = "a setting that the agent or ecs-init is known to read";
		return verdict;
	}
	verdict.expected = verdict.row->expected ? verdict.row->expected : "";
	if (*value || counts_empty(verdict.row))
		verdict.outcome = verdict.row->judge(verdict.row, value, facts);
	return verdict;
}

static bool has_closed_form(const struct agent_setting *row)
{
	setting_judge *const closed[] = { judge_bool,     judge_true_only,  judge_sdk_bool,
					  judge_words,    judge_any_case,   judge_integer,
					  judge_duration, judge_memory,     judge_region,
					  judge_cluster,  judge_external,   judge_checkpoint,
					  judge_pair,     judge_port_range, judge_metadata_mode };

	for (size_t i = 0; i < ARRAY_SIZE(closed); i++)
		if (row->judge == closed[i])
			return true;
	return false;
}

bool agent_setting_can_be_shown(const char *key, size_t key_len, const char *value)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789._:/,-";
	const struct agent_setting *row = agent_setting_find(key, key_len);
	size_t len = strlen(value);
	static const struct setting_facts nothing;

	return row && !(row->flags & SETTING_SECRET) && has_closed_form(row) &&
	       len <= MAX_SHOWN_BYTES && strspn(value, letters) == len &&
	       agent_setting_judge(key, key_len, value, &nothing).outcome == SETTING_ACCEPTED;
}
