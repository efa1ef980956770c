/* SPDX-License-Identifier: Apache-2.0 */
#include "action_words.h"

/* What stays undone, by what the reason does to the exit status: a new reason
 * needs no row here. */
static const struct {
	enum exit_code code;
	const char *word, *dry_word;
	enum action_tone tone;
} refusals[] = {
	{ EXIT_DEFERRED, "deferred", "would be deferred", TONE_WARN },
	{ EXIT_UNHEALTHY, "refused", "would be refused", TONE_BAD },
	{ EXIT_NOT_PERMITTED, "not permitted", "would not be permitted", TONE_BAD },
};

static const char *headword_of_refusal(const struct action *action, enum action_tone *tone)
{
	enum exit_code code = action_reason_exit_code(action->reason);
	size_t row = 0;

	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++)
		if (refusals[i].code == code)
			row = i;
	*tone = refusals[row].tone;
	return action->dry_run ? refusals[row].dry_word : refusals[row].word;
}

const char *action_headword(const struct action *action, enum action_tone *tone)
{
	static const struct {
		const char *word;
		enum action_tone tone;
	} ends[] = {
		[RESULT_NOT_TRIED] = { "not tried:", TONE_WARN },
		[RESULT_RESTARTED] = { "done:", TONE_GOOD },
		[RESULT_NOT_READY] = { "FAILED:", TONE_BAD },
		[RESULT_REFUSED] = { "FAILED:", TONE_BAD },
		[RESULT_UNPROVEN] = { "done:", TONE_WARN },
	};

	if (action->kind == ACTION_DEFER)
		return headword_of_refusal(action, tone);
	*tone = TONE_PLAIN;
	if (action->kind == ACTION_NONE) {
		if (action->reason == REASON_STALE_PERSISTS)
			*tone = TONE_WARN;
		else if (action_reason_exit_code(action->reason) != EXIT_HEALTHY)
			*tone = TONE_BAD;
		return "none:";
	}
	if (action->dry_run)
		return "dry run:";
	*tone = ends[action->result].tone;
	return ends[action->result].word;
}

void action_add_deed(struct text *sentence, const char *before, const struct action *action)
{
	static const char *const deeds[] = {
		[ACTION_NONE] = "do nothing",
		[ACTION_RESTART_UNIT] = "restart",
		[ACTION_RESTART_CONTAINER] = "restart the container",
		[ACTION_START_UNIT] = "start",
		[ACTION_DEFER] = "wait",
	};

	text_join(sentence, " ", "%s%s", before, deeds[action->kind]);
	if (action->target[0])
		text_join(sentence, " ", "%s", action->target);
}

static const char *target_of(const struct action *action)
{
	return action->target[0] ? action->target : "the agent";
}

static void add_end(struct text *sentence, const struct action *action)
{
	const char *target = target_of(action);
	bool start = action->kind == ACTION_START_UNIT;
	double took_s = (double)action->took_us / 1e6;

	switch (action->result) {
	case RESULT_RESTARTED:
		text_join(sentence, " ", "%s %s in %.1f s%s", target,
			  start ? "started" : "restarted", took_s,
			  action->instance_known ? ", the same container instance"
						 : " and registered");
		break;
	case RESULT_UNPROVEN:
		text_join(sentence, " ", "%s %s in %.1f s and registered, connection not proven",
			  target, start ? "started" : "restarted", took_s);
		break;
	case RESULT_NOT_READY:
		text_join(sentence, " ", "%s was %s and did not become ready within %.1f s", target,
			  start ? "started" : "restarted", took_s);
		break;
	case RESULT_REFUSED:
		action_add_deed(sentence, "could not ", action);
		break;
	case RESULT_NOT_TRIED:
	case RESULT_COUNT:
		action_add_deed(sentence, "", action);
		break;
	}
}

void action_add_outcome(struct text *sentence, const struct action *action)
{
	const char *text = action_reason_text(action->reason);

	if (action->kind == ACTION_DEFER)
		text_join(sentence, " ", "(%s): %s", action_reason_name(action->reason), text);
	else if (action->kind == ACTION_NONE)
		text_join(sentence, " ", "%s", text);
	else if (action->dry_run)
		action_add_deed(sentence, "would ", action);
	else
		add_end(sentence, action);
	if (action->detail[0])
		text_join(sentence, ": ", "%s", action->detail);
}

void action_add_why(struct text *sentence, const struct action *action)
{
	if (!action->evidence.count) {
		text_join(sentence, ": ", "%s", action_reason_text(action->reason));
		return;
	}
	for (size_t i = 0; i < action->evidence.count; i++)
		text_join(sentence, i ? "; " : ": ", "%s", action->evidence.items[i]);
}
