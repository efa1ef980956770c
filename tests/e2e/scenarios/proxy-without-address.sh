# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The proxy's name does not exist.

lab_up
agent_proxy 'HTTPS_PROXY=http://old-proxy.corp.example:3128' 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail proxy-unreachable -- ecs ecs-agent ecs-telemetry ecr.api secretsmanager
expect_others pass
expect_findings fail:proxy-unreachable:agent
expect_advice proxy-unreachable:agent 'old-proxy\.corp\.example'
