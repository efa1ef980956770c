# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint resets the connection when it has the ClientHello.

fault ecr.api reset
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-reset
expect_others pass
expect_all_addresses 2 fail:tls-reset ecr.api
expect_findings fail:tls-reset:ecr.api
expect_json 'all(endpoint("ecr.api").addresses[]; .connect_us > 0)'
