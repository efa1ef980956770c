# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# There is a NAT gateway, and yet this Region's S3 times out: a gateway endpoint's policy or route, not the egress.

nat on
lab_up
drop ecr.layers
probe 4 --deep
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.layers fail s3-layers-unreachable
expect_others pass
expect_findings fail:s3-layers-unreachable:ecr.layers
