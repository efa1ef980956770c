# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Answers to one name carry another transaction id, as an attacker's would: they are ignored.

lab_up
dns_front ecs=wrongid
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-timeout
expect_others pass
expect_findings fail:dns-timeout:ecs
