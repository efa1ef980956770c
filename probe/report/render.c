/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/render.h"

#include <string.h>

#include "renderers.h"

static const struct renderer table[] = {
	{ "text", "a table for people, then what was found and what to check", report_text,
	  plan_text },
	{ "brief", "20 lines at most for a console: the verdict, the causes, what to check first",
	  report_brief, NULL },
	{ "html", "one page that needs nothing else, for a browser or to print", report_html,
	  plan_html },
	{ "json", "one object, ecsprobe.report/1", report_json, plan_json },
	{ "jsonl", "a line each for the run and all its parts, ecsprobe.line/1", report_jsonl,
	  NULL },
	{ "prometheus", "for the textfile collector of node_exporter", report_prometheus, NULL },
	{ "junit", "for Jenkins and its like: a test case for each endpoint", report_junit, NULL },
	{ "tap", "the Test Anything Protocol, version 14", report_tap, NULL },
	{ "nagios", "a line with perfdata; on stdout also its exit status, 0 to 3", report_nagios,
	  NULL },
	{ "emf", "a line of metrics for CloudWatch's embedded metric format", report_emf, NULL },
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
