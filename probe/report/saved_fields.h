/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SAVED_FIELDS_H
#define ECSPROBE_SAVED_FIELDS_H
/* Members of a JSON object into fields of a struct, by a table.  Private to the report
 * room. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-json.h>

#include "ecsprobe/error.h"
#include "ecsprobe/util.h"

/* Where in the document: a chain up to its root. */
struct saved_place {
	const struct saved_place *outer; /* NULL: the root */
	const char *key;                 /* NULL: an element of an array */
	size_t index;
};

struct saved_reader {
	const char *file;
	struct string_list ignored; /* owned */
	void *context;              /* of the calls */
	struct error *e;
};

enum saved_kind {
	SAVED_SKIP,    /* said elsewhere, or made of the rest */
	SAVED_TEXT,    /* char [size] */
	SAVED_BOOL,    /* bool */
	SAVED_NUMBER,  /* unsigned of size bytes */
	SAVED_INTEGER, /* signed of size bytes */
	SAVED_SIGHT,   /* true, false, null */
	SAVED_TIME,    /* RFC 3339 as int64_t seconds */
	SAVED_TIME_US, /* ... microseconds */
	SAVED_WORD,    /* an enum by its names */
	SAVED_IP,      /* struct ip */
	SAVED_STRINGS, /* struct string_list */
	SAVED_OBJECT,  /* another table, of the same base where size is 0 */
	SAVED_CALL,    /* a function, of the base */
};

struct saved_fields;

struct saved_field {
	const char *key;
	union {
		const char *(*word)(int value);
		const struct saved_fields *fields;
		int (*call)(struct saved_reader *reader, const struct saved_place *at,
			    sd_json_variant *value, void *base);
	} as;
	uint16_t offset, size;
	uint16_t count; /* of a WORD's values */
	uint8_t kind;   /* enum saved_kind */
	bool required;  /* there, and not null */
};

struct saved_fields {
	const struct saved_field *rows;
	size_t count;
};

#define SAVED_AT(type, member) \
	.offset = offsetof(type, member), .size = sizeof(((type *)NULL)->member)
#define SAVED_FIELDS(rows) rows, ARRAY_SIZE(rows)

/* 0, or -EINVAL: refused. */
int saved_read(struct saved_reader *reader, const struct saved_place *at, sd_json_variant *object,
	       const struct saved_fields *fields, void *base);

/* Each element of an array of at most `most`. */
int saved_each(struct saved_reader *reader, const struct saved_place *at, sd_json_variant *array,
	       size_t most,
	       int (*one)(struct saved_reader *reader, const struct saved_place *at,
			  sd_json_variant *element, void *base),
	       void *base);

/* Addresses into an array with room for `most`. */
struct ip;
int saved_ips(struct saved_reader *reader, const struct saved_place *at, sd_json_variant *array,
	      struct ip *ips, size_t *count, size_t most);

/* An array of strings into the list. */
int saved_strings(struct saved_reader *reader, const struct saved_place *at, sd_json_variant *array,
		  struct string_list *list);

/* "FILE: endpoints[3].status: ", and what is wrong there; always -EINVAL. */
int saved_refuse(const struct saved_reader *reader, const struct saved_place *at, const char *fmt,
		 ...) ECSPROBE_PRINTF(3, 4);

/* A whole number that is not negative, and so small that arithmetic with it cannot overflow. */
enum saved_limit { SAVED_BITS = 53 };
int saved_number(const struct saved_reader *reader, const struct saved_place *at,
		 sd_json_variant *value, uint64_t most, uint64_t *number);

/* The same with a sign. */
int saved_integer(const struct saved_reader *reader, const struct saved_place *at,
		  sd_json_variant *value, int64_t most, int64_t *number);

/* Of a string, which is printable ASCII then; NULL: refused. */
const char *saved_text(const struct saved_reader *reader, const struct saved_place *at,
		       sd_json_variant *value);

#endif
