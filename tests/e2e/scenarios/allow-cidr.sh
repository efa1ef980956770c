# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint of ecr.api stands in a hub VPC, 10.99.0.0/16.

answers ecr.api "${HUB[ecr.api]}"
lab_up

probe 4
expect_healthy
expect_class private ecr.api
expect_note private-address ecr.api

probe 4 --allow-cidr 10.99.0.0/16
expect_healthy
expect_class private ecr.api
expect_json '.findings | any(.code == "outside-allowed-cidr") | not'

probe 4 --allow-cidr 10.98.0.0/16
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn outside-allowed-cidr
expect_others pass
expect_findings warn:outside-allowed-cidr:ecr.api

probe 4 --allow-cidr 10.98.0.0/16 --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail outside-allowed-cidr
expect_others pass
expect_findings fail:outside-allowed-cidr:ecr.api
