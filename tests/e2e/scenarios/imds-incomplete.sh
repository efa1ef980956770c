# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The metadata service throttles the question for the VPC's blocks.

lab_up
imds_mode '{"throttled": "vpc-ipv"}'
probe 4
expect_exit 0
expect_verdict degraded
expect_others pass
expect_class private ecs ecr.dkr
expect_findings warn:imds-incomplete:instance
