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

bool view_needs_second_try(const struct endpoint_verdict *endpoint)
{
	uint64_t us = view_wait_us(endpoint);

	for (size_t i = 0; i < ARRAY_SIZE(impatient); i++)
		if (is_of(endpoint->target, impatient[i].service))
			return us >= impatient[i].request_s * 1000000ULL;
	return false;
}

/* One family, as Go and glibc ask: each server in turn, all of them again, until one answers.
 * A silent server costs the whole timeout, one that refuses costs nothing. */
static uint64_t family_wait_us(const struct endpoint_verdict *endpoint, size_t family)
{
	const struct vantage *vantage = endpoint->vantage;
	uint64_t us = 0;

	for (unsigned attempt = 0; attempt < vantage->resolver.attempts; attempt++) {
		for (size_t i = 0; i < vantage->server_count; i++) {
			const struct answer *answer =
				&endpoint->outcome->answers[vantage->servers[i]];
			enum code code = view_heard(endpoint, answer, family);

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

uint64_t view_wait_us(const struct endpoint_verdict *endpoint)
{
	uint64_t longest = 0;

	if (endpoint->target->proxied || view_pins(endpoint) != JUDGED_NOTHING)
		return 0;
	/* Both are asked at once, and both are waited for. */
	for (size_t f = 0; f < FAMILIES; f++) {
		uint64_t us = family_wait_us(endpoint, f);

		if (us > longest)
			longest = us;
	}
	return longest;
}

bool view_waits_too_long(const struct endpoint_verdict *endpoint)
{
	/* How long a task waits is not known. */
	return endpoint->target->dialled_by != DIALLER_TASK &&
	       view_wait_us(endpoint) >= gives_up_s(endpoint->target) * 1000000ULL;
}
