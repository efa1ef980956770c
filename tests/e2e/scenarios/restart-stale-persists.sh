# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent is handed numbered hosts again after a restart (a proxy that resolves outside of the VPC does that): a timer
# restarts it once, not each time, until the evidence changes. By hand it is restarted all the same.

agent
endpoints_missing
lab_up
endpoints_created
agent_control numbered yes
remember_agent
if_stale --cool-down 0 --ready-timeout 8
expect_exit 10
expect_action restart-unit stale not-ready
expect_detail "ECS sent the agent to ecs-a-1.$SUFFIX again"
expect_finding fail:agent-not-ready
expect_agent_restarted
expect_agent_running
for force in '' --force; do
	remember_agent
	if_stale --cool-down 0 $force
	expect_idle stale-persists
	expect_finding warn:agent-stale-persists
	expect_by_hand 'sudo ecsprobe --restart-agent=always'
done
expect_history not-ready
# Other evidence: another story.
agent_control numbered
agent_config ECS_RESERVED_MEMORY=64
remember_agent
if_stale --cool-down 0
expect_restarted stale
expect_no_finding agent-stale-persists
expect_agent_peer ecs-agent private
