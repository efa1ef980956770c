/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <systemd/sd-event.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/judge.h"
#include "ecsprobe/verbs.h"
#include "outputs.h"
#include "survey.h"

/* How long judging waits for facts that are still on their way when all
 * probing is over. */
enum { LATE_FACTS_US = 500 * 1000 };

struct run {
	const struct options *options;
	uint64_t start_us, deadline_us;
	struct survey survey;
	struct trust *trust;
	struct plan plan;
	struct engine *engine;
	sd_event_source *late;
	bool network_over, engine_over, interrupted;
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

static void on_engine_over(void *arg)
{
	struct run *run = arg;
	uint64_t until_us = clock_now_us() + LATE_FACTS_US;

	run->engine_over = true;
	if (until_us > run->deadline_us)
		until_us = run->deadline_us;
	if (run->network_over || run->interrupted ||
	    sd_event_add_time(run->survey.loop, &run->late, CLOCK_MONOTONIC, until_us, 1, on_late,
			      run) < 0)
		stop(run);
}

static int start_engine(struct run *run)
{
	const struct options *options = run->options;
	const struct engine_config config = {
		.plan = &run->plan,
		.host = &run->survey.facts.host,
		.trust = run->trust,
		.deadline_us = run->deadline_us,
		.dns_budget_us = options->dns_timeout_us,
		.connect_budget_us = options->connect_timeout_us,
		.tls_budget_us = options->tls_timeout_us,
		.done = on_engine_over,
		.arg = run,
	};

	return engine_start(&run->engine, run->survey.loop, &config, &run->error);
}

static void on_identity_over(void *arg)
{
	struct run *run = arg;
	int r = survey_resolve(&run->survey, run->options, &run->error);

	if (r == 0)
		r = plan_build(&run->plan, run->options, &run->survey.facts.identity, &run->error);
	if (r == 0) {
		plan_resolvers(&run->plan, run->options, &run->survey.facts.identity,
			       &run->survey.facts.host);
		r = start_engine(run);
	}
	if (r < 0)
		stop(run);
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
	if (run->engine && !run->engine_over)
		engine_interrupt(run->engine, CODE_INTERRUPTED);
	else
		stop(run);
	return 0;
}

static int watch_signals(struct run *run)
{
	sigset_t mask;

	(void)sigemptyset(&mask);
	(void)sigaddset(&mask, SIGINT);
	(void)sigaddset(&mask, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &mask, NULL) < 0 ||
	    sd_event_add_signal(run->survey.loop, NULL, SIGINT, on_signal, run) < 0 ||
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

static int run_loop(struct run *run)
{
	const struct survey_events events = { on_identity_over, on_network_over, run };
	int r = outputs_check(run->options, &run->error);

	if (r == 0)
		r = plan_check(run->options, &run->error);
	if (r == 0)
		r = trust_choose(&run->trust, run->options->ca_file, run->options->ca_dir,
				 &run->error);
	if (r == 0)
		r = survey_start(&run->survey, run->options, true, &events, &run->error);
	if (r == 0)
		r = watch_signals(run);
	if (r < 0)
		return r;
	r = sd_event_loop(run->survey.loop);
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
	};

	report->version = ECSPROBE_VERSION;
	report->duration_us = clock_now_us() - run->start_us;
	report->facts = &run->survey.facts;
	if (run->engine) {
		report->plan = &run->plan;
		report->outcomes = engine_outcomes(run->engine);
	}
	judge(report, &policy);
	if (!run->engine)
		judge_undecided(report,
				run->survey.facts.identity.region[0] ||
						run->error.class != ERROR_UNDECIDED
					? CODE_NONE
					: CODE_REGION_UNKNOWN,
				run->error.text);
}

static enum exit_code report_run(struct run *run)
{
	struct report report = { .time_s = clock_wall_s() };
	enum exit_code code;

	fill_report(run, &report);
	code = judge_exit_code(&report, run->options->strict);
	if (run->error.class != ERROR_NONE) {
		complain(&run->error);
		code = exit_code_worse(code, exit_code_of_error(run->error.class));
	}
	/* A command line that cannot be obeyed is not obeyed in part. */
	if (run->error.class != ERROR_USAGE)
		code = exit_code_worse(code, outputs_write_report(run->options, &report));
	judge_done(&report);
	return code;
}

enum exit_code verb_probe(const struct options *options)
{
	struct run run = { .options = options, .start_us = clock_now_us() };
	enum exit_code code;

	run.deadline_us = run.start_us + options->timeout_us;
	raise_descriptor_limit();
	(void)run_loop(&run); /* its error is in the run, and in the report */
	code = report_run(&run);
	engine_free(run.engine);
	sd_event_source_disable_unref(run.late);
	plan_done(&run.plan);
	trust_free(run.trust);
	survey_done(&run.survey);
	return code;
}
