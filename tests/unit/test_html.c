/* SPDX-License-Identifier: Apache-2.0 */
/* What the html report makes of hostile texts, and the times that both reports for people draw.
 * test_render_machine.c has its golden files, as those of all formats; the scenario html-in-chromium
 * holds them against the rules of HTML. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/render.h"
#include "rendered.h"
#include "report/timeline.h"
#include "sample_report.h"

static char *render(const struct report *report, unsigned verbose)
{
	return rendered("html", report, &(struct render_style){ .width = 80, .verbose = verbose });
}

static const char evil[] = "</dd><script>alert(1)</script><img src=x onerror='a(\"&amp;\")'>"
			   "\x1b[31m\x7f\xe2\x80\xae\xff\xc3(\xc2\x85\r\n";
static const char evil_shown[] = "&lt;/dd&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x "
				 "onerror=&#39;a(&quot;&amp;amp;&quot;)&#39;&gt;"
				 "\\x1b[31m\\x7f\\xe2\\x80\\xae\\xff\\xc3(\\xc2\\x85\\x0d\\x0a";

/* Every text that is not ours at once, raw, as if nobody had escaped it before. */
static void poison(struct world *w)
{
	struct attempt_outcome *a = world_attempt(w, 2, "52.94.1.10");
	struct target *t = w->plan.targets[2];
	struct answer *answer = &w->outcomes.items[2]->answers[0];
	struct finding *finding = &w->report.findings.items[0];
	struct identity *identity = &w->facts.identity;

	(void)copy_text(a->tls.subject, sizeof a->tls.subject, evil);
	(void)copy_text(a->tls.issuer, sizeof a->tls.issuer, evil);
	(void)copy_text(a->tls.root, sizeof a->tls.root, evil);
	(void)copy_text(a->tls.verify_detail, sizeof a->tls.verify_detail, evil);
	(void)copy_text(a->tls.cipher, sizeof a->tls.cipher, evil);
	(void)copy_text(a->detail, sizeof a->detail, evil);
	string_list_add(&a->tls.sans, evil, strlen(evil));
	string_list_add(&answer->cnames, evil, strlen(evil));
	(void)copy_text(t->host, sizeof t->host, evil);
	(void)copy_text(t->service, sizeof t->service, evil);
	(void)copy_text(finding->subject, sizeof finding->subject, evil);
	free(finding->message);
	finding->message = xstrdup(evil);
	(void)copy_text(identity->region, sizeof identity->region, "<b>\"'&\xff");
	(void)copy_text(identity->instance_id, sizeof identity->instance_id, "<!-- ]]> -->");
	(void)copy_text(w->facts.network.zone, ZONE_BYTES, "</title><script>");
	(void)copy_text(w->facts.network.vpc_id, VPC_ID_BYTES, "<style>*{");
	(void)copy_text(w->plan.resolvers[0].name, RESOLVER_NAME_BYTES, "<dt onclick=x>");
	(void)copy_text(w->outcomes.trust.path, sizeof w->outcomes.trust.path, evil);
}

static size_t count_of(const char *text, const char *word)
{
	size_t count = 0;

	while ((text = strstr(text, word))) {
		count++;
		text += strlen(word);
	}
	return count;
}

static void what_is_hostile_stays_text(void **state)
{
	static const char *const never[] = { "<script", "<img",     "<!--", "<b>\"",
					     "<dt on",  "<style>*", "]]>",  "</title><script" };
	struct world *w = sample_report();
	char *text;

	(void)state;
	poison(w);
	text = render(&w->report, 2);
	for (size_t i = 0; i < ARRAY_SIZE(never); i++)
		EXPECT(!strstr(text, never[i]), "the page has %s", never[i]);
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c != '\n' && (*c < 0x20 || *c > 0x7e))
			EXPECT(false, "the page has the byte %02x", *c);
	/* Seven fields of the address, the alias, the finding, the trust store, the
	 * host and the service in table, waterfall and evidence. */
	EXPECT(count_of(text, evil_shown) >= 12, "it is shown %zu times",
	       count_of(text, evil_shown));
	expect_golden(text, "hostile.html");
	free(text);
	world_free(w);
	expect_all_held();
}

static void text_is_quoted(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "", "" },
		{ "plain text, 1.5 ms", "plain text, 1.5 ms" },
		{ evil, evil_shown },
		{ "\\x1b stays as it is", "\\x1b stays as it is" },
		{ "a\tb", "a\\x09b" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char *text = NULL;
		size_t len;
		FILE *out = open_memstream(&text, &len);

		assert_non_null(out);
		escape_markup(out, rows[i].text);
		assert_int_equal(fclose(out), 0);
		EXPECT(strcmp(text, rows[i].expected) == 0, "row %zu: %s", i, text);
		free(text);
	}
	expect_all_held();
}

static void an_axis_ends_on_a_tick(void **state)
{
	static const struct {
		uint64_t longest_us;
		unsigned max_ticks;
		uint64_t step_us, end_us;
		const char *first;
	} rows[] = {
		{ 0, 5, 100, 100, "0.1" },
		{ 99, 5, 100, 100, "0.1" },
		{ 500, 5, 100, 500, "0.1" },
		{ 501, 5, 200, 600, "0.2" },
		{ 11300, 5, 5000, 15000, "5" },
		{ 11300, 7, 2000, 12000, "2" },
		{ 45000, 5, 10000, 50000, "10" },
		{ 3000000, 1, 5000000, 5000000, "5000" },
		{ 3600000000, 5, 1000000000, 4000000000, "1000000" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct axis axis = axis_for(rows[i].longest_us, rows[i].max_ticks);
		char tick[TICK_BYTES];

		axis_tick(&axis, axis.step_us, tick);
		EXPECT(axis.step_us == rows[i].step_us && axis.end_us == rows[i].end_us,
		       "row %zu: step %llu, end %llu", i, (unsigned long long)axis.step_us,
		       (unsigned long long)axis.end_us);
		EXPECT(strcmp(tick, rows[i].first) == 0, "row %zu: %s", i, tick);
	}
	expect_all_held();
}

/* Which address stands for its endpoint, and what is known of it. */
static void the_telling_address_is_chosen(void **state)
{
	static const struct {
		const char *world;
		bool known[STAGES];
		enum timeline_end end;
		enum code code;
	} rows[] = {
		{ "ecs: route53=10.0.1.10", { true, true, true }, END_DONE, CODE_NONE },
		{ "ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tcp-timeout",
		  { true, true, true },
		  END_DONE,
		  CODE_NONE },
		{ "ecs: route53=10.0.1.10,10.0.2.10 10.0.1.10=tcp-timeout "
		  "10.0.2.10=tls-untrusted",
		  { true, true, false },
		  END_FAILED,
		  CODE_TLS_UNTRUSTED },
		{ "ecs: route53=!dns-nxdomain",
		  { true, false, false },
		  END_FAILED,
		  CODE_DNS_NXDOMAIN },
		{ "ecs: route53=!not-finished",
		  { true, false, false },
		  END_SKIPPED,
		  CODE_NOT_FINISHED },
		/* No question, no time for it. */
		{ "ecs: hosts=10.0.1.60 route53=10.0.1.10",
		  { false, true, true },
		  END_DONE,
		  CODE_NONE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		struct timeline timeline;

		world_judge(w);
		timeline = timeline_of_endpoint(&w->report.endpoints[0]);
		EXPECT(memcmp(timeline.known, rows[i].known, sizeof timeline.known) == 0 &&
			       timeline.end == rows[i].end && timeline.code == rows[i].code,
		       "row %zu: %d%d%d, end %d, %s", i, timeline.known[0], timeline.known[1],
		       timeline.known[2], timeline.end,
		       timeline.code == CODE_NONE ? "-" : code_name(timeline.code));
		EXPECT(timeline.total_us == timeline.us[0] + timeline.us[1] + timeline.us[2],
		       "row %zu", i);
		world_free(w);
	}
	expect_all_held();
}

/* What was waited for in vain is a part of the bar, and the longest bar makes the axis. */
static void a_timeout_is_as_long_as_it_was(void **state)
{
	struct world *w = world_new("ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tcp-timeout");
	struct attempt_outcome *dead = world_attempt(w, 0, "10.0.2.10");
	struct timeline timeline;
	char *page;

	(void)state;
	dead->failed_us = 3000000;
	world_judge(w);
	timeline =
		timeline_of_address(&w->report.endpoints[0], &w->report.endpoints[0].addresses[1]);
	assert_true(timeline.failed && timeline.failed_stage == STAGE_TCP);
	assert_int_equal(timeline.us[STAGE_TCP], 3000000);
	assert_true(timeline_longest_us(&w->report) >= 3000000);
	page = render(&w->report, 0);
	assert_non_null(strstr(page, "<rect class=\"tcp lost\""));
	assert_non_null(strstr(page, "<code class=\"dead\">10.0.2.10</code>"));
	assert_non_null(strstr(page, "<a href=\"#f-partial-addresses\">"));
	assert_non_null(strstr(page, " id=\"f-partial-addresses\""));
	free(page);
	world_free(w);
}

/* Bars of nothing tell nothing. */
static void an_empty_waterfall_is_not_drawn(void **state)
{
	struct world *w = world_new("ecs: route53=10.0.1.10");
	char *page;

	(void)state;
	w->outcomes.items[0]->answers[0].us = w->outcomes.items[0]->answers[1].us = 0;
	w->outcomes.items[0]->attempts[0]->connected = false;
	w->outcomes.items[0]->attempts[0]->handshaken = false;
	w->outcomes.items[0]->attempts[0]->code = CODE_NOT_FINISHED;
	world_judge(w);
	page = render(&w->report, 0);
	assert_null(strstr(page, "id=\"waterfall\""));
	assert_non_null(strstr(page, "Not checked: ecs (not-finished)"));
	free(page);
	world_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_hostile_stays_text),
		cmocka_unit_test(text_is_quoted),
		cmocka_unit_test(an_axis_ends_on_a_tick),
		cmocka_unit_test(the_telling_address_is_chosen),
		cmocka_unit_test(a_timeout_is_as_long_as_it_was),
		cmocka_unit_test(an_empty_waterfall_is_not_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
