# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What answers at the metadata service's address does not speak HTTP.

lab_up
imds_mode '{"garbage": true}'
probe 4 --region us-east-1 --account 111122223333
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:imds-bad-answer:instance
