# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Answers to one name are about another question: they are ignored.

lab_up
dns_front ecs=wrongq
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-timeout
expect_others pass
expect_findings fail:dns-timeout:ecs
