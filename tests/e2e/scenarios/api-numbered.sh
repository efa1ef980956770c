# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# There is no endpoint for ecs: AWS sees a call that comes in by none, and sends the agent to numbered hosts. They are probed
# like the rest. So it is where ecs alone has no endpoint, whatever the names ecs-a and ecs-t lead to.

aws
agent
endpoints_missing
lab_up
for created in '' 'ecs-agent ecs-telemetry'; do
	# shellcheck disable=SC2086
	[[ ! $created ]] || endpoints_created $created
	api_probe 8
	expect_exit 0
	expect_verdict degraded
	expect_json '.findings | any(.code == "agent-public-path" and .severity == "warn")'
	expect_advice agent-public-path:agent 'ecs-a-1\.us-east-1'
	expect_json 'named("endpoint") | .host == "ecs-a-1.us-east-1.amazonaws.com" and .form == "numbered"'
	expect_json 'named("serviceConnectEndpoint").host == "ecs-sc.us-east-1.api.aws"'
	expect_json '[.endpoints[] | select(.host == "ecs-a-1.us-east-1.amazonaws.com" or .host == "ecs-t-1.us-east-1.amazonaws.com") |
		.status] | length == 2 and all(. != "skip" and . != "fail")'
	expect_call ecs '.address | startswith("52.94.")'
	api_probe 8 --expect private
	expect_exit 1
	expect_verdict unhealthy
done
answers_now ecs-agent "${PUBLIC[ecs-agent]}"
answers_now ecs-telemetry "${PUBLIC[ecs-telemetry]}"
api_probe 8 --expect any
expect_exit 0
expect_verdict healthy
# What AWS names has to be reached.
drop ecs-agent-1
api_probe 5 --expect any
expect_exit 1
expect_verdict unhealthy
expect_json '[.endpoints[] | select(.host == "ecs-a-1.us-east-1.amazonaws.com") | .status] == ["fail"]'
