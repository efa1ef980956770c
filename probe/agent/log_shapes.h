/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_LOG_SHAPES_H
#define ECSPROBE_LOG_SHAPES_H
/* What the lines of ecs-agent.log mean: one table, of all the wordings that the agent
 * has had.  Private to the agent room. */
#include "ecsprobe/agent_status.h"
#include "log_line.h"

struct log_meaning {
	enum log_subject subject;
	enum log_cause cause; /* of a failure */
};
struct log_meaning log_line_meaning(const struct log_line *line);

/* Whether the bytes of a line hold a wording of the table that is written at a level
 * below error; cheap enough for every line of a busy log. */
bool log_shape_is_below_error(const char *text, size_t len);

#endif
