# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A change of ecs.config that nothing here could see to be bad ends the agent: exit 10, with what to put back and the
# agent's own last words. The timer does not try these files again, until they are changed.

agent
machine_config ECS_LOGLEVEL=info
lab_up
printf '%s\n' 'ECS_LOGLEVEL=debug' 'ECS_ENGINE_AUTH_DATA={"canary":1}' >/etc/ecs/ecs.config
agent_control exit 5
agent_control last_words 'Something about canary is wrong'
remember_agent
if_stale --cool-down 0
expect_exit 10
expect_action restart-unit stale not-ready
expect_json '.action.go_back == ["/etc/ecs/ecs.config:2: ECS_ENGINE_AUTH_DATA was not set: remove the line",
	"/etc/ecs/ecs.config:1: ECS_LOGLEVEL was \"info\"", "then sudo systemctl restart ecs"]'
expect_words report.txt 'to undo the change: /etc/ecs/ecs.config:1: ECS_LOGLEVEL was "info"'
expect_words stderr 'to undo the change: /etc/ecs/ecs.config:1: ECS_LOGLEVEL was "info"'
expect_detail 'ecs.service is failed'
expect_detail "the agent's last error: Something about"
expect_history not-ready
same "to blame" true "$(jq '.restarts[0].blamed' "$HISTORY")"
# Dead, and the reason is not mended: not again, however often the timer comes.
agent_control exit
for _ in 1 2; do
	if_stale --cool-down 0
	expect_exit 1
	expect_action defer configuration-failed-before
	expect_by_hand 'change ecs.config, then sudo ecsprobe --restart-agent'
done
expect_history not-ready
# Put back: another configuration, and the agent starts.
echo ECS_LOGLEVEL=info >/etc/ecs/ecs.config
if_stale --cool-down 0
expect_exit 0
expect_action start-unit not-running restarted
expect_agent_running
# The same bad one once more: it is known.
printf '%s\n' 'ECS_LOGLEVEL=debug' 'ECS_ENGINE_AUTH_DATA={"canary":1}' >/etc/ecs/ecs.config
remember_agent
if_stale --cool-down 0
expect_refused configuration-failed-before 75
# By hand it is tried, and what works is acquitted.
always --cool-down 0
expect_restarted stale
