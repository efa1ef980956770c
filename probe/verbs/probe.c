/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <systemd/sd-event.h>
#include <time.h>

#include "ecsprobe/agent.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/journal.h"
#include "ecsprobe/judge.h"
#include "ecsprobe/verbs.h"
#include "outputs.h"
#include "restart.h"
#include "survey.h"

/* How long judging waits for facts that are still on their way when all
 * probing is over. */
enum { LATE_FACTS_US = 500 * 1000, TENTHS_FOR_LOOKS = 3 };

struct run {
	const struct options *options;
	uint64_t start_us, deadline_us;
	struct survey survey;
	struct trust *trust;
	struct wishes wishes;
	struct plan plan, followup;
	struct engine *engine, *second;
	struct agent_look *look;
	struct workload_look *workload_look;
	struct agent_status status;
	struct action action;
	sd_event_source *late;
	bool identity_over, workload_over; /* the plan waits for both */
	bool network_over, engine_over, interrupted;
	bool first_over;    /* the first round is: the follow-up waits for the look at the agent */
	bool undecided;     /* there is nothing to probe: only that look is waited for */
	bool refused;       /* the command line asks for something that does not exist */
	struct error error; /* why there are no outcomes, if there are none */
};

static void stop(struct run *run)
{
	(void)sd_event_exit(run->survey.loop, 0);
}

static int on_late(sd_event_source *source, uint64_t usec, void *arg)
{
	(void)source;
	(void)usec;
	stop(arg);
	return 0;
}

/* All probing is over; late facts may still be on their way. */
static void probing_over(struct run *run)
{
	uint64_t until_us = clock_now_us() + LATE_FACTS_US;

	run->engine_over = true;
	if (until_us > run->deadline_us)
		until_us = run->deadline_us;
	if (run->network_over || run->interrupted ||
	    sd_event_add_time(run->survey.loop, &run->late, CLOCK_MONOTONIC, until_us, 1, on_late,
			      run) < 0)
		stop(run);
}

static int start_engine(struct run *run, struct engine **engine, const struct plan *plan,
			void (*done)(void *arg))
{
	const struct options *options = run->options;
	const struct engine_config config = {
		.plan = plan,
		.host = &run->survey.facts.host,
		.trust = run->trust,
		.http = run->survey.http,
		.deadline_us = run->deadline_us,
		.dns_budget_us = options->dns_timeout_us,
		.connect_budget_us = options->connect_timeout_us,
		.tls_budget_us = options->tls_timeout_us,
		.done = done,
		.arg = run,
	};

	return engine_start(engine, run->survey.loop, &config, &run->error);
}

static void on_second_over(void *arg)
{
	probing_over(arg);
}

/* One more round, in the time that is left, where what was seen asks for it. */
static void follow_up(struct run *run)
{
	plan_followup(&run->followup, &run->plan, engine_outcomes(run->engine), run->options,
		      &run->survey.facts, run->status.looked ? &run->status : NULL);
	survey_pin(&run->survey, &run->followup);
	if (run->followup.count == 0 ||
	    start_engine(run, &run->second, &run->followup, on_second_over) < 0) {
		probing_over(run);
		return;
	}
	/* What would have been judged must not be taken for not needed. */
	if (run->interrupted)
		engine_interrupt(run->second, CODE_INTERRUPTED);
}

static void on_engine_over(void *arg)
{
	struct run *run = arg;

	run->first_over = true;
	if (run->status.looked || run->interrupted)
		follow_up(run);
}

static void plan_and_probe(struct run *run)
{
	int r = survey_resolve(&run->survey, run->options, &run->error);

	if (r == 0)
		r = plan_build(&run->plan, run->options, &run->wishes, &run->survey.facts.identity,
			       &run->error);
	if (r == 0) {
		plan_resolvers(&run->plan, run->options, &run->survey.facts.identity,
			       &run->survey.facts.host);
		plan_proxies(&run->plan, &run->survey.facts.host);
		survey_pin(&run->survey, &run->plan);
		r = start_engine(run, &run->engine, &run->plan, on_engine_over);
	}
	run->undecided = r < 0;
	if (run->undecided && run->status.looked)
		stop(run);
}

static void on_workload_over(void *arg)
{
	struct run *run = arg;

	run->workload_over = true;
	if (run->identity_over)
		plan_and_probe(run);
}

/* Both looks together have a deadline of their own, well before the run's.  An
 * agent that hangs must leave the second one some time. */
static uint64_t looks_deadline_us(const struct run *run, bool leave_time)
{
	unsigned tenths = TENTHS_FOR_LOOKS - (leave_time ? 1 : 0);

	return run->start_us + run->options->timeout_us / 10 * tenths;
}

static void look_at_workload(struct run *run)
{
	const struct workload_look_config config = {
		.deadline_us = looks_deadline_us(run, false),
		.status = &run->status,
		.workload = &run->wishes.workload,
		.done = on_workload_over,
		.arg = run,
	};
	struct error e = { 0 };

	if (workload_look_start(&run->workload_look, run->survey.loop, run->survey.http, &config,
				&e) == 0)
		return;
	workload_miss(&run->wishes.workload, e.text);
	on_workload_over(run);
}

static void on_look_over(void *arg)
{
	struct run *run = arg;

	if (!run->workload_over)
		look_at_workload(run);
	else if (run->undecided)
		stop(run);
	else if (run->first_over && !run->second && !run->engine_over)
		follow_up(run);
}

static int start_look(struct run *run)
{
	const struct agent_look_config config = {
		.deadline_us = looks_deadline_us(run, !run->workload_over),
		.status = &run->status,
		.done = on_look_over,
		.arg = run,
	};

	return agent_look_start(&run->look, run->survey.loop, run->survey.http, &config,
				&run->error);
}

static void on_identity_over(void *arg)
{
	struct run *run = arg;

	run->identity_over = true;
	if (run->workload_over)
		plan_and_probe(run);
}

static void on_network_over(void *arg)
{
	struct run *run = arg;

	run->network_over = true;
	if (run->engine_over)
		stop(run);
}

static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *arg)
{
	struct run *run = arg;

	(void)source;
	(void)info;
	run->interrupted = true;
	if (run->engine_over || !run->engine || (run->first_over && !run->second))
		stop(run);
	else
		engine_interrupt(run->second ? run->second : run->engine, CODE_INTERRUPTED);
	return 0;
}

/* Held back until the loop can take them, and until the files are written. */
static void hold_signals(int how)
{
	sigset_t mask;

	(void)sigemptyset(&mask);
	(void)sigaddset(&mask, SIGINT);
	(void)sigaddset(&mask, SIGTERM);
	(void)sigprocmask(how, &mask, NULL);
}

/* One that came when all was over changes nothing any more. */
static void outputs_may_block(void)
{
	const struct timespec now = { 0 };
	sigset_t mask;

	(void)sigemptyset(&mask);
	(void)sigaddset(&mask, SIGINT);
	(void)sigaddset(&mask, SIGTERM);
	while (sigtimedwait(&mask, NULL, &now) > 0)
		continue;
	hold_signals(SIG_UNBLOCK);
}

static int watch_signals(struct run *run)
{
	if (sd_event_add_signal(run->survey.loop, NULL, SIGINT, on_signal, run) < 0 ||
	    sd_event_add_signal(run->survey.loop, NULL, SIGTERM, on_signal, run) < 0)
		return error_set(&run->error, ERROR_INTERNAL, EINVAL, "cannot watch for signals");
	return 0;
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

static int check_options(struct run *run)
{
	int r = outputs_check(run->options, &run->error);

	if (r == 0)
		r = survey_profiles(&run->wishes, run->options, &run->error);
	if (r == 0)
		r = plan_check(run->options, &run->wishes, &run->error);
	run->refused = run->error.class == ERROR_USAGE;
	run->workload_over = !plan_wants_workload(run->options);
	return r;
}

static int run_loop(struct run *run)
{
	const struct survey_events events = { on_identity_over, on_network_over, run };
	int r = check_options(run);

	if (r == 0)
		r = trust_choose(&run->trust, run->options->ca_file, run->options->ca_dir,
				 &run->error);
	if (r == 0)
		r = survey_start(&run->survey, run->options, true, &events, &run->error);
	if (r == 0)
		r = watch_signals(run);
	if (r == 0)
		r = start_look(run);
	if (r < 0)
		return r;
	r = sd_event_loop(run->survey.loop);
	workload_look_stop(run->workload_look);
	run->workload_look = NULL;
	agent_look_stop(run->look);
	run->look = NULL;
	survey_close(&run->survey);
	if (r < 0)
		return error_set(&run->error, ERROR_INTERNAL, -r, "the event loop failed: %s",
				 strerror(-r));
	return run->error.class == ERROR_NONE ? 0 : -EINVAL;
}

static void fill_report(struct run *run, struct report *report)
{
	const struct options *options = run->options;
	const struct judge_policy policy = {
		.allow_cidrs = &options->allow_cidrs,
		.dns_budget_us = options->dns_timeout_us,
		.connect_budget_us = options->connect_timeout_us,
		.tls_budget_us = options->tls_timeout_us,
		.expect = options->expect,
		.require_agent = options->require_agent || options->restart != RESTART_NEVER,
	};

	report->version = ECSPROBE_VERSION;
	report->build_s = ECSPROBE_BUILD_EPOCH;
	report->duration_us = clock_now_us() - run->start_us;
	report->facts = &run->survey.facts;
	if (run->engine) {
		report->plan = &run->plan;
		report->outcomes = engine_outcomes(run->engine);
	}
	if (run->second) {
		report->followup = &run->followup;
		report->followup_outcomes = engine_outcomes(run->second);
	}
	if (run->status.looked)
		report->agent = &run->status;
	if (plan_wants_workload(options) && run->workload_over)
		report->workload = &run->wishes.workload;
	if (run->action.asked)
		report->action = &run->action;
	report->broken = run->error.class == ERROR_INTERNAL;
	judge(report, &policy);
	if (!run->engine || report->broken)
		judge_undecided(report, &run->error);
}

/* What is reported is what holds afterwards. */
static enum exit_code restart(struct run *run, struct report *report)
{
	enum exit_code code =
		run->interrupted ? restart_interrupted(run->options, &run->action)
				 : restart_agent(run->options, report, &run->status, &run->action);

	fill_report(run, report);
	return code;
}

/* A command line that asks for what does not exist is not obeyed in part;
 * whatever goes wrong later is told in every output. */
static enum exit_code publish(const struct options *options, const struct report *report)
{
	/* Set by systemd: a person has the report before his eyes. */
	if (getenv("INVOCATION_ID"))
		journal_report(report);
	return outputs_write_report(options, report, outputs_may_block);
}

static enum exit_code report_run(struct run *run)
{
	struct report report = { .time_s = clock_wall_s() };
	enum exit_code code = EXIT_HEALTHY;

	fill_report(run, &report);
	if (run->options->restart != RESTART_NEVER && !run->refused)
		code = restart(run, &report);
	code = exit_code_worse(code, judge_exit_code(&report, run->options->strict));
	if (run->error.class != ERROR_NONE) {
		complain(&run->error);
		code = exit_code_worse(code, exit_code_of_error(run->error.class));
	}
	if (!run->refused)
		code = exit_code_worse(code, publish(run->options, &report));
	judge_done(&report);
	return code;
}

enum exit_code verb_probe(const struct options *options)
{
	struct run run = { .options = options };
	enum exit_code code;

	restart_splay(options);
	run.start_us = clock_now_us();
	run.deadline_us = run.start_us + options->timeout_us;
	hold_signals(SIG_BLOCK);
	raise_descriptor_limit();
	(void)run_loop(&run); /* its error is in the run, and in the report */
	code = report_run(&run);
	engine_free(run.engine);
	engine_free(run.second);
	sd_event_source_disable_unref(run.late);
	plan_done(&run.plan);
	plan_done(&run.followup);
	wishes_done(&run.wishes);
	trust_free(run.trust);
	workload_look_stop(run.workload_look);
	agent_look_stop(run.look);
	agent_status_done(&run.status);
	action_done(&run.action);
	survey_done(&run.survey);
	return code;
}
