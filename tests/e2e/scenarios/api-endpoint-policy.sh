# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The policy of the endpoint of ecs does not let DiscoverPollEndpoint pass: every handshake is fine, and the agent is cut off.
# It may say so by an explicit denial or by none that allows; the message names it either way.

aws
agent
lab_up
for outcome in endpoint-policy endpoint-policy-implicit; do
	api_outcome ecs "$outcome"
	probe 6
	expect_healthy
	api_probe 8
	expect_exit 1
	expect_verdict unhealthy
	expect_endpoint ecs fail api-policy-denied
	expect_others pass
	expect_findings fail:api-policy-denied:ecs
	expect_advice api-policy-denied:ecs 'ecs:DiscoverPollEndpoint'
	expect_advice api-policy-denied:ecs 'endpoint policy'
	expect_advice api-policy-denied:ecs 'path'
	expect_calls "ecs:$outcome" {ecr.api,ecr.dkr,ecr.layers,logs,secretsmanager}:allow
	expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "policy-denied" and .status == 400 and
		.request_id == $ARGS.positional[0]' "$(calls '.[] | select(.service == "ecs").request_id')"
done
