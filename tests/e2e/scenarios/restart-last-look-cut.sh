# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent does not register, and Docker hangs at the very end of the wait: the look that the deadline cuts takes nothing
# away from what the one before it saw.

# left_is_short: since the restart was asked for 6.8 s have gone of its 8.
left_is_short() {
	[[ $(($(date +%s%3N) - ASKED_MS)) -ge 6800 ]]
}

agent
lab_up
agent_control register never
remember_agent
begin --restart-agent=always --ready-timeout 8
poll 10 grep -q 'restart-unit of ecs.service' "$OUT/stderr" || fail "nothing is asked for"
ASKED_MS=$(date +%s%3N)
# A look takes up to 2 s: with less left than that, one that Docker does not answer is cut.
poll 20 left_is_short || fail "the wait is over"
hang docker.service
finish_run
in_machine kill -CONT "$(unit_property docker.service MainPID)"
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail 'does not answer on port 51678'
expect_detail 'ecs.service is active \(running\)'
expect_json '.agent.container.known and .agent.unit.known'
expect_json '.agent.container.state == "running"'
agent_control register
