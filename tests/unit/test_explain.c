/* SPDX-License-Identifier: Apache-2.0 */
/* The text of every code. */
#include "ecsprobe/explain.h"

#include <string.h>

#include "check.h"

enum { MOST_MEANING = 90, MOST_TEXT = 600, LEAST_TEXT = 4 };

static void check_text(enum code code, const char *what, const char *text, size_t most)
{
	const char *name = code_name(code);

	EXPECT(text != NULL, "%s: %s", name, what);
	if (!text)
		return;
	EXPECT(strlen(text) >= LEAST_TEXT && strlen(text) <= most, "%s: %s: %s", name, what, text);
	EXPECT(is_printable(text) && !strpbrk(text, "{}"), "%s: %s: %s", name, what, text);
	EXPECT(!strstr(text, "  ") && text[0] != ' ' && text[strlen(text) - 1] != ' ',
	       "%s: %s: '%s'", name, what, text);
}

/* No sentence of a paragraph: the renderer ends the lines. */
static void check_phrase(enum code code, const char *what, const char *text, size_t most)
{
	check_text(code, what, text, most);
	EXPECT(!text || text[strlen(text) - 1] != '.', "%s: %s: %s", code_name(code), what, text);
}

/* It is the hint of a finding whose rule has none of its own. */
static void check_hint(enum code code, const char *text)
{
	check_text(code, "check", text, MOST_TEXT);
	EXPECT(!text || text[strlen(text) - 1] == '.',
	       "%s: what to check is whole sentences, as it is the hint of its findings: %s",
	       code_name(code), text);
}

static void every_code_is_explained(void **state)
{
	(void)state;
	for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
		enum code code = (enum code)i;
		const struct explanation *row = explain(code);

		EXPECT(row != NULL,
		       "%s: no text: add its row to probe/judge/explain.c, or to explain_agent.c, "
		       "explain_api.c or explain_bake.c beside it",
		       code_name(code));
		if (!row)
			continue;
		check_phrase(code, "meaning", row->meaning, MOST_MEANING);
		check_phrase(code, "looks", row->looks, MOST_TEXT);
		check_hint(code, row->check);
		check_phrase(code, "page", row->page, MOST_TEXT);
	}
	expect_all_held();
}

/* Two codes that mean the same are one. */
static void no_meaning_is_said_twice(void **state)
{
	(void)state;
	for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
		for (int j = CODE_NONE + 1; j < i; j++) {
			const struct explanation *a = explain((enum code)i);
			const struct explanation *b = explain((enum code)j);

			EXPECT(!a || !b || strcmp(a->meaning, b->meaning) != 0, "%s and %s",
			       code_name((enum code)i), code_name((enum code)j));
		}
	}
	expect_all_held();
}

static void nothing_else_is_explained(void **state)
{
	(void)state;
	assert_null(explain(CODE_NONE));
	assert_null(explain(CODE_COUNT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_is_explained),
		cmocka_unit_test(no_meaning_is_said_twice),
		cmocka_unit_test(nothing_else_is_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
