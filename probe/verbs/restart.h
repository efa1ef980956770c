/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RESTART_H
#define ECSPROBE_RESTART_H
/* The restart of the agent: decided by the judge, made by the agent room,
 * waited for here.  Private to the verbs. */
#include "ecsprobe/options.h"
#include "ecsprobe/report.h"

/* Waits as long as --splay gives this instance; before anything is looked at. */
void restart_splay(const struct options *options);

/* Decides, and acts unless it is a dry run; fills *action.  report is judged
 * and borrows status, which is looked at anew while the agent comes back.
 * Returns what the process says of it. */
enum exit_code restart_agent(const struct options *options, const struct report *report,
			     struct agent_status *status, struct action *action);

/* The same where nothing can be decided, and why: nobody is asked, whatever --force says. */
enum exit_code restart_unsettled(const struct options *options, enum action_reason reason,
				 const char *detail, struct action *action);

#endif
