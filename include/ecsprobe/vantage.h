/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_VANTAGE_H
#define ECSPROBE_VANTAGE_H
/* What one dialler sees of DNS: the nameservers of its process, with their options, and where they
 * are configured.  A vantage has two moments, because a changed file takes effect at the next
 * start. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/dialler.h"
#include "ecsprobe/origin.h"
#include "ecsprobe/resolv_conf.h"
#include "ecsprobe/sight.h"

enum vantage_moment {
	MOMENT_RUNNING,    /* what the process has now */
	MOMENT_NEXT_START, /* what the files say that its next start reads */
	MOMENT_COUNT,
};
const char *vantage_moment_name(enum vantage_moment moment); /* "next_start" */

struct vantage {
	bool seen;           /* false: it was not seen, and the expected value is used instead */
	char why[WHY_BYTES]; /* ... why */
	bool as_host;        /* the same nameservers as the host's own */
	struct resolver_settings resolver;
	struct origin origin;                   /* of the nameservers */
	unsigned char servers[MAX_NAMESERVERS]; /* the same as indexes of plan.resolvers */
	size_t server_count;
};

#endif
