/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/plan.h"
#include "ecsprobe/util.h"

static int no_region(const struct imds_status *imds, struct error *e)
{
	char tried[256] = "IMDS was not asked";

	if (imds->asked)
		(void)snprintf(tried, sizeof tried, "IMDS at %s: %s", imds->endpoint,
			       imds->code == CODE_NONE ? "answers without a Region" : imds->detail);
	return error_set(
		e, ERROR_UNDECIDED, ENOENT,
		"no Region: --region is not given; no AWS_DEFAULT_REGION in /etc/ecs/ecs.config "
		"or /var/lib/ecs/ecs.config; %s; AWS_REGION is not set",
		tried);
}

/* "word-word-number", with whatever words. */
static bool has_the_shape_of_others(const char *region)
{
	const char *number = strrchr(region, '-');

	return number && islower((unsigned char)*region) && strchr(region, '-') != number &&
	       number[1] && strspn(number + 1, "0123456789") == strlen(number + 1);
}

static void take_partition(struct identity *identity, const struct partition *known)
{
	identity->known_partition = known;
	(void)copy_text(identity->partition, sizeof identity->partition, known->name);
	(void)copy_text(identity->dns_suffix, sizeof identity->dns_suffix, known->dns_suffix);
}

/* A Region newer than this binary is known to IMDS, which is on the spot.  What else it says
 * is nobody's setting: the next answer may be right. */
static int find_partition(struct identity *identity, struct error *e)
{
	static const enum error_class class_of[REGION_SOURCE_COUNT] = {
		[REGION_FROM_OPTION] = ERROR_USAGE,
		[REGION_FROM_AGENT] = ERROR_CONFIG,
		[REGION_FROM_IMDS] = ERROR_UNDECIDED,
		[REGION_FROM_ENVIRONMENT] = ERROR_CONFIG,
	};
	const struct partition *known = partition_of_region(identity->region);
	CLEANUP(cleanup_free) char *near = NULL;

	/* Of a Region that was believed before the metadata service had answered. */
	if (identity->known_partition &&
	    strcmp(identity->dns_suffix, identity->known_partition->dns_suffix) == 0)
		identity->partition[0] = identity->dns_suffix[0] = '\0';
	identity->known_partition = NULL;
	identity->partition_assumed = false;
	if (known) {
		take_partition(identity, known);
		return 0;
	}
	if (identity->dns_suffix[0] && identity->partition[0] &&
	    strcmp(identity->region, identity->regions[REGION_FROM_IMDS]) == 0)
		return 0;
	/* botocore and aws-sdk-go-v2: what no partition's pattern matches is of the first one. */
	if (has_the_shape_of_others(identity->region)) {
		take_partition(identity, &partition_table()[PARTITION_AWS]);
		identity->partition_assumed = true;
		return 0;
	}
	near = partition_near_region(identity->region);
	(void)error_set(e, class_of[identity->region_source], EINVAL,
			"%s: found '%s', expected a Region of a known partition%s",
			region_source_name(identity->region_source), identity->region, near);
	if (identity->region_source == REGION_FROM_IMDS)
		identity->region[0] = '\0';
	return -EINVAL;
}

int identity_resolve(struct identity *identity, const char *option_region, const char *agent_region,
		     const char *environment_region, const struct imds_status *imds,
		     struct error *e)
{
	const char *claims[REGION_SOURCE_COUNT] = {
		[REGION_FROM_OPTION] = option_region,
		[REGION_FROM_AGENT] = agent_region,
		[REGION_FROM_ENVIRONMENT] = environment_region,
	};

	identity->region[0] = '\0';
	for (int i = 0; i < REGION_SOURCE_COUNT; i++) {
		if (claims[i])
			(void)copy_text(identity->regions[i], REGION_BYTES, claims[i]);
		if (identity->region[0] || !identity->regions[i][0])
			continue;
		(void)copy_text(identity->region, REGION_BYTES, identity->regions[i]);
		identity->region_source = (enum region_source)i;
	}
	if (!identity->region[0])
		return no_region(imds, e);
	return find_partition(identity, e);
}
