# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The proxy knows no address for one host and says 500.

proxy allow
proxy_answers ecs-agent
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4 --expect any
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail proxy-denied
expect_others pass
expect_findings fail:proxy-denied:ecs-agent
expect_advice proxy-denied:ecs-agent 500
