# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config got a setting that nobody knows: whether the agent gets over it cannot be proven, so it is left alone,
# and the value is not shown. Somebody who knows says --force.

agent
lab_up
remember_agent
echo 'ECS_CLUSTRE=canary' >>/etc/ecs/ecs.config
for mode in if_stale always; do
	$mode
	expect_refused setting-not-proven 75
	expect_detail '/etc/ecs/ecs.config:[0-9]+: .an unknown key of 11 bytes.: expected a setting that the agent'
	expect_finding warn:agent-setting-unproven
	expect_secret canary
done
expect_agent_untouched
always --force
expect_restarted stale
expect_no_finding agent-setting-unproven
