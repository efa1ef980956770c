# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The metadata service is disabled: 403 to everything.

lab_up
imds_mode '{"status": 403}'
probe 4 --region us-east-1 --account 111122223333
expect_exit 0
expect_verdict degraded
expect_others pass
expect_class private ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_findings warn:imds-disabled:instance
