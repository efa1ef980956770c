/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_cases.h"

#include "ecsprobe/util.h"

#define LOGS_BOTH " logs: optional system=10.0.1.11 route53=10.0.1.11"

/* A search list of five or six domains. */
#define FIVE "search=5,a.example,b.example,c.example,d.example,e.example"
#define SIX FIVE ",f.example"
#define SILENT " +search-name: system=!dns-timeout route53=!dns-nxdomain"
#define DENIED " +search-name: system=!dns-nxdomain route53=!dns-nxdomain"
#define TIMES_5(name) name name name name name

/* How long a dialler waits for a name. */
static const struct judge_case cases[] = {
	/* Silent nameservers: what each new connection waits, and who gives up before. */
	{ "the first is silent for one name",
	  "ns=system,r53 timeout=5 attempts=2 ecs: system=!dns-timeout route53=10.0.1.10 "
	  "logs: optional system=10.0.1.11 route53=10.0.1.11",
	  "ecs warn dns-timeout vpc" LOGS_FINE, "warn:dns-timeout:ecs", "degraded",
	  "each new connection waits 5 s" },
	{ "... for longer than a dial may take",
	  "ns=system,r53 timeout=30 attempts=2 ecs: system=!dns-timeout route53=10.0.1.10 "
	  "logs: optional system=10.0.1.11 route53=10.0.1.11",
	  "ecs fail dns-too-slow vpc" LOGS_FINE, "fail:dns-too-slow:ecs", "unhealthy",
	  "lookup of ecs.us-east-1.amazonaws.com by 30 s, and the agent gives up" },
	{ "... for longer than the ECR client asks, and not than the others do",
	  "ns=system,r53 timeout=20 attempts=2 ecr.api: system=!dns-timeout route53=10.0.1.10 "
	  "logs: optional system=10.0.1.11 route53=10.0.1.11",
	  "ecr.api fail dns-too-slow vpc" LOGS_FINE, "fail:dns-too-slow:ecr.api", "unhealthy",
	  "by 20 s, and the agent gives up" },
	{ "... for longer than one request of the ECR client",
	  "ns=system,r53 timeout=5 attempts=2 ecr.api: system=!dns-timeout route53=10.0.1.10 "
	  "logs: optional system=10.0.1.11 route53=10.0.1.11",
	  "ecr.api warn dns-timeout vpc" LOGS_FINE, "warn:dns-timeout:ecr.api", "degraded",
	  "longer than its client allows; the client succeeds at its next try" },
	{ "... for both families, one after the other",
	  "ns=system,r53 attempts=2 timeout=15 single-request=yes "
	  "ecs: system=!dns-timeout route53=10.0.1.10" LOGS_BOTH,
	  "ecs fail dns-too-slow vpc" LOGS_FINE, "fail:dns-too-slow:ecs", "unhealthy",
	  "lookup of ecs.us-east-1.amazonaws.com by 30 s, and the agent gives up" },
	{ "... for both families at once",
	  "ns=system,r53 attempts=2 timeout=15 ecs: system=!dns-timeout route53=10.0.1.10" LOGS_BOTH,
	  "ecs warn dns-timeout vpc" LOGS_FINE, "warn:dns-timeout:ecs", "degraded",
	  "each new connection waits 15 s" },
	{ "... for one family, one after the other",
	  "ns=system,r53 attempts=2 timeout=15 single-request=yes "
	  "ecs: system=10.0.1.10,!dns-timeout route53=10.0.1.10" LOGS_BOTH,
	  "ecs warn dns-timeout vpc" LOGS_FINE, "warn:dns-timeout:ecs", "degraded",
	  "each new connection waits 15 s" },
	{ "... for each name of the search list",
	  "ns=system,r53 attempts=2 timeout=5 " FIVE
	  " ecs: system=!dns-timeout route53=10.0.1.10" TIMES_5(SILENT) LOGS_BOTH,
	  "ecs fail dns-too-slow vpc" LOGS_FINE, "fail:dns-too-slow:ecs", "unhealthy",
	  "lookup of ecs.us-east-1.amazonaws.com by 30 s, and the agent gives up" },
	{ "... and nobody asked for the names of the search list",
	  "ns=system,r53 attempts=2 timeout=5 " FIVE
	  " ecs: system=!dns-timeout route53=10.0.1.10" LOGS_BOTH,
	  "ecs fail dns-too-slow vpc" LOGS_FINE, "fail:dns-too-slow:ecs", "unhealthy",
	  "lookup of ecs.us-east-1.amazonaws.com by 30 s, and the agent gives up" },
	{ "... for its own name alone",
	  "ns=system,r53 attempts=2 timeout=5 " FIVE
	  " ecs: system=!dns-timeout route53=10.0.1.10" TIMES_5(DENIED) LOGS_BOTH,
	  "ecs warn dns-timeout vpc" LOGS_FINE, "warn:dns-timeout:ecs", "degraded",
	  "each new connection waits 5 s" },
	{ "... for the names of the search list alone",
	  "ns=system,r53 attempts=2 timeout=5 " SIX
	  " ecs: system=10.0.1.10 route53=10.0.1.10" TIMES_5(SILENT) SILENT LOGS_BOTH,
	  "ecs fail dns-too-slow vpc" LOGS_FINE, "fail:dns-too-slow:ecs", "unhealthy",
	  "lookup of ecs.us-east-1.amazonaws.com by 30 s, and the agent gives up" },
	{ "... up to the name of the search list that has an address",
	  "ns=system,r53 attempts=2 timeout=5 " SIX " ecs: system=!dns-timeout route53=10.0.1.10 "
	  "+search-name: system=!dns-timeout route53=10.0.1.10" LOGS_BOTH,
	  "ecs warn dns-timeout vpc" LOGS_FINE, "warn:dns-timeout:ecs", "degraded",
	  "each new connection waits 5 s" },
};

const struct judge_case_table judge_cases_waits = { cases, ARRAY_SIZE(cases) };
