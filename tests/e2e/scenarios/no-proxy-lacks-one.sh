# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Everything is exempt but the credentials endpoint of tasks.

proxy allow
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,/var/run/docker.sock,.amazonaws.com'
probe 4
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:no-proxy-incomplete:agent
expect_advice no-proxy-incomplete:agent '169\.254\.170\.2'
