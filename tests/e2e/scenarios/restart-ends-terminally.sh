# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent ends with 5 as soon as it is started anew: 10 as soon as systemd has
# given it up, not at the end of the time to come back, and the report says that its unit has failed.

agent
lab_up
agent_control exit 5
remember_agent
always
expect_exit 10
expect_ended_within 30
expect_action restart-unit asked not-ready
expect_detail '^ecs.service is failed'
expect_finding fail:agent-not-ready
expect_finding fail:agent-failed-terminal
expect_unit ecs.service 'failed failed'
# With the reason gone it is started again, by ecsprobe too.
agent_control exit
if_stale --cool-down 0
expect_exit 0
expect_action start-unit not-running restarted
expect_agent_running
