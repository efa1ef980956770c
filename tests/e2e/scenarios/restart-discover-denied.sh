# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent registers and may not ask for its poll endpoint: 10, with what AWS says. Its role is to blame, and no setting.

agent
lab_up
agent_control discover denied
remember_agent
always --ready-timeout 8
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail 'ACS: Unable to discover poll endpoint: operation error ECS: DiscoverPollEndpoint'
expect_finding fail:agent-not-ready
expect_json '.agent.path | .acs == "failed" and .acs_cause == "denied"'
expect_json '.action.go_back == []'
expect_agent_running
