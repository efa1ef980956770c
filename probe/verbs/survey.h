/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SURVEY_H
#define ECSPROBE_SURVEY_H
/* Who and where this instance is: what every verb that has a plan begins with.
 * Private to the verbs. */
#include "ecsprobe/credentials.h"
#include "ecsprobe/facts.h"
#include "ecsprobe/options.h"
#include "ecsprobe/plan.h"

struct http;
struct imds;
struct sd_event;

/* As long as the agent's own client waits for the metadata service (feature/ec2/imds of
 * aws-sdk-go-v2). */
enum { SURVEY_PATIENCE_US = 1000 * 1000 };

/* --api, but not of an image: what the build network says of AWS is nothing about it. */
static inline bool survey_asks_aws(const struct options *options)
{
	return options->api && options->bake == BAKE_NO;
}

/* When AWS is not waited for any more (--api), so that the hosts it names can be probed within
 * --timeout, whose end is end_us. */
uint64_t survey_api_deadline(const struct options *options, uint64_t end_us);

struct survey {
	struct sd_event *loop; /* owned */
	struct http *http;     /* owned */
	struct imds *imds;     /* owned */
	struct facts facts;
	struct credentials credentials; /* of the instance role, with --api */
	struct error host_error;        /* the agent's configuration is unusable */
};

/* events: called from the loop as stages end; arg is theirs. */
struct survey_events {
	void (*identity_over)(void *arg);
	void (*network_over)(void *arg);
	void *arg;
};

/* The profile files, where they are asked for. */
int survey_profiles(struct wishes *wishes, const struct options *options,
		    struct error *e) ECSPROBE_MUST_CHECK;

/* Reads the machine at once and asks IMDS unless it is off or ask_imds is
 * false; without it both stages are over when the loop first runs. */
int survey_start(struct survey *survey, const struct options *options, bool ask_imds,
		 const struct survey_events *events, struct error *e) ECSPROBE_MUST_CHECK;

/* Whether all that a plan is made of is known without the metadata service, but for the account
 * and the VPC's blocks. */
bool survey_may_begin(const struct survey *survey, const struct options *options,
		      const struct wishes *wishes);

/* Chooses the Region once identity is over; none is no error where none is needed. */
int survey_resolve(struct survey *survey, const struct options *options,
		   const struct wishes *wishes, struct error *e) ECSPROBE_MUST_CHECK;

/* Keeps what /etc/hosts says of the plan's names. */
void survey_pin(struct survey *survey, const struct plan *plan);

/* Drops every request under way, keeping what came in; nothing calls back any
 * more. */
void survey_close(struct survey *survey);

void survey_done(struct survey *survey);

#endif
