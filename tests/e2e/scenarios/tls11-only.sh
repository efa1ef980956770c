# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint speaks nothing newer than TLS 1.1.

tls ecr.api tls11
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-version
expect_others pass
expect_all_addresses 2 fail:tls-version ecr.api
expect_findings fail:tls-version:ecr.api
expect_json 'all(endpoint("ecr.api").addresses[]; .connect_us > 0)'
