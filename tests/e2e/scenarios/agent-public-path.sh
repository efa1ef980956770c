# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# There are no endpoints for ECS: the agent was handed numbered hosts, which is as it should be or not.

agent
endpoints_missing
lab_up
expect_agent_peer ecs-agent-1 public
public=(ecs ecs-agent ecs-telemetry)
probe 5
expect_exit 0
expect_verdict degraded
expect_endpoints warn public-address -- "${public[@]}"
expect_others pass
expect_findings "${public[@]/#/warn:public-address:}" warn:agent-public-path:agent
expect_advice agent-public-path:agent 'ecs-a-1\.us-east-1'
probe 5 --expect private
expect_exit 1
expect_verdict unhealthy
expect_json '.findings | any(.code == "agent-public-path" and .severity == "fail")'
for expected in any public; do
	probe 5 --expect "$expected"
	expect_exit 0
	expect_verdict healthy
	expect_findings
	expect_note agent-public-path agent
done
