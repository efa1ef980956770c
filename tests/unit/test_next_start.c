/* SPDX-License-Identifier: Apache-2.0 */
/* The agent's endpoints as its next start would see them, where the files changed. */
#include <string.h>

#include "check.h"
#include "ecsprobe/util.h"
#include "world.h"

static void judged_by_what_the_files_say_now(void **state)
{
	static const struct {
		const char *what, *world;
		enum status now;
		int next; /* -1: it sees the same, and nothing is judged again */
	} rows[] = {
		{ "no change", "ecs: route53=10.0.1.10", STATUS_PASS, -1 },
		{ "another nameserver", "ns=agent-next ecs: route53=10.0.1.10 agent=!dns-nxdomain",
		  STATUS_PASS, STATUS_FAIL },
		{ "a search list that wins",
		  "next-search=5,a.example ecs: route53=10.0.1.10 +search-name: route53=10.0.9.9",
		  STATUS_PASS, STATUS_FAIL },
		{ "... of which nobody knows yet",
		  "next-search=5,a.example ecs: route53=10.0.1.10 +search-name: "
		  "route53=!not-finished",
		  STATUS_PASS, STATUS_SKIP },
		{ "... to the same address",
		  "next-search=5,a.example ecs: route53=10.0.1.10 +search-name: route53=10.0.1.10",
		  STATUS_PASS, STATUS_PASS },
		{ "... that does not count for so many dots",
		  "next-search=1,a.example ecs: route53=10.0.1.10", STATUS_PASS, STATUS_PASS },
		{ "a search list that wins, and is gone from the file",
		  "search=5,a.example next-search=1 ecs: route53=10.0.1.10 "
		  "+search-name: route53=10.0.9.9",
		  STATUS_FAIL, STATUS_PASS },
		{ "the domains in another order: each moment has its own first",
		  "search=5,a.example,b.example next-search=5,b.example,a.example "
		  "ecs: route53=10.0.1.10 +search-name: route53=10.0.1.10 "
		  "+search-name: route53=10.0.9.9",
		  STATUS_PASS, STATUS_FAIL },
		{ "a timeout that the server exceeds",
		  "next-timeout=1 attempts=1 ecs: route53=10.0.1.10,slow", STATUS_PASS,
		  STATUS_FAIL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct world *w = world_new(rows[i].world);
		const struct report *report = &w->report;
		int next;

		world_judge(w);
		EXPECT(report->endpoints[0].status == rows[i].now, "%s: %d", rows[i].what,
		       (int)report->endpoints[0].status);
		next = report->next_endpoint_count ? (int)report->next_endpoints[0].status : -1;
		EXPECT(next == rows[i].next, "%s: %d", rows[i].what, next);
		world_free(w);
	}
	expect_all_held();
}

/* The agent's own copy of /etc/hosts, and one that it was made with. */
static void pins_of_its_own(void **state)
{
	(void)state;
	for (int kept = 0; kept < 2; kept++) {
		struct world *w = world_new("agent=1.98.0 ecs: hosts=10.0.1.99 "
					    "10.0.1.99=tcp-timeout");
		CLEANUP(cleanup_free) char *findings = NULL;

		w->outcomes.items[0]->repinned = true;
		w->outcomes.items[0]->pins_kept = kept;
		world_judge(w);
		findings = world_findings(w);
		EXPECT(w->report.endpoints[0].status == STATUS_FAIL, "kept %d", kept);
		EXPECT(w->report.next_endpoint_count == (kept ? 0 : 1), "kept %d", kept);
		EXPECT((strstr(findings, "agent-hosts-stale") == NULL) == kept, "kept %d: %s", kept,
		       findings);
		world_free(w);
	}
	expect_all_held();
}

/* A signal came between: the way that the agent takes was not gone. */
static void pins_that_nobody_dialled(void **state)
{
	struct world *w = world_new("agent=1.98.0 ecs: route53=10.0.1.10");

	(void)state;
	w->plan.targets[0]->own_pins = true;
	world_judge(w);
	EXPECT(w->report.endpoints[0].status == STATUS_SKIP, "%d",
	       (int)w->report.endpoints[0].status);
	EXPECT(w->report.verdict == VERDICT_UNKNOWN, "%d", (int)w->report.verdict);
	world_free(w);
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judged_by_what_the_files_say_now),
		cmocka_unit_test(pins_of_its_own),
		cmocka_unit_test(pins_that_nobody_dialled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
