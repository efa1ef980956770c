# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config got a value that the agent ends of, or that makes it keep no state: it is never restarted, --force or not, and
# file, line and what is expected are named. The corrected value is taken. A no-break space behind a value is no change at all.

# refused DETAIL: whoever asks.
refused() {
	local mode
	for mode in if_stale always 'always --force'; do
		$mode
		expect_refused config-would-fail 1
		expect_detail "/etc/ecs/ecs.config:[0-9]+: $1"
		expect_finding fail:agent-setting-refused
	done
}

agent
lab_up
remember_agent

# An empty ECS_DATADIR replaces the directory that ecs-init names. With an empty ECS_AGENT_CONFIG_FILE_PATH the agent reads
# another JSON file, which nobody has checked.
cp /etc/ecs/ecs.config /etc/ecs/as-it-was
echo 'ECS_DATADIR=' >>/etc/ecs/ecs.config
refused 'ECS_DATADIR: expected /data'
cp /etc/ecs/as-it-was /etc/ecs/ecs.config
echo 'ECS_AGENT_CONFIG_FILE_PATH=' >>/etc/ecs/ecs.config
if_stale
expect_refused setting-not-proven 75
expect_detail '/etc/ecs/ecs.config:[0-9]+: ECS_AGENT_CONFIG_FILE_PATH: expected not set'
cp /etc/ecs/as-it-was /etc/ecs/ecs.config

printf '\302\240\nECS_CONTAINER_INSTANCE_TAGS={"cost":1}\n' >>/etc/ecs/ecs.config
refused 'ECS_CONTAINER_INSTANCE_TAGS: expected a JSON object of strings'
expect_agent_untouched
sed -i 's/"cost":1/"cost":"1"/' /etc/ecs/ecs.config
if_stale
expect_restarted stale
expect_no_finding agent-setting-refused
