# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The metadata service takes the connection and says nothing.

lab_up
imds_mode '{"hang": true}'
probe 4 --region us-east-1 --account 111122223333
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:imds-unreachable:instance
expect_duration_within 4.1
