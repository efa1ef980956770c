# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ECS calls the container instance inactive: somebody deregistered it. The agent tries again once an hour, and says nothing
# in between.

agent
agent_control acs inactive
lab_up
wait_agent_log 'InactiveInstanceException'
probe 5
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:agent-inactive:agent
expect_advice agent-inactive:agent 'empty /var/lib/ecs/data'
expect_json '.findings[] | select(.code == "agent-inactive").evidence[0].text | test("InactiveInstanceException")'
shifted 3500 probe 5
expect_finding warn:agent-inactive
expect_no_finding agent-not-connected
