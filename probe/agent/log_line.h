/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_LOG_LINE_H
#define ECSPROBE_LOG_LINE_H
/* One line of ecs-agent.log, in any of the forms that the agent has had:
 *   level=info time=2026-01-01T00:00:00Z msg="..." url="..."
 *   {"level":"info","time":"2026-01-01T00:00:00Z","msg":"...","url":"..."}
 *   2019-01-01T00:00:00Z [INFO] ...
 * (ecs-agent/logger/log.go of aws/amazon-ecs-agent).  Private to the agent room. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOG_MESSAGE_BYTES = 1024, LOG_URL_BYTES = 1024 };

struct log_line {
	int64_t time_us; /* 0: it says none */
	char message[LOG_MESSAGE_BYTES];
	char url[LOG_URL_BYTES]; /* of its own field; else "" */
};

/* False where the line is of no known form.  What is too long is cut. */
bool log_line_parse(struct log_line *line, const char *text, size_t len);

#endif
