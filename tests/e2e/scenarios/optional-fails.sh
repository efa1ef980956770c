# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint of an optional service refuses connections.

lab_up
refuse logs
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint logs fail tcp-refused
expect_others pass
expect_all_addresses 2 fail:tcp-refused logs
expect_findings warn:tcp-refused:logs
probe 4 --require logs
expect_exit 1
expect_verdict unhealthy
expect_findings fail:tcp-refused:logs
