# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The options leave nothing to check: never healthy.

lab_up
probe 4 --service logs --skip logs
expect_exit 69
expect_verdict unknown
expect_json '.endpoints == []'
expect_findings fail:nothing-to-check:instance
expect_text stderr .
