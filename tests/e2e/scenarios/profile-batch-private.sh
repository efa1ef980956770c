# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An instance of an AWS Batch compute environment: the endpoints of ECS and that of Batch.

profile batch
lab_up
probe 4 --profile batch --expect private
expect_healthy
expect_plan
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager batch
expect_class public ecr.layers
