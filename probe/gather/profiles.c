/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/gather.h"

const char profile_directory[] = "/etc/ecsprobe/profiles.d";

int gather_profiles(struct wishes *wishes, const char *directory, struct error *e)
{
	(void)wishes;
	(void)directory;
	(void)e;
	return 0;
}
