/* SPDX-License-Identifier: Apache-2.0 */
#include "progress.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <systemd/sd-event.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/text.h"
#include "round.h"

enum { SECOND_US = 1000000, ACCURACY_US = 50000, USUAL_WIDTH = 80 };

static const char clear_line[] = "\r\033[K";

/* The engine calls it so until it is settled. */
static bool is_awaited(const struct target_outcome *outcome)
{
	for (size_t i = 0; i < MAX_RESOLVERS; i++)
		if (outcome->answers[i].asked && outcome->answers[i].code == CODE_NOT_FINISHED)
			return true;
	for (size_t i = 0; i < outcome->attempt_count; i++)
		if (outcome->attempts[i]->code == CODE_NOT_FINISHED)
			return true;
	return false;
}

static void add_endpoints(struct text *text, const struct outcomes *outcomes)
{
	const struct target_outcome *outcome;

	for (size_t at = 0; (outcome = outcomes_next(outcomes, ALL_PURPOSES, &at));)
		if (is_awaited(outcome))
			text_join(text, ", ", "%s", outcome->target->service);
}

/* What the phase waits for. */
static void describe(const struct round *round, struct text *text)
{
	switch (round->phase) {
	case PHASE_PLANNING:
		if (round->awaited & AWAITS_IDENTITY)
			text_join(text, ", ", "the metadata service");
		if (round->awaited & (AWAITS_WORKLOAD | AWAITS_ACCOUNT))
			text_join(text, ", ", "the agent");
		break;
	case PHASE_PROBING:
	case PHASE_FOLLOW_UP:
		add_endpoints(text, engine_outcomes(round->engine));
		break;
	case PHASE_UNDECIDED:
	case PHASE_LOOK:
		text_join(text, ", ", "the agent, Docker and systemd");
		break;
	case PHASE_API:
		text_join(text, ", ", "the AWS API");
		break;
	case PHASE_ROLE:
	case PHASE_LATE:
		text_join(text, ", ", "the metadata service");
		break;
	}
}

static size_t width_of_terminal(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col
									   : USUAL_WIDTH;
}

/* A terminal that was stopped (Ctrl-S), or that nothing reads any more, would hold the loop. */
static bool takes_a_line(void)
{
	struct pollfd terminal = { .fd = STDERR_FILENO, .events = POLLOUT };

	return poll(&terminal, 1, 0) == 1 && (terminal.revents & POLLOUT);
}

static void show(struct progress *progress)
{
	const struct round *round = progress->round;
	CLEANUP(text_done) struct text awaited = { 0 };
	CLEANUP(text_done) struct text line = { 0 };
	size_t room = width_of_terminal() - 1;

	describe(round, &awaited);
	if (!awaited.len || !takes_a_line())
		return;
	text_append(&line, "%.0f s of at most %.0f: waiting for %s",
		    (double)(clock_now_us() - round->start_us) / 1e6,
		    (double)(round->deadline_us - round->start_us) / 1e6, text_of(&awaited));
	(void)fprintf(stderr, "%s%.*s", clear_line, (int)room, text_of(&line));
	(void)fflush(stderr);
	progress->shown = true;
}

static int on_second(sd_event_source *timer, uint64_t usec, void *arg)
{
	show(arg);
	(void)sd_event_source_set_time(timer, usec + SECOND_US);
	(void)sd_event_source_set_enabled(timer, SD_EVENT_ONESHOT);
	return 0;
}

static bool is_wanted(const struct round *round)
{
	const char *term = getenv("TERM");

	return !round->options->quiet && isatty(STDERR_FILENO) && term && *term &&
	       strcmp(term, "dumb") != 0;
}

void progress_start(struct progress *progress, const struct round *round)
{
	*progress = (struct progress){ .round = round };
	/* Without it the report comes all the same. */
	if (is_wanted(round))
		(void)sd_event_add_time(round->survey.loop, &progress->timer, CLOCK_MONOTONIC,
					clock_now_us() + SECOND_US, ACCURACY_US, on_second,
					progress);
}

void progress_stop(struct progress *progress)
{
	sd_event_source_disable_unref(progress->timer);
	progress->timer = NULL;
	if (!progress->shown || !takes_a_line())
		return;
	(void)fputs(clear_line, stderr);
	(void)fflush(stderr);
	progress->shown = false;
}
