# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Neither interface endpoints nor a NAT gateway: every name is public and nothing leads there.

for service in "${SERVICES[@]}"; do answers "$service" "${PUBLIC[$service]}"; done
lab_up
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail tcp-timeout -- ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_others pass
expect_class public "${SERVICES[@]}"
expect_findings fail:tcp-timeout:{ecs,ecs-agent,ecs-telemetry,ecr.api,ecr.dkr} warn:tcp-timeout:{logs,secretsmanager}
