# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Packets to the proxy vanish.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy silent
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 3
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail proxy-unreachable -- "${proxied[@]}"
expect_others pass
expect_findings fail:proxy-unreachable:agent
expect_ended_within 3
