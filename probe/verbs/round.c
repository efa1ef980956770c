/* SPDX-License-Identifier: Apache-2.0 */
#include "round.h"

#include <errno.h>
#include <systemd/sd-event.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/engine.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/image.h"
#include "ecsprobe/judge.h"
#include "image_look.h"
#include "outputs.h"
#include "phases.h"

static int check_options(struct round *round)
{
	int r = outputs_check(round->options, false, &round->error);

	if (r == 0)
		r = survey_profiles(&round->wishes, round->options, &round->error);
	if (r == 0)
		r = plan_check(round->options, &round->wishes, &round->error);
	round->refused = round->error.class == ERROR_USAGE;
	round->misset = round->error.class == ERROR_CONFIG;
	if (!plan_wants_workload(round->options))
		round->awaited &= ~(unsigned)AWAITS_WORKLOAD;
	return r;
}

static int look_at_image(struct round *round)
{
	struct image_facts *image = &round->image;

	if (round->options->bake == BAKE_NO)
		return 0;
	if (image_look(image, round->options->root, &round->error) < 0) {
		round->refused = true;
		return -EINVAL;
	}
	round->image_seen = true;
	if (round->awaited & AWAITS_WORKLOAD)
		workload_miss(&round->wishes.workload, "in an image no task runs");
	round->awaited &= ~(unsigned)(AWAITS_ACCOUNT | AWAITS_WORKLOAD);
	return 0;
}

static int prepare(struct round *round)
{
	int r = check_options(round);

	if (r == 0)
		r = look_at_image(round);
	if (r == 0)
		r = trust_choose(&round->trust, round->options->ca_file, round->options->ca_dir,
				 &round->error);
	return r;
}

void round_see_again(struct round *round)
{
	struct host_facts *host = &round->survey.facts.host;

	if (!round->engine)
		return;
	hosts_file_forget_agents(host);
	host->agent_hosts_text = round->status.hosts.text;
	if (!host->agent_hosts_text)
		return;
	host->agent_hosts_kept = round->status.container.own_hosts;
	survey_pin(&round->survey, &round->plan);
	plan_agent_pins_again(&round->plan, host);
	engine_unpin(round->engine);
}

void round_report(struct round *round, struct report *report)
{
	const struct options *options = round->options;
	CLEANUP(cleanup_free) char *narrowed = options_narrowed(options);
	const struct judge_policy policy = {
		.allow_cidrs = &options->allow_cidrs,
		.dns_budget_us = options->dns_timeout_us,
		.connect_budget_us = options->connect_timeout_us,
		.tls_budget_us = options->tls_timeout_us,
		.expect = options->expect,
		.bake = options->bake,
		.expect_cluster = options->expect_cluster,
		.expect_proxy = options->expect_proxy,
		.require_agent = options->require_agent || options->restart != RESTART_NEVER,
		.narrowed = narrowed,
	};

	report->version = ECSPROBE_VERSION;
	report->build_s = ECSPROBE_BUILD_EPOCH;
	report->duration_us = clock_now_us() - round->start_us;
	report->facts = &round->survey.facts;
	if (round->engine) {
		report->plan = &round->plan;
		report->outcomes = engine_outcomes(round->engine);
		timing_take_outcomes(&round->timing, report->outcomes);
	}
	if (options->timing)
		report->timing = &round->timing;
	if (round->status.looked)
		report->agent = &round->status;
	if (plan_wants_workload(options) && !(round->awaited & AWAITS_WORKLOAD))
		report->workload = &round->wishes.workload;
	if (round->image_seen)
		report->image = &round->image;
	if (survey_asks_aws(options) && round->engine)
		report->api = &round->api_facts;
	if (round->action.asked)
		report->action = &round->action;
	report->broken = round->error.class == ERROR_INTERNAL;
	timing_begin(&round->timing, TIMING_JUDGING, clock_now_us());
	judge(report, &policy);
	if (!round->engine || report->broken)
		judge_undecided(report, &round->error);
	timing_end(&round->timing, clock_now_us());
}

void round_run(struct round *round, const struct options *options)
{
	*round = (struct round){
		.options = options,
		.start_us = clock_now_us(),
		.awaited = AWAITS_IDENTITY | AWAITS_WORKLOAD | AWAITS_ACCOUNT | AWAITS_NETWORK,
		.timing.running = TIMING_COUNT,
	};
	timing_begin(&round->timing, TIMING_FACTS, round->start_us);
	round->deadline_us = round->start_us + options->timeout_us;
	if (prepare(round) == 0)
		phases_run(round);
	timing_end(&round->timing, clock_now_us());
}

void round_done(struct round *round)
{
	engine_free(round->engine);
	sd_event_source_disable_unref(round->late);
	sd_event_source_disable_unref(round->role_late);
	sd_event_source_disable_unref(round->silence);
	api_facts_done(&round->api_facts);
	plan_done(&round->plan);
	wishes_done(&round->wishes);
	trust_free(round->trust);
	looks_stop(&round->looks);
	agent_status_done(&round->status);
	action_done(&round->action);
	image_facts_done(&round->image);
	survey_done(&round->survey);
	*round = (struct round){ 0 };
}
