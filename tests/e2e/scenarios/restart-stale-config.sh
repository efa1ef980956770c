# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A key of ecs.config was changed after the start, one added and one taken away: the agent is restarted with the new
# environment. Keys are named, values never.

agent
machine_config ECS_CONTAINER_INSTANCE_TAGS='{"stack":"canary-before-1"}' ECS_RESERVED_MEMORY=32
lab_up
echo 'ECS_CONTAINER_INSTANCE_TAGS={"stack":"canary-after-2"}
ECS_IMAGE_PULL_BEHAVIOR=prefer-cached' >/etc/ecs/ecs.config
remember_agent
if_stale
expect_restarted stale
expect_evidence 'agent-stale-config: ECS_CONTAINER_INSTANCE_TAGS ECS_IMAGE_PULL_BEHAVIOR ECS_RESERVED_MEMORY'
expect_verdict healthy
expect_no_finding agent-stale-config
same "new key" ECS_IMAGE_PULL_BEHAVIOR=prefer-cached "$(agent_env | grep PULL)"
same "key taken away" '' "$(agent_env | grep ECS_RESERVED_MEMORY)"
expect_secret canary
