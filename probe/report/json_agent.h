/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JSON_AGENT_H
#define ECSPROBE_JSON_AGENT_H
/* "agent" and "action" of the report's object.  Private to the report room. */
#include "ecsprobe/report.h"
#include "json_build.h"

/* Null where nobody looked: agent may be NULL. */
void json_put_agent(struct json *root, const struct agent_status *agent);
/* Null where no restart was asked for: action may be NULL. */
void json_put_action(struct json *root, const struct action *action);

#endif
