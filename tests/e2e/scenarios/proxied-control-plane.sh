# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent has a proxy and no exception for AWS names: the proxy resolves ecs by itself, publicly, and ECS sends
# the agent to public hosts although the private endpoint stands ready.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy allow
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 6
expect_exit 0
expect_verdict degraded
expect_endpoint ecs warn proxied-control-plane
expect_others pass
expect_class proxied "${proxied[@]}"
expect_class vpc ecr.dkr logs
expect_findings warn:proxied-control-plane:ecs
for service in "${proxied[@]}"; do
	expect_json '[endpoint($ARGS.positional[0]).addresses[] | select(.judged) | {ip, via, status}] ==
		[{"ip": "10.0.0.80", "via": "proxy", "status": "pass"}]' "$service"
done
expect_proxied "${HOST[ecs]}" "${HOST[ecs-agent]}" "${HOST[ecs-telemetry]}" "${HOST[ecr.api]}" "${HOST[secretsmanager]}"
for expected in any public; do
	probe 6 --expect "$expected"
	expect_exit 0
	expect_note proxied-control-plane ecs
	expect_others pass
	expect_findings
done
