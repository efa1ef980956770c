# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Two timers fire in the same moment on a stale agent: it is restarted once.

agent
endpoints_missing
lab_up
endpoints_created
remember_agent
ecsprobe_command "${TRUST[@]}" --restart-agent=if-stale
"${COMMAND[@]}" >"$OUT/other" 2>&1 </dev/null &
other=$!
if_stale
mine=$STATUS
wait "$other"
other=$?
case $mine.$other in
0.0 | 0.75 | 75.0) ;;
*) fail "exit statuses: $mine and $other" ;;
esac
poll 10 agent_running
same "starts of the agent" 2 "$(docker_events start)"
expect_history restarted
expect_agent_peer ecs-agent private
expect_agent_running
