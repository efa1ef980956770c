/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PARTITION_H
#define ECSPROBE_PARTITION_H
/* The partitions of AWS: which Regions they hold and how names end there.  The
 * table is generated from botocore's partitions.json (scripts/truth). */
#include <stdbool.h>
#include <stddef.h>

enum partition_id {
	PARTITION_AWS,
	PARTITION_CN,
	PARTITION_GOV,
	PARTITION_ISO,
	PARTITION_ISO_B,
	PARTITION_ISO_E,
	PARTITION_ISO_F,
	PARTITION_EUSC,
	PARTITION_COUNT,
};

struct partition {
	enum partition_id id;
	const char *name;            /* "aws-us-gov" */
	const char *dns_suffix;      /* "amazonaws.com" */
	const char *dual_dns_suffix; /* "api.aws" */
	const char *region_prefixes; /* space separated; a Region is PREFIX-word-number */
	const char *regions;         /* those known today, space separated */
};

const struct partition *partition_table(void); /* PARTITION_COUNT rows */

/* NULL when the Region has the shape of no known partition. */
const struct partition *partition_of_region(const char *region);

/* suggest() of those known today. */
char *partition_near_region(const char *region);

/* "com.amazonaws", or what the endpoint service with this label starts with in
 * this Region: the prefix is an exception per service and Region, not simply a
 * property of the partition (CDK's table). */
const char *partition_service_prefix(const char *region, const char *service_label);

/* Opened since 2023-12-23, where ECS needs all three of its endpoints (ECS
 * developer guide, interface VPC endpoints).  That page names ca-west-1; the
 * others are known by their opening dates. */
bool partition_region_needs_all(const char *region);

/* In a list with spaces between. */
bool partition_list_has(const char *list, const char *region);

#endif
