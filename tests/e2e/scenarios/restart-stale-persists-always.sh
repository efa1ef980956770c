# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What a restart did not change, a restart by hand tries again.

agent
endpoints_missing
lab_up
endpoints_created
agent_control numbered yes
if_stale --cool-down 0 --ready-timeout 8
expect_exit 10
if_stale --cool-down 0
expect_action none stale-persists
expect_finding warn:agent-stale-persists
agent_control numbered
remember_agent
always --cool-down 0
expect_restarted stale
expect_agent_peer ecs-agent private
