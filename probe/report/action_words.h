/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ACTION_WORDS_H
#define ECSPROBE_ACTION_WORDS_H
/* An action told to a person, in the text report and in the journal.  Private
 * to the report room. */
#include "ecsprobe/action.h"
#include "ecsprobe/text.h"

enum action_tone { TONE_PLAIN, TONE_GOOD, TONE_WARN, TONE_BAD };

/* What became of it in a word or two, "done:" or "deferred". */
const char *action_headword(const struct action *action, enum action_tone *tone);

/* What the word leaves open: "(cool-down): the agent was restarted ...". */
void action_add_outcome(struct text *sentence, const struct action *action);

/* "would restart ecs.service", where before is "would ". */
void action_add_deed(struct text *sentence, const char *before, const struct action *action);

/* The evidence, else the reason's text; behind a colon if there is a text. */
void action_add_why(struct text *sentence, const struct action *action);

#endif
