/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JSON_VANTAGE_H
#define ECSPROBE_JSON_VANTAGE_H
/* "vantages", and what refers to them.  Private to the report room. */
#include "ecsprobe/report.h"
#include "json_build.h"

enum { VANTAGE_ID_BYTES = 32 };
/* "agent/running"; returns id. */
const char *json_vantage_id(enum dialler dialler, enum vantage_moment moment,
			    char id[static VANTAGE_ID_BYTES]);

/* An array; empty without a plan. */
struct json json_make_vantages(const struct plan *plan);

/* { what, file, line }; what may be NULL. */
struct json json_make_origin(const char *what, const struct origin *origin);

#endif
