/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_RENDERED_H
#define ECSPROBE_TESTS_RENDERED_H
/* What a renderer writes, and whether it is what it was. */
#include "ecsprobe/render.h"

/* Owned by the caller; never fails. */
char *rendered(const char *format, const struct report *report, const struct render_style *style);
char *rendered_plan(const char *format, const struct plan *plan, const struct identity *identity,
		    const struct render_style *style);

/* Expects the text of the file of that name in tests/unit/golden; with
 * GOLDEN_UPDATE in the environment the file is written anew. */
void expect_golden(const char *text, const char *name_fmt, ...) ECSPROBE_PRINTF(2, 3);

/* Drops every ESC [ ... m, in place. */
void strip_paint(char *text);

#endif
