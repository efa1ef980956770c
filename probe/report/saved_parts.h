/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SAVED_PARTS_H
#define ECSPROBE_SAVED_PARTS_H
/* The parts of a saved report.  Private to the report room. */
#include "ecsprobe/saved.h"
#include "saved_fields.h"

struct saved_report {
	struct report report;
	struct facts facts;
	struct plan plan;
	struct outcomes outcomes;
	struct agent_status agent;
	struct action action;
	struct image_facts image;
	struct workload workload;
	struct api_facts api;
	struct timing timing;
	char version[64];
	struct string_list hints;  /* owned: of the findings, each text once */
	struct catalog_row **rows; /* owned: with the profiles that each endpoint says */
	size_t row_count;
	struct string_list ignored; /* owned */
	const struct api_call *calls;
	size_t call_count;
};

static inline struct saved_report *saved_of(const struct saved_reader *reader)
{
	return (struct saved_report *)reader->context;
}

#define SAVED_TAKES(name)                                                   \
	int name(struct saved_reader *reader, const struct saved_place *at, \
		 sd_json_variant *value, void *base)

/* Each takes the value of its member. */
SAVED_TAKES(saved_take_endpoints);
SAVED_TAKES(saved_take_agent);
SAVED_TAKES(saved_take_action);
SAVED_TAKES(saved_take_api);
SAVED_TAKES(saved_take_workload);

/* A table's word by its number. */
#define SAVED_WORDS(function, type)                 \
	static const char *function##_at(int value) \
	{                                           \
		return function((type)value);       \
	}

#endif
