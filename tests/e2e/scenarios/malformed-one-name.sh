# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The resolver answers one name with bytes that are no DNS message; the others must not suffer.

lab_up
dns_front ecs=junk
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-bad-answer
expect_others pass
expect_findings fail:dns-bad-answer:ecs
expect_ended_within 2
