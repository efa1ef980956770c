# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The metadata service needs 150 ms for every answer: slower, nothing else.

lab_up
imds_mode '{"delay_ms": 150}'
probe 8
expect_healthy
expect_class vpc ecs ecr.dkr
expect_json '.instance.source == "imds" and .instance.vpc_cidrs == ["10.0.0.0/16", "100.64.0.0/16"]'
expect_duration_within 4
