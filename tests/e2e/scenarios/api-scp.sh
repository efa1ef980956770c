# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Whose policy refuses the call: of the organization, the role's boundary, the session, the resource, or a service that does
# not say. None of them is an endpoint's.

aws
agent
lab_up
while read -r outcome words; do
	api_outcome ecs "$outcome"
	api_probe 8
	expect_exit 1
	expect_verdict unhealthy
	expect_endpoint ecs fail api-denied
	expect_others pass
	expect_findings fail:api-denied:ecs
	[[ ! $words ]] || expect_advice api-denied:ecs "$words"
	expect_calls "ecs:$outcome" {ecr.api,ecr.dkr,ecr.layers,logs,secretsmanager}:allow
done <<'EOF'
scp service control policy
scp-implicit service control policy
rcp resource control policy
boundary permissions boundary
session session policy
resource resource-based policy
plain
EOF
# What only other roles call is a note where a policy of this role denies it. One of the organization holds for those too, and
# one that nobody names may be the endpoint's.
api_outcome ecs allow
while read -r outcome words; do
	api_outcome logs "$outcome"
	api_probe 8
	expect_exit 0
	expect_verdict degraded
	expect_endpoint logs warn api-denied
	expect_others pass
	expect_findings warn:api-denied:logs
	expect_advice api-denied:logs "$words"
done <<'EOF'
scp service control policy
scp-implicit policy of the organization
rcp resource control policy
plain policy may be that of the VPC endpoint
EOF
