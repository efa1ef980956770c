# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody else's restart of the unit is under way: its job waits for a slow stop. Nobody gets in its way.

agent
lab_up
agent_control stop_delay 9
remember_agent
in_machine systemctl --no-block restart ecs
poll 5 unit_is ecs.service 'deactivating stop' || fail "the unit is $(unit_state ecs.service)"
for mode in always 'always --force'; do
	$mode
	expect_exit 75
	expect_action defer job-queued
	expect_by_hand ''
done
agent_control stop_delay
expect_no_history
poll 30 agent_running
expect_agent_restarted
expect_agent_running
