# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The proxy wants a password that the agent does not have.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy auth
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail proxy-auth -- "${proxied[@]}"
expect_others pass
expect_class proxied "${proxied[@]}"
expect_findings fail:proxy-auth:agent
