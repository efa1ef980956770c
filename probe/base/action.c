/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/action.h"

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
	[RESULT_NOT_TRIED] = "not-tried",
	[RESULT_RESTARTED] = "restarted",
	[RESULT_NOT_READY] = "not-ready",
	[RESULT_REFUSED] = "refused",
};

const char *action_result_name(enum action_result result)
{
	return results[result];
}

void action_done(struct action *action)
{
	string_list_done(&action->evidence);
	*action = (struct action){ 0 };
}
