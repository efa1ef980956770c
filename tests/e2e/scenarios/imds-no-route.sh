# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Packets to the metadata service vanish.

lab_up
drop_imds
probe 4 --region us-east-1 --account 111122223333
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:imds-unreachable:instance
