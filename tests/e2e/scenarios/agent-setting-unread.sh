# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What people write into ecs.config in user data: `export X=y`, `X = y`, an indented heredoc, a blank of Unicode. The first
# two are read by nobody: file and line are named, and they are never a reason to restart. The others are settings.

agent
lab_up
remember_agent
agent_config 'export ECS_CLUSTER=prod' 'ECS_CLUSTER = prod' '# ECS_CLUSTER=prod'
if_stale
expect_idle nothing-stale
expect_note agent-setting-unread agent
expect_json '[.findings[] | select(.code == "agent-setting-unread") | .message] == ["these lines have no effect: /etc/ecs/ecs.config:1, /etc/ecs/ecs.config:2"]'
agent_config $'    ECS_LOGLEVEL=debug\u00a0'
if_stale
expect_restarted stale
expect_evidence 'agent-stale-config: ECS_LOGLEVEL'
