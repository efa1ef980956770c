/* SPDX-License-Identifier: Apache-2.0 */
#include "restart.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>
#include <time.h>

#include "ecsprobe/agent.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/http.h"
#include "ecsprobe/journal.h"
#include "ecsprobe/remedy.h"
#include "ecsprobe/spread.h"
#include "ready.h"

enum {
	READY_S = 90,
	READY_UPGRADE_S = 180,
	SECOND_US = 1000000,
	BETWEEN_LOOKS_US = 250 * 1000,
	LOOK_US = 5 * SECOND_US,
	PROGRESS_US = 10 * SECOND_US,
	WINDOW_S = 6 * 3600,
	MAXIMUM = 3,
};

struct restart {
	const struct options *options;
	const struct report *report;
	struct agent_status *status;
	struct action *action;
	struct history history;
	struct history_store *store;
	struct agent_before before;
	bool for_path; /* the path was the reason: it must be seen to be another */
	char spite[sizeof((struct action *)0)->detail]; /* what --force took away */
	uint64_t start_us, deadline_us, told_us;
	char told[sizeof((struct action *)0)->detail];
	sd_event *loop;
	sd_event_source *pause, *end;
	struct http *http;
	struct agent_act *act;
	struct agent_look *look;
	struct agent_status fresh;
};

void restart_splay(const struct options *options)
{
	char key[256];
	uint64_t wait_us;
	struct timespec wait;

	if (options->restart == RESTART_NEVER || options->force || !options->splay_us)
		return;
	agent_spread_key(key, sizeof key);
	wait_us = spread_delay_us(key, options->splay_us);
	(void)fprintf(stderr, "ecsprobe: %s %.1f s of the splay of %.0f s first\n",
		      options->dry_run ? "would wait" : "waiting", (double)wait_us / 1e6,
		      (double)options->splay_us / 1e6);
	if (options->dry_run)
		return;
	wait = (struct timespec){ .tv_sec = (time_t)(wait_us / SECOND_US),
				  .tv_nsec = (long)(wait_us % SECOND_US) * 1000 };
	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &wait, &wait) == EINTR)
		continue;
}

/* --- deciding -------------------------------------------------------------- */

static bool acts(const struct action *action)
{
	return action->kind != ACTION_NONE && action->kind != ACTION_DEFER;
}

static void defer(struct action *action, enum action_reason reason, const char *detail)
{
	action->kind = ACTION_DEFER;
	action->reason = reason;
	(void)copy_text(action->detail, sizeof action->detail, detail);
}

static void decide(struct restart *r)
{
	const struct options *options = r->options;
	struct remedy_policy policy = {
		.mode = options->restart,
		.force = options->force,
		.allow_upgrade = options->allow_upgrade,
		.now_monotonic_us = clock_now_us(),
		.cool_down_us = options->cool_down_us,
		.window_us = (uint64_t)WINDOW_S * SECOND_US,
		.maximum = MAXIMUM,
	};
	struct error e = { 0 };
	int opened = 0;

	moment_now(&policy.now);
	if (options->dry_run)
		history_peek(history_directory, &r->history);
	else
		opened = history_open(&r->store, history_directory, &r->history, &e);
	remedy(r->action, r->report, &r->history, &policy);
	/* What cannot be read without root is no reason of its own. */
	if (!r->status->privileged && !options->dry_run &&
	    (r->action->reason == REASON_STATUS_UNKNOWN || (acts(r->action) && opened < 0)))
		defer(r->action, REASON_NOT_PERMITTED, "");
	else if (acts(r->action) && opened == -EBUSY)
		defer(r->action, REASON_LOCKED, e.text);
	else if (acts(r->action) && opened < 0)
		defer(r->action, REASON_HISTORY_UNUSABLE, e.text);
	if (r->history.lost && r->status->privileged)
		(void)fputs("ecsprobe: the record of earlier restarts could not be understood; "
			    "it is begun afresh\n",
			    stderr);
}

/* Written before anything is done, so that even a run that is killed counts. */
static void note_intent(struct restart *r)
{
	struct history_entry *entry = history_add(&r->history);
	struct error e = { 0 };

	moment_now(&entry->at);
	entry->kind = r->action->kind;
	entry->result = RESULT_NOT_TRIED;
	(void)copy_text(entry->fingerprint, sizeof entry->fingerprint, r->action->fingerprint);
	if (history_save(r->store, &r->history, &e) == 0)
		return;
	r->history.count--;
	defer(r->action, REASON_HISTORY_UNUSABLE, e.text);
}

/* --- acting and waiting ------------------------------------------------------ */

static void finish(struct restart *r, enum action_result result, const char *detail)
{
	r->action->result = result;
	if (detail)
		(void)copy_text(r->action->detail, sizeof r->action->detail, detail);
	(void)sd_event_exit(r->loop, 0);
}

/* On a change, and now and then that we are still here. */
static void tell(struct restart *r, const char *what)
{
	uint64_t now_us = clock_now_us();

	if (strcmp(r->told, what) == 0 && now_us - r->told_us < PROGRESS_US)
		return;
	(void)copy_text(r->told, sizeof r->told, what);
	r->told_us = now_us;
	(void)fprintf(stderr, "ecsprobe: %.0f s: %s\n", (double)(now_us - r->start_us) / 1e6, what);
}

static void start_look(struct restart *r);

static int on_pause_over(sd_event_source *source, uint64_t usec, void *arg)
{
	(void)source;
	(void)usec;
	start_look(arg);
	return 0;
}

/* All of them gone at once is no coincidence. */
static void compare_tasks(struct restart *r)
{
	struct action *action = r->action;

	if (r->before.tasks_sight != SIGHT_SEEN || r->fresh.tasks.sight != SIGHT_SEEN)
		return;
	action->tasks_sight = SIGHT_SEEN;
	action->tasks_before = r->before.tasks.count;
	action->tasks_gone = ready_count_gone(&r->before, &r->fresh);
	if (action->tasks_before > 1 && action->tasks_gone == action->tasks_before) {
		action->result = RESULT_NOT_READY;
		(void)snprintf(action->detail, sizeof action->detail,
			       "the agent is back, but all %zu task containers are gone",
			       action->tasks_before);
	}
}

static void on_look_over(void *arg)
{
	struct restart *r = arg;
	char why[sizeof r->action->detail] = "";

	if (ready_is(&r->before, &r->fresh, r->action->kind, r->for_path, why, sizeof why)) {
		finish(r, RESULT_RESTARTED, r->spite);
		compare_tasks(r);
		return;
	}
	tell(r, why);
	(void)copy_text(r->action->detail, sizeof r->action->detail, why);
	if (sd_event_source_set_time_relative(r->pause, BETWEEN_LOOKS_US) < 0 ||
	    sd_event_source_set_enabled(r->pause, SD_EVENT_ONESHOT) < 0)
		finish(r, RESULT_NOT_READY, "cannot set a timer");
}

static void start_look(struct restart *r)
{
	uint64_t until_us = clock_now_us() + LOOK_US;
	const struct agent_look_config config = {
		.deadline_us = until_us < r->deadline_us ? until_us : r->deadline_us,
		.status = &r->fresh,
		.done = on_look_over,
		.arg = r,
	};
	struct error e = { 0 };

	agent_look_stop(r->look);
	r->look = NULL;
	agent_status_done(&r->fresh);
	if (agent_look_start(&r->look, r->loop, r->http, &config, &e) < 0)
		finish(r, RESULT_NOT_READY, e.text);
}

static void on_act_over(void *arg, enum act_end end, const char *detail)
{
	struct restart *r = arg;

	switch (end) {
	case ACT_ACCEPTED:
	case ACT_PENDING:
	case ACT_FAILED:
		start_look(r);
		return;
	case ACT_REFUSED:
		finish(r, RESULT_REFUSED, detail);
		return;
	case ACT_FORBIDDEN:
		defer(r->action, REASON_NOT_PERMITTED, detail);
		break;
	case ACT_BUSY:
		defer(r->action, REASON_JOB_QUEUED, detail);
		break;
	}
	(void)sd_event_exit(r->loop, 0);
}

static int on_end(sd_event_source *source, uint64_t usec, void *arg)
{
	(void)source;
	(void)usec;
	finish(arg, RESULT_NOT_READY, NULL);
	return 0;
}

/* systemd or Docker go on with what they were asked. */
static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *arg)
{
	(void)source;
	(void)info;
	finish(arg, RESULT_NOT_READY, "a signal ended the wait; the restart itself goes on");
	return 0;
}

static int prepare_loop(struct restart *r, struct error *e)
{
	if (sd_event_new(&r->loop) < 0 ||
	    sd_event_add_signal(r->loop, NULL, SIGINT, on_signal, r) < 0 ||
	    sd_event_add_signal(r->loop, NULL, SIGTERM, on_signal, r) < 0 ||
	    sd_event_add_time(r->loop, &r->end, CLOCK_MONOTONIC, r->deadline_us, 1, on_end, r) <
		    0 ||
	    sd_event_add_time(r->loop, &r->pause, CLOCK_MONOTONIC, UINT64_MAX, 1, on_pause_over,
			      r) < 0 ||
	    sd_event_source_set_enabled(r->pause, SD_EVENT_OFF) < 0)
		return error_set(e, ERROR_INTERNAL, ENOMEM, "cannot make an event loop");
	return http_open(&r->http, r->loop, e);
}

static uint64_t ready_timeout_us(const struct restart *r)
{
	if (r->options->ready_timeout_us)
		return r->options->ready_timeout_us;
	return (uint64_t)(r->action->upgrades ? READY_UPGRADE_S : READY_S) * SECOND_US;
}

static void ask_and_wait(struct restart *r)
{
	const struct agent_act_config config = {
		.kind = r->action->kind,
		.unit = r->action->target,
		.deadline_us = r->deadline_us,
		.done = on_act_over,
		.arg = r,
	};
	struct error e = { 0 };

	/* What is said if nothing else is seen. */
	(void)copy_text(r->action->detail, sizeof r->action->detail,
			"it was asked for, and no end of it was heard");
	if (prepare_loop(r, &e) < 0 ||
	    agent_act_start(&r->act, r->loop, r->http, &config, &e) < 0 ||
	    sd_event_loop(r->loop) < 0) {
		r->action->result = RESULT_REFUSED;
		(void)copy_text(r->action->detail, sizeof r->action->detail, e.text);
	}
	agent_act_stop(r->act);
	agent_look_stop(r->look);
	http_close(r->http);
	sd_event_source_disable_unref(r->pause);
	sd_event_source_disable_unref(r->end);
	sd_event_unref(r->loop);
}

/* The line about the path; NULL without one. */
static const char *path_evidence(const struct string_list *evidence)
{
	static const char word[] = "agent-stale-path";

	for (size_t i = 0; i < evidence->count; i++)
		if (strncmp(evidence->items[i], word, sizeof word - 1) == 0)
			return evidence->items[i];
	return NULL;
}

/* What it was all for, once it is seen. */
static void tell_moved(struct restart *r)
{
	const struct path_evidence *path = &r->status->path;
	bool named = path->log_sight == SIGHT_SEEN && path->log_host[0];
	CLEANUP(cleanup_free)
	char *detail = xasprintf("%s%sthe agent moved from the public to the private path%s%s",
				 r->spite, r->spite[0] ? "; " : "", named ? ", " : "",
				 named ? path->log_host : "");

	(void)copy_text(r->action->detail, sizeof r->action->detail, detail);
}

/* It need not be on another path for that. */
static bool came_back(const struct restart *r)
{
	char why[sizeof r->action->detail];

	return ready_is(&r->before, r->status, r->action->kind, false, why, sizeof why);
}

/* What was not begun does not count as a restart. */
static void note_result(struct restart *r)
{
	struct history_entry *entry = &r->history.entries[r->history.count - 1];
	struct string_list evidence = { 0 };
	char fingerprint[sizeof entry->fingerprint];
	struct error e = { 0 };

	if (r->fresh.looked) {
		agent_status_done(r->status);
		*r->status = r->fresh;
		r->fresh = (struct agent_status){ 0 };
	}
	remedy_evidence(r->report, &evidence, fingerprint);
	if (r->for_path && r->action->result == RESULT_RESTARTED && !path_evidence(&evidence))
		tell_moved(r);
	string_list_done(&evidence);
	entry->result = r->action->result;
	entry->evidence_stood = entry->fingerprint[0] &&
				strcmp(entry->fingerprint, fingerprint) == 0 && came_back(r);
	if (!acts(r->action) || r->action->result == RESULT_REFUSED)
		r->history.count--;
	if (history_save(r->store, &r->history, &e) < 0)
		(void)fprintf(stderr, "ecsprobe: %s\n", e.text);
}

static void act(struct restart *r)
{
	r->start_us = clock_now_us();
	r->deadline_us = r->start_us + ready_timeout_us(r);
	r->for_path = path_evidence(&r->action->evidence);
	if (r->action->forced)
		(void)copy_text(r->spite, sizeof r->spite, r->action->detail);
	note_intent(r);
	if (!acts(r->action))
		return;
	ready_remember(&r->before, r->status);
	r->action->instance_known = r->before.arn[0];
	journal_action(JOURNAL_ACTION_STARTED, r->action);
	(void)fprintf(stderr, "ecsprobe: %s of %s: %s%s%s\n", action_kind_name(r->action->kind),
		      r->action->target, action_reason_text(r->action->reason),
		      r->spite[0] ? ", " : "", r->spite);
	ask_and_wait(r);
	r->action->took_us = clock_now_us() - r->start_us;
	note_result(r);
	ready_forget(&r->before);
	agent_status_done(&r->fresh);
}

static enum exit_code status_of(const struct action *action)
{
	if (!acts(action))
		return action_reason_exit_code(action->reason);
	return action->result == RESULT_NOT_READY || action->result == RESULT_REFUSED
		       ? EXIT_AGENT_NOT_READY
		       : EXIT_HEALTHY;
}

static void name_by_hand(const struct restart *r)
{
	struct action *action = r->action;
	const char *manual = remedy_manual(action, r->report->agent);

	if (manual)
		(void)copy_text(action->manual, sizeof action->manual, manual);
}

enum exit_code restart_agent(const struct options *options, const struct report *report,
			     struct agent_status *status, struct action *action)
{
	struct restart r = {
		.options = options,
		.report = report,
		.status = status,
		.action = action,
	};

	*action = (struct action){ .asked = true, .dry_run = options->dry_run };
	decide(&r);
	journal_action(JOURNAL_ACTION_DECIDED, action);
	if (acts(action) && !options->dry_run)
		act(&r);
	name_by_hand(&r);
	if (!options->dry_run)
		journal_action(JOURNAL_ACTION_FINISHED, action);
	history_close(r.store);
	return status_of(action);
}
