# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An empty ECS_DATADIR in ecs.config replaces the directory that ecs-init names, and the agent keeps no state: it is not
# restarted, --force or not. With an empty ECS_AGENT_CONFIG_FILE_PATH it reads another JSON file, which nobody has checked.

agent
lab_up
remember_agent
cp /etc/ecs/ecs.config /etc/ecs/as-it-was
echo 'ECS_DATADIR=' >>/etc/ecs/ecs.config
for mode in if_stale always 'always --force'; do
	$mode
	expect_refused config-would-fail 1
	expect_detail '/etc/ecs/ecs.config:[0-9]+: ECS_DATADIR: expected /data'
	expect_finding fail:agent-setting-refused
done
cp /etc/ecs/as-it-was /etc/ecs/ecs.config
echo 'ECS_AGENT_CONFIG_FILE_PATH=' >>/etc/ecs/ecs.config
if_stale
expect_refused setting-not-proven 75
expect_detail '/etc/ecs/ecs.config:[0-9]+: ECS_AGENT_CONFIG_FILE_PATH: expected not set'
