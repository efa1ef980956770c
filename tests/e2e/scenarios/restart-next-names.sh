# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the next start will ask is checked before it is made: dual-stack names for AWS_USE_DUALSTACK_ENDPOINT, and ec2 where
# the instance's tags are to be read at registration. Neither is there, so the agent that works is left alone.

agent
dual_answers ecs
lab_up
remember_agent
agent_config ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=ec2_instance
if_stale
expect_refused endpoints-fail 1
expect_detail 'ec2 fails'
agent_config ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=none AWS_USE_DUALSTACK_ENDPOINT=true
if_stale
expect_refused endpoints-fail 1
expect_json '[.endpoints[] | select(.service == "ecs") | .host] == ["ecs.us-east-1.api.aws"]'
expect_detail 'ecs fails'
agent_config AWS_USE_DUALSTACK_ENDPOINT=false
if_stale
expect_restarted stale
