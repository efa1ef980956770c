# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A half-migrated name: one private and one public address, both working.

nat on
answers ecr.api 10.0.1.13 52.94.1.13
lab_up
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn mixed-addresses
expect_others pass
expect_class mixed ecr.api
expect_addresses ecr.api 10.0.1.13=pass 52.94.1.13=pass
expect_findings warn:mixed-addresses:ecr.api
