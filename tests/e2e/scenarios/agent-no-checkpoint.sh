# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A container that was run by hand without ECS_DATADIR keeps no state: started again it is another container instance, and
# the tasks are left to nobody. It is not restarted, --force or not.

machine_config ECS_DATADIR=
agent_container
lab_up
remember_agent
for mode in always 'always --force'; do
	$mode
	expect_exit 75
	expect_action defer no-checkpoint
	expect_agent_untouched
	expect_finding warn:agent-no-checkpoint
	expect_advice agent-no-checkpoint:agent 'ECS_DATADIR=/data'
done
expect_agent_state running
