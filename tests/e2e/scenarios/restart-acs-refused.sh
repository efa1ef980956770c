# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent registers, and ACS turns it away: 10, with the agent's own last error, in each form of its log. What a proxy
# or AWS answers is its own text.

agent
lab_up
agent_control acs refused
remember_agent
always --ready-timeout 8
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail '^the agent is registered but could not connect to ACS: Failed to connect to ACS: websocket client: unable'
expect_detail '403 Forbidden.*websocket: bad handshake'
expect_detail 'ecs.service is active \(running\)'
expect_finding fail:agent-not-ready
expect_agent_running
expect_json '.agent.path | .acs == "failed" and .acs_cause == "denied"'
agent_control log old
agent_control acs cluster
always --ready-timeout 8 --force
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail 'Error connecting to ACS: InvalidClusterException: Cluster not found\.'
expect_json '.agent.path.acs_cause == "invalid-cluster"'
# The log is quiet but for its errors.
agent_control log quiet
agent_control acs denied
# The log has whole seconds: what the agent wrote before must not be of the second of its start.
sleep 1
always --ready-timeout 8 --force
expect_exit 10
expect_detail 'Failed to connect to ACS: AccessDeniedException'
expect_json '.agent.path | .acs == "failed" and .acs_cause == "denied" and (.log_talks | not)'
# As soon as it may, it connects.
agent_control acs
agent_control log
poll 20 agent_is_connected || fail "the agent does not connect"
