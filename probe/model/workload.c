/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/workload.h"

#include <string.h>

const char *workload_use_name(enum workload_use use)
{
	static const char *const names[WORKLOAD_USES] = {
		[USE_ECR] = "ecr",
		[USE_AWSLOGS] = "awslogs",
		[USE_EXEC] = "exec",
		[USE_SERVICE_CONNECT] = "service-connect",
		[USE_EFS] = "efs",
		[USE_XRAY] = "xray",
		[USE_CLOUDWATCH] = "cloudwatch",
		[USE_GUARDDUTY] = "guardduty",
		[USE_BATCH] = "batch",
		[USE_TAGS] = "instance-tags",
		[USE_FIRELENS] = "firelens",
	};

	return names[use];
}

void workload_miss(struct workload *workload, const char *why)
{
	if (!workload->why_not[0])
		(void)copy_text(workload->why_not, sizeof workload->why_not, why);
}

static const char *skip_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncmp(text, word, len) == 0 ? text + len : NULL;
}

/* What stands between account and Region. */
static const char *skip_service(const char *text, enum name_variant *variant)
{
	static const char *const words[NAME_VARIANTS] = {
		[NAME_PLAIN] = ".dkr.ecr.",
		[NAME_DUAL] = ".dkr-ecr.",
		[NAME_FIPS] = ".dkr.ecr-fips.",
		[NAME_DUAL_FIPS] = ".dkr-ecr-fips.",
	};
	const char *rest = NULL;

	for (int i = 0; !rest && i < NAME_VARIANTS; i++) {
		rest = skip_word(text, words[i]);
		*variant = (enum name_variant)i;
	}
	return rest;
}

bool ecr_registry_parse(const char *host, char region[static REGION_BYTES],
			enum name_variant *variant)
{
	enum { ACCOUNT_DIGITS = ACCOUNT_BYTES - 1 };
	const char *at;
	size_t len;

	if (strspn(host, "0123456789") != ACCOUNT_DIGITS)
		return false;
	at = skip_service(host + ACCOUNT_DIGITS, variant);
	len = at ? strcspn(at, ".") : 0;
	if (len == 0 || len >= REGION_BYTES || !at[len])
		return false;
	memcpy(region, at, len);
	region[len] = '\0';
	return region_is_wellformed(region);
}

void workload_done(struct workload *workload)
{
	string_list_done(&workload->registries);
	string_list_done(&workload->log_regions);
	string_list_done(&workload->log_hosts);
	string_list_done(&workload->routed);
	string_list_done(&workload->other_registries);
	string_list_done(&workload->routers);
	*workload = (struct workload){ 0 };
}
