# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's proxy, which is gone, stands in /var/lib/ecs/ecs.config; /etc/ecs/ecs.config goes before it.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy absent
lab_up
mkdir -p /var/lib/ecs
printf '%s\n' "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock' >/var/lib/ecs/ecs.config
probe 4
expect_exit 1
expect_endpoints fail proxy-unreachable -- "${proxied[@]}"
expect_others pass
expect_findings fail:proxy-unreachable:agent

agent_proxy 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock,.amazonaws.com'
probe 4
expect_healthy
