# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An instance without IPv4: resolver fd00:ec2::253, metadata service fd00:ec2::254.

family ipv6
lab_up
probe 8
expect_healthy
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_all_addresses 2 pass "${SERVICES[@]}"
expect_json '[.resolvers[] | {name, address}] == [{"name": "route53", "address": "fd00:ec2::253"}]'
expect_json '.instance.account == "111122223333"'
expect_json '[endpoint("ecs", "ecr.api", "logs") | .host | endswith(".api.aws")] == [true, true, true]'
