/* SPDX-License-Identifier: Apache-2.0 */
#include "restart.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "await.h"
#include "ecsprobe/agent.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/journal.h"
#include "ecsprobe/remedy.h"
#include "ecsprobe/spread.h"
#include "signals.h"

enum {
	READY_S = 90,
	READY_UPGRADE_S = 180,
	SECOND_US = 1000000,
	LOOK_US = 3 * SECOND_US,
	WINDOW_S = 6 * 3600,
	MAXIMUM = 3,
};

struct restart {
	const struct options *options;
	const struct report *report; /* judged; its agent is status */
	struct agent_status *status;
	struct action *action;
	struct history history;
	struct history_store *store;
	struct await await;
	struct string_list go_back;                     /* owned: from what the next start reads */
	char spite[sizeof((struct action *)0)->detail]; /* what --force took away */
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
	(void)fprintf(stderr, "ecsprobe: %s %.1f s first, of a splay of at most %.0f s\n",
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

/* Probing took its time: under the lock it is looked at once more, so that
 * nothing is done to an agent that somebody else has touched meanwhile.  False,
 * and the first look stands, where that cannot be. */
static bool look_once_more(struct restart *r)
{
	struct error e = { 0 };

	if (await_open(&r->await, &e) < 0 || !await_look(&r->await, LOOK_US))
		return false;
	agent_status_done(r->status);
	*r->status = r->await.seen;
	r->await.seen = (struct agent_status){ 0 };
	return true;
}

/* What nobody but root may do, or may know enough to do. */
static bool needs_root(const struct restart *r)
{
	return !r->status->privileged && !r->options->dry_run &&
	       r->action->reason != REASON_NO_AGENT &&
	       r->action->reason != REASON_STARTS_AFTER_CLOUD_INIT;
}

static void decide(struct restart *r)
{
	const struct options *options = r->options;
	struct remedy_policy policy = {
		.mode = options->restart,
		.force = options->force,
		.allow_upgrade = options->allow_upgrade,
		.cool_down_us = options->cool_down_us,
		.window_us = (uint64_t)WINDOW_S * SECOND_US,
		.maximum = MAXIMUM,
	};
	struct error e = { 0 };
	bool looked = true;
	int opened = 0;

	if (options->dry_run)
		history_peek(history_directory, &r->history);
	else
		opened = history_open(&r->store, history_directory, &r->history, &e);
	if (r->store)
		looked = look_once_more(r);
	moment_now(&policy.now);
	policy.now_monotonic_us = clock_now_us();
	remedy(r->action, r->report, &r->history, &policy);
	if (r->await.interrupted)
		await_defer(r->action, REASON_INTERRUPTED, "");
	else if (!looked)
		await_defer(r->action, REASON_STATUS_UNKNOWN,
			    "the second check of the agent did not finish");
	else if (needs_root(r))
		await_defer(r->action, REASON_NOT_PERMITTED, "");
	else if (action_kind_acts(r->action->kind) && opened == -EBUSY)
		await_defer(r->action, REASON_LOCKED, e.text);
	else if (action_kind_acts(r->action->kind) && opened < 0)
		await_defer(r->action, REASON_HISTORY_UNUSABLE, e.text);
	if (r->history.lost && r->status->privileged)
		(void)fprintf(stderr,
			      "ecsprobe: cannot read the record of earlier restarts; %s a new "
			      "one\n",
			      options->dry_run ? "would start" : "starting");
}

/* It came back with this configuration after all. */
static bool acquit(struct restart *r)
{
	const struct agent_status *now = r->status;
	bool any = false;

	if (now->introspection.sight != SIGHT_SEEN || !now->introspection.arn[0])
		return false;
	for (size_t i = 0; i < r->history.count; i++) {
		struct history_entry *entry = &r->history.entries[i];
		bool same = strcmp(entry->configuration, now->config.fingerprint) == 0;

		any |= entry->blamed && same;
		entry->blamed &= !same;
	}
	return any;
}

static bool cure(struct history *history)
{
	struct history_entry *newest = history->count ? &history->entries[history->count - 1]
						      : NULL;

	if (!newest || !newest->fingerprint[0] ||
	    (action_result_is_back(newest->result) && !newest->evidence_stood))
		return false;
	newest->result = RESULT_RESTARTED;
	newest->evidence_stood = false;
	return true;
}

/* Evidence that has gone since is cured, by whomever: it may act again. */
static void note_cure(struct restart *r)
{
	struct error e = { 0 };
	bool changed;

	if (!r->store || r->action->reason != REASON_NOTHING_STALE)
		return;
	changed = cure(&r->history);
	changed |= acquit(r);
	if (!changed)
		return;
	if (history_save(r->store, &r->history, &e) < 0)
		(void)fprintf(stderr, "ecsprobe: %s\n", e.text);
}

/* Written before anything is done, so that even a run that is killed counts. */
static void note_intent(struct restart *r)
{
	struct history_entry *entry = history_add(&r->history);
	struct error e = { 0 };

	moment_now(&entry->at);
	entry->kind = r->action->kind;
	entry->result = RESULT_NOT_TRIED;
	(void)copy_text(entry->configuration, sizeof entry->configuration,
			r->status->config.fingerprint);
	(void)copy_text(entry->fingerprint, sizeof entry->fingerprint, r->action->fingerprint);
	if (history_save(r->store, &r->history, &e) == 0)
		return;
	r->history.count--;
	await_defer(r->action, REASON_HISTORY_UNUSABLE, e.text);
}

/* --- acting ------------------------------------------------------------------ */

static uint64_t ready_timeout_us(const struct restart *r)
{
	if (r->options->ready_timeout_us)
		return r->options->ready_timeout_us;
	return (uint64_t)(r->action->upgrades ? READY_UPGRADE_S : READY_S) * SECOND_US;
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

/* Of before nothing holds any more. */
static struct agent_status unseen(const struct agent_status *before)
{
	static const char why[] = "not seen since the restart was requested";
	struct agent_status status = {
		.looked = true,
		.booted = before->booted,
		.privileged = before->privileged,
	};

	(void)copy_text(status.unit.why, sizeof status.unit.why, why);
	(void)copy_text(status.unit.name, sizeof status.unit.name, before->unit.name);
	status.owner = before->owner;
	(void)copy_text(status.container.why, sizeof status.container.why, why);
	return status;
}

/* Takes over what was seen last; true where anything was. */
static bool take_over(struct restart *r)
{
	struct agent_status now = r->await.seen;
	bool looked = now.looked;

	if (!looked && r->action->result != RESULT_NOT_READY)
		return false;
	if (!looked)
		now = unseen(r->status);
	agent_status_done(r->status);
	*r->status = now;
	r->await.seen = (struct agent_status){ 0 };
	return looked;
}

/* It need not be on another path for that. */
static bool came_back(const struct restart *r)
{
	char why[sizeof r->action->detail];

	return ready_is(&r->await.before, r->status, r->action->kind, SIGHT_SEEN, why, sizeof why);
}

/* Whether it was all in vain: the agent is back, and so is the evidence. */
static bool stands_still(struct restart *r, const char *before)
{
	struct string_list evidence = { 0 };
	char fingerprint[sizeof r->action->fingerprint];

	if (!take_over(r))
		return false;
	remedy_evidence(r->report, &evidence, fingerprint);
	if (r->await.for_path && r->action->result == RESULT_RESTARTED && !path_evidence(&evidence))
		tell_moved(r);
	string_list_done(&evidence);
	return before[0] && strcmp(before, fingerprint) == 0 && came_back(r);
}

/* What it started with had changed, and it came up with nothing that works. */
static bool is_configuration_to_blame(const struct restart *r)
{
	bool seen = r->status->unit.sight == SIGHT_SEEN || r->status->container.sight == SIGHT_SEEN;

	return seen && r->go_back.count && r->action->result == RESULT_NOT_READY &&
	       r->await.act_over && !r->await.signalled &&
	       r->status->path.acs != ACS_WORD_CONNECTED;
}

static void tell_way_back(struct restart *r)
{
	const struct action *action = r->action;
	CLEANUP(cleanup_free) char *then = remedy_way_back(action);

	r->action->go_back = r->go_back;
	r->go_back = (struct string_list){ 0 };
	string_list_add(&r->action->go_back, then, strlen(then));
	for (size_t i = 0; i < action->go_back.count; i++)
		(void)fprintf(stderr, "ecsprobe: to undo the change: %s\n",
			      action->go_back.items[i]);
}

/* What was not begun does not count as a restart. */
static void note_result(struct restart *r)
{
	struct history_entry *entry = &r->history.entries[r->history.count - 1];
	struct error e = { 0 };
	CLEANUP(cleanup_free) char *detail = NULL;

	entry->evidence_stood = stands_still(r, entry->fingerprint);
	entry->result = r->action->result;
	entry->blamed = entry->configuration[0] && is_configuration_to_blame(r);
	if (is_configuration_to_blame(r))
		tell_way_back(r);
	if (!action_kind_acts(r->action->kind) || r->action->result == RESULT_REFUSED)
		r->history.count--;
	if (history_save(r->store, &r->history, &e) == 0)
		return;
	(void)fprintf(stderr, "ecsprobe: %s\n", e.text);
	detail = xasprintf("%s%s%s", r->action->detail, r->action->detail[0] ? "; " : "", e.text);
	(void)copy_text(r->action->detail, sizeof r->action->detail, detail);
}

static void act(struct restart *r)
{
	struct await *await = &r->await;

	if (r->action->forced)
		(void)copy_text(r->spite, sizeof r->spite, r->action->detail);
	/* They are held back since the probing. */
	if (signals_pending())
		await_defer(r->action, REASON_INTERRUPTED, "");
	else
		note_intent(r);
	if (!action_kind_acts(r->action->kind))
		return;
	await->report = r->report;
	await->action = r->action;
	await->for_path = path_evidence(&r->action->evidence);
	await->spite = r->spite;
	await->owner = r->status->owner;
	await->start_us = clock_now_us();
	await->deadline_us = await->start_us + ready_timeout_us(r);
	ready_remember(&await->before, r->status);
	agent_go_back(r->status, &await->files, &r->go_back);
	r->action->instance_known = await->before.arn[0];
	r->action->detail[0] = '\0';
	journal_action(JOURNAL_ACTION_STARTED, r->action);
	(void)fprintf(stderr, "ecsprobe: %s of %s: %s%s%s\n", action_kind_name(r->action->kind),
		      r->action->target, action_reason_text(r->action->reason),
		      r->spite[0] ? ", " : "", r->spite);
	await_restart(await);
	r->action->took_us = clock_now_us() - await->start_us;
	note_result(r);
}

static void name_by_hand(const struct restart *r)
{
	struct action *action = r->action;
	CLEANUP(cleanup_free) char *manual = remedy_manual(action, r->report->agent);

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
	if (action_kind_acts(action->kind) && !options->dry_run)
		act(&r);
	else
		note_cure(&r);
	name_by_hand(&r);
	if (!options->dry_run)
		journal_action(JOURNAL_ACTION_FINISHED, action);
	await_close(&r.await);
	string_list_done(&r.go_back);
	history_close(r.store);
	return action_exit_code(action);
}

enum exit_code restart_unsettled(const struct options *options, enum action_reason reason,
				 const char *detail, struct action *action)
{
	*action = (struct action){ .asked = true,
				   .dry_run = options->dry_run,
				   .if_stale = options->restart == RESTART_IF_STALE };
	await_defer(action, reason, detail);
	journal_action(JOURNAL_ACTION_DECIDED, action);
	return action_exit_code(action);
}
