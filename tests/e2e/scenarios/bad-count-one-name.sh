# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The header of the answer counts records that are not there.

lab_up
dns_front ecs=badcount
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-bad-answer
expect_others pass
expect_findings fail:dns-bad-answer:ecs
