# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The company's proxy breaks TLS open, and its authority is in this host's own trust store.

seen=(ecs ecs-agent ecs-telemetry ecr.api)
proxy allow
lab_up
# shellcheck disable=SC2046
intercept $(for service in "${seen[@]}"; do echo "${PUBLIC[$service]}"; done)
host_store "$CACHE/pki/interceptor.crt"
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 4 --expect any --service ecs,ecs-agent,ecs-telemetry,ecr.api
expect_exit 0
expect_verdict degraded
expect_endpoints warn tls-intercepted -- "${seen[@]}"
expect_class proxied "${seen[@]}"
expect_findings "${seen[@]/#/warn:tls-intercepted:}"
