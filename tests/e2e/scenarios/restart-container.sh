# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No unit is loaded: the container was run by hand, and only there Docker's own restart is the way.

agent_container
endpoints_missing
lab_up
expect_agent_peer ecs-agent-1 public
endpoints_created
remember_agent
if_stale
expect_exit 0
expect_action restart-container stale restarted
expect_agent_restarted
expect_agent_running
expect_agent_peer ecs-agent private
same "restarts by Docker" 1 "$(docker_events restart)"
expect_words report.txt 'restart done: ecs-agent restarted in [0-9.]+ s'
# It was restarted just now, also by its own account.
rm -r "${HISTORY%/*}"
remember_agent
always
expect_exit 0
expect_action restart-container asked restarted
