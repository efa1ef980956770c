# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs-agent cannot be reached: a restart would take the tasks' credentials away. 1, and the agent stays as it is.

agent
lab_up
drop ecs-agent
remember_agent
always --connect-timeout 1
expect_refused endpoints-fail 1
expect_verdict unhealthy
expect_detail '^ecs-agent fails \(tcp-timeout\)$'
expect_by_hand ''
# A timer has no reason to say more than that the endpoint is dead.
if_stale --connect-timeout 1
expect_exit 1
expect_action none nothing-stale
always --force --connect-timeout 1 --ready-timeout 8
# Forced, it is restarted, and what was said of it comes true: it is not connected.
expect_exit 10
expect_action restart-unit asked not-ready
expect_agent_restarted
expect_agent_running
expect_json .action.forced
expect_detail '^the agent is registered but (has not connected|could not connect) to ACS'
expect_detail 'overrides endpoints-fail: ecs-agent fails \(tcp-timeout\)$'
