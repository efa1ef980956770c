/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_RENDERERS_H
#define ECSPROBE_RENDERERS_H
/* The renderers that the table of render.c names.  Private to the report room. */
#include "ecsprobe/render.h"

int report_text(FILE *out, const struct report *report, const struct render_style *style);
int report_brief(FILE *out, const struct report *report, const struct render_style *style);
int report_json(FILE *out, const struct report *report, const struct render_style *style);
int report_jsonl(FILE *out, const struct report *report, const struct render_style *style);
int report_prometheus(FILE *out, const struct report *report, const struct render_style *style);
int report_junit(FILE *out, const struct report *report, const struct render_style *style);
int report_tap(FILE *out, const struct report *report, const struct render_style *style);
int report_nagios(FILE *out, const struct report *report, const struct render_style *style);
int report_emf(FILE *out, const struct report *report, const struct render_style *style);
int plan_text(FILE *out, const struct plan *plan, const struct identity *identity,
	      const struct render_style *style);
int plan_json(FILE *out, const struct plan *plan, const struct identity *identity,
	      const struct render_style *style);
int report_html(FILE *out, const struct report *report, const struct render_style *style);
int plan_html(FILE *out, const struct plan *plan, const struct identity *identity,
	      const struct render_style *style);

#endif
