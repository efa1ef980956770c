/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "view.h"

/* Endpoints that only together keep the traffic private, in the order to
 * create them.  ECS and ECR guides, interface VPC endpoints. */
static const struct {
	const char *services[4];
} sets[] = {
	{ { SERVICE_ECS_AGENT, SERVICE_ECS_TELEMETRY, SERVICE_ECS } },
	{ { SERVICE_ECR_DKR, SERVICE_ECR_API } },
};

const char *const *endpoint_set(size_t index)
{
	return index < ARRAY_SIZE(sets) ? sets[index].services : NULL;
}

static const char *const *set_of(const char *service)
{
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++)
		for (const char *const *s = sets[i].services; *s; s++)
			if (strcmp(*s, service) == 0)
				return sets[i].services;
	return NULL;
}

bool endpoints_same_set(const char *service, const char *other)
{
	const char *const *set = set_of(service);

	return set && set == set_of(other);
}
