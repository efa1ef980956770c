# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent ends with 1 as soon as it is started, and ecs-init starts it again and again: the unit is active all the
# time. The clock is shown ahead, since a unit that started moments ago is given time.

agent unready
agent_control exit 1
lab_up
poll 20 container_is 'exited 1'
shifted 120 probe 5
expect_exit 0
expect_verdict degraded
expect_findings warn:agent-not-registered:agent warn:clock-skew:instance
expect_unit ecs.service 'active running'
