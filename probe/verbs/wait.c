/* SPDX-License-Identifier: Apache-2.0 */
#include "wait.h"

#include <stdio.h>
#include <string.h>

#include "ecsprobe/agent.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/judge.h"
#include "ecsprobe/spread.h"
#include "ecsprobe/text.h"
#include "outputs.h"
#include "signals.h"

enum {
	SECOND_US = 1000000,
	FIRST_US = SECOND_US,
	LONGEST_US = 15 * SECOND_US,
	JITTER_PARTS = 4,
	/* What 64 queries cost at 200 a second. */
	EARNED_AGAIN_US = 64 * SECOND_US / 200,
	KEY_BYTES = 256,
	MOST_SHOWN = 252
};
_Static_assert(FIRST_US - FIRST_US / JITTER_PARTS > EARNED_AGAIN_US,
	       "two rounds do not exceed the pace");

uint64_t wait_pause_us(const char *key, unsigned rounds)
{
	char of_round[KEY_BYTES + 16];
	uint64_t pause_us = FIRST_US;

	for (unsigned i = 1; i < rounds && pause_us < LONGEST_US; i++)
		pause_us *= 2;
	if (pause_us > LONGEST_US)
		pause_us = LONGEST_US;
	(void)snprintf(of_round, sizeof of_round, "%s/%u", key, rounds);
	return pause_us - spread_delay_us(of_round, pause_us / JITTER_PARTS);
}

/* --- what is still missing ------------------------------------------------- */

/* Something that is missing, by its code. */
struct gap {
	enum code code;
	const char *subject;
};

struct gaps {
	struct gap *items; /* owned */
	size_t count;
};

static void add_gap(struct gaps *gaps, enum code code, const char *subject)
{
	gaps->items = xgrow(gaps->items, gaps->count, sizeof *gaps->items);
	gaps->items[gaps->count++] = (struct gap){ code, subject };
}

/* What fails, or else what was not decided. */
static struct gaps find_gaps(const struct report *report)
{
	struct gaps gaps = { 0 };

	for (size_t i = 0; i < report->findings.count; i++)
		if (report->findings.items[i].severity == SEVERITY_FAIL)
			add_gap(&gaps, report->findings.items[i].code,
				report->findings.items[i].subject);
	for (size_t i = 0; gaps.count == 0 && i < report->endpoint_count; i++)
		if (report->endpoints[i].target->required &&
		    report->endpoints[i].status == STATUS_SKIP)
			add_gap(&gaps, report->endpoints[i].code,
				report->endpoints[i].target->service);
	return gaps;
}

static bool is_first_of_code(const struct gaps *gaps, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (gaps->items[i].code == gaps->items[index].code)
			return false;
	return true;
}

/* "tcp-timeout (ecs, logs), dns-nxdomain (ecr.api)" */
static void describe_gaps(const struct gaps *gaps, struct text *text)
{
	for (size_t i = 0; i < gaps->count; i++) {
		const char *before = " (";

		if (!is_first_of_code(gaps, i))
			continue;
		text_join(text, ", ", "%s", code_name(gaps->items[i].code));
		for (size_t k = i; k < gaps->count; k++) {
			if (gaps->items[k].code != gaps->items[i].code)
				continue;
			text_join(text, before, "%s", gaps->items[k].subject);
			before = ", ";
		}
		text_append(text, ")");
	}
}

/* --- one round after another ----------------------------------------------- */

struct wait {
	const struct options *options;
	char key[KEY_BYTES];
	uint64_t limit_us, start_us, end_us;
	unsigned rounds;
};

static bool is_enough(const struct round *round, const struct report *report)
{
	return report->verdict == VERDICT_HEALTHY || report->verdict == VERDICT_DEGRADED ||
	       round->interrupted || round->refused || round->misset || report->broken;
}

/* For people and for a console's log: a line a round, nothing moves. */
static void tell(const struct wait *wait, const struct round *round, const struct report *report,
		 uint64_t pause_us)
{
	struct gaps gaps = find_gaps(report);
	CLEANUP(text_done) struct text missing = { 0 };

	describe_gaps(&gaps, &missing);
	free(gaps.items);
	(void)fprintf(stderr, "ecsprobe: try %u, %.1f s: %s%s%.*s%s", wait->rounds,
		      (double)(clock_now_us() - wait->start_us) / 1e6,
		      verdict_name(report->verdict), missing.len ? ", " : "", MOST_SHOWN,
		      text_of(&missing), missing.len > MOST_SHOWN ? "..." : "");
	if (pause_us)
		(void)fprintf(stderr, "; next try in %.1f s\n", (double)pause_us / 1e6);
	else if (round->interrupted)
		(void)fputs("; stopped by a signal\n", stderr);
	else if (!is_enough(round, report))
		(void)fprintf(stderr, "; the %.0f s of --wait ran out\n",
			      (double)wait->limit_us / 1e6);
	else
		(void)fputc('\n', stderr);
	(void)fflush(stderr);
}

/* The last pause is cut, so that one round begins when the time is over. */
static uint64_t next_pause_us(const struct wait *wait)
{
	uint64_t pause_us = wait_pause_us(wait->key, wait->rounds);
	uint64_t left_us = clock_left_us(wait->end_us);

	if (left_us < EARNED_AGAIN_US)
		return 0;
	return pause_us < left_us ? pause_us : left_us;
}

static void run_one(struct wait *wait, struct round *round, struct report *report)
{
	round_run(round, wait->options);
	wait->rounds++;
	*report = (struct report){ .time_s = clock_wall_s() };
	if (wait->limit_us) {
		report->wait.rounds = wait->rounds;
		report->wait.limit_us = wait->limit_us;
		report->wait.took_us = clock_now_us() - wait->start_us;
	}
	round_report(round, report);
}

void wait_for_health(const struct options *options, struct round *round, struct report *report)
{
	struct wait wait = { .options = options, .start_us = clock_now_us() };

	/* An image does not get better by waiting. */
	wait.limit_us = options->bake == BAKE_NO ? options->wait_us : 0;
	wait.end_us = wait.start_us + wait.limit_us;
	if (wait.limit_us)
		agent_spread_key(wait.key, sizeof wait.key);
	for (;;) {
		uint64_t pause_us;

		run_one(&wait, round, report);
		if (!wait.limit_us || round->refused)
			return;
		pause_us = is_enough(round, report) ? 0 : next_pause_us(&wait);
		tell(&wait, round, report, pause_us);
		if (!pause_us)
			return;
		outputs_keep_report(options, report);
		if (signals_take(pause_us)) {
			round->interrupted = true;
			(void)fprintf(
				stderr,
				"ecsprobe: stopped by a signal; this is the report of try %u\n",
				wait.rounds);
			return;
		}
		judge_done(report);
		round_done(round);
	}
}
