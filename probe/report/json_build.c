/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/clock.h"
#include "json_build.h"

static void keep(struct json *json, int r)
{
	if (r < 0 && json->error == 0)
		json->error = r;
}

/* Takes a part, which was made with the result r. */
static void take(struct json *json, int r, sd_json_variant *part)
{
	keep(json, r);
	if (json->error) {
		sd_json_variant_unref(part);
		return;
	}
	json->parts = xgrow(json->parts, json->count, sizeof part);
	json->parts[json->count++] = part;
}

static void take_text(struct json *json, const char *text)
{
	sd_json_variant *part = NULL;
	int r = sd_json_variant_new_string(&part, text);

	take(json, r, part);
}

static void take_field(struct json *object, const char *key, int r, sd_json_variant *value)
{
	take_text(object, key);
	take(object, r, value);
}

void json_string(struct json *object, const char *key, const char *value)
{
	if (!value || !*value) {
		json_null(object, key);
		return;
	}
	take_text(object, key);
	take_text(object, value);
}

void json_unsigned(struct json *object, const char *key, uint64_t value)
{
	sd_json_variant *part = NULL;
	int r = sd_json_variant_new_unsigned(&part, value);

	take_field(object, key, r, part);
}

void json_integer(struct json *object, const char *key, int64_t value)
{
	sd_json_variant *part = NULL;
	int r = sd_json_variant_new_integer(&part, value);

	take_field(object, key, r, part);
}

void json_boolean(struct json *object, const char *key, bool value)
{
	sd_json_variant *part = NULL;
	int r = sd_json_variant_new_boolean(&part, value);

	take_field(object, key, r, part);
}

void json_null(struct json *object, const char *key)
{
	sd_json_variant *part = NULL;
	int r = sd_json_variant_new_null(&part);

	take_field(object, key, r, part);
}

/* The object or array of the parts, which are gone afterwards. */
static int finish(struct json *json, bool as_array, sd_json_variant **out)
{
	int r = json->error;

	*out = NULL;
	if (r == 0)
		r = as_array ? sd_json_variant_new_array(out, json->parts, json->count)
			     : sd_json_variant_new_object(out, json->parts, json->count);
	json_drop(json);
	return r;
}

void json_child(struct json *object, const char *key, struct json *child, bool as_array)
{
	sd_json_variant *value;
	int r = finish(child, as_array, &value);

	take_field(object, key, r, value);
}

void json_append(struct json *array, struct json *element, bool as_array)
{
	sd_json_variant *value;
	int r = finish(element, as_array, &value);

	take(array, r, value);
}

void json_append_string(struct json *array, const char *value)
{
	take_text(array, value);
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
	for (size_t i = 0; i < object->count; i++)
		sd_json_variant_unref(object->parts[i]);
	free(object->parts);
	*object = (struct json){ .error = object->error };
}

/* sd-json prints a DEL as it is, and does not take one. */
static ssize_t write_taken(void *cookie, const char *bytes, size_t len)
{
	FILE *out = cookie;
	const char *rest = bytes;
	const char *end = bytes + len;

	while (rest < end) {
		const char *del = memchr(rest, 0x7f, (size_t)(end - rest));
		size_t plain = (size_t)((del ? del : end) - rest);

		if (fwrite(rest, 1, plain, out) != plain || (del && fputs("\\u007f", out) < 0))
			return 0; /* the stream's own error */
		rest += plain + (del != NULL);
	}
	return (ssize_t)len;
}

static int dump(sd_json_variant *value, bool pretty, FILE *out)
{
	FILE *stream = fopencookie(out, "w", (cookie_io_functions_t){ .write = write_taken });
	int r;

	if (!stream)
		return -ENOMEM;
	/* It says nothing of what it could not print for want of memory. */
	errno = 0;
	r = sd_json_variant_dump(
		value, SD_JSON_FORMAT_NEWLINE | (pretty ? SD_JSON_FORMAT_PRETTY : 0), stream, NULL);
	if (r >= 0 && errno == ENOMEM)
		r = -ENOMEM;
	/* What it could not hand on shows in out, as with any other writer. */
	return fclose(stream) < 0 && errno == ENOMEM ? -ENOMEM : r;
}

int json_print(struct json *object, bool pretty, FILE *out)
{
	sd_json_variant *value;
	int r = finish(object, false, &value);

	if (r >= 0)
		r = dump(value, pretty, out);
	sd_json_variant_unref(value);
	return r < 0 ? r : 0;
}
