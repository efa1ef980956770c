/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JSON_AGENT_H
#define ECSPROBE_JSON_AGENT_H
/* The members of "agent" and of "action" in the report's object.  Private to the report room. */
#include "ecsprobe/report.h"
#include "json_build.h"

/* False, and nothing put, where nobody looked. */
bool json_put_agent(struct json *object, const struct report *report);
/* ... where no restart was asked for: action may be NULL. */
bool json_put_action(struct json *object, const struct action *action);

#endif
