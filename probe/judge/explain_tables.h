/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_EXPLAIN_TABLES_H
#define ECSPROBE_EXPLAIN_TABLES_H
/* The texts of codes by what they are about: explain.c has those of the endpoints and the instance.
 * Private to the judge. */
#include "ecsprobe/explain.h"
#include "ecsprobe/util.h"

struct explained {
	enum code code;
	struct explanation text;
};

struct explained_list {
	const struct explained *rows;
	size_t count;
};

extern const struct explained_list explained_agent, explained_api, explained_bake;

#endif
