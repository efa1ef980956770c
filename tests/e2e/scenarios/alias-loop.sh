# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A resolver that hands out two aliases of each other.

lab_up
dns_front ecs=cnameloop
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-nodata
expect_others pass
expect_findings fail:dns-nodata:ecs
