# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config was left with the marks of an unfinished merge: Docker would refuse to make the container, and a restart
# would end the agent that runs. It is refused, --force or not, and the line is named; without the line it is made.

agent
lab_up
remember_agent
agent_config ======= ECS_LOGLEVEL=debug
for mode in if_stale always 'always --force'; do
	$mode
	expect_refused config-would-fail 75
	expect_detail 'line [0-9]+ of /etc/ecs/ecs.config'
	expect_finding warn:agent-config-invalid
done
expect_agent_untouched
sed -i '/^=======$/d' /etc/ecs/ecs.config
if_stale
expect_restarted stale
