/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/wishes.h"

#include <string.h>

const struct own_profile *wishes_find(const struct wishes *wishes, const char *name)
{
	for (size_t i = 0; i < wishes->count; i++)
		if (strcmp(wishes->profiles[i].name, name) == 0)
			return &wishes->profiles[i];
	return NULL;
}

static void own_profile_done(struct own_profile *profile)
{
	for (size_t i = 0; i < profile->count; i++) {
		free(profile->targets[i].service);
		free(profile->targets[i].host);
	}
	free(profile->targets);
	free(profile->name);
	free(profile->file);
}

void wishes_done(struct wishes *wishes)
{
	for (size_t i = 0; i < wishes->count; i++)
		own_profile_done(&wishes->profiles[i]);
	free(wishes->profiles);
	workload_done(&wishes->workload);
	*wishes = (struct wishes){ 0 };
}
