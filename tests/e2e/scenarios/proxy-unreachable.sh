# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Nothing listens where the agent's proxy should be. The direct way works, but the agent will not take it.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy absent
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail proxy-unreachable -- "${proxied[@]}"
expect_others pass
expect_class proxied "${proxied[@]}"
expect_findings fail:proxy-unreachable:agent
expect_advice proxy-unreachable:agent '10\.0\.0\.80'
