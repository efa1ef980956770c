/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/partition.h"

#include <ctype.h>
#include <string.h>

#include "ecsprobe/suggest.h"
#include "ecsprobe/text.h"
#include "ecsprobe/util.h"

static const struct partition table[PARTITION_COUNT] = {
#include "partition_rows.h"
};

const struct partition *partition_table(void)
{
	return table;
}

/* What follows the prefix: "-word-number", the word without a dash.  That is
 * why us-gov-west-1 is not a Region of "us". */
static bool is_word_and_number(const char *rest)
{
	size_t word = 0;
	size_t digits = 0;

	if (*rest++ != '-')
		return false;
	for (; isalnum((unsigned char)*rest) || *rest == '_'; rest++)
		word++;
	if (word == 0 || *rest++ != '-')
		return false;
	for (; isdigit((unsigned char)*rest); rest++)
		digits++;
	return digits > 0 && !*rest;
}

static bool matches(const char *prefixes, const char *region)
{
	while (*prefixes) {
		size_t len = strcspn(prefixes, " ");

		if (strncmp(region, prefixes, len) == 0 && is_word_and_number(region + len))
			return true;
		prefixes += len + (prefixes[len] == ' ');
	}
	return false;
}

const struct partition *partition_of_region(const char *region)
{
	for (size_t i = 0; i < PARTITION_COUNT; i++)
		if (matches(table[i].region_prefixes, region))
			return &table[i];
	return NULL;
}

char *partition_near_region(const char *region)
{
	CLEANUP(text_done) struct text words = { 0 };

	for (size_t i = 0; i < PARTITION_COUNT; i++)
		text_join(&words, " ", "%s", table[i].regions);
	return suggest(region, "", text_of(&words));
}

bool partition_list_has(const char *list, const char *region)
{
	size_t len = strlen(region);

	while (*list) {
		size_t here = strcspn(list, " ");

		if (here == len && strncmp(list, region, len) == 0)
			return true;
		list += here + (list[here] == ' ');
	}
	return false;
}

/* Where endpoint services are not called com.amazonaws: the AWS CDK's exceptions
 * (aws-ec2/lib/vpc-endpoint.ts).  The gateway endpoint of S3 is, everywhere. */
static const struct {
	const char *regions; /* the beginning of their names */
	const char *prefix;
	const char *labels;
} prefixes[] = {
	{ "cn-", "cn.com.amazonaws",
	  "application-autoscaling autoscaling batch cloudformation codedeploy-commands-secure "
	  "ebs ec2 ecr.api ecr.dkr elasticfilesystem elasticfilesystem-fips kinesis-streams "
	  "lambda monitoring sqs states sts xray" },
	{ "eusc-", "eu.amazonaws", "ecr.api ecr.dkr" },
	{ "us-iso-", "gov.ic.c2s",
	  "ecr.api ecr.dkr ebs ec2 sqs sns elasticfilesystem elasticfilesystem-fips autoscaling" },
	{ "us-iso-east-1", "gov.ic.c2s", "application-autoscaling" },
	{ "us-iso-west-1", "gov.ic.c2s", "monitoring" },
	{ "us-isob-", "gov.sgov.sc2s", "ecr.api ecr.dkr" },
	{ "us-isob-east-1", "gov.sgov.sc2s",
	  "ebs ec2 sqs sns elasticfilesystem elasticfilesystem-fips autoscaling "
	  "application-autoscaling" },
	{ "us-isob-west-1", "gov.sgov.sc2s", "elasticfilesystem-fips" },
	{ "us-isof-", "gov.ic.hci.csp", "ecr.api ecr.dkr ebs" },
	{ "eu-isoe-", "uk.adc-e.cloud", "ecr.api ecr.dkr ebs" },
};

const char *partition_service_prefix(const char *region, const char *service_label)
{
	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (strncmp(region, prefixes[i].regions, strlen(prefixes[i].regions)) == 0 &&
		    partition_list_has(prefixes[i].labels, service_label))
			return prefixes[i].prefix;
	return "com.amazonaws";
}

bool partition_region_needs_all(const char *region)
{
	const struct partition *partition = partition_of_region(region);

	/* One that the table does not have yet is newer than the table. */
	if (partition && !partition_list_has(partition->regions, region))
		return true;
	return partition_list_has("ca-west-1 ap-southeast-5 ap-southeast-6 ap-southeast-7 "
				  "ap-east-2 mx-central-1 me-west-1 sa-west-1 eusc-de-east-1",
				  region);
}
