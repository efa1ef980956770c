/* SPDX-License-Identifier: Apache-2.0 */
/* What to do about credentials: each source fails in its own ways, and each needs another fix. */
#include "api_rules.h"

#define OR_UNSET " Or unset these variables: then ecsprobe looks for other credentials."

static const char env_malformed[] =
	"Look for quotes, spaces and line ends in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN." OR_UNSET;
static const char env_part[] = "Set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY." OR_UNSET;
static const char env_expired[] =
	"Set fresh keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN." OR_UNSET;
static const char env_refused[] =
	"The keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are wrong, of another partition, "
	"deleted, or temporary (ASIA...) without their AWS_SESSION_TOKEN: correct them." OR_UNSET;

static const char task_malformed[] =
	"ECS and EKS set AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI, and AWS_CONTAINER_AUTHORIZATION_TOKEN or _TOKEN_FILE: check their values." OR_UNSET;
static const char task_silent[] =
	"In a task the agent answers at 169.254.170.2: check whether it runs, and whether iptables on the host redirects that address to its port 51679. Elsewhere unset AWS_CONTAINER_CREDENTIALS_*.";
static const char task_refused[] =
	"The variables AWS_CONTAINER_CREDENTIALS_* may belong to a task that has ended, or the token does not match: run ecsprobe in a task with a task role." OR_UNSET;
static const char task_expired[] =
	"The agent renews a task's keys while it is connected to ECS: check its log and the clock.";
static const char task_not_believed[] =
	"Check whether the task's role was deleted or recreated, then start the task again.";

static const char role_absent[] = "Attach an instance profile with a role: the agent needs it too.";
static const char role_off[] =
	"The instance role needs the metadata service: remove --imds-endpoint off, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";
static const char role_silent[] =
	"Check whether the instance's metadata options turn the service off (HttpEndpoint), whether the hop limit is 2 if ecsprobe runs in a container, and firewall rules and routes for 169.254.169.254.";
static const char role_disabled[] =
	"The metadata service refuses every request: turn it on in the instance's metadata options (HttpEndpoint).";
static const char role_stranger[] =
	"Something other than the metadata service answers at 169.254.169.254: check proxies and iptables there.";
static const char role_refused[] =
	"The metadata service cannot assume the role, so the agent cannot get its keys either: check the role's trust policy (ec2.amazonaws.com), and whether the role was deleted.";
static const char role_late[] = "Run it again with a longer --timeout.";
static const char role_expired[] =
	"The agent signs with these credentials too, and the metadata service renews them. Check the clock, whether something else answers at 169.254.169.254, and whether the role was deleted.";
static const char role_not_believed[] =
	"The agent signs with these credentials too. Check whether the instance role was deleted and recreated, then attach the instance profile again.";

static const struct key_hint table[] = {
	{ API_SOURCE_ENVIRONMENT, API_LACK_MALFORMED, env_malformed },
	{ API_SOURCE_ENVIRONMENT, API_LACK_PART, env_part },
	{ API_SOURCE_ENVIRONMENT, KEY_EXPIRED, env_expired },
	{ API_SOURCE_ENVIRONMENT, KEY_REFUSED, env_refused },

	{ API_SOURCE_CONTAINER, API_LACK_MALFORMED, task_malformed },
	{ API_SOURCE_CONTAINER, API_LACK_SILENT, task_silent },
	{ API_SOURCE_CONTAINER, API_LACK_REFUSED, task_refused },
	{ API_SOURCE_CONTAINER, KEY_EXPIRED, task_expired },
	{ API_SOURCE_CONTAINER, KEY_REFUSED, task_not_believed },

	{ API_SOURCE_INSTANCE, API_LACK_NOT_ASKED, role_off },
	{ API_SOURCE_INSTANCE, API_LACK_SILENT, role_silent },
	{ API_SOURCE_INSTANCE, API_LACK_DISABLED, role_disabled },
	{ API_SOURCE_INSTANCE, API_LACK_STRANGER, role_stranger },
	{ API_SOURCE_INSTANCE, API_LACK_REFUSED, role_refused },
	{ API_SOURCE_INSTANCE, API_LACK_MALFORMED, role_stranger },
	{ API_SOURCE_INSTANCE, API_LACK_ABSENT, role_absent },
	{ API_SOURCE_INSTANCE, API_LACK_LATE, role_late },
	{ API_SOURCE_INSTANCE, KEY_EXPIRED, role_expired },
	{ API_SOURCE_INSTANCE, KEY_REFUSED, role_not_believed },
};

const struct key_hint *api_key_hints(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

const char *api_key_hint(enum api_source source, int problem)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].source == source && table[i].problem == problem)
			return table[i].hint;
	return role_late;
}
