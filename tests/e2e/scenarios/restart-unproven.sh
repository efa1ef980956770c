# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent talks through a proxy and its log is quiet: it is registered again, and nobody can see whether it is connected.
# Exit 0 with a warning, and a word of its own; with --strict 2.

agent
proxy allow
machine_config HTTP_PROXY="$PROXY_IPV4:3128" NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock
agent_control log quiet
lab_up
expect_agent_peer proxy
remember_agent
always
expect_exit 0
expect_action restart-unit asked restart-unproven
expect_detail 'its log does not show connections, and it uses a proxy'
expect_finding warn:agent-connection-unproven
expect_verdict degraded
expect_agent_restarted
expect_agent_running
expect_words report.txt 'restart done: ecs.service restarted in [0-9.]+ s and registered, connection not proven'
expect_json '.action.done'
# Written so that an older ecsprobe can read it.
expect_history restarted
same "unproven, on record" true "$(jq '.restarts[0].unproven' "$HISTORY")"
remember_agent
always --force --strict
expect_exit 2
expect_action restart-unit asked restart-unproven
# Nothing is stale: the timer has nothing to do, and the record of it stands.
remember_agent
if_stale
expect_idle nothing-stale
