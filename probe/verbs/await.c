/* SPDX-License-Identifier: Apache-2.0 */
#include "await.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>
#include <time.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/http.h"
#include "ecsprobe/remedy.h"
#include "ecsprobe/text.h"
#include "signals.h"

enum {
	SECOND_US = 1000000,
	BETWEEN_LOOKS_US = 250 * 1000,
	CONFIRM_US = SECOND_US,
	LOOK_US = 2 * SECOND_US,
	MARGIN_US = 100 * 1000, /* the last look is over before the wait is */
	PROGRESS_US = 10 * SECOND_US,
	DOCKER_US = 20 * SECOND_US, /* the agent has 15 s to stop */
};

void await_defer(struct action *action, enum action_reason reason, const char *detail)
{
	action->kind = ACTION_DEFER;
	action->reason = reason;
	action->forced = action->upgrades = action->skips_final_save = false;
	(void)copy_text(action->detail, sizeof action->detail, detail);
}

static void finish(struct await *w, enum action_result result, const char *detail)
{
	w->action->result = result;
	(void)copy_text(w->action->detail, sizeof w->action->detail, detail);
	w->over = true;
}

/* On a change, and now and then that we are still here. */
static void tell(struct await *w, const char *what)
{
	uint64_t now_us = clock_now_us();

	if (strcmp(w->told, what) == 0 && now_us - w->told_us < PROGRESS_US)
		return;
	(void)copy_text(w->told, sizeof w->told, what);
	w->told_us = now_us;
	(void)fprintf(stderr, "ecsprobe: %.0f s: %s\n", (double)(now_us - w->start_us) / 1e6, what);
}

static void pause_for(struct await *w, uint64_t us)
{
	if (sd_event_source_set_time_relative(w->pause, us) < 0 ||
	    sd_event_source_set_enabled(w->pause, SD_EVENT_ONESHOT) < 0)
		finish(w, RESULT_NOT_READY, "cannot set a timer");
}

/* All of them gone at once is no coincidence. */
static void compare_tasks(struct await *w)
{
	struct action *action = w->action;

	if (w->before.tasks_sight != SIGHT_SEEN || w->seen.tasks.sight != SIGHT_SEEN)
		return;
	action->tasks_sight = SIGHT_SEEN;
	action->tasks_before = w->before.tasks.count;
	action->tasks_gone = ready_count_gone(&w->before, &w->seen);
	if (action->tasks_before == 0 || action->tasks_gone < action->tasks_before)
		return;
	action->result = RESULT_NOT_READY;
	(void)snprintf(action->detail, sizeof action->detail,
		       "the agent is back, but all task containers are gone (%zu)",
		       action->tasks_before);
}

/* Where its log does not say so itself. */
static const char *proof(const struct await *w, enum action_result result)
{
	if (w->hold.acs.sight == ACS_CONNECTED)
		return "";
	if (w->hold.acs.why)
		return w->hold.acs.why;
	return result == RESULT_UNPROVEN
		       ? "its log does not say, and its connection to ACS was open only for a few "
			 "seconds"
		       : "its log does not say, but its connection to ACS stays open";
}

static void is_back_for_good(struct await *w, enum action_result result)
{
	const char *more = proof(w, result);
	CLEANUP(cleanup_free)
	char *detail = xasprintf("%s%s%s", w->spite, w->spite[0] && more[0] ? "; " : "", more);

	finish(w, result, detail);
	compare_tasks(w);
}

/* What was seen last, behind what became of systemd's job. */
static void give_up(struct await *w)
{
	CLEANUP(text_done) struct text detail = { 0 };

	if (w->good_us &&
	    ready_at_the_end(&w->hold, w->remains.exited, clock_now_us()) == RESULT_UNPROVEN) {
		is_back_for_good(w, RESULT_UNPROVEN);
		return;
	}
	if (!w->job[0] && !w->told[0])
		(void)copy_text(w->told, sizeof w->told,
				"it was requested, and nothing reported that it ended");
	if (w->job[0])
		text_join(&detail, "; ", "%s", w->job);
	if (w->told[0])
		text_join(&detail, "; ", "%s", w->told);
	ready_tell_remains(&w->remains, &w->seen, &detail);
	if (w->spite[0])
		text_join(&detail, "; ", "%s", w->spite);
	finish(w, RESULT_NOT_READY, text_of(&detail));
}

/* The same start as when it was first seen to be back. */
static bool has_stayed(const struct await *w)
{
	return strcmp(w->good_id, w->seen.container.id) == 0 &&
	       strcmp(w->good_invocation, w->seen.unit.invocation) == 0 &&
	       w->good_started_us == w->seen.container.started_us;
}

static void on_back(struct await *w, const struct report *now)
{
	uint64_t now_us = clock_now_us();
	struct acs_state acs = remedy_acs(now);
	char words[sizeof w->told];
	enum action_result result;

	if (!w->good_us || !has_stayed(w)) {
		w->good_us = now_us;
		w->hold = (struct ready_hold){ 0 };
		w->good_started_us = w->seen.container.started_us;
		(void)copy_text(w->good_id, sizeof w->good_id, w->seen.container.id);
		(void)copy_text(w->good_invocation, sizeof w->good_invocation,
				w->seen.unit.invocation);
	}
	result = ready_hold(&w->hold, &acs, &w->seen.path, now_us);
	if (result != RESULT_NOT_TRIED) {
		is_back_for_good(w, result);
		return;
	}
	ready_tell_acs(&w->hold, &w->seen.path, words, sizeof words);
	tell(w, words);
	pause_for(w, acs.sight == ACS_CONNECTED ? CONFIRM_US : BETWEEN_LOOKS_US);
}

/* Its job is done, and systemd will not start it again by itself. */
static bool is_past_hope(const struct await *w)
{
	const struct unit_status *unit = &w->seen.unit;

	return w->action->kind != ACTION_RESTART_CONTAINER && unit->sight == SIGHT_SEEN &&
	       unit_state(unit) == UNIT_STATE_FAILED && !unit->job_queued;
}

static void judge_look(struct await *w)
{
	struct report now = *w->report;
	char why[sizeof w->told] = "";

	now.agent = &w->seen;
	if (ready_is(&w->before, &w->seen, w->action->kind,
		     w->for_path ? remedy_private_path(&now) : SIGHT_SEEN, why, sizeof why)) {
		on_back(w, &now);
		return;
	}
	w->good_us = 0;
	tell(w, why);
	if (is_past_hope(w))
		give_up(w);
	else
		pause_for(w, BETWEEN_LOOKS_US);
}

static void on_look_over(void *arg)
{
	struct await *w = arg;

	/* What our own end cut short says less than the look before it. */
	if (w->cut && w->seen.looked && ready_sees_less(&w->seen, &w->fresh)) {
		agent_status_done(&w->fresh);
		return;
	}
	agent_status_done(&w->seen);
	w->seen = w->fresh;
	w->fresh = (struct agent_status){ 0 };
	if (!w->act_over) {
		w->over = true;
		return;
	}
	ready_take_remains(&w->remains, &w->before, &w->seen);
	judge_look(w);
}

static int start_look(struct await *w, uint64_t until_us, struct error *e)
{
	uint64_t last_us = w->deadline_us - MARGIN_US;
	const struct agent_look_config config = {
		.deadline_us = until_us < last_us ? until_us : last_us,
		.files = &w->files,
		.owner = w->act ? &w->owner : NULL,
		.status = &w->fresh,
		.errors_since_us = w->before.asked_s * SECOND_US,
		.done = on_look_over,
		.arg = w,
	};

	w->cut = until_us > last_us;
	agent_look_stop(w->look);
	w->look = NULL;
	agent_status_done(&w->fresh);
	agent_files_done(&w->files);
	gather_agent_files(&w->files, "");
	return agent_look_start(&w->look, w->loop, w->http, &config, e);
}

static void look_again(struct await *w)
{
	struct error e = { 0 };
	uint64_t now_us = clock_now_us();

	/* No time for one more: the end comes by itself. */
	if (w->seen.looked && now_us >= w->deadline_us - MARGIN_US)
		return;
	if (start_look(w, now_us + LOOK_US, &e) == 0)
		return;
	tell(w, e.text);
	pause_for(w, BETWEEN_LOOKS_US);
}

static int on_pause_over(sd_event_source *source, uint64_t usec, void *arg)
{
	struct await *w = arg;

	(void)source;
	(void)usec;
	if (w->act_over) {
		look_again(w);
	} else {
		tell(w, "requested; not carried out yet");
		pause_for(w, PROGRESS_US);
	}
	return 0;
}

static const char signal_ended_it[] = "a signal ended the wait; the restart itself goes on";

static void on_act_over(void *arg, enum act_end end, const char *detail)
{
	struct await *w = arg;

	w->act_over = true;
	switch (end) {
	case ACT_PENDING:
	case ACT_FAILED:
		(void)copy_text(w->job, sizeof w->job, detail ? detail : "");
		__attribute__((fallthrough));
	case ACT_ACCEPTED:
		if (w->leaving)
			finish(w, RESULT_NOT_READY, signal_ended_it);
		else
			look_again(w);
		return;
	case ACT_REFUSED:
		finish(w, RESULT_REFUSED, detail ? detail : "");
		return;
	case ACT_FORBIDDEN:
		await_defer(w->action, REASON_NOT_PERMITTED, detail ? detail : "");
		break;
	case ACT_BUSY:
		await_defer(w->action, REASON_JOB_QUEUED, detail ? detail : "");
		break;
	}
	w->over = true;
}

static int on_end(sd_event_source *source, uint64_t usec, void *arg)
{
	struct await *w = arg;

	(void)source;
	(void)usec;
	if (!w->act)
		w->over = true;
	else if (!agent_act_asked(w->act))
		finish(w, RESULT_REFUSED, "time ran out before the restart could be requested");
	else
		give_up(w);
	return 0;
}

/* systemd goes on with what it was asked; but some Dockers leave the container
 * stopped where who asked goes away in between (moby 24.0.0 to 24.0.6). */
static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *arg)
{
	struct await *w = arg;

	(void)source;
	(void)info;
	w->signalled = true;
	if (!w->act || !agent_act_asked(w->act)) {
		w->interrupted = true;
		w->over = true;
	} else if (w->action->kind == ACTION_RESTART_CONTAINER && !w->act_over) {
		w->leaving = true;
	} else {
		finish(w, RESULT_NOT_READY, signal_ended_it);
	}
	return 0;
}

int await_open(struct await *w, struct error *e)
{
	if (sd_event_new(&w->loop) < 0 || signals_watch(w->loop, on_signal, w) < 0 ||
	    sd_event_add_time(w->loop, &w->end, CLOCK_MONOTONIC, UINT64_MAX, 1, on_end, w) < 0 ||
	    sd_event_source_set_enabled(w->end, SD_EVENT_OFF) < 0 ||
	    sd_event_add_time(w->loop, &w->pause, CLOCK_MONOTONIC, UINT64_MAX, 1, on_pause_over,
			      w) < 0 ||
	    sd_event_source_set_enabled(w->pause, SD_EVENT_OFF) < 0)
		return error_set(e, ERROR_INTERNAL, ENOMEM, "cannot make an event loop");
	return http_open(&w->http, w->loop, e);
}

/* Until it is over; false when the loop itself fails. */
static bool run(struct await *w)
{
	if (sd_event_source_set_time(w->end, w->deadline_us) < 0 ||
	    sd_event_source_set_enabled(w->end, SD_EVENT_ONESHOT) < 0)
		return false;
	while (!w->over)
		if (sd_event_run(w->loop, UINT64_MAX) < 0)
			return false;
	return true;
}

bool await_look(struct await *w, uint64_t limit_us)
{
	struct error e = { 0 };

	w->over = false;
	/* The look ends by its own deadline; ours is for when it does not. */
	w->deadline_us = clock_now_us() + limit_us + SECOND_US;
	if (start_look(w, clock_now_us() + limit_us, &e) < 0 || !run(w))
		return false;
	agent_look_stop(w->look);
	w->look = NULL;
	return w->seen.looked;
}

/* Of systemd's job, whose end may be lost, half of the time is kept for looking.
 * Docker tells the end, and some Dockers leave off where nobody waits for it. */
static uint64_t act_deadline_us(struct await *w)
{
	if (w->action->kind != ACTION_RESTART_CONTAINER)
		return w->start_us + (w->deadline_us - w->start_us) / 2;
	if (w->deadline_us < w->start_us + DOCKER_US)
		w->deadline_us = w->start_us + DOCKER_US;
	return w->deadline_us;
}

void await_restart(struct await *w)
{
	const struct agent_act_config config = {
		.kind = w->action->kind,
		.unit = w->action->target,
		.deadline_us = act_deadline_us(w),
		.done = on_act_over,
		.arg = w,
	};
	struct error e = { 0 };

	w->over = false;
	agent_status_done(&w->seen);
	if (agent_act_start(&w->act, w->loop, w->http, &config, &e) < 0) {
		finish(w, RESULT_REFUSED, e.text);
		return;
	}
	pause_for(w, PROGRESS_US);
	if (!run(w))
		finish(w, agent_act_asked(w->act) ? RESULT_NOT_READY : RESULT_REFUSED,
		       "the event loop failed");
	if (w->interrupted)
		await_defer(w->action, REASON_INTERRUPTED, "");
}

void await_close(struct await *w)
{
	agent_act_stop(w->act);
	agent_look_stop(w->look);
	http_close(w->http);
	sd_event_source_disable_unref(w->pause);
	sd_event_source_disable_unref(w->end);
	sd_event_unref(w->loop);
	ready_forget(&w->before);
	agent_status_done(&w->fresh);
	agent_status_done(&w->seen);
	agent_files_done(&w->files);
	*w = (struct await){ 0 };
}
