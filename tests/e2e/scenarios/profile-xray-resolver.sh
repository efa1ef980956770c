# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance asks the company's nameserver, which does not forward amazonaws.com to the VPC's.

profile xray
nameservers "$CORPORATE_DNS"
corporate xray "${PUBLIC[xray]}"
lab_up
probe 2 --profile xray
expect_exit 1
expect_verdict unhealthy
expect_endpoint xray fail resolver-mismatch
expect_others pass
expect_plan
expect_findings fail:resolver-mismatch:xray
expect_advice resolver-mismatch:xray 'forward'
