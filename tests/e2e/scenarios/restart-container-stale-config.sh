# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A container that was run by hand keeps the environment it was made with: no restart makes it read a changed file, so
# none is made, not even with --force.

agent_container
machine_config ECS_RESERVED_MEMORY=32
lab_up
echo ECS_RESERVED_MEMORY=64 >/etc/ecs/ecs.config
remember_agent
for mode in if_stale always 'always --force'; do
	$mode
	expect_refused container-must-be-recreated 75
	expect_evidence 'agent-stale-config: ECS_RESERVED_MEMORY'
	expect_words report.txt 'by hand: sudo docker inspect ecs-agent shows its settings'
done
same "restarts by Docker" 0 "$(docker_events restart)"
