# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent does not register, and Docker hangs at the very end of the wait: the look that the deadline cuts takes nothing
# away from what the one before it saw.

agent
lab_up
agent_control register never
remember_agent
begin --restart-agent=always --ready-timeout 8
poll 10 grep -q 'does not answer on port 51678' "$OUT/stderr" || fail "the wait does not begin"
# Looks take up to 2 s: with less left than that, one that Docker does not answer is cut.
sleep "$(wait_left 8 1.2)"
kill -STOP "$(dockerd_pid)"
finish_run
kill -CONT "$(dockerd_pid)"
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail 'does not answer on port 51678'
expect_detail 'ecs.service is active \(running\)'
expect_json '.agent.container.known and .agent.unit.known'
expect_json '.agent.container.state == "running"'
agent_control register
