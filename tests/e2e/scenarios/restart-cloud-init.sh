# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# From user data on Amazon Linux: the unit is ordered after cloud-final, which waits for user data and so for us. Nothing
# is done, not even with --force, and it is no failure: the agent starts by itself, with the configuration of then.

agent unready
cloud_final_held
lab_up
expect_unit ecs.service 'inactive dead'
for mode in if_stale always 'always --force'; do
	$mode
	expect_exit 0
	expect_action none starts-after-cloud-init
	expect_note agent-starts-later agent
	expect_by_hand ''
done
expect_words report.txt 'none: the agent starts after cloud-init'
expect_no_history
agent_config ECS_RESERVED_MEMORY=64
cloud_final_done
poll 15 agent_running
expect_agent_running
same "its environment" ECS_RESERVED_MEMORY=64 "$(agent_env | grep MEMORY)"
