# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No fault in eusc-de-east-1: the names of that partition, all private.

region eusc-de-east-1
lab_up
probe 4 --expect private
expect_healthy
expect_plan
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_json '.instance | .region == "eusc-de-east-1" and .partition == "aws-eusc" and .dns_suffix == "amazonaws.eu"'
