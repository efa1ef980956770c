# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent goes to ecs directly and to everything else through the proxy. The names ecs-a and ecs-t do not exist here,
# but they do for the proxy: no numbered host stands in for them.

nat on
answers ecs "${PUBLIC[ecs]}"
no_name ecs-agent
no_name ecs-telemetry
proxy allow
lab_up
agent_proxy "HTTPS_PROXY=$PROXY_URL" "NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock,${HOST[ecs]}"
for option in '' --deep; do
	probe 6 --expect any ${option:+"$option"}
	expect_healthy
	expect_class public ecs
	expect_class proxied ecs-agent ecs-telemetry ecr.api secretsmanager
	expect_json '[.endpoints[].service | select(test("-1$"))] == []'
done
expect_proxied "${HOST[ecs-agent]}" "${HOST[ecs-telemetry]}" "${HOST[ecr.api]}" "${HOST[secretsmanager]}"
