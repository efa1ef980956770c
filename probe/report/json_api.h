/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JSON_API_H
#define ECSPROBE_JSON_API_H
/* "api" of the report's object.  Private to the report room. */
#include "ecsprobe/api.h"
#include "json_build.h"

/* False, and nothing, without --api: api may be NULL. */
bool json_put_api(struct json *object, const struct api_facts *api);

#endif
