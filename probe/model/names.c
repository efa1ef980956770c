/* SPDX-License-Identifier: Apache-2.0 */
/* The words for the enums that cross rooms.  They stand in base because every
 * room may print or parse them; what they mean is said beside each enum. */
#include <string.h>

#include "ecsprobe/facts.h"
#include "ecsprobe/names.h"
#include "ecsprobe/report.h"
#include "ecsprobe/vantage.h"

const char *dialler_name(enum dialler dialler)
{
	static const char *const names[DIALLER_COUNT] = {
		[DIALLER_AGENT] = "agent",         [DIALLER_DOCKERD] = "dockerd",
		[DIALLER_ECS_INIT] = "ecs-init",   [DIALLER_TASK] = "task",
		[DIALLER_SSM_AGENT] = "ssm-agent",
	};

	return names[dialler];
}

const char *name_variant_name(enum name_variant variant)
{
	static const char *const names[NAME_VARIANTS] = {
		[NAME_PLAIN] = "plain",
		[NAME_DUAL] = "dual-stack",
		[NAME_FIPS] = "fips",
		[NAME_DUAL_FIPS] = "dual-stack-fips",
	};

	return names[variant];
}

const char *provenance_name(enum provenance provenance)
{
	static const char *const names[] = {
		[PROVENANCE_SDK] = "sdk",
		[PROVENANCE_DOCUMENTED] = "documented",
		[PROVENANCE_INFERRED] = "inferred",
		[PROVENANCE_OWN] = "own",
	};

	return names[provenance];
}

const char *region_source_name(enum region_source source)
{
	static const char *const names[REGION_SOURCE_COUNT] = {
		[REGION_FROM_OPTION] = "--region",
		[REGION_FROM_AGENT] = "the agent's configuration",
		[REGION_FROM_IMDS] = "IMDS",
		[REGION_FROM_ENVIRONMENT] = "AWS_REGION",
	};

	return names[source];
}

bool region_is_wellformed(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len < REGION_BYTES &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

const char *severity_name(enum severity severity)
{
	static const char *const names[] = {
		[SEVERITY_NOTE] = "note",
		[SEVERITY_WARN] = "warn",
		[SEVERITY_FAIL] = "fail",
	};

	return names[severity];
}

const char *status_name(enum status status)
{
	static const char *const names[] = {
		[STATUS_PASS] = "pass",
		[STATUS_WARN] = "warn",
		[STATUS_FAIL] = "fail",
		[STATUS_SKIP] = "skip",
	};

	return names[status];
}

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_HEALTHY] = "healthy",
		[VERDICT_DEGRADED] = "degraded",
		[VERDICT_UNHEALTHY] = "unhealthy",
		[VERDICT_UNKNOWN] = "unknown",
	};

	return names[verdict];
}

const char *vantage_moment_name(enum vantage_moment moment)
{
	static const char *const names[MOMENT_COUNT] = {
		[MOMENT_RUNNING] = "running",
		[MOMENT_NEXT_START] = "next_start",
	};

	return names[moment];
}
