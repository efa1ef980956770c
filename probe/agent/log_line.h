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

enum { LOG_MESSAGE_BYTES = 1024, LOG_URL_BYTES = 1024, LOG_ERROR_BYTES = 1024 };

/* Rising; seelog's words. */
enum log_level { LOG_LEVEL_NONE, LOG_DEBUG, LOG_INFORM, LOG_WARN, LOG_ERROR, LOG_CRITICAL };

struct log_line {
	int64_t time_us; /* 0: it says none */
	enum log_level level;
	char message[LOG_MESSAGE_BYTES];
	char url[LOG_URL_BYTES];     /* of its own field; else "" */
	char error[LOG_ERROR_BYTES]; /* likewise */
};

/* False where the line is of no known form.  What is too long is cut. */
bool log_line_parse(struct log_line *line, const char *text, size_t len);

/* What the bytes of a line begin with, without parsing the rest. */
struct log_head {
	enum log_level level;
	int64_t time_us; /* 0: not known without */
};
struct log_head log_line_head(const char *text, size_t len);

/* Message and error in one, escaped and cut, without what may be a secret. */
void log_line_tell(const struct log_line *line, char *out, size_t size);

#endif
