/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_MESSAGE_WORDS_H
#define ECSPROBE_AGENT_MESSAGE_WORDS_H
/* The {words} of messages about the agent.  Private to the judge. */
#include "agent_view.h"

/* Owned by the caller; an unknown word stays as it is, which a test looks for. */
char *agent_text(const char *template, const struct agent_view *view);

/* The known words; NULL beyond the last one. */
const char *agent_word(size_t index);

/* What of the agent could not be seen, each as "its log (why)"; for a view that says
 * PARTS_UNKNOWN. */
void agent_list_unseen(const struct agent_view *view, struct string_list *unseen);

#endif
