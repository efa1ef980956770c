/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JSON_WORKLOAD_H
#define ECSPROBE_JSON_WORKLOAD_H
/* "workload" of the report's object.  Private to the report room. */
#include "ecsprobe/workload.h"
#include "json_build.h"

/* Null without --profile auto: workload may be NULL. */
void json_put_workload(struct json *root, const struct workload *workload);

#endif
