# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's log is quiet (ECS_LOGLEVEL=error): a connection to ACS that stays 10 s proves the restart. Where there is less
# time than that, nothing is proven, and nothing has failed.

agent
agent_control log quiet
lab_up
remember_agent
always
expect_restarted asked
expect_detail 'its log does not say, but its connection to ACS stays open'
expect_verdict healthy
expect_json '.agent.path.log_talks == false and .agent.path.acs == "none"'
expect_json '.action.took_us > 10000000'
remember_agent
always --force --ready-timeout 6
expect_exit 0
expect_action restart-unit asked restart-unproven
expect_detail 'open only for a few seconds'
expect_finding warn:agent-connection-unproven
