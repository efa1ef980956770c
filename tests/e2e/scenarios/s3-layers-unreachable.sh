# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The subnet's route table has no S3 gateway endpoint and there is no NAT gateway: image layers are out of reach.

lab_up
drop ecr.layers
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.layers fail s3-layers-unreachable
expect_others pass
expect_class public ecr.layers
expect_all_addresses 2 fail:tcp-timeout ecr.layers
expect_findings fail:s3-layers-unreachable:ecr.layers
probe 4 --deep
expect_exit 1
expect_endpoint ecr.layers fail s3-layers-unreachable
expect_others pass
expect_findings fail:s3-layers-unreachable:ecr.layers
