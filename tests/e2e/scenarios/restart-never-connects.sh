# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent registers and never connects to ACS, or is never answered there: registered is not connected, so 10.

agent
lab_up
agent_control acs off
remember_agent
always --ready-timeout 8
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail '^the agent is registered but has not connected to ACS'
expect_finding fail:agent-not-ready
expect_agent_running
agent_control acs silent
poll 10 peer_is ecs-agent || fail "the agent does not dial ACS"
remember_agent
always --ready-timeout 8 --force
expect_exit 10
expect_detail '^the agent is registered and is connecting to ACS, which has not answered yet'
agent_control acs
