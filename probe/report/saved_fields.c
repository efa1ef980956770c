/* SPDX-License-Identifier: Apache-2.0 */
#include "saved_fields.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/address.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/sight.h"
#include "ecsprobe/text.h"

enum {
	SHOWN_BYTES = 48,
	PLACE_BYTES = 160,
	MOST_STRINGS = 1024,
	MOST_IGNORED = 20,
	SECOND_US = 1000000
};

/* Innermost last. */
static void add_place(struct text *text, const struct saved_place *at)
{
	char shown[SHOWN_BYTES];

	if (!at)
		return;
	add_place(text, at->outer);
	if (at->key) {
		escape_text(shown, sizeof shown, at->key);
		text_append(text, "%s%s", text->len ? "." : "", shown);
	} else {
		text_append(text, "[%zu]", at->index);
	}
}

int saved_refuse(const struct saved_reader *reader, const struct saved_place *at, const char *fmt,
		 ...)
{
	CLEANUP(text_done) struct text place = { 0 };
	char what[PLACE_BYTES];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(what, sizeof what, fmt, args);
	va_end(args);
	add_place(&place, at);
	return error_set(reader->e, ERROR_CONFIG, EINVAL, "%s: %.*s%s%s", reader->file, PLACE_BYTES,
			 text_of(&place), place.len ? ": " : "", what);
}

const char *saved_text(const struct saved_reader *reader, const struct saved_place *at,
		       sd_json_variant *value)
{
	const char *text = sd_json_variant_is_string(value) ? sd_json_variant_string(value) : NULL;

	if (!text) {
		(void)saved_refuse(reader, at, "expected a string");
		return NULL;
	}
	for (const char *p = text; *p; p++) {
		if (*p >= 0x20 && *p <= 0x7e)
			continue;
		(void)saved_refuse(reader, at, "expected printable ASCII");
		return NULL;
	}
	return text;
}

int saved_each(struct saved_reader *reader, const struct saved_place *at, sd_json_variant *array,
	       size_t most,
	       int (*one)(struct saved_reader *reader, const struct saved_place *at,
			  sd_json_variant *element, void *base),
	       void *base)
{
	size_t count = sd_json_variant_elements(array);
	int r = 0;

	if (!sd_json_variant_is_array(array))
		return saved_refuse(reader, at, "expected an array");
	if (count > most)
		return saved_refuse(reader, at, "found %zu elements, expected at most %zu", count,
				    most);
	for (size_t i = 0; r == 0 && i < count; i++) {
		const struct saved_place place = { .outer = at, .index = i };

		r = one(reader, &place, sd_json_variant_by_index(array, i), base);
	}
	return r;
}

static int add_string(struct saved_reader *reader, const struct saved_place *at,
		      sd_json_variant *element, void *base)
{
	const char *text = saved_text(reader, at, element);

	if (!text)
		return -EINVAL;
	string_list_add(base, text, strlen(text));
	return 0;
}

int saved_strings(struct saved_reader *reader, const struct saved_place *at, sd_json_variant *array,
		  struct string_list *list)
{
	return saved_each(reader, at, array, MOST_STRINGS, add_string, list);
}

/* Larger than any time or count of a run: 285 years of microseconds. */
static const uint64_t most_number = UINT64_C(1) << SAVED_BITS;

int saved_number(const struct saved_reader *reader, const struct saved_place *at,
		 sd_json_variant *value, uint64_t most, uint64_t *number)
{
	most = most < most_number ? most : most_number;
	*number = sd_json_variant_unsigned(value);
	if (!sd_json_variant_is_unsigned(value) || *number > most)
		return saved_refuse(reader, at, "expected a whole number from 0 to %" PRIu64, most);
	return 0;
}

int saved_integer(const struct saved_reader *reader, const struct saved_place *at,
		  sd_json_variant *value, int64_t most, int64_t *number)
{
	most = most < (int64_t)most_number ? most : (int64_t)most_number;
	*number = sd_json_variant_integer(value);
	if (!sd_json_variant_is_integer(value) || *number > most || *number < -most)
		return saved_refuse(reader, at,
				    "expected a whole number from -%" PRId64 " to %" PRId64, most,
				    most);
	return 0;
}

/* What fits into a field of so many bytes. */
static int put_number(const struct saved_reader *reader, const struct saved_place *at,
		      sd_json_variant *value, const struct saved_field *row, void *field)
{
	uint64_t most = row->size >= sizeof most ? UINT64_MAX
						 : (UINT64_C(1) << (8 * row->size)) - 1;
	uint64_t number;
	int r = saved_number(reader, at, value, most, &number);

	if (r == 0)
		memcpy(field, &number, row->size); /* little-endian, as both machines are */
	return r;
}

static int put_integer(const struct saved_reader *reader, const struct saved_place *at,
		       sd_json_variant *value, const struct saved_field *row, void *field)
{
	int64_t most = row->size == sizeof(int) ? INT32_MAX : INT64_MAX;
	int64_t number;
	int r = saved_integer(reader, at, value, most, &number);

	if (r == 0)
		memcpy(field, &number, row->size);
	return r;
}

static int put_time(const struct saved_reader *reader, const struct saved_place *at,
		    sd_json_variant *value, const struct saved_field *row, void *field)
{
	const char *text = saved_text(reader, at, value);
	int64_t us;

	if (!text)
		return -EINVAL;
	if (!clock_parse_rfc3339_us(text, &us))
		return saved_refuse(reader, at, "expected a time such as 2026-01-31T12:00:00Z");
	*(int64_t *)field = row->kind == SAVED_TIME ? us / SECOND_US : us;
	return 0;
}

static int put_word(const struct saved_reader *reader, const struct saved_place *at,
		    sd_json_variant *value, const struct saved_field *row, void *field)
{
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	for (int i = 0; i < row->count; i++) {
		const char *word = row->as.word(i);

		if (!word || strcmp(word, text) != 0)
			continue;
		*(int *)field = i;
		return 0;
	}
	return saved_refuse(reader, at, "this version does not know '%.*s'", SHOWN_BYTES, text);
}

static int put_text(const struct saved_reader *reader, const struct saved_place *at,
		    sd_json_variant *value, const struct saved_field *row, void *field)
{
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	if (!copy_text(field, row->size, text))
		return saved_refuse(reader, at, "found %zu bytes, expected at most %d",
				    strlen(text), row->size - 1);
	return 0;
}

static int put_bool(const struct saved_reader *reader, const struct saved_place *at,
		    sd_json_variant *value, const struct saved_field *row, void *field)
{
	bool holds = sd_json_variant_boolean(value);

	if (!sd_json_variant_is_boolean(value))
		return saved_refuse(reader, at, "expected true or false");
	if (row->kind == SAVED_BOOL)
		*(bool *)field = holds;
	else
		*(enum sight *)field = holds ? SIGHT_SEEN : SIGHT_ABSENT;
	return 0;
}

static int put_ip(const struct saved_reader *reader, const struct saved_place *at,
		  sd_json_variant *value, void *field)
{
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	return ip_parse(text, field) ? 0 : saved_refuse(reader, at, "expected an IP address");
}

struct ips {
	struct ip *items;
	size_t *count;
};

static int add_ip(struct saved_reader *reader, const struct saved_place *at,
		  sd_json_variant *element, void *base)
{
	const struct ips *ips = base;
	int r = put_ip(reader, at, element, &ips->items[*ips->count]);

	*ips->count += r == 0;
	return r;
}

int saved_ips(struct saved_reader *reader, const struct saved_place *at, sd_json_variant *array,
	      struct ip *ips, size_t *count, size_t most)
{
	return saved_each(reader, at, array, most, add_ip, &(struct ips){ ips, count });
}

static int put(struct saved_reader *reader, const struct saved_place *at, sd_json_variant *value,
	       const struct saved_field *row, void *base)
{
	void *field = (char *)base + row->offset;

	switch ((enum saved_kind)row->kind) {
	case SAVED_SKIP:
		return 0;
	case SAVED_TEXT:
		return put_text(reader, at, value, row, field);
	case SAVED_BOOL:
	case SAVED_SIGHT:
		return put_bool(reader, at, value, row, field);
	case SAVED_NUMBER:
		return put_number(reader, at, value, row, field);
	case SAVED_INTEGER:
		return put_integer(reader, at, value, row, field);
	case SAVED_TIME:
	case SAVED_TIME_US:
		return put_time(reader, at, value, row, field);
	case SAVED_WORD:
		return put_word(reader, at, value, row, field);
	case SAVED_IP:
		return put_ip(reader, at, value, field);
	case SAVED_STRINGS:
		return saved_strings(reader, at, value, field);
	case SAVED_OBJECT:
		return saved_read(reader, at, value, row->as.fields, row->size ? field : base);
	case SAVED_CALL:
		return row->as.call(reader, at, value, base);
	}
	return 0;
}

static void ignore(struct saved_reader *reader, const char *key)
{
	char shown[SHOWN_BYTES];

	escape_text(shown, sizeof shown, key);
	if (reader->ignored.count < MOST_IGNORED)
		string_list_add_once(&reader->ignored, shown);
}

/* count: there is no such row. */
static size_t find_row(const struct saved_fields *fields, const char *key)
{
	size_t i = 0;

	while (i < fields->count && strcmp(fields->rows[i].key, key) != 0)
		i++;
	return i;
}

/* Members that no row knows are ignored; one that is there twice is refused. */
static int check_members(struct saved_reader *reader, const struct saved_place *at,
			 sd_json_variant *object, const struct saved_fields *fields)
{
	uint64_t seen = 0;

	for (size_t i = 0; i + 1 < sd_json_variant_elements(object); i += 2) {
		const char *key = sd_json_variant_string(sd_json_variant_by_index(object, i));
		const struct saved_place place = { .outer = at, .key = key };
		size_t row = find_row(fields, key);

		if (row == fields->count)
			ignore(reader, key);
		else if (seen & (UINT64_C(1) << row))
			return saved_refuse(reader, &place, "found it twice");
		else
			seen |= UINT64_C(1) << row;
	}
	return 0;
}

/* In the order of the table, whatever that of the document is. */
int saved_read(struct saved_reader *reader, const struct saved_place *at, sd_json_variant *object,
	       const struct saved_fields *fields, void *base)
{
	if (!sd_json_variant_is_object(object))
		return saved_refuse(reader, at, "expected an object");
	if (check_members(reader, at, object, fields) < 0)
		return -EINVAL;
	for (size_t i = 0; i < fields->count; i++) {
		const struct saved_field *row = &fields->rows[i];
		const struct saved_place place = { .outer = at, .key = row->key };
		sd_json_variant *value = sd_json_variant_by_key(object, row->key);

		if (!value || sd_json_variant_is_null(value)) {
			if (row->required)
				return saved_refuse(reader, &place, "it is missing");
			continue;
		}
		if (put(reader, &place, value, row, base) < 0)
			return -EINVAL;
	}
	return 0;
}
