# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent never registers again: 10, with what was seen last, and its unit goes on trying.

agent
lab_up
agent_control register never
remember_agent
always --ready-timeout 8
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail 'does not answer on port 51678'
expect_finding fail:agent-not-ready
expect_agent_restarted
expect_unit ecs.service 'active running'
expect_agent_state running
expect_history not-ready
expect_words stderr 'does not answer on port 51678'
agent_control register
poll 10 agent_is_registered || fail "the agent does not come back"
