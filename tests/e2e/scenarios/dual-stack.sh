# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Two addresses of each family for every name, and a host that has both families.

family dual
lab_up
probe 4
expect_healthy
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_class public ecr.layers
expect_all_addresses 4 pass ecs ecs-agent ecs-telemetry ecr.api logs secretsmanager
expect_all_addresses 2 pass ecr.dkr ecr.layers
expect_json '[.resolvers[] | {name, address}] == [{"name": "route53", "address": "10.0.0.2"}]'
