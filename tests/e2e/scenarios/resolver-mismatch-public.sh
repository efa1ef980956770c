# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# As resolver-mismatch-dead, but with a NAT gateway: the public addresses work.

nat on
nameservers "$CORPORATE_DNS"
mismatched=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager)
for service in "${SERVICES[@]}"; do corporate "$service" "${PUBLIC[$service]}"; done
lab_up
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoints warn resolver-mismatch -- "${mismatched[@]}"
expect_others pass
expect_addresses ecs 52.94.1.10=pass 52.94.2.10=pass 10.0.1.10=pass:unjudged 10.0.2.10=pass:unjudged
expect_findings "${mismatched[@]/#/warn:resolver-mismatch:}"
