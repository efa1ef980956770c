# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A container that was run by hand, and no unit: as good as any, until it ends. It keeps its environment for ever.

machine_config ECS_LOGLEVEL=info ECS_RESERVED_MEMORY=64
agent_container
machine_config ECS_LOGLEVEL=info
lab_up
probe 5
expect_healthy
expect_json '.agent | .runs_as == "container" and .unit == null and .container.restart_policy == "on-failure"'
# A key that it never had says nothing: who knows what it was made with.
agent_config ECS_IMAGE_PULL_BEHAVIOR=always
probe 5
expect_healthy
sed -i '$d; s/=info/=debug/' /etc/ecs/ecs.config
probe 5
expect_exit 0
expect_findings warn:agent-stale-config:agent
expect_advice agent-stale-config:agent 'remove it, then run it again'
docker_api POST /containers/ecs-agent/stop
probe 5
expect_exit 1
expect_findings fail:agent-not-running:agent
expect_advice agent-not-running:agent 'docker logs ecs-agent'
