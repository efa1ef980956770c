/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "ecsprobe/clock.h"
#include "json_build.h"

static void keep(struct json *json, int r)
{
	if (r < 0 && json->error == 0)
		json->error = r;
}

void json_string(struct json *object, const char *key, const char *value)
{
	if (object->error)
		return;
	if (!value || !*value) {
		json_null(object, key);
		return;
	}
	keep(object, sd_json_variant_set_field_string(&object->value, key, value));
}

void json_unsigned(struct json *object, const char *key, uint64_t value)
{
	if (!object->error)
		keep(object, sd_json_variant_set_field_unsigned(&object->value, key, value));
}

void json_integer(struct json *object, const char *key, int64_t value)
{
	if (!object->error)
		keep(object, sd_json_variant_set_field_integer(&object->value, key, value));
}

void json_boolean(struct json *object, const char *key, bool value)
{
	if (!object->error)
		keep(object, sd_json_variant_set_field_boolean(&object->value, key, value));
}

/* Sets the field to a variant that was just made, and drops our reference. */
static void set_new(struct json *object, const char *key, int r, sd_json_variant *value)
{
	keep(object, r);
	if (r >= 0)
		keep(object, sd_json_variant_set_field(&object->value, key, value));
	sd_json_variant_unref(value);
}

void json_null(struct json *object, const char *key)
{
	sd_json_variant *null = NULL;

	if (!object->error)
		set_new(object, key, sd_json_variant_new_null(&null), null);
}

void json_child(struct json *object, const char *key, struct json *child, bool as_array)
{
	keep(object, child->error);
	if (!child->value && !object->error)
		keep(object, as_array ? sd_json_variant_new_array(&child->value, NULL, 0)
				      : sd_json_variant_new_object(&child->value, NULL, 0));
	if (!object->error)
		keep(object, sd_json_variant_set_field(&object->value, key, child->value));
	child->value = sd_json_variant_unref(child->value);
}

void json_append(struct json *array, struct json *element)
{
	keep(array, element->error);
	if (!array->error)
		keep(array, sd_json_variant_append_array(&array->value, element->value));
	element->value = sd_json_variant_unref(element->value);
}

void json_append_string(struct json *array, const char *value)
{
	struct json element = { 0 };

	element.error = sd_json_variant_new_string(&element.value, value);
	if (element.error > 0)
		element.error = 0;
	json_append(array, &element);
}

void json_time(struct json *object, const char *key, int64_t time_s)
{
	char text[CLOCK_RFC3339_BYTES];

	clock_format_rfc3339(time_s, text);
	json_string(object, key, text);
}

void json_ip(struct json *object, const char *key, const struct ip *ip)
{
	char text[IP_TEXT_BYTES];

	ip_format(ip, text);
	json_string(object, key, text);
}

void json_append_ip(struct json *array, const struct ip *ip)
{
	char text[IP_TEXT_BYTES];

	ip_format(ip, text);
	json_append_string(array, text);
}

void json_strings(struct json *object, const char *key, const struct string_list *list)
{
	struct json array = { 0 };

	for (size_t i = 0; i < list->count; i++)
		json_append_string(&array, list->items[i]);
	json_child(object, key, &array, true);
}

void json_drop(struct json *object)
{
	object->value = sd_json_variant_unref(object->value);
}

int json_print(struct json *object, bool pretty, FILE *out)
{
	int r = object->error;

	if (r >= 0)
		r = sd_json_variant_dump(
			object->value,
			SD_JSON_FORMAT_NEWLINE | (pretty ? SD_JSON_FORMAT_PRETTY : 0), out, NULL);
	object->value = sd_json_variant_unref(object->value);
	return r < 0 ? r : 0;
}
