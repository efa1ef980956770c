# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent goes through a proxy, which resolves the ECS names by itself, publicly: ECS hands it numbered hosts. Its
# only peer is the proxy.

proxy allow
machine_config "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
agent
agent_control numbered yes
lab_up
expect_agent_peer proxy
probe 6
expect_exit 0
expect_verdict degraded
expect_endpoint ecs warn proxied-control-plane
expect_others pass
expect_findings warn:proxied-control-plane:ecs warn:agent-stale-path:agent
expect_advice agent-stale-path:agent 'unless a proxy'
# One that resolves privately.
agent_control numbered no
in_machine systemctl restart ecs.service
wait_agent_registered 20
probe 6
expect_findings warn:proxied-control-plane:ecs
expect_json '.findings | all(.subject != "agent")'
