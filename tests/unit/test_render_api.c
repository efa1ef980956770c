/* SPDX-License-Identifier: Apache-2.0 */
/* How AWS's own answers are shown. GOLDEN_UPDATE=1 writes the golden files anew. */
#include <stdlib.h>
#include <string.h>

#include "api_world.h"
#include "check.h"
#include "ecsprobe/render.h"
#include "rendered.h"

/* Judged without them, so that the judge's words may change. */
static struct api_world *sample(const char *answers)
{
	struct api_world *w = api_world_new(NULL, answers);

	w->agent->world->report.api = NULL;
	api_world_judge(w);
	w->agent->world->report.agent = NULL;
	w->agent->world->report.api = &w->api;
	return w;
}

static const struct {
	const char *name, *answers;
} samples[] = {
	{ "allowed", "" },
	{ "mixed", "named=numbered ecs=allowed,proxied ecr.api=denied,identity ecr.dkr=not-asked "
		   "ecr.layers=unreachable logs=policy-denied,explicit,vpce "
		   "secretsmanager=error,status=503,type=,skew=-2" },
	{ "without-keys",
	  "keys=none role= lack=this_instance_has_no_role named=none ecs=no-credentials "
	  "ecr.api=no-credentials logs=no-credentials secretsmanager=no-credentials" },
};

static void golden_files(void **state)
{
	static const struct {
		const char *kind, *format;
		unsigned width, verbose;
	} rows[] = {
		{ ".txt", "text", 80, 0 },
		{ "-verbose.txt", "text", 100, 1 },
		{ ".json", "json", 80, 0 },
		{ ".jsonl", "jsonl", 80, 0 },
	};

	(void)state;
	for (size_t s = 0; s < ARRAY_SIZE(samples); s++) {
		struct api_world *w = sample(samples[s].answers);

		for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
			const struct render_style style = { .width = rows[i].width,
							    .verbose = rows[i].verbose };
			char *text = rendered(rows[i].format, &w->agent->world->report, &style);

			expect_golden(text, "api-%s%s", samples[s].name, rows[i].kind);
			free(text);
		}
		api_world_free(w);
	}
	expect_all_held();
}

/* The page has the same words; and without --api no format says anything of it. */
static void the_page_tells_it_too(void **state)
{
	const struct render_style style = { .width = 80 };
	struct api_world *w = sample(samples[1].answers);
	size_t count;
	const struct renderer *table = renderer_table(&count);
	char *text = rendered("html", &w->agent->world->report, &style);

	(void)state;
	EXPECT(strstr(text, "own answers") && strstr(text, "ecs-a-1.us-east-1.amazonaws.com"), "%s",
	       text);
	free(text);
	w->api.asked = false;
	for (size_t i = 0; i < count; i++) {
		text = rendered(table[i].format, &w->agent->world->report, &style);
		EXPECT(!strstr(text, "ecr:GetAuthorizationToken") && !strstr(text, "own answers") &&
			       !strstr(text, "\"api\""),
		       "%s: %s", table[i].format, text);
		free(text);
	}
	api_world_free(w);
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

static void lines_keep_to_the_width(void **state)
{
	struct api_world *w = sample(samples[1].answers);

	(void)state;
	for (unsigned width = 80; width <= 120; width += 8) {
		const struct render_style style = { .width = width };
		char *text = rendered("text", &w->agent->world->report, &style);

		EXPECT(longest_line(text) <= width, "at %u:\n%s", width, text);
		free(text);
	}
	api_world_free(w);
	expect_all_held();
}

/* Each result has its words, planned or not. */
static void every_result_has_words(void **state)
{
	(void)state;
	for (int i = 0; i < API_RESULT_COUNT; i++) {
		for (unsigned verbose = 0; verbose < 2; verbose++) {
			const struct render_style style = { .width = 120, .verbose = verbose };
			struct api_world *w = sample("");
			char *text;

			w->api.calls[0].result = (enum api_result)i;
			text = rendered("text", &w->agent->world->report, &style);
			EXPECT(strstr(text, "ecs:DiscoverPollEndpoint") && !strstr(text, "(null)"),
			       "%s: %s", api_result_name((enum api_result)i), text);
			free(text);
			api_world_free(w);
		}
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_files),
		cmocka_unit_test(the_page_tells_it_too),
		cmocka_unit_test(lines_keep_to_the_width),
		cmocka_unit_test(every_result_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
