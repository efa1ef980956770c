# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoints of ECS came after the agent: it stays with the numbered hosts that it was handed.

agent
endpoints_missing
lab_up
endpoints_created
expect_agent_peer ecs-agent-1 public
for expected in auto any private; do
	probe 5 --expect "$expected"
	expect_exit 0
	expect_verdict degraded
	expect_others pass
	expect_class vpc ecs ecs-agent ecs-telemetry
	expect_findings warn:agent-stale-path:agent
done
expect_advice agent-stale-path:agent 'ecs-a-1\.us-east-1\.amazonaws\.com'
expect_advice agent-stale-path:agent 'ecsprobe --restart-agent'
expect_json '.agent.path | .log_host == "ecs-a-1.us-east-1.amazonaws.com" and .log_numbered and .log_connected'
# Not all of them private: it could not use the private path yet.
answers_now ecs-telemetry "${PUBLIC[ecs-telemetry]}"
probe 5
expect_exit 0
expect_json '[.findings[] | select(.subject == "agent") | .code] == ["agent-public-path"]'
