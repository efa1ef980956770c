/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/render.h"

#include <string.h>

#include "renderers.h"

static const struct renderer table[] = {
	{ "text", "a table for people, then what was found and what to check", report_text,
	  plan_text },
	{ "html", "one page that needs nothing else, for a browser or to print", report_html,
	  plan_html },
	{ "json", "one object, ecsprobe.report/1", report_json, plan_json },
};

const struct renderer *renderer_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

const struct renderer *renderer_find(const char *format)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (strcmp(table[i].format, format) == 0)
			return &table[i];
	return NULL;
}
