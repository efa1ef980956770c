/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/action.h"

#include <string.h>

static bool find_word(const char *const *words, size_t count, const char *word, size_t *index)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(words[i], word) != 0)
			continue;
		*index = i;
		return true;
	}
	return false;
}

static const char *const kinds[] = {
	[ACTION_NONE] = "none",
	[ACTION_RESTART_UNIT] = "restart-unit",
	[ACTION_RESTART_CONTAINER] = "restart-container",
	[ACTION_START_UNIT] = "start-unit",
	[ACTION_DEFER] = "defer",
};

const char *action_kind_name(enum action_kind kind)
{
	return kinds[kind];
}

bool action_kind_parse(const char *word, enum action_kind *kind)
{
	size_t index;

	if (!find_word(kinds, ARRAY_SIZE(kinds), word, &index))
		return false;
	*kind = (enum action_kind)index;
	return true;
}

bool action_kind_acts(enum action_kind kind)
{
	return kind == ACTION_RESTART_UNIT || kind == ACTION_RESTART_CONTAINER ||
	       kind == ACTION_START_UNIT;
}

static const struct {
	const char *word;
	enum exit_code status;
	const char *text;
} reasons[] = {
#define X(enumerator, word, status, text) [REASON_##enumerator] = { word, EXIT_##status, text },
	ECSPROBE_REASONS(X)
#undef X
};

const char *action_reason_name(enum action_reason reason)
{
	return reasons[reason].word;
}

const char *action_reason_text(enum action_reason reason)
{
	return reasons[reason].text;
}

enum exit_code action_reason_exit_code(enum action_reason reason)
{
	return reasons[reason].status;
}

static const char *const results[] = {
	[RESULT_NOT_TRIED] = "not-tried",       [RESULT_RESTARTED] = "restarted",
	[RESULT_NOT_READY] = "not-ready",       [RESULT_REFUSED] = "refused",
	[RESULT_UNPROVEN] = "restart-unproven",
};

const char *action_result_name(enum action_result result)
{
	return results[result];
}

bool action_result_parse(const char *word, enum action_result *result)
{
	size_t index;

	if (!find_word(results, ARRAY_SIZE(results), word, &index))
		return false;
	*result = (enum action_result)index;
	return true;
}

bool action_result_is_back(enum action_result result)
{
	return result == RESULT_RESTARTED || result == RESULT_UNPROVEN;
}

enum exit_code action_exit_code(const struct action *action)
{
	if (!action->asked)
		return EXIT_HEALTHY;
	if (!action_kind_acts(action->kind))
		return action_reason_exit_code(action->reason);
	if (action->result == RESULT_REFUSED)
		return EXIT_DEFERRED;
	return action->result == RESULT_NOT_READY ? EXIT_AGENT_NOT_READY : EXIT_HEALTHY;
}

void action_done(struct action *action)
{
	string_list_done(&action->evidence);
	string_list_done(&action->go_back);
	*action = (struct action){ 0 };
}
