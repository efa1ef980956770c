/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/partition.h"

#include <ctype.h>
#include <string.h>

#include "ecsprobe/util.h"

static const struct partition table[PARTITION_COUNT] = {
	{ PARTITION_AWS, "aws", "amazonaws.com", "api.aws", "us eu ap sa ca me af il mx",
	  "us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1 "
	  "eu-central-2 eu-north-1 eu-south-1 eu-south-2 ap-northeast-1 ap-northeast-2 "
	  "ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 "
	  "ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ap-east-1 ap-east-2 "
	  "ca-central-1 ca-west-1 sa-east-1 af-south-1 il-central-1 me-central-1 me-south-1 "
	  "mx-central-1" },
	{ PARTITION_CN, "aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn",
	  "cn-north-1 cn-northwest-1" },
	{ PARTITION_GOV, "aws-us-gov", "amazonaws.com", "api.aws", "us-gov",
	  "us-gov-east-1 us-gov-west-1" },
	{ PARTITION_ISO, "aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso",
	  "us-iso-east-1 us-iso-west-1" },
	{ PARTITION_ISO_B, "aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob",
	  "us-isob-east-1 us-isob-west-1" },
	{ PARTITION_ISO_E, "aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe",
	  "eu-isoe-west-1" },
	{ PARTITION_ISO_F, "aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof",
	  "us-isof-east-1 us-isof-south-1" },
	{ PARTITION_EUSC, "aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de",
	  "eusc-de-east-1" },
};

const struct partition *partition_table(void)
{
	return table;
}

const struct partition *partition_by_name(const char *name)
{
	for (size_t i = 0; i < PARTITION_COUNT; i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
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

static const struct {
	enum partition_id partition;
	const char *service;
	const char *prefix;
} prefixes[] = {
	{ PARTITION_CN, "ecr.api", "cn.com.amazonaws" },
	{ PARTITION_CN, "ecr.dkr", "cn.com.amazonaws" },
	{ PARTITION_EUSC, "ecr.api", "eu.amazonaws" },
	{ PARTITION_EUSC, "ecr.dkr", "eu.amazonaws" },
	{ PARTITION_ISO, "ecr.api", "gov.ic.c2s" },
	{ PARTITION_ISO, "ecr.dkr", "gov.ic.c2s" },
	{ PARTITION_ISO_B, "ecr.api", "gov.sgov.sc2s" },
	{ PARTITION_ISO_B, "ecr.dkr", "gov.sgov.sc2s" },
	{ PARTITION_ISO_E, "ecr.api", "uk.adc-e.cloud" },
	{ PARTITION_ISO_E, "ecr.dkr", "uk.adc-e.cloud" },
	{ PARTITION_ISO_F, "ecr.api", "gov.ic.hci.csp" },
	{ PARTITION_ISO_F, "ecr.dkr", "gov.ic.hci.csp" },
};

const char *partition_service_prefix(const struct partition *partition, const char *service)
{
	for (size_t i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (prefixes[i].partition == partition->id &&
		    strcmp(prefixes[i].service, service) == 0)
			return prefixes[i].prefix;
	return "com.amazonaws";
}
