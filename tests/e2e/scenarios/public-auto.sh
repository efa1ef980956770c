# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No interface endpoint at all, but a NAT gateway: everything works, over the public path.

nat on
for service in "${SERVICES[@]}"; do answers "$service" "${PUBLIC[$service]}"; done
lab_up
probe 4
expect_exit 0
expect_verdict degraded
public=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager)
expect_endpoints warn public-address -- "${public[@]}"
expect_others pass
expect_class public "${SERVICES[@]}"
expect_all_addresses 2 pass "${SERVICES[@]}"
expect_findings "${public[@]/#/warn:public-address:}"
probe 4 --strict
expect_exit 2
