/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JSON_PARTS_H
#define ECSPROBE_JSON_PARTS_H
/* The members of the parts of a report, which json gathers into one object and
 * jsonl gives a line each: a name of a member stands in one place only.
 * Private to the report room. */
#include "ecsprobe/report.h"
#include "json_build.h"

/* What is of the run as a whole, without its version and time. */
void json_put_run(struct json *object, const struct report *report);
void json_put_endpoint(struct json *object, const struct plan *plan,
		       const struct endpoint_verdict *endpoint);
void json_put_finding(struct json *object, const struct report *report,
		      const struct finding *finding);

#endif
