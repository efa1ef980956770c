# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance waits in a warm pool, and its agent was told to wait there too.

agent
machine_config ECS_WARM_POOLS_CHECK=true
imds_value meta-data/autoscaling/target-lifecycle-state Warmed:Stopped
lab_up
remember_agent
for mode in always 'always --force'; do
	$mode
	expect_refused warm-pool 75
	expect_detail '^Warmed:Stopped$'
done
expect_by_hand ''
