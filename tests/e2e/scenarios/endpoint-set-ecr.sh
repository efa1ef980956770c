# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecr.api has an endpoint and ecr.dkr none, and then the reverse.

nat on
answers ecr.dkr "${PUBLIC[ecr.dkr]}"
lab_up
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.dkr warn endpoint-set-incomplete
expect_others pass
expect_findings warn:endpoint-set-incomplete:ecr.dkr
probe 4 --expect private
expect_exit 1
expect_endpoint ecr.dkr fail endpoint-set-incomplete
expect_others pass
expect_findings fail:endpoint-set-incomplete:ecr.dkr
