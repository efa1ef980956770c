# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint knows no such server name and says so in an alert.

tls ecr.api rejecting
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-alert
expect_others pass
expect_all_addresses 2 fail:tls-alert ecr.api
expect_findings fail:tls-alert:ecr.api
