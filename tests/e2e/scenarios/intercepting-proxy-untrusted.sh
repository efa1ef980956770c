# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The company's proxy breaks TLS open, and this host's trust store does not know its authority.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy allow
lab_up
# shellcheck disable=SC2046
intercept $(for service in "${proxied[@]}"; do echo "${PUBLIC[$service]}"; done)
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4 --expect any
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail tls-untrusted -- "${proxied[@]}"
expect_others pass
expect_findings fail:tls-untrusted:{ecs,ecs-agent,ecs-telemetry,ecr.api} warn:tls-untrusted:secretsmanager
expect_json '[endpoint("ecs").addresses[] | select(.judged) | .tls.issuer | test("Corporate Inspection CA")] == [true]'
