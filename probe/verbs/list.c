/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/render.h"
#include "ecsprobe/verbs.h"
#include "looks.h"
#include "outputs.h"
#include "survey.h"

/* The plan as it would be probed.  With --region it sends no traffic; without, it asks
 * IMDS, and with --profile auto the agent and Docker. */

struct listing {
	const struct options *options;
	struct survey survey;
	struct wishes wishes;
	struct plan plan;
	struct looks looks;
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

static int start_looks(struct listing *listing)
{
	const struct looks_config config = {
		.survey = &listing->survey,
		.status = &listing->status,
		.workload = &listing->wishes.workload,
		.start_us = listing->start_us,
		.timeout_us = listing->options->timeout_us,
		.over = on_workload_over,
		.arg = listing,
	};

	return looks_start(&listing->looks, &config, &listing->error);
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
	looks_stop(&listing->looks);
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
			"--profile auto: cannot see everything that runs here (%s), so the whole "
			"ecs profile is listed",
			workload->why_not);
	complain(&e);
}

static void tell_partition(const struct listing *listing)
{
	const struct identity *identity = &listing->survey.facts.identity;
	struct error e = { 0 };

	if (!identity->partition_assumed)
		return;
	(void)error_set(&e, ERROR_NONE, 0,
			"no known partition has Regions like %s: listing names of the partition "
			"aws, as the AWS SDKs would use them",
			identity->region);
	complain(&e);
}

static int make_plan(struct listing *listing)
{
	const struct options *options = listing->options;
	struct error *e = &listing->error;
	int r = outputs_check(options, true, e);

	if (r == 0)
		r = survey_profiles(&listing->wishes, options, e);
	if (r == 0)
		r = plan_check(options, &listing->wishes, e);
	if (r == 0)
		r = run_loop(listing);
	if (r == 0)
		r = survey_resolve(&listing->survey, options, &listing->wishes, e);
	if (r == 0)
		r = plan_build(&listing->plan, options, &listing->wishes,
			       &listing->survey.facts.identity, e);
	if (r == 0 && options->api)
		listing->plan.calls = api_call_table(&listing->plan.call_count);
	return r;
}

/* What IAM does not take is not written. */
static int check_policy(const struct listing *listing, struct error *e)
{
	const struct options *options = listing->options;
	CLEANUP(cleanup_free) char *place = options_place(options, OPT_OUTPUT, "json");

	if (!listing->plan.calls || plan_needs_permission(&listing->plan))
		return 0;
	for (size_t i = 0; i < options->outputs.count; i++)
		if (strcmp(options->outputs.items[i].format, "json") == 0)
			return error_set(e, options_blame(options, OPT_OUTPUT), EINVAL,
					 "%s: found json, expected text: no call of --api to these "
					 "services needs an IAM permission, so there is no policy "
					 "to write",
					 place);
	return 0;
}

enum exit_code verb_list(const struct options *options)
{
	struct listing listing = {
		.options = options,
		.start_us = clock_now_us(),
		.workload_over = !plan_wants_workload(options),
	};
	enum exit_code code;

	if (make_plan(&listing) == 0 && check_policy(&listing, &listing.error) == 0) {
		tell_workload(&listing);
		tell_partition(&listing);
		code = outputs_write_plan(options, &listing.plan, &listing.survey.facts.identity);
	} else {
		code = give_up(&listing.error, outputs_for_nagios(options));
	}
	plan_done(&listing.plan);
	wishes_done(&listing.wishes);
	agent_status_done(&listing.status);
	survey_done(&listing.survey);
	return code;
}
