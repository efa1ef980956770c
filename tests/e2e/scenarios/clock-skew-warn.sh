# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance's clock is two minutes off.

lab_up
imds_mode '{"skew_s": 120}'
probe 4
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:clock-skew:instance
