/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <systemd/sd-event.h>

#include "ecsprobe/agent.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/verbs.h"
#include "outputs.h"
#include "survey.h"

/* The plan as it would be probed.  With --region nothing is asked of anybody;
 * without it IMDS is, and with --profile auto the agent and Docker are. */

/* As for a probe: an agent that hangs must leave the second look some time. */
enum { TENTHS_FOR_AGENT = 2, TENTHS_FOR_LOOKS = 3 };

struct listing {
	const struct options *options;
	struct survey survey;
	struct wishes wishes;
	struct plan plan;
	struct agent_look *look;
	struct workload_look *workload_look;
	struct agent_status status;
	uint64_t start_us;
	bool identity_over, workload_over;
	struct error error;
};

static void part_over(struct listing *listing)
{
	if (listing->identity_over && listing->workload_over)
		(void)sd_event_exit(listing->survey.loop, 0);
}

static void on_identity_over(void *arg)
{
	struct listing *listing = arg;

	listing->identity_over = true;
	part_over(listing);
}

static void on_network_over(void *arg)
{
	(void)arg;
}

static void on_workload_over(void *arg)
{
	struct listing *listing = arg;

	listing->workload_over = true;
	part_over(listing);
}

static uint64_t looks_deadline_us(const struct listing *listing, unsigned tenths)
{
	return listing->start_us + listing->options->timeout_us / 10 * tenths;
}

static void on_look_over(void *arg)
{
	struct listing *listing = arg;
	const struct workload_look_config config = {
		.deadline_us = looks_deadline_us(listing, TENTHS_FOR_LOOKS),
		.status = &listing->status,
		.workload = &listing->wishes.workload,
		.done = on_workload_over,
		.arg = listing,
	};
	struct error e = { 0 };

	if (workload_look_start(&listing->workload_look, listing->survey.loop, listing->survey.http,
				&config, &e) == 0)
		return;
	workload_miss(&listing->wishes.workload, e.text);
	on_workload_over(listing);
}

static int start_looks(struct listing *listing)
{
	const struct agent_look_config config = {
		.deadline_us = looks_deadline_us(listing, TENTHS_FOR_AGENT),
		.status = &listing->status,
		.done = on_look_over,
		.arg = listing,
	};

	return agent_look_start(&listing->look, listing->survey.loop, listing->survey.http, &config,
				&listing->error);
}

static int run_loop(struct listing *listing)
{
	const struct survey_events events = { on_identity_over, on_network_over, listing };
	const struct options *options = listing->options;
	int r = survey_start(&listing->survey, options, !options->region, &events, &listing->error);

	if (r == 0 && !listing->workload_over)
		r = start_looks(listing);
	if (r == 0)
		r = sd_event_loop(listing->survey.loop);
	workload_look_stop(listing->workload_look);
	agent_look_stop(listing->look);
	if (r < 0 && listing->error.class == ERROR_NONE)
		return error_set(&listing->error, ERROR_INTERNAL, -r, "the event loop failed");
	return r;
}

/* A list has no findings to say it in. */
static void tell_workload(const struct listing *listing)
{
	const struct workload *workload = &listing->wishes.workload;
	struct error e = { 0 };

	if (!plan_wants_workload(listing->options) || workload_is_complete(workload))
		return;
	(void)error_set(&e, ERROR_NONE, 0,
			"--profile auto: not all in use here could be seen (%s), so everything of "
			"the ecs profile is listed",
			workload->why_not);
	complain(&e);
}

static int make_plan(struct listing *listing)
{
	const struct options *options = listing->options;
	struct error *e = &listing->error;
	int r = outputs_check(options, e);

	if (r == 0)
		r = survey_profiles(&listing->wishes, options, e);
	if (r == 0)
		r = plan_check(options, &listing->wishes, e);
	if (r == 0)
		r = run_loop(listing);
	if (r == 0)
		r = survey_resolve(&listing->survey, options, e);
	if (r == 0)
		r = plan_build(&listing->plan, options, &listing->wishes,
			       &listing->survey.facts.identity, e);
	return r;
}

enum exit_code verb_list(const struct options *options)
{
	struct listing listing = {
		.options = options,
		.start_us = clock_now_us(),
		.workload_over = !plan_wants_workload(options),
	};
	enum exit_code code;

	if (make_plan(&listing) == 0) {
		tell_workload(&listing);
		code = outputs_write_plan(options, &listing.plan, &listing.survey.facts.identity);
	} else {
		complain(&listing.error);
		code = exit_code_of_error(listing.error.class);
	}
	plan_done(&listing.plan);
	wishes_done(&listing.wishes);
	agent_status_done(&listing.status);
	survey_done(&listing.survey);
	return code;
}
