# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A second AWS by other people: moto verifies the signatures and asks the policy of a role whose keys it gave out itself.

moto ecr.api logs secretsmanager ssm sts
services ssm sts
lab_up
all=$(IFS=, && echo "${SERVICES[*]}")
api_probe 10 --service "$all"
expect_healthy
for service in "${MOTO[@]}"; do same "answers of moto to $service" 200 "$(moto_calls "$service")"; done
expect_call ecs '.result == "allow"'

moto_policy logs:DescribeLogGroups secretsmanager:ListSecrets ssm:DescribeParameters
api_probe 10 --service "$all" --optional logs,secretsmanager,ssm,sts
# It names no policy: that of the endpoint may be it.
expect_exit 0
expect_verdict degraded
for service in logs secretsmanager ssm; do
	same "answers of moto to $service" '200 403' "$(moto_calls "$service")"
	expect_endpoint "$service" warn api-denied
done
expect_others pass
expect_findings warn:api-denied:{logs,secretsmanager,ssm}
expect_advice api-denied:logs 'logs:DescribeLogGroups'
moto_policy ecr:GetAuthorizationToken
api_probe 10 --service "$all"
expect_exit 0
expect_verdict degraded
expect_findings warn:api-denied:ecr.api
