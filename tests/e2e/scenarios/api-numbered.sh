# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The name ecs is public here, whatever the other names are: AWS sees a call that comes in by no endpoint, and sends the agent
# to numbered hosts. They are probed like the rest.

aws
agent
nat on
answers ecs "${PUBLIC[ecs]}"
lab_up
api_probe 8
expect_exit 0
expect_verdict degraded
expect_json '.findings | any(.code == "agent-public-path" and .severity == "warn")'
expect_advice agent-public-path:agent 'ecs-a-1\.us-east-1'
expect_json 'named("endpoint") | .host == "ecs-a-1.us-east-1.amazonaws.com" and .form == "numbered"'
expect_json '[.endpoints[] | select(.host == "ecs-a-1.us-east-1.amazonaws.com" or .host == "ecs-t-1.us-east-1.amazonaws.com") |
	.status] | length == 2 and all(. != "skip")'
expect_call ecs '.address | startswith("52.94.")'
api_probe 8 --expect private
expect_exit 1
expect_verdict unhealthy
api_probe 8 --expect any
expect_exit 0
expect_verdict healthy
# What AWS names has to be reached.
drop ecs-agent-1
api_probe 5 --expect any
expect_exit 1
expect_verdict unhealthy
expect_json '[.endpoints[] | select(.host == "ecs-a-1.us-east-1.amazonaws.com") | .status] == ["fail"]'
