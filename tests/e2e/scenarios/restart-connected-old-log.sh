# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No fault; the agent's log is of either form, plain as before 1.36 or JSON: its word that it is connected proves the
# restart at once.

agent
machine_config ECS_LOG_OUTPUT_FORMAT=json
lab_up
remember_agent
always
expect_restarted asked
expect_json '.agent.path.acs == "connected"'
agent_log | grep -q '"msg":"Connected to ACS endpoint"' || fail "the log has no JSON"
agent_control log old
remember_agent
always --force
expect_restarted asked
expect_ended_within 15
expect_json '.agent.path | .acs == "connected" and .log_connected and .log_talks'
agent_log | grep -q '\[INFO\] Connected to ACS endpoint' || fail "the log has no plain line"
expect_no_finding agent-connection-unproven
