/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_CATALOG_H
#define ECSPROBE_CATALOG_H
/* Every endpoint ecsprobe knows.  Adding an AWS service is adding one row. */
#include <stdbool.h>
#include <stddef.h>

#include "ecsprobe/dialler.h"
#include "ecsprobe/options.h"
#include "ecsprobe/partition.h"

enum profile { PROFILE_ECS, PROFILE_COUNT };
const char *profile_name(enum profile profile);

#define CATALOG_IN_ALL ((1U << PARTITION_COUNT) - 1)

struct catalog_row {
	const char *id; /* stable: --service, JSON, findings */
	/* A host knows {account}, {region}, {suffix} and {dual}; the endpoint service
	 * name is the prefix of the partition, the Region and service_label.  The
	 * others stand for an agent that asks for such names; NULL: as the first. */
	const char *host, *host_fips, *host_dual, *host_dual_fips;
	const char *service_label;
	unsigned profiles; /* 1U << enum profile */
	enum dialler dialled_by;
	bool required;
	enum expect expect; /* EXPECT_AUTO: whatever --expect says */
	/* 1U << enum partition_id where the host name is documented; elsewhere
	 * it is inferred, and a failure there can only warn. */
	unsigned documented;
	const char *source;
	const char *why;
};

const struct catalog_row *catalog_table(size_t *count);
const struct catalog_row *catalog_find(const char *id);

#endif
