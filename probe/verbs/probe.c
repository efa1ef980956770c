/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/resource.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/journal.h"
#include "ecsprobe/judge.h"
#include "ecsprobe/process.h"
#include "ecsprobe/render.h"
#include "ecsprobe/verbs.h"
#include "outputs.h"
#include "restart.h"
#include "round.h"
#include "signals.h"
#include "tell_timing.h"
#include "wait.h"

/* Held back until the loop can take them, and until the files are written.  One that
 * came when all was over changes nothing any more; only a reader that never reads is not
 * waited for. */
static void outputs_may_block(bool begins)
{
	if (!begins) {
		signals_mask(SIG_BLOCK);
		return;
	}
	while (signals_take(0))
		continue;
	signals_mask(SIG_UNBLOCK);
}

/* Every address has a descriptor at the same time. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* What is reported is what holds afterwards. */
static enum exit_code restart(struct round *round, struct report *report)
{
	enum exit_code code;

	timing_begin(&round->timing, TIMING_RESTART, clock_now_us());
	if (round->interrupted)
		code = restart_unsettled(round->options, REASON_INTERRUPTED, "", &round->action);
	else if (round->misset)
		code = restart_unsettled(round->options, REASON_ENDPOINTS_UNKNOWN,
					 round->error.text, &round->action);
	else
		code = restart_agent(round->options, report, &round->status, &round->action);
	round_see_again(round);
	round_report(round, report);
	return code;
}

/* code: what the process says of it so far. */
static enum exit_code publish(struct round *round, const struct report *report, enum exit_code code)
{
	const struct options *options = round->options;

	/* Set by systemd: a person has the report before his eyes. */
	if (getenv("INVOCATION_ID"))
		journal_report(report);
	timing_begin(&round->timing, TIMING_RENDERING, clock_now_us());
	code = exit_code_worse(code, outputs_write_report(options, report, outputs_may_block));
	timing_end(&round->timing, clock_now_us());
	if (options->timing)
		tell_timing(&round->timing);
	return outputs_for_nagios(options) ? (enum exit_code)nagios_status(report, code) : code;
}

/* What is known of the last round goes to everybody who asked. */
static enum exit_code conclude(struct round *round, struct report *report)
{
	const struct options *options = round->options;
	enum exit_code code = EXIT_HEALTHY;

	if (round->refused)
		return give_up(&round->error, outputs_for_nagios(options));
	if (options->restart != RESTART_NEVER)
		code = restart(round, report);
	code = exit_code_worse(code, judge_exit_code(report, options->strict));
	/* That the build network is not known says nothing about the image. */
	if (round->error.class != ERROR_NONE &&
	    !(round->image_seen && round->phase == PHASE_UNDECIDED)) {
		outputs_complain(options, report, &round->error);
		code = exit_code_worse(code, exit_code_of_error(round->error.class));
	}
	return publish(round, report, code);
}

enum exit_code verb_probe(const struct options *options)
{
	struct round round;
	struct report report;
	enum exit_code code;

	restart_splay(options);
	signals_mask(SIG_BLOCK);
	raise_descriptor_limit();
	if (options->api)
		process_wipe_freed();
	wait_for_health(options, &round, &report);
	code = conclude(&round, &report);
	judge_done(&report);
	round_done(&round);
	return code;
}

/* Neither is waited for what is read once, nor is an agent touched under settings
 * that nobody could read. */
enum exit_code probe_refused(const struct options *options, const struct error *why)
{
	struct round round = { .options = options,
			       .start_us = clock_now_us(),
			       .timing.running = TIMING_COUNT,
			       .error = *why };
	struct report report = { .time_s = clock_wall_s() };
	enum exit_code code = exit_code_of_error(why->class);
	struct error e = { 0 };

	if (outputs_check(options, false, &e) < 0 && e.class == ERROR_USAGE)
		return give_up(why, outputs_for_nagios(options));
	if (options->restart != RESTART_NEVER)
		code = exit_code_worse(code, restart_unsettled(options, REASON_ENDPOINTS_UNKNOWN,
							       why->text, &round.action));
	round_report(&round, &report);
	outputs_complain(options, &report, why);
	code = publish(&round, &report, code);
	judge_done(&report);
	round_done(&round);
	return code;
}
