/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_LOG_CAUSES_H
#define ECSPROBE_LOG_CAUSES_H
/* What an error in the agent's own log means, and what to do.  Private to the judge. */
#include "ecsprobe/agent_status.h"

/* "its proxy fails"; NULL: the line's words are not known. */
const char *log_cause_words(enum log_cause cause);
/* NULL where a rule of its own says more. */
const char *log_cause_hint(enum log_cause cause);

/* Any policy denies it: no handshake shows that, and waiting does not help. */
bool log_cause_denies(enum log_cause cause);

#endif
