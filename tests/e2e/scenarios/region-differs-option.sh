# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --region says another Region than the metadata service: a template copied from elsewhere.

imds_value meta-data/placement/region us-west-2
lab_up
probe 4 --region us-east-1
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:region-differs:instance
expect_json '.instance.region == "us-east-1"'
