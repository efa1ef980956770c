# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Nobody listens on port 53 of the nameserver: ICMP port unreachable.

lab_up
stop_resolver
probe 4
expect_exit 1
expect_verdict unhealthy
expect_others fail dns-unreachable
expect_findings fail:dns-unreachable:route53
expect_ended_within 2
