# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A key of ecs.config was changed, one came and one went since the agent was started. Their values are nobody's business.

machine_config ECS_LOGLEVEL=info ECS_RESERVED_MEMORY=64 ECS_IMAGE_PULL_BEHAVIOR=prefer-cached
agent
lab_up
probe 5
expect_healthy
printf '%s\n' ECS_LOGLEVEL=canary-1 ECS_IMAGE_PULL_BEHAVIOR=prefer-cached ECS_DISABLE_PRIVILEGED=canary-2 >/etc/ecs/ecs.config
probe 5 -vv
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:agent-stale-config:agent warn:agent-setting-unproven:agent
expect_json '.agent.config.changed | sort == ["ECS_DISABLE_PRIVILEGED", "ECS_LOGLEVEL", "ECS_RESERVED_MEMORY"]'
expect_advice agent-stale-config:agent ECS_RESERVED_MEMORY
expect_secret canary
# The file of /var/lib counts where that of /etc says nothing.
printf '%s\n' ECS_LOGLEVEL=info ECS_RESERVED_MEMORY=64 >/etc/ecs/ecs.config
printf '%s\n' ECS_LOGLEVEL=debug ECS_IMAGE_PULL_BEHAVIOR=prefer-cached >/var/lib/ecs/ecs.config
probe 5
expect_healthy
