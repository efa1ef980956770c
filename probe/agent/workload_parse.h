/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WORKLOAD_PARSE_H
#define ECSPROBE_WORKLOAD_PARSE_H
/* The pure readers behind the look at what tasks use.  Each body is
 * NUL-terminated and hostile; each adds to *workload what it finds.  Private to
 * the agent room. */
#include "ecsprobe/agent_status.h"
#include "ecsprobe/workload.h"

/* /v1/tasks of the agent: tasks that have not stopped, their images, and how
 * many containers they have.  False, and nothing added, where it is not that. */
bool workload_parse_tasks(struct workload *workload, size_t *containers, const char *body);

/* One container of a task as Docker inspects it.  Of its environment only the
 * names are looked at.  False, and nothing added, where it is not that. */
bool workload_parse_container(struct workload *workload, const char *body);

/* What the agent wrote for a FireLens log router, of Fluent Bit (also as YAML) or
 * Fluentd: the outputs' names and Regions; any other option may be a secret and is
 * not looked at.  text is NUL-terminated. */
void workload_parse_router(struct workload *workload, const char *text);

/* More of them than are followed is told once. */
void workload_add(struct workload *workload, struct string_list *list, const char *text);

/* What the agent itself says and is set to. */
void workload_read_agent(struct workload *workload, const struct agent_status *status);

#endif
