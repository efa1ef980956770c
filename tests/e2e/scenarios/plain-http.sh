# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint speaks plain HTTP on port 443.

tls ecr.api plain-http
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-not-tls
expect_others pass
expect_all_addresses 2 fail:tls-not-tls ecr.api
expect_findings fail:tls-not-tls:ecr.api
expect_json 'all(endpoint("ecr.api").addresses[]; .connect_us > 0)'
