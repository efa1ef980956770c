# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ECS_BACKEND_HOST was written into ecs.config, and its host does not exist: the agent would never register again.

agent
lab_up
agent_config ECS_BACKEND_HOST=https://ecs.nowhere.example
remember_agent
for mode in if_stale always; do
	$mode
	expect_refused endpoints-fail 1
	expect_evidence 'agent-stale-config: ECS_BACKEND_HOST'
	expect_detail '^ecs fails .*, with the configuration that its next start would read$'
	expect_advice plain-name-only:ecs ECS_BACKEND_HOST
done
expect_no_history
