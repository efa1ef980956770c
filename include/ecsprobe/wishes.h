/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WISHES_H
#define ECSPROBE_WISHES_H
/* What a plan may contain beyond the catalog's profiles: the user's own profile files, and what is
 * in use on this instance (--profile auto). */
#include "ecsprobe/options.h"
#include "ecsprobe/workload.h"

/* One line of a profile file. */
struct own_target {
	char *service; /* owned: an id of the catalog; NULL: a host */
	char *host;    /* owned, lower case; NULL: a service */
	uint16_t port;
	bool tcp_only;
	bool optional;
	bool expect_given;
	enum expect expect;
	unsigned line;
};

struct own_profile {
	char *name; /* owned: the file's, without .conf */
	char *file; /* owned: where it stands */
	struct own_target *targets;
	size_t count;
};

struct wishes {
	struct own_profile *profiles; /* owned */
	size_t count;
	struct workload workload; /* looked at only for --profile auto */
};

const struct own_profile *wishes_find(const struct wishes *wishes, const char *name);

void wishes_done(struct wishes *wishes);

#endif
