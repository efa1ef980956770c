# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config.json was written after the agent had started.

agent
lab_up
echo >/etc/ecs/ecs.config.json
probe 5
expect_healthy
echo '{"ReservedMemory": 64}' >/etc/ecs/ecs.config.json
probe 5
expect_exit 0
expect_verdict degraded
expect_findings warn:agent-stale-config:agent
expect_advice agent-stale-config:agent 'ecs\.config\.json was written after'
expect_json '.agent.config.changed == []'
