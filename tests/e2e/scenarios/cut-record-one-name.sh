# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The last address of an answer is two bytes long.

lab_up
dns_front ecs/A=cut
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-bad-answer
expect_others pass
expect_findings fail:dns-bad-answer:ecs
