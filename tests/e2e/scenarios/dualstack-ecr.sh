# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --dualstack: the other endpoints serve those names too, ECR's serve them nowhere.

nat on
dual_answers ecr.api "${PUBLIC[ecr.api]}"
dual_answers ecr.dkr "${PUBLIC[ecr.dkr]}"
lab_up
probe 4 --dualstack
expect_exit 0
expect_verdict degraded
expect_endpoints warn endpoint-not-offered -- ecr.api ecr.dkr
expect_others pass
expect_class vpc ecs logs secretsmanager
expect_class public ecr.api ecr.dkr
expect_findings warn:endpoint-not-offered:{ecr.api,ecr.dkr}
for service in ecs ecr.api ecr.dkr logs; do
	expect_json 'endpoint($ARGS.positional[0]).host == $ARGS.positional[1]' "$service" "${DUAL_HOST[$service]}"
done
probe 4 --dualstack --expect private
expect_exit 1
expect_endpoints fail endpoint-not-offered -- ecr.api ecr.dkr
expect_others pass
