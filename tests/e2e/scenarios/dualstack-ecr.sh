# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --dualstack: an endpoint serves those names too where its IP address type is dualstack. ECR's are for IPv4 alone here.

nat on
dual_answers ecr.api "${PUBLIC[ecr.api]}"
dual_answers ecr.dkr "${PUBLIC[ecr.dkr]}"
lab_up
probe 4 --dualstack
expect_exit 0
expect_verdict degraded
expect_endpoints warn plain-name-only -- ecr.api ecr.dkr
expect_others pass
expect_class vpc ecs logs secretsmanager
expect_class public ecr.api ecr.dkr
expect_findings warn:plain-name-only:{ecr.api,ecr.dkr}
for service in ecr.api ecr.dkr; do
	expect_advice "plain-name-only:$service" '--ip-address-type dualstack'
done
for service in ecs ecr.api ecr.dkr logs; do
	expect_json 'endpoint($ARGS.positional[0]).host == $ARGS.positional[1]' "$service" "${DUAL_HOST[$service]}"
done
probe 4 --dualstack --expect private
expect_exit 1
expect_endpoints fail plain-name-only -- ecr.api ecr.dkr
expect_others pass
