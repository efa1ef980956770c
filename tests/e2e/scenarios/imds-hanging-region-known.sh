# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The environment names the Region, so a metadata service that says nothing is waited for as long as with --region: 3 s
# of 30, and not the 9 s that are given where nothing can be planned without it.

lab_up
imds_mode '{"hang": true}'
with_variables AWS_REGION=us-east-1 -- probe 30 --account 111122223333
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:imds-unreachable:instance
# Once, and not twice.
expect_duration_within 5
