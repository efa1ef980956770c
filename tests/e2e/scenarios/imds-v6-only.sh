# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A dual-stack instance whose metadata service answers on fd00:ec2::254 only.

family dual
imds_only ipv6
lab_up
probe 8
expect_healthy
expect_class vpc ecs ecr.dkr
expect_json '.instance.source == "imds" and .instance.account == "111122223333"'
