/* SPDX-License-Identifier: Apache-2.0 */
#include "phases.h"

#include <errno.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "ecsprobe/agent.h"
#include "ecsprobe/api_phase.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "planning.h"
#include "progress.h"
#include "signals.h"

/* How long judging waits for facts that are still on their way when all
 * probing is over. */
enum { LATE_FACTS_US = 500 * 1000, SPARE_US = 100 * 1000 };

/* The metadata service is on this very host: where it has said nothing by then, what can be
 * asked without it is asked. */
enum { SILENCE_US = 50 * 1000 };

static const char interrupted_words[] = "a signal ended the run";

static void arrived(struct round *round, unsigned what)
{
	round->awaited &= ~what;
}

static void begin(struct round *round, enum timing_phase phase)
{
	timing_begin(&round->timing, phase, clock_now_us());
}

static void stop(struct round *round)
{
	(void)sd_event_exit(round->survey.loop, 0);
}

static int on_late(sd_event_source *source, uint64_t usec, void *arg)
{
	(void)source;
	(void)usec;
	stop(arg);
	return 0;
}

/* All probing is over; late facts may still be on their way. */
static void probing_over(struct round *round)
{
	uint64_t until_us = clock_now_us() + LATE_FACTS_US;
	uint64_t silent_us = round->start_us + SURVEY_PATIENCE_US + SPARE_US;

	round->phase = PHASE_LATE;
	if (until_us < silent_us)
		until_us = silent_us;
	/* A service that nobody waited for is not known to answer before its time is up. */
	if (until_us > round->deadline_us || (round->awaited & AWAITS_IDENTITY))
		until_us = round->deadline_us;
	round->late = sd_event_source_disable_unref(round->late);
	if (!(round->awaited & AWAITS_NETWORK) || round->interrupted ||
	    sd_event_add_time(round->survey.loop, &round->late, CLOCK_MONOTONIC, until_us, 1,
			      on_late, round) < 0)
		stop(round);
	else
		begin(round, TIMING_LATE_FACTS);
}

/* One more round of questions, in the time that is left, where what was seen asks for it. */
static void follow_up(struct round *round)
{
	round->phase = PHASE_FOLLOW_UP;
	if (round->followups == FOLLOWUP_ROUNDS ||
	    !plan_followup(&round->plan, round->followups++, engine_outcomes(round->engine),
			   round->options, &round->survey.facts,
			   round->status.looked ? &round->status : NULL,
			   round->api_facts.asked ? &round->api_facts : NULL)) {
		probing_over(round);
		return;
	}
	survey_pin(&round->survey, &round->plan);
	(void)plan_agent_pins(&round->plan, &round->survey.facts.host);
	begin(round, TIMING_FOLLOW_UP);
	if (engine_follow_up(round->engine, &round->error) < 0)
		probing_over(round);
	/* What would have been judged must not be taken for not needed. */
	else if (round->interrupted)
		engine_interrupt(round->engine, CODE_INTERRUPTED);
}

static void end_asking(struct round *round, const char *why)
{
	api_stop(round->api, why);
	round->api = NULL;
	follow_up(round);
}

static void on_api_over(void *arg)
{
	end_asking(arg, "");
}

static struct api_config api_config_of(struct round *round, uint64_t deadline_us)
{
	return (struct api_config){
		.credentials_until_us = api_credentials_until(clock_now_us(), deadline_us,
							      round->options->timeout_us),
		.plan = &round->plan,
		.outcomes = engine_outcomes(round->engine),
		.facts = &round->survey.facts,
		.agent = round->status.looked ? &round->status : NULL,
		.role = &round->survey.credentials,
		.trust = round->trust,
		.http = round->survey.http,
		.deadline_us = deadline_us,
		.found = &round->api_facts,
		.done = on_api_over,
		.arg = round,
	};
}

/* AWS was to be asked, and is not: that is unknown, not fine. */
static void miss_aws(struct round *round, const char *why)
{
	const struct api_config config = api_config_of(round, round->deadline_us);

	if (survey_asks_aws(round->options))
		api_miss(&config, why);
	follow_up(round);
}

static int on_role_late(sd_event_source *source, uint64_t usec, void *arg);

/* With the instance role's credentials only when they are here, or late. */
static void ask_aws(struct round *round, bool role_late)
{
	const struct api_config config =
		api_config_of(round, survey_api_deadline(round->options, round->deadline_us));

	if (!survey_asks_aws(round->options)) {
		follow_up(round);
		return;
	}
	if (round->interrupted) {
		miss_aws(round, interrupted_words);
		return;
	}
	if (!role_late && (round->awaited & AWAITS_NETWORK) &&
	    api_source_here() == API_SOURCE_INSTANCE &&
	    sd_event_add_time(round->survey.loop, &round->role_late, CLOCK_MONOTONIC,
			      config.credentials_until_us, 1, on_role_late, round) >= 0) {
		round->phase = PHASE_ROLE;
		begin(round, TIMING_API);
		return;
	}
	round->phase = PHASE_API;
	begin(round, TIMING_API);
	if (api_start(&round->api, round->survey.loop, &config, &round->error) < 0)
		miss_aws(round, round->error.text);
}

static int on_role_late(sd_event_source *source, uint64_t usec, void *arg)
{
	struct round *round = arg;

	(void)source;
	(void)usec;
	if (round->phase == PHASE_ROLE)
		ask_aws(round, true);
	return 0;
}

/* In an image no agent runs. */
static bool look_is_over(const struct round *round)
{
	return round->status.looked || round->image_seen;
}

/* The phase first: without memory it may be over before engine_ask_more() returns. */
static bool ask_more(struct round *round)
{
	round->phase = PHASE_PROBING;
	begin(round, TIMING_PROBING);
	return engine_ask_more(round->engine, &round->error) == 0;
}

/* What the agent itself sees is known once it was looked at.  Its own nameservers,
 * where they are others, are asked before anything is concluded. */
static void go_on(struct round *round)
{
	bool more = false;

	if (round->status.looked) {
		more = plan_vantages(&round->plan, round->options, &round->survey.facts.identity,
				     &round->survey.facts.host, &round->status);
		more |= plan_running_proxies(&round->plan, &round->survey.facts.host,
					     &round->status);
		more |= planning_take_pins(round);
	}
	if (!more || round->interrupted || !ask_more(round))
		ask_aws(round, false);
}

static void probed(struct round *round);

/* What waited for the metadata service.  Whoever was interrupted asks for nothing more: what
 * would have been judged must not be taken for not needed. */
static void ask_the_rest(struct round *round)
{
	round->begun_early = false;
	planning_complete(round);
	if (!ask_more(round))
		probed(round);
	else if (round->interrupted)
		engine_interrupt(round->engine, CODE_INTERRUPTED);
}

/* What was to be asked so far has been asked. */
static void probed(struct round *round)
{
	round->phase = PHASE_LOOK;
	if (round->begun_early && planning_must_wait(round) && !round->interrupted)
		begin(round, TIMING_FACTS);
	else if (round->begun_early)
		ask_the_rest(round);
	else if (look_is_over(round) || round->interrupted)
		go_on(round);
	else
		begin(round, TIMING_AGENT);
}

static void on_engine_over(void *arg)
{
	struct round *round = arg;

	if (round->phase == PHASE_FOLLOW_UP)
		follow_up(round);
	else
		probed(round);
}

static int start_engine(struct round *round)
{
	const struct options *options = round->options;
	const struct engine_config config = {
		.plan = &round->plan,
		.host = &round->survey.facts.host,
		.trust = round->trust,
		.http = round->survey.http,
		.deadline_us = round->deadline_us,
		.dns_budget_us = options->dns_timeout_us,
		.connect_budget_us = options->connect_timeout_us,
		.tls_budget_us = options->tls_timeout_us,
		.done = on_engine_over,
		.arg = round,
	};

	return engine_start(&round->engine, round->survey.loop, &config, &round->error);
}

/* r: of the plan. */
static void probe_it(struct round *round, int r)
{
	if (r == 0) {
		begin(round, TIMING_PROBING);
		r = start_engine(round);
	}
	round->phase = r < 0 ? PHASE_UNDECIDED : PHASE_PROBING;
	if (r < 0 && look_is_over(round))
		stop(round);
	else if (r < 0)
		begin(round, TIMING_AGENT);
}

static void plan_and_probe(struct round *round)
{
	probe_it(round, planning_make(round));
}

static void begin_again(struct round *round)
{
	engine_free(round->engine);
	round->engine = NULL;
	plan_done(&round->plan);
	round->begun_early = false;
	plan_and_probe(round);
}

static void plan_when_ready(struct round *round)
{
	/* Whoever was interrupted begins nothing. */
	if (planning_must_wait(round) || round->interrupted)
		return;
	if (round->phase == PHASE_PLANNING)
		plan_and_probe(round);
	else if (round->begun_early && planning_was_wrong(round))
		begin_again(round);
	else if (round->begun_early && round->phase == PHASE_LOOK)
		probed(round);
}

/* The metadata service is silent.  All the same there is something to ask. */
static void begin_early(struct round *round, bool patient)
{
	if (round->phase != PHASE_PLANNING || !planning_begin(round, patient))
		return;
	probe_it(round, 0);
	round->begun_early = round->phase == PHASE_PROBING && planning_is_open(round);
}

static int on_silence(sd_event_source *source, uint64_t usec, void *arg)
{
	(void)source;
	(void)usec;
	begin_early(arg, true);
	return 0;
}

/* Whoever has registered says whose instance this is. */
static void on_introspected(void *arg)
{
	struct round *round = arg;
	struct identity *identity = &round->survey.facts.identity;
	char account[ACCOUNT_BYTES];

	if (planning_awaits_account(round) && agent_account(&round->status.introspection, account))
		(void)copy_text(identity->account, sizeof identity->account, account);
	arrived(round, AWAITS_ACCOUNT);
	plan_when_ready(round);
}

static void on_looks_over(void *arg)
{
	struct round *round = arg;

	agent_files_done(&round->survey.facts.host.agent_files);
	if (round->awaited & AWAITS_WORKLOAD) {
		arrived(round, AWAITS_WORKLOAD);
		plan_when_ready(round);
	} else if (round->phase == PHASE_UNDECIDED) {
		stop(round);
	} else if (round->phase == PHASE_LOOK) {
		probed(round);
	}
}

static int start_looks(struct round *round)
{
	const struct looks_config config = {
		.survey = &round->survey,
		.status = &round->status,
		.workload = round->awaited & AWAITS_WORKLOAD ? &round->wishes.workload : NULL,
		.start_us = round->start_us,
		.timeout_us = round->options->timeout_us,
		.introspected = on_introspected,
		.over = on_looks_over,
		.arg = round,
	};

	return looks_start(&round->looks, &config, &round->error);
}

static void on_identity_over(void *arg)
{
	struct round *round = arg;

	arrived(round, AWAITS_IDENTITY);
	if (round->phase == PHASE_LATE)
		probing_over(round);
	else
		plan_when_ready(round);
}

static void on_network_over(void *arg)
{
	struct round *round = arg;

	arrived(round, AWAITS_NETWORK);
	if (round->phase == PHASE_ROLE)
		ask_aws(round, false);
	if (round->phase == PHASE_LATE)
		stop(round);
}

static void give_up_waiting(struct round *round)
{
	if (round->begun_early)
		probed(round);
	else if (round->api)
		end_asking(round, interrupted_words);
	else
		miss_aws(round, interrupted_words);
}

static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *arg)
{
	struct round *round = arg;

	(void)source;
	(void)info;
	round->interrupted = true;
	if (round->phase == PHASE_LATE || !round->engine)
		stop(round);
	/* It waited for the look or for AWS: what more it would have asked stays unknown. */
	else if (round->phase >= PHASE_LOOK && round->phase <= PHASE_API)
		give_up_waiting(round);
	else
		engine_interrupt(round->engine, CODE_INTERRUPTED);
	return 0;
}

static int watch_signals(struct round *round)
{
	if (signals_watch(round->survey.loop, on_signal, round) < 0)
		return error_set(&round->error, ERROR_INTERNAL, EINVAL, "cannot watch for signals");
	return 0;
}

static void close_survey(struct round *round)
{
	struct imds_status *imds = &round->survey.facts.imds;
	bool unheard = imds->asked && imds->code == CODE_NONE;

	survey_close(&round->survey);
	if (!round->interrupted || !unheard || imds->code != CODE_NOT_FINISHED)
		return;
	imds->code = CODE_INTERRUPTED;
	imds->detail[0] = '\0';
}

static int start(struct round *round)
{
	const struct survey_events events = { on_identity_over, on_network_over, round };
	int r = survey_start(&round->survey, round->options, true, &events, &round->error);

	if (r == 0)
		r = watch_signals(round);
	if (r == 0 && !round->image_seen)
		r = start_looks(round);
	return r;
}

void phases_run(struct round *round)
{
	struct progress progress;
	int r;

	if (start(round) < 0)
		return;
	/* Where there can be no such timer, the metadata service is waited for. */
	begin_early(round, false);
	(void)sd_event_add_time_relative(round->survey.loop, &round->silence, CLOCK_MONOTONIC,
					 SILENCE_US, 1, on_silence, round);
	progress_start(&progress, round);
	r = sd_event_loop(round->survey.loop);
	progress_stop(&progress);
	looks_stop(&round->looks);
	api_stop(round->api, "the run ended before");
	round->api = NULL;
	if (round->interrupted && round->engine && !look_is_over(round))
		agent_look_missed(&round->status, interrupted_words);
	close_survey(round);
	if (r < 0)
		(void)error_set(&round->error, ERROR_INTERNAL, -r, "the event loop failed: %s",
				strerror(-r));
}
