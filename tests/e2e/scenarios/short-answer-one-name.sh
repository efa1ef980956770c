# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The answer ends inside its header.

lab_up
dns_front ecs=short
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-bad-answer
expect_others pass
expect_findings fail:dns-bad-answer:ecs
