/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "view.h"

/* How long a client waits for a connection, names and all.  net.Dialer of the agent and of
 * dockerd gives up after 30 s (ecs-agent/httpclient, ecs-agent/wsclient); a client whose requests
 * end after 5 s is asked three times by the SDK, about half a second apart, and each dial goes on
 * meanwhile (roundtripTimeout of agent/ecr, agent/asm). */
enum { DIAL_S = 30 };
static const struct {
	const char *service;
	unsigned request_s, gives_up_s;
} impatient[] = {
	{ SERVICE_ECR_API, 5, 16 },
	{ SERVICE_SECRETSMANAGER, 5, 16 },
};

/* One of another Region is called by its host. */
static bool is_of(const struct target *target, const char *service)
{
	return strcmp(target->row ? target->row->id : target->service, service) == 0;
}

static unsigned gives_up_s(const struct target *target)
{
	for (size_t i = 0; i < ARRAY_SIZE(impatient); i++)
		if (is_of(target, impatient[i].service))
			return impatient[i].gives_up_s;
	return DIAL_S;
}

bool view_needs_second_try(const struct report *report, const struct endpoint_verdict *endpoint)
{
	uint64_t us = view_wait_us(report, endpoint);

	for (size_t i = 0; i < ARRAY_SIZE(impatient); i++)
		if (is_of(endpoint->target, impatient[i].service))
			return us >= impatient[i].request_s * 1000000ULL;
	return false;
}

/* One family of one name, as Go and glibc ask: each server in turn, all of them again, until one answers.
 * A silent server costs the whole timeout, one that refuses costs nothing. */
static uint64_t family_wait_us(const struct endpoint_verdict *asked, size_t family)
{
	const struct vantage *vantage = asked->vantage;
	uint64_t us = 0;

	for (unsigned attempt = 0; attempt < vantage->resolver.attempts; attempt++) {
		for (size_t i = 0; i < vantage->server_count; i++) {
			const struct answer *answer = &asked->outcome->answers[vantage->servers[i]];
			enum code code = view_heard(asked, answer, family);

			if (!answer->asked || code_is_cut(code))
				return us;
			if (!view_is_server_failure(code))
				return us + answer->family_us[family];
			if (code == CODE_DNS_TIMEOUT || code == CODE_DNS_TOO_SLOW)
				us += vantage->resolver.timeout_s * 1000000ULL;
		}
	}
	return us;
}

/* Both families are waited for.  They are asked at once, or, with single-request, one after the
 * other. */
static uint64_t name_wait_us(const struct endpoint_verdict *asked)
{
	uint64_t longest = 0;
	uint64_t sum = 0;

	for (size_t f = 0; f < FAMILIES; f++) {
		uint64_t us = family_wait_us(asked, f);

		sum += us;
		if (us > longest)
			longest = us;
	}
	return asked->vantage->resolver.single_request ? sum : longest;
}

/* The names of the search list come before its own, one after the other, until one has an address.
 * For one that nobody asked, a silent nameserver is as silent as for its own. */
uint64_t view_wait_us(const struct report *report, const struct endpoint_verdict *endpoint)
{
	char names[MAX_SEARCH][HOST_BYTES];
	size_t count;
	uint64_t us = 0;

	if (endpoint->target->proxied || view_pins(endpoint) != JUDGED_NOTHING)
		return 0;
	count = resolv_conf_search_names(&endpoint->vantage->resolver, endpoint->target->host,
					 names);
	for (size_t n = 0; n < count; n++) {
		const struct target_outcome *outcome =
			view_find_about(report, endpoint->target, PURPOSE_SEARCH_NAME, names[n]);
		struct endpoint_verdict asked = *endpoint;
		struct view_gap gap;

		if (outcome) {
			asked.target = outcome->target;
			asked.outcome = outcome;
		}
		us += name_wait_us(&asked);
		if (outcome && view_answer(outcome, endpoint->vantage, &gap))
			return us;
	}
	return us + name_wait_us(endpoint);
}

bool view_waits_too_long(const struct report *report, const struct endpoint_verdict *endpoint)
{
	/* How long a task waits is not known. */
	return endpoint->target->dialled_by != DIALLER_TASK &&
	       view_wait_us(report, endpoint) >= gives_up_s(endpoint->target) * 1000000ULL;
}

void scene_waits(struct view *view)
{
	if (view->endpoint->answer && view_waits_too_long(view->report, view->endpoint))
		view->bits |= ENDPOINT(WAITS_TOO_LONG);
}
