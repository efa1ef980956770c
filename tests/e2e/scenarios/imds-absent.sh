# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No metadata service at this address, but a Region on the command line: everything is probed;
# which addresses are inside the VPC is unknown.

imds absent
lab_up
probe 6 --region us-east-1 --account 111122223333
expect_exit 0
expect_verdict degraded
expect_others pass
expect_class private ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_findings warn:imds-unreachable:instance
expect_json '.instance.vpc_cidrs == []'
