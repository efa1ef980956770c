# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecsprobe is told to end while it waits: it stops waiting and says so; the restart itself is systemd's and goes on.

agent
lab_up
agent_control stop_delay 1
remember_agent
begin --restart-agent=always --ready-timeout 20
poll 5 unit_is ecs.service 'deactivating stop' || fail "no restart: $(unit_state ecs.service)"
signal_probe TERM
finish_run
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail 'a signal ended the wait; the restart itself goes on'
expect_history not-ready
poll 10 agent_running
expect_agent_restarted
expect_agent_running
