# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The name of an answer record is a compression pointer to itself.

lab_up
dns_front ecs=ptrloop
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-bad-answer
expect_others pass
expect_findings fail:dns-bad-answer:ecs
