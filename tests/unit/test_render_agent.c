/* SPDX-License-Identifier: Apache-2.0 */
/* What the report says of the agent and of what was done about it.
 * GOLDEN_UPDATE=1 writes the golden files anew. */
#include "ecsprobe/render.h"

#include <stdlib.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "check.h"
#include "rendered.h"
#include "sample_agent.h"

static char *render(const struct report *report, const char *format, bool color, unsigned width,
		    unsigned verbose)
{
	const struct render_style style = { .color = color, .width = width, .verbose = verbose };

	return rendered(format, report, &style);
}

static void golden_files(void **state)
{
	static const struct {
		const char *kind, *format;
		unsigned width, verbose;
	} rows[] = {
		{ ".txt", "text", 80, 0 },
		{ "-verbose.txt", "text", 100, 1 },
		{ ".json", "json", 80, 0 },
	};

	(void)state;
	for (const char *const *name = sample_agent_names; *name; name++) {
		struct sample_agent *sample = sample_agent_new(*name);

		for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
			char *text = render(&sample->world->report, rows[i].format, false,
					    rows[i].width, rows[i].verbose);

			expect_golden(text, "agent-%s%s", *name, rows[i].kind);
			free(text);
		}
		sample_agent_free(sample);
	}
	expect_all_held();
}

static void the_environment_stays_inside(void **state)
{
	(void)state;
	for (const char *const *name = sample_agent_names; *name; name++) {
		struct sample_agent *sample = sample_agent_new(*name);
		size_t count;
		const struct renderer *table = renderer_table(&count);

		assert_non_null(
			strstr(sample->agent.container.environment.items[0], sample_canary));
		for (size_t i = 0; i < 4 * count; i++) {
			char *text = render(&sample->world->report, table[i / 4].format, false, 80,
					    (unsigned)i % 4);

			EXPECT(!strstr(text, sample_canary), "%s: %s", *name, text);
			free(text);
		}
		sample_agent_free(sample);
	}
	expect_all_held();
}

static size_t longest_line(const char *text)
{
	size_t longest = 0;

	for (size_t len; *text; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (len > longest)
			longest = len;
	}
	return longest;
}

/* The paragraphs are wrapped by what is seen, not by what is sent. */
static void lines_keep_to_the_width(void **state)
{
	(void)state;
	for (const char *const *name = sample_agent_names; *name; name++) {
		struct sample_agent *sample = sample_agent_new(*name);

		for (unsigned width = 80; width <= 120; width += 8) {
			char *text = render(&sample->world->report, "text", false, width, 0);

			EXPECT(longest_line(text) <= width, "%s at %u:\n%s", *name, width, text);
			free(text);
		}
		sample_agent_free(sample);
	}
	expect_all_held();
}

static void color_changes_no_word(void **state)
{
	(void)state;
	for (const char *const *name = sample_agent_names; *name; name++) {
		struct sample_agent *sample = sample_agent_new(*name);
		char *plain = render(&sample->world->report, "text", false, 80, 1);
		char *painted = render(&sample->world->report, "text", true, 80, 1);

		strip_paint(painted);
		EXPECT(strcmp(plain, painted) == 0, "%s:\n%s", *name, painted);
		free(plain);
		free(painted);
		sample_agent_free(sample);
	}
	expect_all_held();
}

/* For each reason and result there are words, and JSON says done of one only. */
static void every_action_has_words(void **state)
{
	struct sample_agent *sample = sample_agent_new("healthy");
	struct action *action = &sample->action;

	(void)state;
	action->asked = true;
	for (int i = 0; i < (ACTION_DEFER + 1) * REASON_COUNT * RESULT_COUNT * 2; i++) {
		int rest = i / 2;
		char *text;

		action->dry_run = i % 2;
		action->result = (enum action_result)(rest % RESULT_COUNT);
		rest /= RESULT_COUNT;
		action->reason = (enum action_reason)(rest % REASON_COUNT);
		action->kind = (enum action_kind)(rest / REASON_COUNT);
		text = render(&sample->world->report, "text", false, 200, 0);
		EXPECT(strstr(text, "\nrestart  ") && !strstr(text, "(null)"), "%d:\n%s", i, text);
		free(text);
		text = render(&sample->world->report, "json", false, 200, 0);
		EXPECT(!strstr(text, "\"done\" : true") == !action_result_is_back(action->result),
		       "%d:\n%s", i, text);
		free(text);
	}
	sample_agent_free(sample);
	expect_all_held();
}

/* Nobody looked, nobody asked. */
static void nothing_is_null(void **state)
{
	struct sample_agent *sample = sample_agent_new("restarted");
	struct report *report = &sample->world->report;

	(void)state;
	for (int pointers = 0; pointers < 2; pointers++) {
		sd_json_variant *root = NULL;
		char *text;

		sample->agent.looked = sample->action.asked = false;
		report->agent = pointers ? &sample->agent : NULL;
		report->action = pointers ? &sample->action : NULL;
		text = render(report, "json", false, 80, 0);
		assert_int_equal(sd_json_parse(text, 0, &root, NULL, NULL), 0);
		assert_true(sd_json_variant_is_null(sd_json_variant_by_key(root, "agent")));
		assert_true(sd_json_variant_is_null(sd_json_variant_by_key(root, "action")));
		sd_json_variant_unref(root);
		free(text);
		text = render(report, "text", false, 80, 2);
		assert_null(strstr(text, "\nagent  "));
		assert_null(strstr(text, "\nrestart  "));
		free(text);
	}
	sample_agent_free(sample);
}

static void runs_as_is_derived(void **state)
{
	static const struct {
		enum sight unit, container;
		bool without;
		const char *word;
	} rows[] = {
		{ SIGHT_SEEN, SIGHT_SEEN, false, "unit" },
		{ SIGHT_SEEN, SIGHT_ABSENT, false, "unit" },
		{ SIGHT_SEEN, SIGHT_UNKNOWN, false, "unit" },
		{ SIGHT_SEEN, SIGHT_ABSENT, true, "unit-without-container" },
		{ SIGHT_ABSENT, SIGHT_SEEN, false, "container" },
		{ SIGHT_ABSENT, SIGHT_ABSENT, false, "absent" },
		{ SIGHT_ABSENT, SIGHT_UNKNOWN, false, "unknown" },
		/* A unit that cannot be seen may well keep the container. */
		{ SIGHT_UNKNOWN, SIGHT_SEEN, false, "unknown" },
		{ SIGHT_UNKNOWN, SIGHT_ABSENT, false, "unknown" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct agent_status agent = { .unit = { .sight = rows[i].unit,
							.without_container = rows[i].without },
					      .container = { .sight = rows[i].container } };

		EXPECT(strcmp(runs_as_name(agent_runs_as(&agent)), rows[i].word) == 0, "row %zu",
		       i);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_files),
		cmocka_unit_test(the_environment_stays_inside),
		cmocka_unit_test(lines_keep_to_the_width),
		cmocka_unit_test(color_changes_no_word),
		cmocka_unit_test(every_action_has_words),
		cmocka_unit_test(nothing_is_null),
		cmocka_unit_test(runs_as_is_derived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
