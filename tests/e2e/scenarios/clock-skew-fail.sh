# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance's clock is ten minutes off: AWS refuses requests signed with it.

lab_up
imds_mode '{"skew_s": -600}'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:clock-skew:instance
