# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No fault in cn-north-1: the names of that partition, all private.

region cn-north-1
lab_up
probe 4 --expect private
expect_healthy
expect_plan
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_json '.instance | .region == "cn-north-1" and .partition == "aws-cn" and .dns_suffix == "amazonaws.com.cn"'
