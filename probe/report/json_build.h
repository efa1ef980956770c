/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JSON_BUILD_H
#define ECSPROBE_JSON_BUILD_H
/* Building JSON without a check behind every line: the first failure (memory)
 * is kept and everything after it does nothing.  A key is set once.  Private to the report
 * room. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <systemd/sd-json.h>

#include "ecsprobe/address.h"
#include "ecsprobe/util.h"

/* An object's keys and values by turns, or an array's elements.  sd-json gets them all at once:
 * its setters copy the whole object for each field. */
struct json {
	sd_json_variant **parts; /* owned */
	size_t count;
	int error;
};

void json_string(struct json *object, const char *key, const char *value); /* NULL, "": null */
void json_unsigned(struct json *object, const char *key, uint64_t value);
void json_integer(struct json *object, const char *key, int64_t value);
void json_boolean(struct json *object, const char *key, bool value);
void json_null(struct json *object, const char *key);
void json_time(struct json *object, const char *key, int64_t time_s); /* RFC 3339 */
void json_ip(struct json *object, const char *key, const struct ip *ip);
void json_strings(struct json *object, const char *key, const struct string_list *list);

/* Both take the child or element, which is an array or an object. */
void json_child(struct json *object, const char *key, struct json *child, bool as_array);
void json_append(struct json *array, struct json *element, bool as_array);
void json_append_ip(struct json *array, const struct ip *ip);
void json_append_string(struct json *array, const char *value);

void json_drop(struct json *object);

/* Takes object; prints it with a newline, over many lines or in one.  0 or the
 * first failure. */
int json_print(struct json *object, bool pretty, FILE *out);

#endif
