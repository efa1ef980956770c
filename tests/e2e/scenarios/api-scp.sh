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
