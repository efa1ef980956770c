# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The system bus hangs after the restart was asked for: whether the unit is up is not known, so 10; the restart itself
# goes on.

agent
lab_up
agent_control stop_delay 1
remember_agent
begin --restart-agent=always --ready-timeout 3
poll 5 unit_is ecs.service 'deactivating stop' || fail "no restart: $(unit_state ecs.service)"
pkill -STOP -x dbus-daemon
finish_run
pkill -CONT -x dbus-daemon
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail "the system bus did not answer in time"
expect_finding fail:agent-not-ready
expect_ended_within 10
poll 10 agent_running
expect_agent_restarted
expect_agent_running
