# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config names another cluster than the one the agent is registered with: its next start would end with 5.

machine_config ECS_CLUSTER=blue
agent
lab_up
sed -i s/blue/green/ /etc/ecs/ecs.config
probe 5
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-cluster-differs:agent warn:agent-stale-config:agent
expect_advice agent-cluster-differs:agent 'blue.*green'
