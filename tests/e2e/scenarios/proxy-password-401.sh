# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A proxy that answers 401, not 407, to a wrong password: credentials all the same, and the message has the status.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy auth
lab_up
wrong=canary-4711
agent_proxy "HTTP_PROXY=http://lab:$wrong@$PROXY_IPV4:3128" \
	'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4 --expect any -vv
expect_exit 1
expect_endpoints fail proxy-auth -- "${proxied[@]}"
expect_others pass
expect_findings fail:proxy-auth:agent
expect_advice proxy-auth:agent 401
expect_secret "$wrong"
