/* SPDX-License-Identifier: Apache-2.0 */
#include "survey.h"

#include <errno.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "ecsprobe/api_phase.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/http.h"
#include "ecsprobe/util.h"

enum { TENTHS_FOR_IDENTITY = 1, TENTHS_FOR_REGION = 3, TENTHS_AFTER_API = 3 };
/* The metadata service is given up a little before the round stops to wait for the role. */
enum { BEFORE_ROLE_LATE_US = 50 * 1000 };

uint64_t survey_api_deadline(const struct options *options, uint64_t end_us)
{
	return end_us - options->timeout_us / 10 * TENTHS_AFTER_API;
}

/* A slow metadata service is waited for as long as the role's credentials are. */
static uint64_t patience_us(const struct options *options, bool wants_role)
{
	uint64_t now_us = clock_now_us();
	uint64_t until_us = api_credentials_until(
		now_us, survey_api_deadline(options, now_us + options->timeout_us),
		options->timeout_us);

	if (!wants_role || until_us - now_us < SURVEY_PATIENCE_US + BEFORE_ROLE_LATE_US)
		return SURVEY_PATIENCE_US;
	return until_us - now_us - BEFORE_ROLE_LATE_US;
}

/* The Region that counts where the metadata service says nothing; NULL: none. */
static const char *own_region(const struct survey *survey, const struct options *options)
{
	if (options->region)
		return options->region;
	return survey->facts.host.agent_region[0] ? survey->facts.host.agent_region
						  : gather_environment_region();
}

bool survey_may_begin(const struct survey *survey, const struct options *options,
		      const struct wishes *wishes)
{
	const char *region = own_region(survey, options);

	return survey->host_error.class == ERROR_NONE && !survey->facts.host.agent_external &&
	       ((region && partition_of_region(region)) || !plan_needs_region(options, wishes));
}

/* Where the Region is known, IMDS only adds to the picture, and a second is
 * plenty; where it is not, nothing can be checked without it. */
static uint64_t identity_budget_us(const struct options *options, const struct survey *survey)
{
	return options->timeout_us / 10 *
	       (own_region(survey, options) ? TENTHS_FOR_IDENTITY : TENTHS_FOR_REGION);
}

static void take_options(struct survey *survey, const struct options *options)
{
	struct network *network = &survey->facts.network;

	if (options->account)
		(void)copy_text(survey->facts.identity.account, ACCOUNT_BYTES, options->account);
	for (size_t i = 0; i < options->vpc_cidrs.count && i < MAX_VPC_CIDRS; i++) {
		network->vpc_cidrs[network->vpc_cidr_count++] = options->vpc_cidrs.items[i];
		network->from_option = true;
	}
}

int survey_profiles(struct wishes *wishes, const struct options *options, struct error *e)
{
	return gather_profiles(wishes, profile_directory,
			       options->all_profiles ? NULL : &options->profiles, e);
}

/* Lets the callbacks of a survey that asks nobody come from the loop too. */
struct nobody {
	struct survey_events events;
};

static int on_nobody(sd_event_source *source, void *arg)
{
	struct nobody *nobody = arg;

	(void)source;
	nobody->events.identity_over(nobody->events.arg);
	nobody->events.network_over(nobody->events.arg);
	return 0;
}

static void free_nobody(void *arg)
{
	free(arg);
}

static int ask_nobody(struct survey *survey, const struct survey_events *events, struct error *e)
{
	struct nobody *nobody = xcalloc(1, sizeof *nobody);
	sd_event_source *source = NULL;

	nobody->events = *events;
	if (sd_event_add_defer(survey->loop, &source, on_nobody, nobody) < 0) {
		free(nobody);
		return error_set(e, ERROR_INTERNAL, ENOMEM, "cannot defer an event");
	}
	(void)sd_event_source_set_destroy_callback(source, free_nobody);
	(void)sd_event_source_set_floating(source, true);
	sd_event_source_unref(source);
	return 0;
}

static int ask_imds_service(struct survey *survey, const struct options *options,
			    const struct survey_events *events, struct error *e)
{
	bool wants_role = survey_asks_aws(options) && api_source_here() == API_SOURCE_INSTANCE;
	const struct imds_config config = {
		.endpoint = options->imds_endpoint,
		.patience_us = patience_us(options, wants_role),
		.identity_budget_us = identity_budget_us(options, survey),
		.request_timeout_us = identity_budget_us(options, survey),
		.identity = &survey->facts.identity,
		.network = &survey->facts.network,
		.status = &survey->facts.imds,
		.role = &survey->facts.role,
		.launch = options->restart != RESTART_NEVER ? &survey->facts.launch : NULL,
		.credentials = wants_role ? &survey->credentials : NULL,
		.identity_done = events->identity_over,
		.network_done = events->network_over,
		.arg = events->arg,
	};

	return imds_start(&survey->imds, survey->http, survey->loop, &config, e);
}

int survey_start(struct survey *survey, const struct options *options, bool ask_imds,
		 const struct survey_events *events, struct error *e)
{
	int r;

	*survey = (struct survey){ 0 };
	if (sd_event_new(&survey->loop) < 0)
		return error_set(e, ERROR_INTERNAL, ENOMEM, "cannot make an event loop");
	take_options(survey, options);
	/* Kept for survey_resolve(): --region makes it irrelevant. */
	if (gather_host(&survey->facts.host, &survey->host_error) < 0 &&
	    survey->host_error.class != ERROR_CONFIG)
		return error_set(e, ERROR_INTERNAL, EINVAL, "cannot read this host's settings");
	survey->facts.identity.agent_fips = survey->facts.host.agent_fips;
	survey->facts.identity.agent_dual_stack = survey->facts.host.agent_dual_stack;
	survey->facts.identity.agent_sdk_dual_stack = survey->facts.host.agent_sdk_dual_stack;
	survey->facts.identity.dockerd_fips = survey->facts.host.dockerd_fips;
	survey->facts.identity.dockerd_dual_stack = survey->facts.host.dockerd_dual_stack;
	survey->facts.identity.agent_tags = survey->facts.host.agent_tags;
	survey->facts.identity.agent_external = survey->facts.host.agent_external;
	survey->facts.identity.agent_backend_port = survey->facts.host.agent_backend_port;
	survey->facts.identity.agent_overrides = survey->facts.host.agent_overrides;
	(void)copy_text(survey->facts.identity.agent_backend, AGENT_BACKEND_BYTES,
			survey->facts.host.agent_backend);
	r = http_open(&survey->http, survey->loop, e);
	if (r < 0)
		return r;
	if (!ask_imds || (options->imds_endpoint && strcmp(options->imds_endpoint, "off") == 0))
		return ask_nobody(survey, events, e);
	return ask_imds_service(survey, options, events, e);
}

int survey_resolve(struct survey *survey, const struct options *options,
		   const struct wishes *wishes, struct error *e)
{
	const char *agent_region = survey->facts.host.agent_region;
	const struct imds_status *imds = &survey->facts.imds;
	int r;

	survey->facts.identity.outside = survey->facts.host.agent_external &&
					 (!imds->asked || imds->code != CODE_NONE);
	if (survey->host_error.class != ERROR_NONE && !options->region) {
		*e = survey->host_error;
		return -EINVAL;
	}
	r = identity_resolve(&survey->facts.identity, options->region,
			     *agent_region ? agent_region : NULL, gather_environment_region(),
			     &survey->facts.imds, e);
	if (r < 0 && e->class == ERROR_UNDECIDED && !plan_needs_region(options, wishes)) {
		*e = (struct error){ .class = ERROR_NONE };
		return 0;
	}
	return r;
}

void survey_pin(struct survey *survey, const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		hosts_file_find(&survey->facts.host, plan->targets[i]->host);
}

void survey_close(struct survey *survey)
{
	struct host_facts *host = &survey->facts.host;

	if (host->drops_known && !gather_link_drops(&host->drops_after))
		host->drops_known = false;
	imds_stop(survey->imds);
	survey->imds = NULL;
	http_close(survey->http);
	survey->http = NULL;
	credentials_wipe(&survey->credentials);
}

void survey_done(struct survey *survey)
{
	survey_close(survey);
	host_facts_done(&survey->facts.host);
	sd_event_unref(survey->loop);
	*survey = (struct survey){ 0 };
}
