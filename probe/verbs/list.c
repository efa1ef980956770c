/* SPDX-License-Identifier: Apache-2.0 */
#include <systemd/sd-event.h>

#include "ecsprobe/gather.h"
#include "ecsprobe/plan.h"
#include "ecsprobe/verbs.h"
#include "outputs.h"
#include "survey.h"

/* The plan as it would be probed.  With --region nothing is asked of anybody;
 * without it IMDS is, and nobody else. */

static void on_identity_over(void *arg)
{
	struct survey *survey = arg;

	(void)sd_event_exit(survey->loop, 0);
}

static void on_network_over(void *arg)
{
	(void)arg;
}

static int find_identity(struct survey *survey, const struct options *options, struct error *e)
{
	const struct survey_events events = { on_identity_over, on_network_over, survey };
	int r = survey_start(survey, options, !options->region, &events, e);

	if (r == 0)
		r = sd_event_loop(survey->loop);
	if (r < 0 && e->class == ERROR_NONE)
		return error_set(e, ERROR_INTERNAL, -r, "the event loop failed");
	return r < 0 ? r : survey_resolve(survey, options, e);
}

enum exit_code verb_list(const struct options *options)
{
	struct survey survey = { 0 };
	struct wishes wishes = { 0 };
	struct plan plan = { 0 };
	struct error e = { 0 };
	enum exit_code code;
	int r = outputs_check(options, true, &e);

	if (r == 0)
		r = gather_profiles(&wishes, profile_directory, &e);
	if (r == 0)
		r = plan_check(options, &wishes, &e);
	if (r == 0)
		r = find_identity(&survey, options, &e);
	if (r == 0)
		r = plan_build(&plan, options, &wishes, &survey.facts.identity, &e);
	if (r == 0) {
		code = outputs_write_plan(options, &plan, &survey.facts.identity);
	} else {
		code = give_up(&e, outputs_for_nagios(options));
	}
	plan_done(&plan);
	wishes_done(&wishes);
	survey_done(&survey);
	return code;
}
