# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# resolv.conf names systemd-resolved's stub, which asks the company's nameserver: public answers over a NAT
# gateway, where Route 53 has private ones.

nat on
stub_resolver "$CORPORATE_DNS"
mismatched=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager)
for service in "${SERVICES[@]}"; do corporate "$service" "${PUBLIC[$service]}"; done
lab_up
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoints warn resolver-mismatch -- "${mismatched[@]}"
expect_others pass
expect_findings "${mismatched[@]/#/warn:resolver-mismatch:}"
expect_json '.resolvers | any(.name == "system" and .address == "127.0.0.53")'
expect_advice resolver-mismatch:ecs '10\.0\.0\.53'
