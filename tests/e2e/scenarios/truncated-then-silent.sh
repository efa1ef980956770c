# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One answer is truncated, and over TCP the resolver says nothing.

lab_up
dns_front ecs=tcsilent
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-timeout
expect_others pass
expect_findings fail:dns-timeout:ecs
expect_ended_within 2
