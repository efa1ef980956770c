# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Under ecs-init the agent runs with ECS_CHECKPOINT=false since its start: it works, and keeps no state. Started again it is
# another container instance, so it is not restarted, --force or not.

agent
machine_config ECS_CHECKPOINT=false
lab_up
remember_agent
for mode in always 'always --force'; do
	$mode
	expect_refused no-checkpoint 75
	expect_detail 'ECS_CHECKPOINT=false'
	expect_finding warn:agent-no-checkpoint
	expect_advice agent-no-checkpoint:agent 'remove ECS_CHECKPOINT'
done
