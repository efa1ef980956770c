/* SPDX-License-Identifier: Apache-2.0 */
#include "planning.h"

#include <string.h>

/* Of ECS Anywhere the metadata service, if one answers, knows another account. */
bool planning_awaits_account(const struct round *round)
{
	const struct facts *facts = &round->survey.facts;

	return (round->awaited & AWAITS_ACCOUNT) && !round->options->account &&
	       (!facts->identity.account[0] || facts->host.agent_external);
}

bool planning_must_wait(const struct round *round)
{
	return (round->awaited & (AWAITS_IDENTITY | AWAITS_WORKLOAD)) ||
	       planning_awaits_account(round);
}

bool planning_take_pins(struct round *round)
{
	struct host_facts *host = &round->survey.facts.host;

	host->agent_hosts_text = round->status.hosts.text;
	host->agent_hosts_kept = round->status.container.own_hosts;
	survey_pin(&round->survey, &round->plan);
	return plan_agent_pins(&round->plan, host);
}

static int build(struct round *round)
{
	int r = survey_resolve(&round->survey, round->options, &round->wishes, &round->error);

	if (r == 0)
		r = plan_build(&round->plan, round->options, &round->wishes,
			       &round->survey.facts.identity, &round->error);
	return r;
}

/* As far as somebody looked at it. */
static void see_agent(struct round *round)
{
	const struct facts *facts = &round->survey.facts;
	const struct agent_status *agent = round->status.looked ? &round->status : NULL;

	(void)plan_vantages(&round->plan, round->options, &facts->identity, &facts->host, agent);
	if (agent)
		(void)plan_running_proxies(&round->plan, &facts->host, agent);
	(void)planning_take_pins(round);
}

static void choose_ways(struct round *round)
{
	const struct facts *facts = &round->survey.facts;

	plan_resolvers(&round->plan, round->options, &facts->identity, &facts->host);
	plan_proxies(&round->plan, &facts->host);
	see_agent(round);
}

int planning_make(struct round *round)
{
	int r = build(round);

	if (r == 0)
		choose_ways(round);
	return r;
}

/* --- before the metadata service has answered ---------------------------------------- */

bool planning_is_open(const struct round *round)
{
	const struct identity *identity = &round->survey.facts.identity;

	return round->plan.held || !identity->region[0] ||
	       identity->region_source == REGION_FROM_ENVIRONMENT;
}

bool planning_begin(struct round *round, bool patient)
{
	const struct facts *facts = &round->survey.facts;

	if (plan_wants_workload(round->options) ||
	    !survey_may_begin(&round->survey, round->options, &round->wishes) || build(round) < 0) {
		round->error = (struct error){ .class = ERROR_NONE };
		return false;
	}
	/* A new Region, of which the service may still tell the domain. */
	if ((facts->identity.region[0] &&
	     (!facts->identity.known_partition || facts->identity.partition_assumed)) ||
	    !plan_hold(&round->plan, round->options, &facts->identity, &facts->host) ||
	    (!patient && planning_is_open(round))) {
		plan_done(&round->plan);
		return false;
	}
	choose_ways(round);
	return true;
}

void planning_complete(struct round *round)
{
	const struct facts *facts = &round->survey.facts;

	plan_release(&round->plan, round->options, &facts->identity, &facts->host);
	see_agent(round);
}

/* What the environment says of the Region counts less. */
bool planning_was_wrong(struct round *round)
{
	struct identity *identity = &round->survey.facts.identity;
	struct error e = { 0 };
	char begun[REGION_BYTES];

	(void)copy_text(begun, sizeof begun, identity->region);
	/* Of own hosts alone the Region changes nothing. */
	return survey_resolve(&round->survey, round->options, &round->wishes, &e) < 0 ||
	       (*begun && strcmp(begun, identity->region) != 0);
}
