# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# AWS does not take the credentials: they have ended, or nobody knows the key any more, as after a role was made anew.

aws
agent
lab_up
for outcome in expired unknown-key; do
	api_outcome ecs ecr.api logs secretsmanager "$outcome"
	api_probe 8
	expect_exit 1
	expect_verdict unhealthy
	expect_endpoint ecs fail api-credentials
	expect_others pass
	expect_json '[.findings[] | select(.severity == "fail") | .code] | unique == ["api-credentials"]'
	expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "no-credentials"'
	expect_secret canary-7391
done
