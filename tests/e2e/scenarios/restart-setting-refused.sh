# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config got a value that the agent ends of: it is never restarted, --force or not, and file, line and what is
# expected are named. The corrected value is taken. A no-break space behind a value is no change at all.

agent
lab_up
remember_agent
printf '\302\240\nECS_CONTAINER_INSTANCE_TAGS={"cost":1}\n' >>/etc/ecs/ecs.config
for mode in if_stale always 'always --force'; do
	$mode
	expect_refused config-would-fail 1
	expect_detail "/etc/ecs/ecs.config:[0-9]+: ECS_CONTAINER_INSTANCE_TAGS: expected a JSON object of strings"
	expect_finding fail:agent-setting-refused
done
expect_agent_untouched
sed -i 's/"cost":1/"cost":"1"/' /etc/ecs/ecs.config
if_stale
expect_restarted stale
expect_no_finding agent-setting-refused
