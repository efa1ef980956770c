/* SPDX-License-Identifier: Apache-2.0 */
#include "json_shape.h"

#include <string.h>
#include <systemd/sd-json.h>

/* Of null Go makes an empty string, and a port of 0. */
static bool take(sd_json_variant *value, enum json_shape shape, struct string_list *items)
{
	const char *text = sd_json_variant_is_string(value) ? sd_json_variant_string(value) : "";

	if (shape == JSON_PORT_LIST)
		return sd_json_variant_is_null(value) ||
		       (sd_json_variant_is_unsigned(value) &&
			sd_json_variant_unsigned(value) <= UINT16_MAX);
	string_list_add(items, text, strlen(text));
	return sd_json_variant_is_string(value) || sd_json_variant_is_null(value);
}

static enum json_fit fit(sd_json_variant *root, enum json_shape shape, struct string_list *items)
{
	bool map = shape == JSON_STRING_MAP;
	size_t count = sd_json_variant_elements(root);
	bool fits = true;

	if (sd_json_variant_is_null(root))
		return JSON_FITS;
	if (map ? !sd_json_variant_is_object(root) : !sd_json_variant_is_array(root))
		return JSON_OTHER_SHAPE;
	/* The members of an object are its keys and values in turn. */
	for (size_t i = 0; i < count; i++)
		fits &= take(sd_json_variant_by_index(root, i), shape, items);
	return fits ? JSON_FITS : JSON_OTHER_SHAPE;
}

enum json_fit json_shape_of(const char *text, enum json_shape shape, struct string_list *items)
{
	sd_json_variant *root = NULL;
	enum json_fit found;

	if (sd_json_parse(text, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) < 0)
		return JSON_NOT;
	found = fit(root, shape, items);
	sd_json_variant_unref(root);
	return found;
}
