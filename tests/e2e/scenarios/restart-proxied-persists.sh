# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's proxy resolves the ECS names publicly, so that the agent is handed numbered hosts, whatever the instance
# resolves. Restarted once at most.

agent
endpoints_missing
proxy allow
machine_config HTTP_PROXY="$PROXY_IPV4:3128" NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock
agent_control numbered yes
lab_up
expect_agent_peer proxy
endpoints_created
remember_agent
if_stale --cool-down 0 --ready-timeout 8
expect_exit 10
expect_action restart-unit stale not-ready
expect_agent_restarted
remember_agent
if_stale --cool-down 0
expect_idle stale-persists
expect_finding warn:agent-stale-persists
