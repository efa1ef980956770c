/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_cases.h"

#include "ecsprobe/util.h"

/* What ends how, whatever the cause. */
static const struct judge_case cases[] = {
	{ "all is well", "ecs: route53=10.0.1.10,10.0.2.10" LOGS, "ecs pass - vpc" LOGS_FINE, "",
	  "healthy", NULL },
	{ "IPv6 beside", "vpc=10.0.0.0/16 vpc=2600:1f18::/56 ecs: route53=10.0.1.10,2600:1f18::1",
	  "ecs pass - vpc", "", "healthy", NULL },
	{ "one address failed, the other is in the right place",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tls-expired",
	  "ecs warn partial-addresses vpc", "warn:partial-addresses:ecs", "degraded",
	  "1 of 2 addresses work; 10.0.2.10 (tls-expired)" },

	/* What was cut short. */
	{ "interrupted connect", "ecs: route53=10.0.1.10 10.0.1.10=interrupted",
	  "ecs skip interrupted vpc", "", "unknown", NULL },
	{ "interrupted lookup", "ecs: route53=!interrupted" LOGS,
	  "ecs skip interrupted none" LOGS_FINE, "", "unknown", NULL },
	{ "deadline cuts one of two", "ecs: route53=10.0.1.10,10.0.2.10 10.0.1.10=not-finished",
	  "ecs skip not-finished vpc", "", "unknown", NULL },
	{ "deadline cuts one family", "ecs: route53=10.0.1.10,!not-finished",
	  "ecs skip not-finished vpc", "", "unknown", NULL },
	{ "deadline, and another failure",
	  "ecs: route53=!not-finished ecr.api: route53=10.0.1.11 10.0.1.11=tcp-refused",
	  "ecs skip not-finished none; ecr.api fail tcp-refused vpc", "fail:tcp-refused:ecr.api",
	  "unhealthy", NULL },
	{ "deadline cuts an optional one",
	  "ecs: route53=10.0.1.10 logs: optional route53=!not-finished",
	  "ecs pass - vpc; logs skip not-finished none", "", "degraded", NULL },
	{ "nothing required", "logs: optional route53=10.0.1.10", "logs pass - vpc", "", "unknown",
	  NULL },

	/* What an instance cannot see of what it is used for. */
	{ "MWAA", "profile=mwaa airflow.api: route53=10.0.1.10", "airflow.api pass - vpc",
	  "note:profile-scope:mwaa", "healthy", "not seen: the second subnet and zone" },
	{ "ECS Exec beside ECS", "profile=ecs profile=exec ssmmessages: route53=10.0.1.10",
	  "ssmmessages pass - vpc", "note:profile-scope:ecs note:profile-scope:exec", "healthy",
	  "these need none of the ECS endpoints" },
	{ "a profile that hides nothing", "profile=ssm ecs: route53=10.0.1.10", "ecs pass - vpc",
	  "", "healthy", NULL },
	{ "endpoint policies", "profile=batch ecs: route53=10.0.1.10", "ecs pass - vpc",
	  "note:profile-scope:batch", "healthy", "not seen: what endpoint policies allow" },

	{ "a Region of no known prefix", "region=xx-north-1 ecs: route53=10.0.1.10",
	  "ecs pass - vpc", "note:partition-assumed:instance", "healthy",
	  "no known partition has Regions like xx-north-1" },

	/* What vouches for nothing. */
	{ "only guesses were to be had",
	  "ecs: inferred route53=!dns-nxdomain logs: optional route53=10.0.1.11",
	  "ecs warn dns-nxdomain none; logs pass - vpc", "warn:dns-nxdomain:ecs", "unknown", NULL },
	{ "all guesses of ECS fail beside a registry that works",
	  "region=us-iso-east-1 ecs: inferred route53=!dns-nxdomain ecs-agent: "
	  "route53=!dns-nxdomain ecs-telemetry: route53=!dns-nxdomain ecr.api: route53=10.0.1.11",
	  "ecs warn dns-nxdomain none; ecs-agent warn dns-nxdomain none; ecs-telemetry warn "
	  "dns-nxdomain none; ecr.api pass - vpc",
	  "warn:dns-nxdomain:ecs warn:dns-nxdomain:ecs-agent warn:dns-nxdomain:ecs-telemetry",
	  "degraded", NULL },
	{ "an assertion that cannot be checked does not hold",
	  "vpc=none allow=10.99.0.0/16 ecs: route53=10.0.1.10",
	  "ecs warn outside-allowed-cidr private",
	  "warn:outside-allowed-cidr:ecs warn:imds-incomplete:instance", "degraded", NULL },
	{ "one that can be does", "vpc=none allow=10.99.0.0/16 ecs: route53=10.99.1.10",
	  "ecs pass - private", "warn:imds-incomplete:instance", "degraded", NULL },
};

static const struct judge_case_table own = { cases, ARRAY_SIZE(cases) };

const struct judge_case *judge_case(size_t number)
{
	static const struct judge_case_table *const tables[] = {
		&own, &judge_cases_names, &judge_cases_waits, &judge_cases_dial, &judge_cases_path,
	};

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		if (number < tables[i]->count)
			return &tables[i]->items[number];
		number -= tables[i]->count;
	}
	return NULL;
}
