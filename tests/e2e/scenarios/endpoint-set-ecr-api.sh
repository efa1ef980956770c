# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecr.dkr has an endpoint and ecr.api none.

nat on
answers ecr.api "${PUBLIC[ecr.api]}"
lab_up
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn endpoint-set-incomplete
expect_others pass
expect_findings warn:endpoint-set-incomplete:ecr.api
