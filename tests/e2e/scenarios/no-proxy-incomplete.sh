# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Proxies for the agent, ecs-init and dockerd whose exceptions cover the AWS names but not the metadata service, the
# credentials endpoint and Docker's socket.

proxy allow
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=.amazonaws.com'
ecs_init_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=.amazonaws.com'
dockerd_proxy "HTTP_PROXY=$PROXY_URL" "HTTPS_PROXY=$PROXY_URL" 'NO_PROXY=.amazonaws.com'
probe 4
expect_exit 0
expect_verdict degraded
expect_others pass
expect_class vpc ecs ecr.dkr
expect_findings warn:no-proxy-incomplete:{agent,dockerd,ecs-init}
expect_advice no-proxy-incomplete:agent '169\.254\.170\.2'
expect_advice no-proxy-incomplete:agent docker.sock
