# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance's clock is a hundred days ahead: no certificate seems valid any more, for one reason.

lab_up
shifted $((100 * 86400)) probe 4
expect_exit 1
expect_verdict unhealthy
expect_others fail clock-skew
expect_findings fail:clock-skew:instance
