/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PHASES_H
#define ECSPROBE_PHASES_H
/* What a round does and when: the events of its loop, and the phase to which each leads.  Private
 * to the verbs. */
#include "round.h"

/* Starts what the options ask for, and returns when the last phase is over.  What went wrong is in
 * the round. */
void phases_run(struct round *round);

#endif
