# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance's clock is four years behind: no certificate seems valid yet, for one reason.

lab_up
shifted $((-1500 * 86400)) probe 4
expect_exit 1
expect_verdict unhealthy
expect_others fail clock-skew
expect_findings fail:clock-skew:instance
