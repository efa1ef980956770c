/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_cases.h"

#include "ecsprobe/util.h"

/* Which way it goes, and which way it should: private, public, other Regions. */
static const struct judge_case cases[] = {
	/* The path. */
	{ "public", "ecs: route53=52.94.1.10", "ecs warn public-address public",
	  "warn:public-address:ecs", "degraded", NULL },
	{ "public, private expected", "expect=private ecs: route53=52.94.1.10",
	  "ecs fail public-address public", "fail:public-address:ecs", "unhealthy", NULL },
	{ "public, public expected", "expect=public ecs: route53=52.94.1.10", "ecs pass - public",
	  "", "healthy", NULL },
	{ "public, any path is right", "expect=any ecs: route53=52.94.1.10", "ecs pass - public",
	  "", "healthy", NULL },
	{ "private, public expected", "expect=public ecs: route53=10.0.1.10", "ecs pass - vpc", "",
	  "healthy", NULL },
	{ "mixed", "ecs: route53=10.0.1.10,52.94.1.10", "ecs warn mixed-addresses mixed",
	  "warn:mixed-addresses:ecs", "degraded", "10.0.1.10 (vpc), 52.94.1.10 (public)" },
	{ "mixed, private expected", "expect=private ecs: route53=10.0.1.10,52.94.1.10",
	  "ecs fail mixed-addresses mixed", "fail:mixed-addresses:ecs", "unhealthy", NULL },
	{ "mixed, any path is right", "expect=any ecs: route53=10.0.1.10,52.94.1.10",
	  "ecs pass - mixed", "", "healthy", NULL },
	{ "mixed and partly dead", "ecs: route53=10.0.1.10,52.94.1.10 10.0.1.10=tcp-timeout",
	  "ecs warn partial-addresses mixed", "warn:partial-addresses:ecs warn:mixed-addresses:ecs",
	  "degraded", NULL },
	{ "this VPC and a hub is not mixed", "expect=private ecs: route53=10.0.1.10,10.99.1.10",
	  "ecs pass - mixed", "note:private-address:ecs", "healthy", NULL },
	{ "a hub", "expect=private ecs: route53=10.99.1.10", "ecs pass - private",
	  "note:private-address:ecs", "healthy", NULL },
	{ "private, the VPC is not known", "vpc=none ecs: route53=10.0.1.10", "ecs pass - private",
	  "warn:imds-incomplete:instance", "degraded", "--vpc-cidr" },
	{ "a hub that is allowed", "allow=10.99.0.0/16 ecs: route53=10.99.1.10",
	  "ecs pass - private", "", "healthy", NULL },
	{ "a hub that is not allowed", "allow=10.98.0.0/16 ecs: route53=10.99.1.10",
	  "ecs warn outside-allowed-cidr private", "warn:outside-allowed-cidr:ecs", "degraded",
	  NULL },
	{ "the same, private expected", "allow=10.98.0.0/16 expect=private ecs: route53=10.99.1.10",
	  "ecs fail outside-allowed-cidr private", "fail:outside-allowed-cidr:ecs", "unhealthy",
	  NULL },
	{ "the same, any path is right", "allow=10.98.0.0/16 expect=any ecs: route53=10.99.1.10",
	  "ecs pass - private", "", "healthy", NULL },
	{ "this VPC needs no --allow-cidr", "allow=10.98.0.0/16 ecs: route53=10.0.1.10",
	  "ecs pass - vpc", "", "healthy", NULL },

	/* Optional and inferred. */
	{ "an optional one fails",
	  "ecs: route53=10.0.1.10 logs: optional route53=10.0.1.11 "
	  "10.0.1.11=tcp-timeout",
	  "ecs pass - vpc; logs fail tcp-timeout vpc", "warn:tcp-timeout:logs", "degraded", NULL },
	{ "an optional one is public, private expected",
	  "expect=private ecs: route53=10.0.1.10 logs: optional route53=52.94.1.11",
	  "ecs pass - vpc; logs fail public-address public", "warn:public-address:logs", "degraded",
	  NULL },
	{ "an inferred one fails",
	  "ecs: route53=10.0.1.10 ecr.layers: inferred any "
	  "route53=!dns-nxdomain",
	  "ecs pass - vpc; ecr.layers warn dns-nxdomain none", "warn:dns-nxdomain:ecr.layers",
	  "degraded", NULL },
	{ "an inferred one is public, private expected",
	  "expect=private ecs: route53=10.0.1.10 logs: inferred route53=52.94.1.11",
	  "ecs pass - vpc; logs warn public-address public", "warn:public-address:logs", "degraded",
	  NULL },
	{ "an inferred one of a set is public, private expected",
	  "expect=private ecs: route53=10.0.1.10 ecs-agent: inferred route53=52.94.1.11",
	  "ecs pass - vpc; ecs-agent warn endpoint-set-incomplete public",
	  "warn:endpoint-set-incomplete:ecs-agent", "degraded", NULL },

	/* Endpoints that belong together. */
	{ "the agent's endpoint is missing",
	  "ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 ecs-telemetry: route53=10.0.1.12",
	  "ecs pass - vpc; ecs-agent warn endpoint-set-incomplete public; "
	  "ecs-telemetry pass - vpc",
	  "warn:endpoint-set-incomplete:ecs-agent", "degraded",
	  "ecs vpc, ecs-agent public, ecs-telemetry vpc" },
	{ "two of three are missing: told once, of the first to create",
	  "ecs: route53=52.94.1.10 ecs-telemetry: route53=52.94.1.12 ecs-agent: route53=10.0.1.11",
	  "ecs warn endpoint-set-incomplete public; ecs-telemetry warn endpoint-set-incomplete "
	  "public; ecs-agent pass - vpc",
	  "warn:endpoint-set-incomplete:ecs-telemetry", "degraded",
	  "com.amazonaws.us-east-1.ecs-telemetry" },
	{ "ecs alone is missing",
	  "ecs: route53=52.94.1.10 ecs-agent: route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12",
	  "ecs warn endpoint-set-incomplete public; ecs-agent pass - vpc; ecs-telemetry pass - vpc",
	  "warn:endpoint-set-incomplete:ecs", "degraded", NULL },
	{ "told of one that works, where the first does not",
	  "ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 52.94.1.11=tcp-timeout "
	  "ecs-telemetry: route53=52.94.1.12",
	  "ecs pass - vpc; ecs-agent fail endpoint-set-incomplete public; ecs-telemetry warn "
	  "endpoint-set-incomplete public",
	  "fail:endpoint-set-incomplete:ecs-agent warn:endpoint-set-incomplete:ecs-telemetry",
	  "unhealthy", NULL },
	{ "... and where only the last is left",
	  "ecs: route53=52.94.1.10 ecs-agent: route53=52.94.1.11 52.94.1.11=tls-expired "
	  "ecs-telemetry: route53=10.0.1.12",
	  "ecs warn endpoint-set-incomplete public; ecs-agent fail tls-expired public; "
	  "ecs-telemetry pass - vpc",
	  "warn:endpoint-set-incomplete:ecs fail:tls-expired:ecs-agent", "unhealthy", NULL },
	{ "... and where none does, each tells its own",
	  "ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 52.94.1.11=tcp-timeout",
	  "ecs pass - vpc; ecs-agent fail endpoint-set-incomplete public",
	  "fail:endpoint-set-incomplete:ecs-agent", "unhealthy", NULL },
	{ "named whatever is expected",
	  "expect=any ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11",
	  "ecs pass - vpc; ecs-agent warn endpoint-set-incomplete public",
	  "warn:endpoint-set-incomplete:ecs-agent", "degraded", NULL },
	{ "private expected",
	  "expect=private ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 ecs-telemetry: "
	  "route53=52.94.1.12",
	  "ecs pass - vpc; ecs-agent fail endpoint-set-incomplete public; ecs-telemetry fail "
	  "endpoint-set-incomplete public",
	  "fail:endpoint-set-incomplete:ecs-agent", "unhealthy", NULL },
	{ "all are public: nothing is incomplete",
	  "ecs: route53=52.94.1.10 ecs-agent: route53=52.94.1.11",
	  "ecs warn public-address public; ecs-agent warn public-address public",
	  "warn:public-address:ecs warn:public-address:ecs-agent", "degraded", NULL },
	{ "the registry's two", "ecr.api: route53=52.94.1.10 ecr.dkr: route53=10.0.1.11",
	  "ecr.api warn endpoint-set-incomplete public; ecr.dkr pass - vpc",
	  "warn:endpoint-set-incomplete:ecr.api", "degraded", NULL },
	{ "the layers are no part of a set",
	  "ecr.api: route53=10.0.1.10 ecr.dkr: route53=10.0.1.11 ecr.layers: any "
	  "route53=52.216.1.1",
	  "ecr.api pass - vpc; ecr.dkr pass - vpc; ecr.layers pass - public", "", "healthy", NULL },
	{ "numbered hosts are judged where there is no endpoint",
	  "ecs: route53=52.94.1.10 ecs-agent: route53=!dns-nxdomain +numbered: "
	  "route53=52.94.1.11 ecs-telemetry: route53=!dns-nxdomain +numbered: route53=52.94.1.12",
	  "ecs warn public-address public; ecs-agent warn endpoint-set-incomplete none; "
	  "ecs-telemetry warn endpoint-set-incomplete none; ecs-agent-1 warn public-address "
	  "public; ecs-telemetry-1 warn public-address public",
	  "warn:public-address:ecs warn:endpoint-set-incomplete:ecs-agent "
	  "warn:public-address:ecs-agent-1 warn:public-address:ecs-telemetry-1",
	  "degraded", NULL },
	{ "the same, the public path is right",
	  "expect=public ecs: route53=52.94.1.10 ecs-agent: route53=!dns-nxdomain +numbered: "
	  "route53=52.94.1.11",
	  "ecs pass - public; ecs-agent warn endpoint-set-incomplete none; ecs-agent-1 pass - "
	  "public",
	  "warn:endpoint-set-incomplete:ecs-agent", "degraded", "ecs.us-east-1.amazonaws.com" },
	{ "a numbered host that does not work fails",
	  "expect=any ecs: route53=52.94.1.10 ecs-agent: route53=!dns-nxdomain +numbered: "
	  "route53=52.94.1.11 52.94.1.11=tcp-timeout",
	  "ecs pass - public; ecs-agent warn endpoint-set-incomplete none; ecs-agent-1 fail "
	  "tcp-timeout public",
	  "warn:endpoint-set-incomplete:ecs-agent fail:tcp-timeout:ecs-agent-1", "unhealthy",
	  NULL },
	{ "another Region's name is private",
	  "ecs: route53=52.94.1.10 +other-region: route53=10.0.9.9",
	  "ecs warn wrong-region-endpoint public", "warn:wrong-region-endpoint:ecs", "degraded",
	  "ecs.eu-west-1.amazonaws.com" },
	{ "another Region's name is public too",
	  "ecs: route53=52.94.1.10 +other-region: route53=52.94.9.9",
	  "ecs warn public-address public", "warn:public-address:ecs", "degraded", NULL },

	/* The agent asks for a name that the endpoint does not cover. */
	{ "the FIPS name does not exist",
	  "ecs: route53=!dns-nxdomain +plain-name: route53=10.0.1.10 ecr.api: route53=10.0.1.11",
	  "ecs fail plain-name-only none; ecr.api pass - vpc", "fail:plain-name-only:ecs",
	  "unhealthy", "AWS_USE_FIPS_ENDPOINT" },
	{ "the FIPS name is public and dead",
	  "ecs: route53=52.94.1.10 52.94.1.10=tcp-timeout +plain-name: route53=10.0.1.10",
	  "ecs fail plain-name-only public", "fail:plain-name-only:ecs", "unhealthy",
	  "52.94.1.10" },
	{ "the FIPS name is public and works",
	  "ecs: route53=52.94.1.10 +plain-name: route53=10.0.1.10",
	  "ecs warn plain-name-only public", "warn:plain-name-only:ecs", "degraded", NULL },
	{ "the same, private expected",
	  "expect=private ecs: route53=52.94.1.10 +plain-name: route53=10.0.1.10",
	  "ecs fail plain-name-only public", "fail:plain-name-only:ecs", "unhealthy", NULL },
	{ "the plain name is public too", "ecs: route53=52.94.1.10 +plain-name: route53=52.94.1.11",
	  "ecs warn public-address public", "warn:public-address:ecs", "degraded", NULL },

	/* S3. */
	{ "layers time out, and nothing else gets out either",
	  "ecr.layers: any route53=52.216.1.1 52.216.1.1=tcp-timeout +elsewhere: "
	  "route53=52.216.9.9 52.216.9.9=tcp-timeout",
	  "ecr.layers fail s3-layers-unreachable public", "fail:s3-layers-unreachable:ecr.layers",
	  "unhealthy", "no general way out" },
	{ "layers alone time out",
	  "ecr.layers: any route53=52.216.1.1 52.216.1.1=tcp-timeout +elsewhere: "
	  "route53=52.216.9.9",
	  "ecr.layers fail s3-layers-unreachable public", "fail:s3-layers-unreachable:ecr.layers",
	  "unhealthy", "it is S3 that is blocked here" },
	{ "layers alone work",
	  "ecr.layers: any route53=52.216.1.1 +elsewhere: route53=52.216.9.9 "
	  "52.216.9.9=tcp-timeout",
	  "ecr.layers pass - public", "note:s3-gateway-likely:ecr.layers", "healthy",
	  "consistent with a gateway endpoint" },
	{ "everything works", "ecr.layers: any route53=52.216.1.1 +elsewhere: route53=52.216.9.9",
	  "ecr.layers pass - public", "note:s3-gateway-likely:ecr.layers", "healthy",
	  "not determinable" },
	{ "a private S3 that times out is any endpoint",
	  "ecr.layers: any route53=10.0.1.10 10.0.1.10=tcp-timeout",
	  "ecr.layers fail tcp-timeout vpc", "fail:tcp-timeout:ecr.layers", "unhealthy", NULL },
	{ "a public S3 that refuses is not a missing gateway",
	  "ecr.layers: any route53=52.216.1.1 52.216.1.1=tcp-refused",
	  "ecr.layers fail tcp-refused public", "fail:tcp-refused:ecr.layers", "unhealthy", NULL },

	/* Names that no endpoint serves. */
	{ "ECR by a dual-stack name", "ecr.api: dual route53=52.94.1.10 ecr.dkr: route53=10.0.1.11",
	  "ecr.api warn endpoint-not-offered public; ecr.dkr pass - vpc",
	  "warn:endpoint-not-offered:ecr.api", "degraded",
	  "ECR's dual-stack names are on no interface endpoint" },
	{ "... private expected", "expect=private ecr.api: dual route53=52.94.1.10",
	  "ecr.api fail endpoint-not-offered public", "fail:endpoint-not-offered:ecr.api",
	  "unhealthy", "ask for the plain name over IPv4" },
	{ "... any path is right", "expect=any ecr.api: dual route53=52.94.1.10",
	  "ecr.api pass - public", "", "healthy", NULL },
	{ "... and the plain name is private",
	  "ecr.api: dual route53=52.94.1.10 +plain-name: route53=10.0.1.10",
	  "ecr.api warn endpoint-not-offered public", "warn:endpoint-not-offered:ecr.api",
	  "degraded", "the plain name is private" },
	{ "... and it does not answer", "ecr.api: dual route53=52.94.1.10 52.94.1.10=tcp-timeout",
	  "ecr.api fail tcp-timeout public", "fail:tcp-timeout:ecr.api", "unhealthy",
	  "There is no endpoint to create" },
	{ "... and a private zone of the user's own serves it", "ecr.api: dual route53=10.0.1.10",
	  "ecr.api pass - vpc", "", "healthy", NULL },
	{ "one of a set that no endpoint serves is not missing from it",
	  "ecr.api: route53=52.94.1.10 ecr.dkr: dual route53=10.0.1.11",
	  "ecr.api warn endpoint-set-incomplete public; ecr.dkr pass - vpc",
	  "warn:endpoint-set-incomplete:ecr.api", "degraded", NULL },
	{ "Batch by its FIPS name", "batch: fips route53=52.94.1.10",
	  "batch warn endpoint-not-offered public", "warn:endpoint-not-offered:batch", "degraded",
	  "serve batch-fips under the dual-stack suffix" },
	{ "Batch where there is no endpoint for it, private expected",
	  "region=ap-northeast-3 expect=private ecs: route53=10.0.1.10 batch: route53=52.94.1.10",
	  "ecs pass - vpc; batch pass - public", "note:endpoint-not-offered:batch", "healthy",
	  "no interface endpoint in this Region" },
	{ "... and in the other such Region", "region=ap-southeast-3 batch: route53=52.94.1.10",
	  "batch pass - public", "note:endpoint-not-offered:batch", "healthy", NULL },
	{ "... and it does not answer",
	  "region=ap-northeast-3 batch: route53=52.94.1.10 52.94.1.10=tcp-timeout",
	  "batch fail tcp-timeout public", "fail:tcp-timeout:batch", "unhealthy",
	  "needs a way out of the subnet" },
	{ "Batch elsewhere is public like anything else", "batch: route53=52.94.1.10",
	  "batch warn public-address public", "warn:public-address:batch", "degraded", NULL },

	/* Service Connect. */
	{ "ecs-sc over NAT",
	  "expect=private ecs-agent: route53=10.0.1.11 ecs-sc: route53=52.94.1.20",
	  "ecs-agent pass - vpc; ecs-sc pass - public", "note:endpoint-not-offered:ecs-sc",
	  "healthy", "there is no endpoint service for it" },
	{ "ecs-sc is out of reach, and ecs-agent is private",
	  "expect=private ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-sc: "
	  "route53=52.94.1.20 "
	  "52.94.1.20=tcp-timeout",
	  "ecs pass - vpc; ecs-agent pass - vpc; ecs-sc skip service-connect-by-agent public",
	  "note:service-connect-by-agent:ecs-sc", "healthy", "(tcp-timeout) and not needed" },
	{ "... by name already",
	  "ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-sc: route53=!dns-nxdomain",
	  "ecs pass - vpc; ecs-agent pass - vpc; ecs-sc skip service-connect-by-agent none",
	  "note:service-connect-by-agent:ecs-sc", "healthy", NULL },
	{ "... or was cut short",
	  "ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-sc: route53=!not-finished",
	  "ecs pass - vpc; ecs-agent pass - vpc; ecs-sc skip service-connect-by-agent none",
	  "note:service-connect-by-agent:ecs-sc", "healthy", NULL },
	{ "... or a signal ended it",
	  "ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-sc: route53=!interrupted",
	  "ecs pass - vpc; ecs-agent pass - vpc; ecs-sc skip interrupted none", "", "unknown",
	  NULL },
	{ "... or half of it",
	  "ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-sc: "
	  "route53=52.94.1.20,52.94.2.20 "
	  "52.94.1.20=tcp-timeout",
	  "ecs pass - vpc; ecs-agent pass - vpc; ecs-sc pass - public",
	  "note:service-connect-by-agent:ecs-sc note:endpoint-not-offered:ecs-sc", "healthy",
	  "1 of 2 addresses" },
	{ "... and nothing else was seen to work",
	  "ecs: optional route53=10.0.1.10 ecs-agent: optional route53=10.0.1.11 ecs-sc: "
	  "route53=!dns-nxdomain",
	  "ecs pass - vpc; ecs-agent pass - vpc; ecs-sc skip service-connect-by-agent none",
	  "note:service-connect-by-agent:ecs-sc", "unknown", NULL },
	{ "ecs-sc is out of reach, and ecs-agent is public",
	  "ecs-agent: route53=52.94.1.11 ecs-sc: route53=52.94.1.20 52.94.1.20=tcp-timeout",
	  "ecs-agent warn public-address public; ecs-sc fail tcp-timeout public",
	  "warn:public-address:ecs-agent fail:tcp-timeout:ecs-sc", "unhealthy", NULL },
	{ "ecs-sc is out of reach, and ecs-agent does not work",
	  "ecs-agent: route53=10.0.1.11 10.0.1.11=tcp-refused ecs-sc: route53=52.94.1.20 "
	  "52.94.1.20=tcp-timeout",
	  "ecs-agent fail tcp-refused vpc; ecs-sc fail tcp-timeout public",
	  "fail:tcp-refused:ecs-agent fail:tcp-timeout:ecs-sc", "unhealthy", NULL },
	/* A public ecs hands out the public hosts, whatever ecs-agent is. */
	{ "ecs-sc is out of reach, and ecs is public",
	  "expect=any ecs: route53=52.94.1.10 ecs-agent: route53=10.0.1.11 ecs-sc: "
	  "route53=52.94.1.20 52.94.1.20=tcp-timeout",
	  "ecs warn endpoint-set-incomplete public; ecs-agent pass - vpc; ecs-sc fail tcp-timeout "
	  "public",
	  "warn:endpoint-set-incomplete:ecs fail:tcp-timeout:ecs-sc", "unhealthy", NULL },
	{ "ecs-sc is out of reach, and ecs is not checked",
	  "ecs-agent: route53=10.0.1.11 ecs-sc: route53=!dns-nxdomain",
	  "ecs-agent pass - vpc; ecs-sc fail dns-nxdomain none", "fail:dns-nxdomain:ecs-sc",
	  "unhealthy", NULL },
	{ "a profile file wants ecs-sc private, which it cannot be",
	  "ecs-sc: private route53=52.94.1.20", "ecs-sc fail endpoint-not-offered public",
	  "fail:endpoint-not-offered:ecs-sc", "unhealthy", NULL },
	{ "ecs-sc is no part of the set",
	  "ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 ecs-sc: route53=52.94.1.20",
	  "ecs pass - vpc; ecs-agent warn endpoint-set-incomplete public; ecs-sc pass - public",
	  "warn:endpoint-set-incomplete:ecs-agent note:endpoint-not-offered:ecs-sc", "degraded",
	  "private: ecs vpc, ecs-agent public; next" },

	/* Regions opened since 2023-12-23. */
	{ "a new Region with one of three",
	  "region=ca-west-1 ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 ecs-telemetry: "
	  "route53=52.94.1.12",
	  "ecs pass - vpc; ecs-agent warn region-needs-all-endpoints public; ecs-telemetry warn "
	  "region-needs-all-endpoints public",
	  "warn:region-needs-all-endpoints:ecs-agent", "degraded",
	  "and ecs-agent, ecs-telemetry is not private; next to create: "
	  "com.amazonaws.ca-west-1.ecs-agent" },
	{ "a new Region with none, private expected",
	  "region=ca-west-1 expect=private ecs: route53=52.94.1.10 ecs-agent: route53=52.94.1.11 "
	  "ecs-telemetry: route53=52.94.1.12",
	  "ecs fail region-needs-all-endpoints public; ecs-agent fail region-needs-all-endpoints "
	  "public; ecs-telemetry fail region-needs-all-endpoints public",
	  "fail:region-needs-all-endpoints:ecs-agent", "unhealthy", "in this order" },
	{ "a new Region with none, the public path is right",
	  "region=ca-west-1 expect=public ecs: route53=52.94.1.10 ecs-agent: route53=52.94.1.11",
	  "ecs pass - public; ecs-agent pass - public", "", "healthy", NULL },
	{ "a new Region with none",
	  "region=mx-central-1 ecs: route53=52.94.1.10 ecs-agent: route53=52.94.1.11",
	  "ecs warn public-address public; ecs-agent warn public-address public",
	  "warn:public-address:ecs warn:public-address:ecs-agent", "degraded", NULL },
	{ "a new Region's registry is a set like any",
	  "region=ca-west-1 ecr.api: route53=52.94.1.10 ecr.dkr: route53=10.0.1.11",
	  "ecr.api warn endpoint-set-incomplete public; ecr.dkr pass - vpc",
	  "warn:endpoint-set-incomplete:ecr.api", "degraded", NULL },
	{ "a new Region's numbered hosts",
	  "region=ca-west-1 expect=public ecs: route53=52.94.1.10 ecs-agent: route53=!dns-nxdomain "
	  "+numbered: route53=52.94.1.11 ecs-telemetry: route53=!dns-nxdomain +numbered: "
	  "route53=52.94.1.12",
	  "ecs pass - public; ecs-agent warn region-needs-all-endpoints none; ecs-telemetry warn "
	  "region-needs-all-endpoints none; ecs-agent-1 pass - public; ecs-telemetry-1 pass - "
	  "public",
	  "warn:region-needs-all-endpoints:ecs-agent", "degraded", "needs all three" },

	/* Another Region than the instance's. */
	{ "ecs across Regions, and the agent's two are public",
	  "in=us-west-2 ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 ecs-telemetry: "
	  "route53=52.94.1.12",
	  "ecs pass - vpc; ecs-agent warn cross-region-unsupported public; ecs-telemetry warn "
	  "cross-region-unsupported public",
	  "warn:cross-region-unsupported:ecs-agent warn:region-differs:instance", "degraded",
	  "this instance is in us-west-2" },
	{ "... private expected",
	  "in=us-west-2 expect=private ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11",
	  "ecs pass - vpc; ecs-agent fail cross-region-unsupported public",
	  "fail:cross-region-unsupported:ecs-agent warn:region-differs:instance", "unhealthy",
	  "the instance's own Region" },
	{ "... any path is right",
	  "in=us-west-2 expect=any ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11",
	  "ecs pass - vpc; ecs-agent pass - public",
	  "note:cross-region-unsupported:ecs-agent warn:region-differs:instance", "degraded",
	  NULL },
	{ "... and there is no way out",
	  "in=us-west-2 ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 "
	  "52.94.1.11=tcp-timeout ecs-telemetry: route53=52.94.1.12 52.94.1.12=tcp-timeout",
	  "ecs pass - vpc; ecs-agent fail cross-region-unsupported public; ecs-telemetry fail "
	  "cross-region-unsupported public",
	  "fail:cross-region-unsupported:ecs-agent fail:cross-region-unsupported:ecs-telemetry "
	  "warn:region-differs:instance",
	  "unhealthy", "no endpoint across Regions" },
	{ "... told of the one that works",
	  "in=us-west-2 ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11 "
	  "52.94.1.11=tcp-refused ecs-telemetry: route53=52.94.1.12",
	  "ecs pass - vpc; ecs-agent fail tcp-refused public; ecs-telemetry warn "
	  "cross-region-unsupported public",
	  "fail:tcp-refused:ecs-agent warn:cross-region-unsupported:ecs-telemetry "
	  "warn:region-differs:instance",
	  "unhealthy", NULL },
	{ "... which comes before what a new Region needs",
	  "region=ca-west-1 in=us-west-2 ecs: route53=10.0.1.10 ecs-agent: route53=52.94.1.11",
	  "ecs pass - vpc; ecs-agent warn cross-region-unsupported public",
	  "warn:cross-region-unsupported:ecs-agent warn:region-differs:instance", "degraded",
	  NULL },
	{ "ecs and ecr across Regions",
	  "in=us-west-2 expect=private ecs: route53=10.0.1.10 ecr.api: route53=10.0.1.11 ecr.dkr: "
	  "route53=10.0.1.12",
	  "ecs pass - vpc; ecr.api pass - vpc; ecr.dkr pass - vpc", "warn:region-differs:instance",
	  "degraded", "for ecs and ecr only" },
	{ "numbered hosts of another Region",
	  "in=us-west-2 expect=any ecs: route53=52.94.1.10 ecs-agent: route53=!dns-nxdomain "
	  "+numbered: route53=52.94.1.11 ecs-telemetry: route53=!dns-nxdomain +numbered: "
	  "route53=52.94.1.12",
	  "ecs pass - public; ecs-agent warn cross-region-unsupported none; ecs-telemetry warn "
	  "cross-region-unsupported none; ecs-agent-1 pass - public; ecs-telemetry-1 pass - public",
	  "warn:cross-region-unsupported:ecs-agent warn:region-differs:instance", "degraded",
	  NULL },
};

const struct judge_case_table judge_cases_path = { cases, ARRAY_SIZE(cases) };
