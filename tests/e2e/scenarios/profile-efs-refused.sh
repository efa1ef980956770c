# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What has the addresses of EFS's endpoint refuses connections to port 443.

profile efs
lab_up
refuse elasticfilesystem
probe 4 --profile efs --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint elasticfilesystem fail tcp-refused
expect_others pass
expect_plan
expect_all_addresses 2 fail:tcp-refused elasticfilesystem
expect_findings fail:tcp-refused:elasticfilesystem
