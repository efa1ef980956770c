# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint closes the connection when it has the ClientHello.

fault ecr.api close
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-closed
expect_others pass
expect_all_addresses 2 fail:tls-closed ecr.api
expect_findings fail:tls-closed:ecr.api
expect_json 'all(endpoint("ecr.api").addresses[]; .connect_us > 0)'
