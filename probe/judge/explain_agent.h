/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EXPLAIN_AGENT_H
#define ECSPROBE_EXPLAIN_AGENT_H
/* The texts of the codes about the agent.  Private to the judge. */
#include "ecsprobe/explain.h"

/* NULL for a code that is not about the agent. */
const struct explanation *explain_agent(enum code code);

#endif
