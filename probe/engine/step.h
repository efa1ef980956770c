/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_STEP_H
#define ECSPROBE_STEP_H
/* The vocabulary between a step, which only tries, and the one driver, which
 * waits, measures and gives up.  Private to the engine. */
#include "ecsprobe/code.h"
#include "ecsprobe/outcome.h"

enum step { STEP_NEXT, STEP_WANT_READ, STEP_WANT_WRITE, STEP_FAILED };

struct step_failure {
	enum code code;
	int raw_errno;
	char detail[PEER_TEXT_BYTES]; /* escaped */
};

#endif
