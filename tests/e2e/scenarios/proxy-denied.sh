# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The proxy forbids connections to port 443.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy deny
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail proxy-denied -- "${proxied[@]}"
expect_others pass
expect_class proxied "${proxied[@]}"
expect_findings fail:proxy-denied:{ecs,ecs-agent,ecs-telemetry,ecr.api} warn:proxy-denied:secretsmanager
expect_advice proxy-denied:ecs 403
