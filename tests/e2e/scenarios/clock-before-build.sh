# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No metadata service tells the time, but the clock says a time at which this program did not exist yet.

imds closed
lab_up
shifted $((-800 * 86400)) probe 4 --region us-east-1 --account 111122223333
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings warn:imds-unreachable:instance fail:clock-skew:instance
expect_advice clock-skew:instance 'before this program|than this program'
