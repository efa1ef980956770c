# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The proxy wants a password: it is missing, then right, then wrong; it never shows, however talkative the report.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy squid
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4 --expect any
expect_exit 1
expect_endpoints fail proxy-auth -- "${proxied[@]}"
expect_others pass
expect_findings fail:proxy-auth:agent

: >/etc/ecs/ecs.config
agent_proxy "HTTP_PROXY=http://lab:$PROXY_SECRET@$PROXY_IPV4:3128" \
	'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4 --expect any -vv
expect_exit 0
expect_others pass
expect_class proxied "${proxied[@]}"
expect_findings
expect_secret "$PROXY_SECRET"

wrong=canary-4711
: >/etc/ecs/ecs.config
agent_proxy "HTTP_PROXY=http://lab:$wrong@$PROXY_IPV4:3128" \
	'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4 --expect any -vv
expect_exit 1
expect_endpoints fail proxy-auth -- "${proxied[@]}"
expect_others pass
expect_findings fail:proxy-auth:agent
expect_secret "$wrong"
