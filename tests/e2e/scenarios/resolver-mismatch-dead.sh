# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# resolv.conf names the company's nameserver, which knows nothing of the interface endpoints and
# returns the public addresses; there is no NAT gateway. Route 53 would answer private ones.

nameservers "$CORPORATE_DNS"
mismatched=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager)
for service in "${SERVICES[@]}"; do corporate "$service" "${PUBLIC[$service]}"; done
lab_up
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail resolver-mismatch -- "${mismatched[@]}"
expect_others pass
expect_addresses ecs 52.94.1.10=fail:tcp-timeout 52.94.2.10=fail:tcp-timeout \
	10.0.1.10=pass:unjudged 10.0.2.10=pass:unjudged
expect_findings fail:resolver-mismatch:{ecs,ecs-agent,ecs-telemetry,ecr.api,ecr.dkr} \
	warn:resolver-mismatch:{logs,secretsmanager}
expect_json '[.resolvers[].name] | sort == ["route53", "system"]'
expect_json '.resolvers | any(.name == "system" and .address == "10.0.0.53")'
expect_json 'all(.endpoints[]; .dns | keys == ["route53", "system"])'
