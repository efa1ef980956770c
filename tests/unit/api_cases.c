/* SPDX-License-Identifier: Apache-2.0 */
#include "api_world.h"

#define ECS "ecs: route53=10.0.1.10 "

static const struct api_case cases[] = {
	{ "all is allowed", NULL, "", "", "", "healthy", NULL },
	{ "a service that nobody planned", ECS, "", "", "", "healthy", NULL },

	{ "the environment's keys may, and those of the agent are not asked about", NULL,
	  "keys=environment role=", "warn:api-credentials:ecs", "ecs warn api-credentials",
	  "degraded",
	  "ecs:DiscoverPollEndpoint was signed with the credentials of the environment, not with the agent's credentials: the agent's permission was not tested" },
	{ "a task's may", NULL, "keys=container role=", "warn:api-credentials:ecs",
	  "ecs warn api-credentials", "degraded", "the credentials of the task" },
	{ "the instance role may, and the agent was given others", NULL, "own-keys",
	  "warn:api-credentials:ecs", "ecs warn api-credentials", "degraded",
	  "the instance role ecsInstanceRole" },

	/* What cuts every role off. */
	{ "the endpoint's policy lists not what the agent calls", NULL, "ecs=policy-denied",
	  "fail:api-policy-denied:ecs", "ecs fail api-policy-denied", "unhealthy",
	  "the path to ecs.us-east-1.amazonaws.com (10.0.1.10) works, but AWS denies "
	  "ecs:DiscoverPollEndpoint to arn:aws:sts::123456789012:assumed-role/ecsInstanceRole/"
	  "i-0123456789abcdef0: no VPC endpoint policy allows it" },
	{ "it denies it explicitly", NULL, "ecs=policy-denied,explicit,vpce",
	  "fail:api-policy-denied:ecs", "ecs fail api-policy-denied", "unhealthy",
	  "a VPC endpoint policy denies it explicitly (vpce-0123456789abcdef0)" },
	{ "somebody else's credentials", NULL, "keys=environment role= ecs=policy-denied",
	  "warn:api-policy-denied:ecs", "ecs warn api-policy-denied", "degraded", NULL },
	{ "the agent was given others", NULL, "own-keys ecs=policy-denied",
	  "warn:api-policy-denied:ecs", "ecs warn api-policy-denied", "degraded", NULL },
	{ "no token for pulls", NULL, "ecr.api=policy-denied ecr.dkr=allowed",
	  "fail:api-policy-denied:ecr.api", "ecr.api fail api-policy-denied", "unhealthy",
	  "execution roles too" },
	{ "no token for a task's role", NULL, "keys=container role= ecr.api=policy-denied",
	  "warn:api-credentials:ecs warn:api-policy-denied:ecr.api",
	  "ecs warn api-credentials; ecr.api warn api-policy-denied", "degraded", NULL },
	{ "no layers, whoever asks", "ecr.layers: any route53=52.216.1.10",
	  "keys=none lack=no ecr.layers=policy-denied", "fail:api-policy-denied:ecr.layers",
	  "ecr.layers fail api-policy-denied", "unhealthy", "s3:GetObject" },
	{ "a statement against requests that nobody signed", NULL,
	  "ecr.layers=policy-denied,explicit", "warn:api-policy-denied:ecr.layers",
	  "ecr.layers warn api-policy-denied", "degraded",
	  "AWS denies an unsigned request (s3:GetObject): a VPC endpoint policy denies it explicitly; links that ECR signs were not tested" },
	{ "the bucket's policy against requests that nobody signed", NULL,
	  "keys=none role= lack=no ecs=no-credentials ecr.layers=denied,resource,explicit",
	  "warn:api-credentials:instance warn:api-denied:ecr.layers",
	  "ecs skip api-credentials; ecr.layers warn api-denied", "unknown", NULL },
	{ "a statement against an optional service", NULL, "logs=policy-denied,explicit",
	  "warn:api-policy-denied:logs", "logs fail api-policy-denied", "degraded",
	  "that the statement does not exempt" },
	{ "a statement against a required one", ECS "logs: route53=10.0.1.16",
	  "logs=policy-denied,explicit", "fail:api-policy-denied:logs",
	  "logs fail api-policy-denied", "unhealthy", NULL },
	{ "a statement against other credentials", ECS "logs: route53=10.0.1.16",
	  "keys=environment role= logs=policy-denied,explicit",
	  "warn:api-credentials:ecs warn:api-policy-denied:logs",
	  "ecs warn api-credentials; logs warn api-policy-denied", "degraded", NULL },
	{ "an action that tasks may not need", ECS "logs: route53=10.0.1.16", "logs=policy-denied",
	  "warn:api-policy-denied:logs", "logs warn api-policy-denied", "degraded",
	  "logs:PutLogEvents" },

	/* What cuts this role off. */
	{ "the role may not", NULL, "ecs=denied,identity", "fail:api-denied:ecs",
	  "ecs fail api-denied", "unhealthy", "no identity-based policy allows it" },
	{ "its boundary", NULL, "ecs=denied,boundary,explicit", "fail:api-denied:ecs",
	  "ecs fail api-denied", "unhealthy", "a permissions boundary denies it explicitly" },
	{ "the organization", NULL, "ecs=denied,scp,explicit", "fail:api-denied:ecs",
	  "ecs fail api-denied", "unhealthy", "Changing the role" },
	{ "nobody says which policy", NULL, "ecs=denied", "fail:api-denied:ecs",
	  "ecs fail api-denied", "unhealthy", "Both the instance role" },
	{ "other credentials may not", NULL, "keys=environment role= ecs=denied,identity",
	  "warn:api-denied:ecs", "ecs warn api-denied", "degraded",
	  "did not test their permissions" },
	{ "of ECS Anywhere the instance role is not the agent's", NULL,
	  "external ecs=denied,identity", "warn:api-denied:ecs", "ecs warn api-denied", "degraded",
	  NULL },
	{ "pulls without an execution role", NULL, "ecr.api=denied,identity",
	  "warn:api-denied:ecr.api", "ecr.api warn api-denied", "degraded", "an execution role" },
	{ "pulls, for the organization", NULL, "ecr.api=denied,rcp", "warn:api-denied:ecr.api",
	  "ecr.api warn api-denied", "degraded", "of the organization" },
	{ "pulls, with other credentials", NULL, "keys=container role= ecr.api=denied,identity",
	  "warn:api-credentials:ecs note:api-denied:ecr.api", "ecs warn api-credentials",
	  "degraded", NULL },
	{ "what tasks do with other roles", NULL,
	  "logs=denied,identity secretsmanager=denied,boundary",
	  "note:api-denied:logs note:api-denied:secretsmanager", "", "healthy",
	  "other roles were not tested" },
	{ "what the organization denies every role", NULL,
	  "logs=denied,scp,explicit secretsmanager=denied,rcp",
	  "warn:api-denied:logs warn:api-denied:secretsmanager",
	  "logs warn api-denied; secretsmanager warn api-denied", "degraded", "Changing the role" },
	{ "nobody says which policy denies what tasks do", NULL, "logs=denied",
	  "warn:api-denied:logs", "logs warn api-denied", "degraded",
	  "may be that of the VPC endpoint" },
	{ "pulls, with other credentials alone", "ecr.api: route53=10.0.1.13",
	  "keys=environment role= ecr.api=denied,identity", "note:api-denied:ecr.api", "",
	  "healthy", "The agent signs with other credentials" },
	{ "pulls, with other credentials, for the organization", "ecr.api: route53=10.0.1.13",
	  "keys=container role= ecr.api=denied,scp", "warn:api-denied:ecr.api",
	  "ecr.api warn api-denied", "degraded", "of the organization" },
	{ "the registry's own policy", NULL, "ecr.dkr=denied,resource", "warn:api-denied:ecr.dkr",
	  "ecr.dkr warn api-denied", "degraded", NULL },

	/* Whom AWS does not know. */
	{ "there are none", NULL,
	  "keys=none role= lack=this_instance_has_no_role ecs=no-credentials "
	  "ecr.api=no-credentials logs=no-credentials secretsmanager=no-credentials",
	  "warn:api-credentials:instance", "ecs skip api-credentials", "unknown",
	  "ecsprobe could not ask AWS what it allows (ecs:DiscoverPollEndpoint, "
	  "ecr:GetAuthorizationToken, logs:DescribeLogGroups, secretsmanager:ListSecrets): this "
	  "instance has no role" },
	{ "the role's are expired", NULL,
	  "ecs=no-credentials,type=ExpiredTokenException ecr.api=no-credentials "
	  "logs=no-credentials secretsmanager=no-credentials",
	  "fail:api-credentials:instance", "ecs fail api-credentials", "unhealthy",
	  "AWS rejects the credentials of the instance role ecsInstanceRole "
	  "(ecs:DiscoverPollEndpoint, ecr:GetAuthorizationToken, logs:DescribeLogGroups, "
	  "secretsmanager:ListSecrets): HTTP 400, ExpiredTokenException: words of AWS (request "
	  "0a1b2c3d)" },
	{ "the role's, of a service alone", NULL, "logs=no-credentials",
	  "warn:api-credentials:instance", "", "degraded", NULL },
	{ "the environment's are", NULL, "keys=environment role= ecs=no-credentials",
	  "warn:api-credentials:instance", "", "degraded", "unset these variables" },
	{ "the registry does not take the token", NULL, "ecr.dkr=no-credentials,status=401",
	  "warn:api-credentials:ecr.dkr", "ecr.dkr warn api-credentials", "degraded", "HTTP 401" },

/* What to do depends on where they come from. */
#define LACKS(what, keys, words)                                                                \
	{                                                                                       \
		what, ECS, "role= lack=no keys=none:" keys " ecs=no-credentials",               \
			"warn:api-credentials:instance", "ecs skip api-credentials", "unknown", \
			words                                                                   \
	}
	LACKS("half a key", "environment:part",
	      "Set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
	LACKS("no key", "environment:malformed", "Look for quotes, spaces and line ends"),
	LACKS("no such endpoint", "container:malformed", "ECS and EKS set AWS_CONTAINER"),
	LACKS("a silent agent", "container:silent", "51679"),
	LACKS("a task that has ended", "container:refused", "a task that has ended"),
	LACKS("--imds-endpoint off", "instance-role:off", "--imds-endpoint off"),
	LACKS("a hop limit", "instance-role:silent", "the hop limit is 2"),
	LACKS("a metadata service that is off", "instance-role:disabled", "turn it on"),
	LACKS("somebody else answers", "instance-role:stranger", "other than the metadata"),
	LACKS("a role that cannot be assumed", "instance-role:refused", "trust policy"),
	LACKS("what is no key of a role", "instance-role:malformed", "other than the metadata"),
	LACKS("no role", "instance-role:absent", "Attach an instance profile"),
	LACKS("a slow service", "instance-role:late", "longer --timeout"),
#undef LACKS
#define REFUSED(what, keys, type, words)                                        \
	{                                                                       \
		what, ECS, "role= keys=" keys " ecs=no-credentials,type=" type, \
			"warn:api-credentials:instance", "", "degraded", words  \
	}
	REFUSED("a wrong key in the environment", "environment", "InvalidClientTokenId",
		"The keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are wrong"),
	REFUSED("an old key in the environment", "environment", "ExpiredTokenException",
		"Set fresh keys"),
	REFUSED("an old key of a task", "container", "ExpiredToken",
		"The agent renews a task's keys"),
	REFUSED("a key of a task", "container", "UnrecognizedClientException",
		"Check whether the task's role was deleted"),
#undef REFUSED
	{ "an old key of the role", NULL, "ecs=no-credentials,type=ExpiredTokenException",
	  "fail:api-credentials:instance", "ecs fail api-credentials", "unhealthy",
	  "the metadata service renews them" },
	{ "a role that was made again", NULL, "ecs=no-credentials,type=InvalidClientTokenId",
	  "fail:api-credentials:instance", "ecs fail api-credentials", "unhealthy",
	  "then attach the instance profile again" },

	/* A name that is a guess can only warn. */
	{ "no policy allows it, at a name that is inferred", "ecs: inferred route53=10.0.1.10",
	  "ecs=denied,identity", "warn:api-denied:ecs", "ecs warn api-denied", "degraded", NULL },
	{ "a gateway at a name that is inferred", "ecs: inferred route53=10.0.1.10",
	  "ecs=error,foreign,status=502", "warn:api-error:ecs", "ecs warn api-error", "degraded",
	  NULL },
	{ "no keys that AWS takes, at a name that is inferred", "ecs: inferred route53=10.0.1.10",
	  "ecs=no-credentials", "warn:api-credentials:instance", "ecs warn api-credentials",
	  "degraded", NULL },

	/* When it is. */
	{ "the clock is ahead", NULL, "ecs=clock-skew,skew=3600 ecr.api=clock-skew,skew=3600",
	  "fail:api-clock-skew:instance", "ecs fail api-clock-skew", "unhealthy",
	  "(ecs:DiscoverPollEndpoint, ecr:GetAuthorizationToken): the instance is 60 min ahead "
	  "of AWS" },
	{ "the clock is behind, and only logs are asked", NULL, "logs=clock-skew,skew=-301",
	  "fail:api-clock-skew:instance", "", "unhealthy", "the instance is 301 s behind AWS" },
	{ "the clock is of another day", NULL, "ecs=clock-skew,skew=90000",
	  "fail:api-clock-skew:instance", "ecs fail api-clock-skew", "unhealthy",
	  "the instance is 25 h ahead of AWS" },
	{ "nobody says by how much", NULL, "ecs=clock-skew,skew=?", "fail:api-clock-skew:instance",
	  "ecs fail api-clock-skew", "unhealthy", "the answer does not show" },

	/* Anything else. */
	{ "too many ask", NULL, "ecs=error,type=ThrottlingException", "note:api-error:ecs",
	  "ecs skip api-error", "unknown", "AWS throttles ecs:DiscoverPollEndpoint" },
	{ "too many ask, says the status alone", NULL, "logs=error,type=,status=429",
	  "warn:api-error:logs", "logs warn api-error", "degraded", "AWS throttles" },
	{ "AWS fails", NULL, "ecs=error,status=500,type=ServerException", "note:api-error:ecs",
	  "ecs skip api-error", "unknown",
	  "HTTP 500, ServerException: words of AWS (request 0a1b2c3d)" },
	{ "AWS fails without a word", NULL, "ecs=error,status=503,type=", "note:api-error:ecs",
	  "ecs skip api-error", "unknown", "give the request id to AWS Support" },
	{ "AWS fails at what others do", NULL, "logs=error,status=500", "warn:api-error:logs",
	  "logs warn api-error", "degraded", "HTTP 500" },
	{ "there are none for what others do", "logs: route53=10.0.1.16",
	  "keys=none role= lack=no logs=no-credentials", "warn:api-credentials:instance", "",
	  "degraded", NULL },
	{ "somebody else is too busy", NULL, "logs=error,foreign,status=429", "warn:api-error:logs",
	  "logs warn api-error", "degraded", "as AWS would" },
	{ "a gateway answers the agent", NULL, "ecs=error,foreign,status=502", "fail:api-error:ecs",
	  "ecs fail api-error", "unhealthy", "in place of AWS" },
	{ "somebody else answers the agent", NULL, "ecs=error,status=403,foreign",
	  "fail:api-error:ecs", "ecs fail api-error", "unhealthy", "as AWS would" },
	{ "somebody else answers tasks", NULL, "logs=error,status=403,foreign",
	  "warn:api-error:logs", "logs warn api-error", "degraded", "as AWS would" },
	{ "the agent gets no answer", NULL, "ecs=unreachable", "fail:api-error:ecs",
	  "ecs fail api-error", "unhealthy", "does not answer ecs:DiscoverPollEndpoint: the time" },
	{ "tasks get none", NULL, "logs=unreachable", "warn:api-error:logs", "logs warn api-error",
	  "degraded", NULL },
	{ "where to poll is no host", NULL, "named=bad", "warn:api-error:ecs", "ecs warn api-error",
	  "degraded", "endpoint is 'gopher://a'" },

	/* What nobody asked is not known. */
	{ "time was over", NULL, "ecs=not-asked", "note:not-finished:ecs", "ecs skip not-finished",
	  "unknown", "was not sent: the time of --timeout ran out" },
	{ "it was sent", NULL, "ecs=unanswered", "note:not-finished:ecs", "ecs skip not-finished",
	  "unknown",
	  "was sent to ecs.us-east-1.amazonaws.com (10.0.1.10), but no answer came in time: "
	  "the time of --timeout ran out" },
	{ "the token was asked for, and so the registry was not", NULL,
	  "ecr.api=unanswered ecr.dkr=not-asked",
	  "note:not-finished:ecr.api note:not-finished:ecr.dkr",
	  "ecr.api skip not-finished; ecr.dkr skip not-finished", "unknown", "was sent to" },
	{ "time was over for an optional one", NULL, "logs=not-asked", "note:not-finished:logs",
	  "logs skip not-finished", "degraded", NULL },
	{ "a dead endpoint is told already",
	  "ecs: route53=10.0.1.10 logs: optional "
	  "route53=10.0.1.16 10.0.1.16=tcp-refused",
	  "logs=not-asked", "warn:tcp-refused:logs", "logs fail tcp-refused", "degraded", NULL },
	{ "the registry without a token", NULL, "ecr.api=denied,identity ecr.dkr=not-asked",
	  "warn:api-denied:ecr.api", "ecr.api warn api-denied", "degraded", NULL },
	{ "the registry, where time was over for its token, too", NULL,
	  "ecr.api=not-asked ecr.dkr=not-asked",
	  "note:not-finished:ecr.api note:not-finished:ecr.dkr",
	  "ecr.api skip not-finished; ecr.dkr skip not-finished", "unknown", NULL },
	{ "the registry, where nobody planned to ask for its token", "ecr.dkr: route53=10.0.1.14",
	  "ecr.dkr=not-asked", "note:not-finished:ecr.dkr", "ecr.dkr skip not-finished", "unknown",
	  "ecr:registry was not sent: the time" },
	{ "the registry, where there were no keys to ask for its token",
	  "ecr.api: route53=10.0.1.13 ecr.dkr: route53=10.0.1.14",
	  "keys=none role= lack=no ecr.api=no-credentials ecr.dkr=not-asked",
	  "warn:api-credentials:instance note:not-finished:ecr.dkr", "ecr.dkr skip not-finished",
	  "unknown", NULL },
	{ "the registry without an account", NULL, "no-account ecr.dkr=not-asked",
	  "note:account-unknown:ecr.dkr", "", "healthy", NULL },

	/* Whom AWS sends the agent to. */
	{ "numbered hosts, and a private name", NULL, "named=numbered",
	  "warn:agent-public-path:agent", "", "degraded",
	  "AWS sends the agent to ecs-a-1.us-east-1.amazonaws.com, a numbered host: ecs.us-east-1.amazonaws.com has private addresses here, but they are not those of an interface endpoint of ecs" },
	{ "numbered hosts, where private ones are a must", NULL, "named=numbered expect=private",
	  "fail:agent-public-path:agent", "", "unhealthy", NULL },
	{ "numbered hosts, where any will do", NULL, "named=numbered expect=any",
	  "note:agent-public-path:agent", "", "healthy", NULL },
	{ "numbered hosts outside of EC2", NULL, "named=numbered outside",
	  "note:agent-public-path:agent", "", "healthy", NULL },
	{ "numbered hosts, and a public name", "ecs: any route53=52.94.1.10", "named=numbered",
	  "warn:agent-public-path:agent", "", "degraded", "has public addresses here" },
	{ "where to report is no host", NULL, "named=base,bad", "warn:api-error:ecs",
	  "ecs warn api-error", "degraded", "telemetryEndpoint is 'gopher://t'" },
	{ "nothing that it names is a host", NULL, "named=bad,bad", "warn:api-error:ecs",
	  "ecs warn api-error", "degraded",
	  "could poll: endpoint is 'gopher://a', telemetryEndpoint is 'gopher://t'" },
	{ "hosts of somebody's own", NULL, "named=other", "", "", "healthy", NULL },
};

const struct api_case *api_cases(size_t *count)
{
	*count = ARRAY_SIZE(cases);
	return cases;
}
